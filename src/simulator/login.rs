//! What happens on the login host after the authorize request: the page behind a rid.

use super::answer::Answer;
use super::fresh::{self, Fresh};
use super::request::Request;
use super::scenario::{self, HEALTHY};
use super::{pages, widget};
use crate::genesys::Region;

/// What a browser meets that follows the redirect to the login page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum AfterRedirect {
    Page,
    /// So many more redirects, then the page.
    Hops(u32),
    /// Every address leads on to a new one.
    Endless,
    /// The page leads to itself.
    Itself,
    /// Two addresses lead to each other. With a cookie, it ends for a browser that brings it back.
    Circle {
        cookie: bool,
    },
    /// The login page turns out to be an error page.
    ErrorKey(&'static str),
    /// The organization signs in elsewhere.
    Leaves,
    Unavailable,
}

const COOKIE: &str = "login-seen=1";

/// What the login host answers to a request for its page.
pub(crate) fn page(request: &Request, region: &Region) -> Answer {
    let rid = request.parameter("rid").unwrap_or_default();
    let scenario = fresh::scenario_of(&rid).and_then(scenario::numbered);
    let after = scenario.map_or(HEALTHY.after_redirect, |scenario| scenario.after_redirect);
    let step: u32 = match request.path.strip_prefix("/signin/") {
        Some(step) => step.parse().unwrap_or(0),
        None => 0,
    };
    let host = region.login_host();
    let to = |path: &str| Answer::redirect(302, format!("https://{host}{path}?rid={rid}"));
    let next = || to(&format!("/signin/{}", step.saturating_add(1)));
    let page = || widget::login(scenario.unwrap_or(&HEALTHY), region);
    match after {
        AfterRedirect::Page => page(),
        AfterRedirect::Hops(count) if step >= count => page(),
        AfterRedirect::Hops(_) | AfterRedirect::Endless => next(),
        AfterRedirect::Itself => to(&request.path),
        AfterRedirect::Circle { cookie } => {
            let answer = if step == 0 { next() } else { to("/") };
            match cookie {
                true if request.cookies.contains(COOKIE) => page(),
                true => answer.with("set-cookie", format!("{COOKIE}; Path=/; Secure; HttpOnly")),
                false => answer,
            }
        }
        AfterRedirect::ErrorKey(key) => {
            Answer::redirect(302, format!("https://{host}/#/error?errorKey={key}"))
        }
        AfterRedirect::Leaves => {
            let token = Fresh::of(request).token(40);
            let elsewhere = format!("https://idp.acme.example/saml2/sso?SAMLRequest={token}");
            Answer::redirect(302, elsewhere)
        }
        AfterRedirect::Unavailable => Answer::html(503, pages::error("503 Service Unavailable")),
    }
}
