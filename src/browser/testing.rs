//! Visits for unit tests.

use crate::genesys::percent_encode;
use crate::genesys::testing::{CLIENT, HOME, RID};
use crate::probe::{Blocker, BrowsingContext, PageEvent, Resource, Visit, VisitEnd, What};

/// The checks that judge what a browser saw, in the order of the report.
pub(crate) const CHECKS: [&str; 7] = [
    "page-errors",
    "content-blocked",
    "frame-refused",
    "popup-blocked",
    "login-loop",
    "console-oauth-errors",
    "auth-redirect",
];

/// A visit of a page with a frame, and of a window that the frame opened.
pub(crate) fn visit(end: VisitEnd, events: Vec<PageEvent>) -> Visit {
    let place = |is_window, parent| BrowsingContext {
        is_window,
        parent,
        ..BrowsingContext::default()
    };
    Visit {
        places: vec![
            place(true, None),
            place(false, Some(0)),
            place(true, Some(1)),
        ],
        events,
        end,
        ..Visit::default()
    }
}

/// Something that happened in a window or frame.
pub(crate) fn event(place: usize, what: What) -> PageEvent {
    PageEvent {
        at_ms: 1,
        place,
        what,
    }
}

pub(crate) fn loaded(place: usize, url: &str) -> PageEvent {
    event(
        place,
        What::Loaded {
            url: url.to_owned(),
            status: Some(200),
        },
    )
}

/// The page was shown.
pub(crate) fn opened() -> PageEvent {
    loaded(0, "https://phone.mirabridge.cloud/init")
}

/// The window asked for a login for this client, and was sent there.
pub(crate) fn asked(client: &str, to: &str) -> PageEvent {
    let uri = format!("https://apps.{HOME}/crm/authWindow.html");
    asked_with(client, "token", &uri, to)
}

/// The same with this response type and redirect URI.
pub(crate) fn asked_with(client: &str, kind: &str, uri: &str, to: &str) -> PageEvent {
    let uri = percent_encode(uri);
    let url = format!(
        "https://login.{HOME}/oauth/authorize?client_id={client}&response_type={kind}&redirect_uri={uri}"
    );
    event(
        2,
        What::Redirected {
            url,
            status: 302,
            to: to.to_owned(),
        },
    )
}

/// The login page with a request that is alive.
pub(crate) fn login() -> String {
    format!("https://login.{HOME}/?rid={RID}#/authenticate")
}

/// The whole way to the login page.
pub(crate) fn signed() -> Vec<PageEvent> {
    vec![
        opened(),
        event(2, What::WindowOpened),
        asked(CLIENT, &login()),
        loaded(2, &login()),
    ]
}

/// The browser did not allow it.
pub(crate) fn blocked(place: usize, by: Blocker, resource: Resource, url: &str) -> PageEvent {
    let what = What::Blocked {
        by,
        resource,
        url: url.to_owned(),
        rule: String::new(),
    };
    event(place, what)
}
