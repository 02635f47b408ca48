use super::{fault, on_page};
use crate::browser::page_text::brief;
use crate::browser::{PageAnalysis, Sign};
use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::probe::What;

pub(crate) static RULE: Rule = Rule {
    id: "content-blocked",
    title: "No rule of browsers blocks a part of the page",
    topic: Topic::Other,
    defect: "The browser blocks a part of the page.",
    remedy: "Run the check in another network. If nothing is blocked there, a proxy or gateway changes headers or files, and it is for your network's team to leave these hosts alone. Else MiraBridge must fix it: send them the output of check --browser -v.",
    symptom: "The widget stays blank, or the sign-in does nothing. Only the browser's console says why: Content Security Policy, CORS policy, or Mixed Content.",
    cause: "A header that is missing or too strict, sent by the page's server or added by a proxy or gateway on the way.",
    fix: &[
        "Run the check in another network, without a proxy. If nothing is blocked there, it is for your network's team: the proxy adds, removes or changes something.",
        "Else MiraBridge must fix it: send them the output of check --browser -v.",
        "If the check finds nothing and the widget is blank in your CRM alone, the CRM's own Content Security Policy may block it. Its administrator has to allow frames (frame-src) of phone.mirabridge.cloud, apps.{region} and login.{region}.",
    ],
    example: None,
    method: "The browser itself says what it blocks and by which rule, in its console too: policies, origins, plain http, integrity hashes, MIME types. Something blocked fails; with the login page reached all the same, it is a warning. It passes only if the page was opened and came to rest.",
    facts: &[(
        Confidence::Unknown,
        "which headers MiraBridge and Genesys Cloud send today.",
    )],
    references: &[
        references::MIRABRIDGE,
        (
            "Content Security Policy",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP",
        ),
    ],
};

pub(crate) static CHECK: LiveCheck =
    LiveCheck::new(&RULE, |case| on_page(case, judge)).in_browser();

fn judge(_: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let blocked = &page.all(Sign::ContentBlocked);
    let Some(first) = blocked.first() else {
        return if page.is_complete() {
            Outcome::pass(Basis::Browser, "The browser blocked nothing of the page.")
        } else {
            Outcome::depends_on(&super::page_errors::RULE)
        };
    };
    // What answers in the place of a server does not permit anything to anybody.
    if page.is_troubled_at(*first) {
        return Outcome::depends_on(&super::page_errors::RULE).with_events(page.trail(blocked));
    }
    let what = words(page, *first);
    fault(
        page,
        "Tell MiraBridge: the browser blocks a part of the page",
        format!("{what} Because of that, the widget may stay blank or not sign in."),
        RULE.remedy,
        blocked,
    )
}

fn words(page: &PageAnalysis<'_>, at: usize) -> String {
    if let Some(What::WindowAsked { url, .. }) = page.what(at) {
        let url = brief(url);
        return format!(
            "A click asked for a window with {url}, and the browser did not open it: the frame in which it was asked for may not open windows (sandbox)."
        );
    }
    let Some(What::Blocked {
        by,
        resource,
        url,
        rule,
    }) = page.what(at)
    else {
        return "The browser blocked a part of the page.".to_owned();
    };
    let what = match url.as_str() {
        "" => "A script or style that stands in the page itself".to_owned(),
        url => format!("The {} at {}", resource.word(), brief(url)),
    };
    let named = match rule.as_str() {
        "" => String::new(),
        rule => format!(" ({rule})"),
    };
    format!("{what} was blocked by {}{named}.", by.words())
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{event, opened};
    use crate::checks::testing::FakeServer;
    use crate::probe::VisitEnd::Quiet;
    use crate::probe::{Blocker, Resource, What};

    #[test]
    fn what_was_blocked_is_named_with_the_rule() {
        let script = "https://phone.mirabridge.cloud/a.js";
        let api = "https://api.mypurecloud.de/a";
        for (by, resource, url, rule, message) in [
            (
                Blocker::Cors,
                Resource::Data,
                api,
                "",
                "The data at https://api.mypurecloud.de/a was blocked by its server, which does not permit this page to read it (CORS).",
            ),
            (
                Blocker::MixedContent,
                Resource::Script,
                "http://phone.mirabridge.cloud/a.js",
                "",
                "The script at http://phone.mirabridge.cloud/a.js was blocked by the browser, as it is plain http on a secure page (mixed content).",
            ),
            (
                Blocker::Csp,
                Resource::Script,
                script,
                "script-src",
                "The script at https://phone.mirabridge.cloud/a.js was blocked by the page's own Content Security Policy (script-src).",
            ),
            (
                Blocker::Csp,
                Resource::Script,
                "",
                "",
                "A script or style that stands in the page itself was blocked by the page's own Content Security Policy.",
            ),
            (
                Blocker::Other,
                Resource::Other,
                script,
                "corp",
                "The file at https://phone.mirabridge.cloud/a.js was blocked by the browser (corp).",
            ),
        ] {
            let blocked = What::Blocked {
                by,
                resource,
                url: url.to_owned(),
                rule: rule.to_owned(),
            };
            let staged = FakeServer::seen(Quiet, vec![opened(), event(0, blocked)]);
            let told = format!(
                "fail: {message} Because of that, the widget may stay blank or not sign in."
            );
            assert_eq!(staged.tells("content-blocked"), told);
        }
    }
}
