use super::on_page;
use crate::browser::{Asked, PageAnalysis, SignIn};
use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Outcome, Rule, Topic, references};
use crate::probe::{Cause, What};
use crate::text::cut;

pub(crate) static RULE: Rule = Rule {
    id: "auth-redirect",
    title: "The page leads to the login page of the region",
    topic: Topic::Other,
    defect: "The page does not come to the login page with a request to sign in.",
    remedy: "Let your organization's administrator compare the region and the client id in the widget's URL with the client. If they agree, MiraBridge must fix it: send them the output of check --browser -v.",
    symptom: "The login page does not open, shows an error, or belongs to another region. Or it opens, and nothing happens after the login.",
    cause: "The widget was set up with another region, client or redirect URI than the ones that were checked, or the page has a fault.",
    fix: &[
        "Compare the region and the client id in the widget's URL with your client.",
        "Compare what the head of the report says of the widget with the client: redirect URI, grant, scope.",
        "If all of it agrees, MiraBridge must fix it: send them the output of check --browser -v.",
    ],
    example: None,
    method: "It follows every window and frame of the page. The login page counts with a rid in its address that an authorization request for this client was given in the same window, without an error, with something to fill in or press, and only if both controls were refused in the same run. An error that the service states fails, unless another check explains it. So do a login page without a request, and the login host of another region, which is not contacted.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "that authentication redirects work when the page is opened.",
        ),
        (
            Confidence::Reported,
            "the rid of a login page that belongs to an authorization request.",
        ),
        (
            Confidence::Unknown,
            "whether the page asks to sign in by itself, or after a click, and with which of the redirect URIs.",
        ),
    ],
    references: &[references::MIRABRIDGE],
};

/// Characters of the text of a page that are told.
const LONGEST_SHOWN: usize = 200;

pub(crate) static CHECK: LiveCheck =
    LiveCheck::new(&RULE, |case| on_page(case, judge)).in_browser();

fn judge(case: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let is_shown = matches!(page.sign_in, SignIn::Shown { .. });
    if let Some(rule) = case.unaccepted_by(is_shown) {
        return Outcome::depends_on(rule);
    }
    // In a circle, the login page is shown again and again.
    let is_loop = !page.loop_events.is_empty();
    if !is_loop && let Some(outcome) = led_to(case, page) {
        return outcome;
    }
    match page.explained_by() {
        Some(rule) => Outcome::depends_on(rule),
        // It may have waited for a box, or gone on with a file.
        None => unknown(page).with_events(page.trail(&page.unusual())),
    }
}

/// The outcome by where the page led; `None` where that was nowhere that is known.
fn led_to(case: &Case<'_>, page: &PageAnalysis<'_>) -> Option<Outcome> {
    let (outcome, at) = match &page.sign_in {
        SignIn::Shown { at } => (shown(case, page), *at),
        SignIn::Refused { at, quote } => (
            Outcome::fail(
                Basis::Browser,
                format!("Compare the client with what the page asks for: {ADMIN_MENU}"),
                format!("The service refuses the sign-in that the page asks for: {quote}. Agents see that in place of the login page. The same client was accepted when this tool asked.{}", asked(page)),
                RULE.remedy,
            ),
            *at,
        ),
        SignIn::Elsewhere { at, region } => (
            Outcome::fail(
                Basis::Browser,
                format!("Use one region: the page signs in at {region}"),
                format!("The page wants to sign in at login.{region}, which is the login host of another region and does not know your client. It was not contacted."),
                "Let whoever set up the widget's URL, such as your CRM's administrator, correct the region in it. If the region of the page is the right one, check that with --region.",
            )
            .with_found_region(*region),
            *at,
        ),
        SignIn::NoRequest { at } if page.visit.is_complete() => (
            Outcome::fail(
                Basis::Browser,
                "Tell MiraBridge: their page opens the login page without a request",
                "The login page was opened without an authorization request (there is no rid in its address), so that nobody who signs in there comes back to the widget.",
                "MiraBridge must fix it: send them the output of check --browser -v.",
            ),
            *at,
        ),
        SignIn::Leaves { at, host } => (
            Outcome::skipped(format!(
                "the login goes on at {host}, which a visit does not contact; the authorization request was accepted"
            )),
            *at,
        ),
        SignIn::OtherClient { at } => (
            Outcome::unverifiable(
                Cause::Unrecognized,
                "The page asks to sign in with another client than the one in its address.",
            ),
            *at,
        ),
        _ => return None,
    };
    Some(outcome.with_events(page.trail(&[at])))
}

/// The login page with a live request is a sign of acceptance, which counts only if the controls were refused.
fn shown(case: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let home = case.answers.as_ref().map(|answers| &answers.home);
    let refused = home
        .is_some_and(|home| home.client_control.is_refused() && home.redirect_control.is_refused());
    if refused {
        let message = format!(
            "The page came to the login page of the region, with an authorization request for this client that is alive.{}",
            asked(page)
        );
        Outcome::pass(Basis::Browser, message)
    } else {
        Outcome::unverifiable(
            Cause::Indistinct,
            "The page came to the login page, but so does a client or a redirect URI that is wrong.",
        )
    }
}

/// What the widget asks for.
fn asked(page: &PageAnalysis<'_>) -> String {
    let words = page.asked.as_ref().map(Asked::words);
    words.map_or_else(String::new, |words| format!(" The widget {words}."))
}

fn unknown(page: &PageAnalysis<'_>) -> Outcome {
    let mut events = page.visit.events.iter();
    let clicked = events.find_map(|event| match &event.what {
        What::Clicked { words } => Some(words),
        _ => None,
    });
    let message = match (&page.sign_in, clicked) {
        (SignIn::Unclear { at }, _) if is_hidden(page, *at) => {
            "The page asked to sign in, but nobody can: the login page has nothing to fill in or press, or is in a frame that nobody sees.".to_owned()
        }
        (SignIn::Unclear { at }, _) if matches!(page.what(*at), Some(What::WindowClosed)) => {
            "The page came to the login page, and closed it again.".to_owned()
        }
        (SignIn::Unclear { .. }, _) => {
            "The page asked to sign in, and came to a page that this tool does not know.".to_owned()
        }
        (_, Some(words)) => {
            format!("This tool clicked \"{words}\" on the page, which did not ask to sign in then.")
        }
        (_, None) => "The page loaded, but did not ask to sign in, and there was nothing on it that says \"sign in\" or \"log in\".".to_owned(),
    };
    let mut places = page.visit.places.iter().rev();
    let shown = places.find(|place| !place.text.is_empty());
    let shown = shown.map(|place| format!(" It shows: \"{}\".", cut(&place.text, LONGEST_SHOWN)));
    let message = message + &shown.unwrap_or_default();
    Outcome::unverifiable(Cause::Unrecognized, message)
}

fn is_hidden(page: &PageAnalysis<'_>, at: usize) -> bool {
    let place = page.visit.events.get(at).map(|event| event.place);
    place
        .and_then(|place| page.visit.places.get(place))
        .is_some_and(|place| place.is_hidden)
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{asked, event, loaded, login, opened, signed, visit};
    use crate::checks::testing::{CLIENT, FakeServer, accepted, genesys};
    use crate::probe::VisitEnd::{Deadline, Loop, Quiet};
    use crate::probe::{PageEvent, Resource, VisitEnd, What};

    const ID: &str = "auth-redirect";

    fn tells(end: VisitEnd, events: Vec<PageEvent>) -> String {
        FakeServer::seen(end, events).tells(ID)
    }

    #[test]
    fn the_login_page_counts_only_where_both_controls_were_refused() {
        assert_eq!(
            tells(Quiet, signed()),
            "pass: The page came to the login page of the region, with an authorization request for this client that is alive. The widget asks login.mypurecloud.de for client 4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f with redirect URI https://apps.mypurecloud.de/crm/authWindow.html, the implicit grant, no scope."
        );
        let any_uri = FakeServer::with(|asked| {
            if asked.is_authorization() && asked.is_for_us() && !asked.wants_code() {
                accepted()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(
            any_uri.and_seen(Quiet, signed()).tells(ID),
            "unverifiable indistinct: The page came to the login page, but so does a client or a redirect URI that is wrong."
        );
    }

    #[test]
    fn why_a_login_page_does_not_count_is_told() {
        let closed = [signed(), vec![event(2, What::WindowClosed)]].concat();
        assert_eq!(
            tells(Quiet, closed),
            "unverifiable unrecognized: The page came to the login page, and closed it again."
        );
        let mut unseen = visit(Quiet, signed());
        unseen.places[2].is_hidden = true;
        assert_eq!(
            FakeServer::with(genesys).and_visited(unseen).tells(ID),
            "unverifiable unrecognized: The page asked to sign in, but nobody can: the login page has nothing to fill in or press, or is in a frame that nobody sees."
        );
    }

    #[test]
    fn a_control_client_that_was_let_in_leaves_nothing_proven() {
        let anybody = FakeServer::with(|asked| {
            if asked.is_authorization() {
                accepted()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(
            anybody.and_seen(Quiet, signed()).ends(ID),
            "> invalid-client"
        );
    }

    #[test]
    fn the_way_to_the_login_page_passes_only_as_a_whole() {
        let withheld = |url: &str| {
            let (url, resource) = (url.to_owned(), Resource::Document);
            event(2, What::Withheld { resource, url })
        };
        let moved = |url: String| event(2, What::Moved { url });
        let in_frame = |event| PageEvent { place: 1, ..event };
        let window = "https://apps.mypurecloud.de/crm/authWindow.html";
        let required = format!("{window}#error=login_required");
        let bounced = format!("{window}#error=unauthorized_client");
        let error = "https://login.mypurecloud.de/#/error?errorKey=invalidClientId";
        let request = || vec![opened(), asked(CLIENT, &login())];
        let and = |events: Vec<PageEvent>, more| [events, vec![more]].concat();
        for (events, expected) in [
            (signed(), "pass"),
            // Not without a request, nor with the request of another window, nor with another rid.
            (
                vec![opened(), loaded(2, &login())],
                "unverifiable unrecognized",
            ),
            (
                and(request(), loaded(1, &login())),
                "unverifiable unrecognized",
            ),
            (
                and(request(), loaded(2, &login().replace("rid=d", "rid=e"))),
                "unverifiable unrecognized",
            ),
            // A frame that asks whether somebody is signed in already is told that nobody is.
            (and(signed(), in_frame(asked(CLIENT, &required))), "pass"),
            (
                vec![opened(), asked(CLIENT, error), loaded(2, error)],
                "fail",
            ),
            (
                vec![opened(), asked(CLIENT, &bounced), loaded(2, &bounced)],
                "fail",
            ),
            (
                and(
                    signed(),
                    moved(login().replace("#/authenticate", "#/error?errorKey=x")),
                ),
                "fail",
            ),
            (
                and(
                    vec![opened()],
                    withheld("https://login.mypurecloud.ie/oauth/authorize?client_id=x"),
                ),
                "fail",
            ),
            (
                and(request(), withheld("https://idp.example/sso")),
                "skipped",
            ),
        ] {
            let staged = FakeServer::seen(Quiet, events.clone());
            assert_eq!(staged.ends(ID), expected, "{events:?}");
        }
    }

    #[test]
    fn a_login_page_that_comes_again_and_again_is_no_end() {
        assert_eq!(
            tells(Loop, signed()),
            "skipped: needs login-loop to pass first"
        );
    }

    #[test]
    fn a_request_for_another_client_is_named() {
        let other = asked("00000000-0000-4000-8000-000000000000", &login());
        assert_eq!(
            tells(Quiet, vec![opened(), other]),
            "unverifiable unrecognized: The page asks to sign in with another client than the one in its address."
        );
    }

    #[test]
    fn a_login_page_without_a_request_is_wrong_only_after_the_whole_visit() {
        let bare = || vec![opened(), loaded(2, "https://login.mypurecloud.de/")];
        assert!(tells(Quiet, bare()).starts_with("fail: The login page was opened without"));
        assert_eq!(
            tells(Deadline, bare()),
            "skipped: needs page-errors to pass first"
        );
    }

    #[test]
    fn a_page_that_nobody_knows_is_not_called_the_absence_of_a_request() {
        let odd = "https://login.mypurecloud.de/other";
        assert_eq!(
            tells(Quiet, vec![opened(), asked(CLIENT, odd), loaded(2, odd)]),
            "unverifiable unrecognized: The page asked to sign in, and came to a page that this tool does not know."
        );
        assert_eq!(
            tells(Quiet, vec![opened()]),
            "unverifiable unrecognized: The page loaded, but did not ask to sign in, and there was nothing on it that says \"sign in\" or \"log in\"."
        );
    }

    /// Any of these alone may be why nobody asked.
    #[test]
    fn nobody_is_said_not_to_have_asked_where_a_fault_may_have_kept_the_page_from_it() {
        let script = || "https://phone.mirabridge.cloud/a.js".to_owned();
        let answered = |status| What::Answered {
            resource: Resource::Script,
            url: script(),
            status,
        };
        let exception = What::Exception {
            text: "TypeError: x".to_owned(),
            url: script(),
            line: 1,
        };
        let kept_in = What::Withheld {
            resource: Resource::Script,
            url: "https://cdn.example/a.js".to_owned(),
        };
        let also = |what| vec![opened(), event(0, what)];
        for (end, events) in [
            (Quiet, vec![]),
            (Deadline, vec![opened()]),
            (Quiet, also(answered(404))),
            (Quiet, also(exception)),
            (Quiet, also(answered(503))),
            (Quiet, also(kept_in)),
        ] {
            let told = tells(end, events.clone());
            assert_eq!(
                told, "skipped: needs page-errors to pass first",
                "{events:?}"
            );
        }
    }
}
