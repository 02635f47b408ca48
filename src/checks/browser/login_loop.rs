use super::on_page;
use crate::browser::{PageAnalysis, SignIn};
use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence, LoginEnd};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::probe::VisitEnd;

pub(crate) static RULE: Rule = Rule {
    id: "login-loop",
    title: "The login does not loop",
    topic: Topic::Other,
    defect: "The login loops inside the page.",
    remedy: "Let whoever set up the widget's URL, such as your CRM's administrator, compare its region with that of your organization. Let the team that manages your agents' browsers allow popups and third-party cookies for Genesys Cloud and phone.mirabridge.cloud. If it still loops, MiraBridge must fix it.",
    symptom: "The login window flickers, starts over and over, or stays blank. Agents never get to the phone.",
    cause: "MiraBridge names a popup blocker and a wrong region. Blocked cookies can do it, too.",
    fix: &[
        "Compare the region in the widget's URL with the address bar of your Genesys Cloud: apps.{region}.",
        "Allow popups and third-party cookies for phone.mirabridge.cloud and for the hosts of the region.",
        "If it still loops, MiraBridge must fix it: send them the output of check --browser -v.",
    ],
    example: None,
    method: "It counts how often each window or frame comes to the login host. Five times is a loop, and so are the redirects that the browser gives up. A frame that asks without a person (prompt=none) does not count. It passes only if the login page was reached, stayed for 0.8 seconds, and showed something to fill in or press.",
    facts: &[(
        Confidence::Documented("MiraBridge"),
        "the popup blocker and the wrong region.",
    )],
    references: &[references::MIRABRIDGE],
};

pub(crate) static CHECK: LiveCheck =
    LiveCheck::new(&RULE, |case| on_page(case, judge)).in_browser();

fn judge(case: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let events = &page.loop_events;
    if events.is_empty() {
        return match page.sign_in {
            SignIn::Shown { at } if page.visit.end == VisitEnd::Quiet => {
                Outcome::pass(Basis::Browser, "The login page was reached and stayed.")
                    .with_events(page.trail(&[at]))
            }
            _ => Outcome::depends_on(&super::auth_redirect::RULE),
        };
    }
    let login = case
        .answers
        .as_ref()
        .and_then(|answers| answers.login.as_ref());
    if login.is_some_and(|login| matches!(login.end, LoginEnd::Loop | LoginEnd::TooLong)) {
        return Outcome::depends_on(&crate::checks::authentication_loop::RULE);
    }
    // A page that misses something may start over and over.
    if page.is_hindered() && page.visit.end == VisitEnd::Loop {
        return Outcome::depends_on(&super::page_errors::RULE);
    }
    let how = if page.visit.end == VisitEnd::Loop {
        "The login came back five times in one window or frame"
    } else {
        "The redirects came to no end"
    };
    let hosts = page.hosts(events).join(", ");
    Outcome::fail(
        Basis::Browser,
        "Compare the regions, and allow popups and cookies: the login loops",
        format!("{how}, between {hosts}. Agents never get to the phone."),
        RULE.remedy,
    )
    .with_events(page.trail(events))
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{event, loaded, login, opened, signed};
    use crate::checks::testing::FakeServer;
    use crate::probe::VisitEnd::{self, Deadline, Loop, Quiet};
    use crate::probe::{PageEvent, Resource, What};

    fn tells(end: VisitEnd, events: Vec<PageEvent>) -> String {
        FakeServer::seen(end, events).tells("login-loop")
    }

    #[test]
    fn the_login_page_has_stayed_only_if_all_came_to_rest() {
        assert_eq!(
            tells(Quiet, signed()),
            "pass: The login page was reached and stayed."
        );
        assert_eq!(
            tells(Deadline, signed()),
            "skipped: needs auth-redirect to pass first"
        );
    }

    #[test]
    fn a_circle_is_told_with_its_hosts() {
        let again = vec![opened(), loaded(0, &login()), opened(), loaded(0, &login())];
        assert_eq!(
            tells(Loop, again),
            "fail: The login came back five times in one window or frame, between phone.mirabridge.cloud, login.mypurecloud.de. Agents never get to the phone."
        );
    }

    /// The browser counts redirects by itself: they are no sign of a page that starts over for want of something.
    #[test]
    fn endless_redirects_are_a_circle_whatever_else_did_not_load() {
        let failed = |resource, url: &str, error: &str| {
            event(
                0,
                What::Failed {
                    resource,
                    url: url.to_owned(),
                    error: error.to_owned(),
                },
            )
        };
        let endless = failed(
            Resource::Document,
            "https://login.mypurecloud.de/",
            "net::ERR_TOO_MANY_REDIRECTS",
        );
        let lost = failed(
            Resource::Script,
            "https://phone.mirabridge.cloud/a.js",
            "net::ERR_CONNECTION_RESET",
        );
        assert_eq!(
            tells(Quiet, vec![lost, endless]),
            "fail: The redirects came to no end, between login.mypurecloud.de. Agents never get to the phone."
        );
    }
}
