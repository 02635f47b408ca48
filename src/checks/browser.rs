//! The seven checks of what a browser saw. What they share: without a visit there is one reason, which `page-errors` gives.

pub(super) mod auth_redirect;
pub(super) mod console_oauth_errors;
pub(super) mod content_blocked;
pub(super) mod frame_refused;
pub(super) mod login_loop;
pub(super) mod page_errors;
pub(super) mod popup_blocked;

use super::Case;
use crate::browser::PageAnalysis;
use crate::classify::Basis;
use crate::finding::Outcome;

/// Judges the page, if a browser saw it.
fn on_page(case: &Case<'_>, judge: fn(&Case<'_>, &PageAnalysis<'_>) -> Outcome) -> Vec<Outcome> {
    let page = case.page.iter();
    page.map(|page| match page {
        Ok(page) => judge(case, page),
        Err(_) => Outcome::depends_on(&page_errors::RULE),
    })
    .collect()
}

/// What is wrong with a page, told by these events. A sign-in that came through all the same was not stopped by it.
fn fault(
    page: &PageAnalysis<'_>,
    headline: impl Into<String>,
    message: String,
    remedy: impl Into<String>,
    events: &[usize],
) -> Outcome {
    let outcome = if page.sign_in.is_through() {
        let message = format!("{message} The login page was reached all the same.");
        Outcome::warn(Basis::Browser, message, remedy)
    } else {
        Outcome::fail(Basis::Browser, headline, message, remedy)
    };
    outcome.with_events(page.trail(events))
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{CHECKS, blocked, event, loaded, opened, signed, visit};
    use crate::checks::testing::{FakeServer, genesys};
    use crate::probe::VisitEnd::{Deadline, Died, Interrupted, Loop, Quiet};
    use crate::probe::{
        Blocker, Failure, Level, PageEvent, Resource, Unreached, Visit, VisitEnd, Visited, What,
    };

    const SCRIPT: &str = "https://phone.mirabridge.cloud/a.js";
    const CRM: &str = "https://apps.mypurecloud.de/crm/index.html";
    const API: &str = "https://api.mypurecloud.de/a";

    /// How the checks end: the status with its cause, or the check it depends on.
    fn endings(end: VisitEnd, events: Vec<PageEvent>) -> [String; 7] {
        let unreached = Unreached {
            host: "apps.mypurecloud.de".to_owned(),
            cause: "dns".to_owned(),
            message: "the name apps.mypurecloud.de does not resolve: no".to_owned(),
        };
        let visit = Visit {
            unreached: vec![unreached],
            ..visit(end, events)
        };
        let staged = FakeServer::with(genesys).and_visited(visit);
        CHECKS.map(|id| staged.ends(id))
    }

    fn failed(resource: Resource, url: &str, error: &str) -> PageEvent {
        let (url, error) = (url.to_owned(), error.to_owned());
        event(
            0,
            What::Failed {
                resource,
                url,
                error,
            },
        )
    }

    fn answered(resource: Resource, url: &str, status: u16) -> PageEvent {
        let url = url.to_owned();
        event(
            1,
            What::Answered {
                resource,
                url,
                status,
            },
        )
    }

    fn withheld() -> PageEvent {
        let url = "https://cdn.example/a.js".to_owned();
        let resource = Resource::Script;
        event(0, What::Withheld { resource, url })
    }

    fn exception(text: &str) -> PageEvent {
        let (text, url) = (text.to_owned(), SCRIPT.to_owned());
        event(0, What::Exception { text, url, line: 1 })
    }

    fn says(level: Level, text: &str) -> PageEvent {
        let text = text.to_owned();
        event(0, What::Console { level, text })
    }

    fn asks(by_gesture: bool) -> PageEvent {
        let what = What::WindowAsked {
            url: CRM.to_owned(),
            by_gesture,
            opened: by_gesture,
        };
        event(1, what)
    }

    #[test]
    fn a_fault_of_the_network_is_never_the_pages() {
        let script = |error| failed(Resource::Script, SCRIPT, error);
        let status = |status| answered(Resource::Script, SCRIPT, status);
        for (more, cause) in [
            (
                failed(Resource::Document, SCRIPT, "net::ERR_CONNECTION_RESET"),
                "connect",
            ),
            (
                failed(Resource::Frame, CRM, "net::ERR_TUNNEL_CONNECTION_FAILED"),
                "dns",
            ),
            (script("net::ERR_CERT_AUTHORITY_INVALID"), "tls"),
            (script("net::ERR_TIMED_OUT"), "timeout"),
            (script("net::ERR_TUNNEL_CONNECTION_FAILED"), "proxy"),
            (script("net::ERR_HTTP2_PROTOCOL_ERROR"), "protocol"),
            (status(403), "blocked"),
            (status(407), "proxy"),
            (status(429), "rate_limited"),
            (status(503), "server_error"),
            (withheld(), "not_asked"),
        ] {
            // Not even if a script fails because of it.
            let events = vec![opened(), more.clone(), exception("TypeError: x")];
            let found = endings(Quiet, events);
            assert_eq!(found[0], format!("unverifiable {cause}"), "{more:?}");
            assert!(!found.contains(&"fail".to_owned()), "{more:?}: {found:?}");
            assert_eq!(found[6], "> page-errors", "{more:?}");
        }
    }

    #[test]
    fn what_a_page_does_for_want_of_something_is_not_its_fault() {
        let reset = "net::ERR_CONNECTION_RESET";
        let lost = || failed(Resource::Script, API, reset);
        let lost_data = || failed(Resource::Data, API, reset);
        let complains = || says(Level::Error, "OAuth failed: Failed to fetch");
        let refused = blocked(1, Blocker::FrameOptions, Resource::Frame, CRM);
        let cors = blocked(1, Blocker::Cors, Resource::Data, API);
        for (end, more, cause) in [
            (Quiet, vec![lost(), asks(false)], "connect"),
            (
                Quiet,
                vec![lost_data(), exception("TypeError: x")],
                "connect",
            ),
            (Quiet, vec![lost(), complains()], "connect"),
            (Quiet, vec![lost_data(), complains()], "connect"),
            (Quiet, vec![withheld(), complains()], "not_asked"),
            (
                Quiet,
                vec![answered(Resource::Frame, CRM, 403), refused],
                "blocked",
            ),
            (
                Quiet,
                vec![answered(Resource::Data, API, 502), cors],
                "server_error",
            ),
            (Quiet, vec![answered(Resource::Script, API, 451)], "blocked"),
            (Quiet, vec![answered(Resource::Script, API, 408)], "timeout"),
            (Loop, vec![lost(), opened(), opened(), opened()], "connect"),
            (
                Loop,
                vec![withheld(), opened(), opened(), opened()],
                "not_asked",
            ),
        ] {
            let events = [vec![opened()], more].concat();
            let found = endings(end, events.clone());
            assert_eq!(found[0], format!("unverifiable {cause}"), "{events:?}");
            assert!(!found.contains(&"fail".to_owned()), "{events:?}: {found:?}");
        }
        // A code is the service's own word, whatever else did not come.
        let code = says(Level::Error, "OAuth error: invalid_client");
        assert_eq!(endings(Quiet, vec![opened(), lost_data(), code])[5], "fail");
    }

    #[test]
    fn what_did_not_come_to_its_end_passes_nothing() {
        for (end, cause) in [
            (Deadline, "timeout"),
            (Died, "browser"),
            (Interrupted, "not_asked"),
        ] {
            let found = endings(end, vec![opened()]);
            assert_eq!(found[0], format!("unverifiable {cause}"));
            assert!(!found.contains(&"pass".to_owned()), "{end:?}: {found:?}");
        }
        let mut staged = FakeServer::with(genesys);
        let detail = "did not start".to_owned();
        staged.evidence.set_visited(Visited {
            url: staged.target.init_url(),
            observation: Err(Failure::Browser { detail }),
        });
        let found = CHECKS.map(|id| staged.ends(id));
        assert_eq!(found[0], "unverifiable browser");
        assert!(found[1..].iter().all(|ending| ending == "> page-errors"));
    }

    #[test]
    fn one_cause_is_one_failure() {
        let csp = blocked(0, Blocker::Csp, Resource::Script, SCRIPT);
        for (more, failing) in [
            (vec![exception("TypeError: x")], "page-errors"),
            (vec![csp, exception("TypeError: x")], "content-blocked"),
            (
                vec![blocked(1, Blocker::FrameOptions, Resource::Frame, CRM)],
                "frame-refused",
            ),
            (
                vec![asks(false), exception("TypeError: x")],
                "popup-blocked",
            ),
            (
                vec![says(Level::Error, "OAuth error: invalid_client")],
                "console-oauth-errors",
            ),
            (
                vec![exception("Error: OAuth invalid_client")],
                "console-oauth-errors",
            ),
        ] {
            let events = [vec![opened()], more].concat();
            let found = endings(Quiet, events.clone());
            let failed: Vec<_> = CHECKS
                .iter()
                .zip(&found)
                .filter(|(_, ending)| *ending == "fail")
                .map(|(id, _)| *id)
                .collect();
            assert_eq!(failed, [failing], "{events:?}");
        }
        // A window that opened after all explains no failing script.
        let window = event(2, What::WindowOpened);
        let events = vec![opened(), asks(false), exception("TypeError: x"), window];
        assert_eq!(endings(Quiet, events)[0], "fail");
    }

    #[test]
    fn what_stopped_nobody_is_a_warning() {
        for (more, at) in [
            (exception("TypeError: x"), 0),
            (blocked(0, Blocker::Cors, Resource::Data, API), 1),
            (blocked(0, Blocker::FrameAncestors, Resource::Frame, CRM), 2),
        ] {
            let events = [signed(), vec![more.clone()]].concat();
            let found = endings(Quiet, events);
            assert_eq!(
                (found[at].as_str(), found[6].as_str()),
                ("warn", "pass"),
                "{more:?}"
            );
        }
        // A permission that is not given hides no script that fails for another reason.
        let refused = exception("NotAllowedError: the user denied it");
        let events = [signed(), vec![refused, exception("TypeError: x")]].concat();
        assert_eq!(endings(Quiet, events)[0], "warn");
        let mut events = signed();
        events.retain(|event| event.what != What::WindowOpened);
        events.push(asks(false));
        let found = endings(Quiet, events);
        assert_eq!((found[3].as_str(), found[6].as_str()), ("warn", "pass"));
    }

    #[test]
    fn an_info_line_must_name_a_code() {
        for (level, text, expected) in [
            (
                Level::Info,
                "OAuth: authorization failed in the last session",
                "pass",
            ),
            (Level::Info, "state: invalid_client", "warn"),
            (Level::Warning, "OAuth: authorization failed", "warn"),
            (
                Level::Error,
                "loading https://login.mypurecloud.de/oauth/authorize?error=invalid_client",
                "pass",
            ),
            (Level::Error, "cannot draw the icon", "pass"),
        ] {
            let events = [signed(), vec![says(level, text)]].concat();
            assert_eq!(endings(Quiet, events)[5], expected, "{level:?}: {text}");
        }
    }

    #[test]
    fn positions_that_do_not_exist_are_survived() {
        let found = endings(Quiet, vec![loaded(99, "https://phone.mirabridge.cloud/")]);
        assert_eq!(found[0], "unverifiable unrecognized");
    }
}
