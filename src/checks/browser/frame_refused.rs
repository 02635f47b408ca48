use super::{fault, on_page};
use crate::browser::{PageAnalysis, Sign};
use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::probe::What;

pub(crate) static RULE: Rule = Rule {
    id: "frame-refused",
    title: "The frames of the page are shown",
    topic: Topic::Other,
    defect: "A page forbids that it is shown in the frame of the widget.",
    remedy: "Compare the region in the widget's URL with that of your organization. If they agree, it is for your organization's administrator: where \"Restrict Genesys Cloud Embedding\" is on at Admin > Organization settings, the domain of the page that shows the widget, such as your CRM's, must be among the \"Allowed Embeddable Domains\".",
    symptom: "A grey box with a broken page, or 'refused to connect', stands where the phone should be.",
    cause: "The organization restricts in which pages Genesys Cloud may be embedded, the wrong region leads to a page that may not be framed, the login page is opened in the frame instead of a window of its own, or a proxy or gateway adds the header.",
    fix: &[
        "Compare the region in the widget's URL with the address bar of your Genesys Cloud: apps.{region}.",
        "Open Admin > Organization settings in Genesys Cloud. If \"Restrict Genesys Cloud Embedding\" is on, add the domains of the pages that show the widget, such as your CRM, to \"Allowed Embeddable Domains\".",
        "If it is the login page that is refused, MiraBridge must fix it: it needs a window of its own.",
        "If a proxy or gateway adds the header, it is for your network's team to leave these hosts alone.",
    ],
    example: None,
    method: "The browser itself says which frame it refused, and the page's own header says by which rule. A refused frame fails; with the login page reached all the same, it is a warning. It passes only if a frame was shown.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "that an organization may restrict in which domains Genesys Cloud is embedded.",
        ),
        (
            Confidence::Inferred,
            "that the widget shows the client of Genesys Cloud in a frame: its redirect URIs are those of Genesys' embedded clients.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        (
            "Manage Genesys Cloud embedding",
            "https://help.mypurecloud.com/articles/manage-genesys-cloud-embedding/",
        ),
        (
            "frame-ancestors",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy/frame-ancestors",
        ),
    ],
};

pub(crate) static CHECK: LiveCheck =
    LiveCheck::new(&RULE, |case| on_page(case, judge)).in_browser();

fn judge(case: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let refused = &page.all(Sign::FrameRefused);
    let Some(first) = refused.first() else {
        let shown = &page.all(Sign::FrameShown);
        return if !shown.is_empty() {
            Outcome::pass(Basis::Browser, "The page's frames were shown.")
                .with_events(page.trail(shown))
        } else if page.is_complete() {
            Outcome::skipped("the page showed nothing in a frame")
        } else {
            Outcome::depends_on(&super::page_errors::RULE)
        };
    };
    // A proxy's own page says so, too.
    if page.is_troubled_at(*first) {
        return Outcome::depends_on(&super::page_errors::RULE).with_events(page.trail(refused));
    }
    let host = page.hosts(std::slice::from_ref(first)).concat();
    let rule = match page.what(*first) {
        Some(What::Blocked { rule, .. }) => rule.as_str(),
        _ => "",
    };
    let named = match rule {
        "" => String::new(),
        rule => format!(", with \"{rule}\""),
    };
    let message = format!(
        "{host} forbids that its page is shown in a frame of this page{named}. Agents see an empty box in place of the phone."
    );
    let (headline, remedy) = whose(case, &host);
    fault(page, headline, message, remedy, refused)
}

/// Who can change what this host forbids: headline and remedy.
fn whose(case: &Case<'_>, host: &str) -> (String, String) {
    let region = case.target.region();
    let is_of_region = host
        .strip_suffix(region.domain())
        .is_some_and(|labels| labels.ends_with('.'));
    if host == region.login_host() {
        (
            format!("Tell MiraBridge: {host} may not be shown in a frame"),
            "MiraBridge must fix it: the login page needs a window of its own. Send them the output of check --browser -v.".to_owned(),
        )
    } else if is_of_region {
        (
            format!(
                "Let an administrator allow the embedding: {host} refuses to be shown in the widget"
            ),
            RULE.remedy.to_owned(),
        )
    } else {
        (
            format!("Tell MiraBridge: {host} refuses to be shown in the widget"),
            "MiraBridge must fix it: send them the output of check --browser -v. If a proxy or gateway in your network adds the header, it is for its team to leave this host alone.".to_owned(),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{event, opened};
    use crate::checks::testing::FakeServer;
    use crate::probe::VisitEnd::{self, Deadline, Quiet};
    use crate::probe::{Blocker, PageEvent, Resource, What};

    fn tells(end: VisitEnd, events: Vec<PageEvent>) -> String {
        FakeServer::seen(end, events).tells("frame-refused")
    }

    #[test]
    fn who_forbids_it_is_named_with_the_rule() {
        for (rule, named) in [("DENY", ", with \"DENY\""), ("", "")] {
            let refused = What::Blocked {
                by: Blocker::FrameOptions,
                resource: Resource::Frame,
                url: "https://apps.mypurecloud.de/crm/index.html".to_owned(),
                rule: rule.to_owned(),
            };
            assert_eq!(
                tells(Quiet, vec![opened(), event(1, refused)]),
                format!(
                    "fail: apps.mypurecloud.de forbids that its page is shown in a frame of this page{named}. Agents see an empty box in place of the phone."
                )
            );
        }
    }

    #[test]
    fn what_to_do_depends_on_the_host_that_refuses() {
        for (host, remedy) in [
            (
                "apps.mypurecloud.de",
                "\"Restrict Genesys Cloud Embedding\"",
            ),
            ("login.mypurecloud.de", "a window of its own"),
            ("phone.mirabridge.cloud", "browser -v. If a proxy"),
            ("apps.notmypurecloud.de", "browser -v. If a proxy"),
        ] {
            let refused = What::Blocked {
                by: Blocker::FrameAncestors,
                resource: Resource::Frame,
                url: format!("https://{host}/"),
                rule: String::new(),
            };
            let staged = FakeServer::seen(Quiet, vec![opened(), event(1, refused)]);
            let outcomes = staged.outcomes("frame-refused");
            let said = outcomes.first().and_then(|outcome| outcome.remedy.clone());
            let said = said.expect("a remedy");
            assert!(said.contains(remedy), "{host}: {said}");
        }
    }

    #[test]
    fn that_there_was_no_frame_takes_a_page_and_a_whole_visit() {
        assert_eq!(
            tells(Quiet, vec![opened()]),
            "skipped: the page showed nothing in a frame"
        );
        for (end, events) in [(Deadline, vec![opened()]), (Quiet, vec![])] {
            assert_eq!(
                tells(end, events),
                "skipped: needs page-errors to pass first"
            );
        }
    }
}
