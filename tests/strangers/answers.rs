//! What answers are made of.

use crate::ask::Ask;
use mirabridge_oauth::probe::{Failure, Observation, Reply};

/// A page of a bot filter: a form, but none to sign in with.
pub(crate) const CHALLENGE: &str = "<title>One moment</title><form method=post>\
    <input type=hidden name=t value=1></form><script>go()</script>";

pub(crate) fn redirect(location: impl AsRef<str>) -> Observation {
    redirect_with_body(location, "")
}

pub(crate) fn redirect_with_body(location: impl AsRef<str>, body: &str) -> Observation {
    answer(302, ("location", location.as_ref()), body)
}

pub(crate) fn page(status: u16, body: impl AsRef<str>) -> Observation {
    answer(status, ("content-type", "text/html"), body.as_ref())
}

pub(crate) fn json(status: u16, body: impl AsRef<str>) -> Observation {
    answer(status, ("content-type", "application/json"), body.as_ref())
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "a server answers with observations, and some are no replies"
)]
fn answer(status: u16, (name, value): (&str, &str), body: &str) -> Observation {
    let headers = [(name, value.as_bytes())];
    Ok(Reply::new(status, headers, body.as_bytes()))
}

/// A page on which a person signs in.
pub(crate) fn sign_in() -> Observation {
    page(
        200,
        "<title>Sign in</title><form><input name=u><input type=password></form>",
    )
}

/// The page that a host has for everything that is not asked of its authorization endpoint: each company has its own.
pub(crate) fn own_page(ask: &Ask) -> Observation {
    let host = ask.host();
    let company = host.rsplit('.').nth(1).unwrap_or_default();
    page(
        200,
        format!("<title>{company}: sign in to {host}</title><form><input type=password></form>"),
    )
}

/// Genesys Cloud's way to its sign-in page.
pub(crate) fn to_sign_in(number: usize) -> Observation {
    redirect(format!("/?rid={number:0>43}#/authenticate"))
}

/// Genesys Cloud's refusal of a client or a redirect URI.
pub(crate) fn refusal() -> Observation {
    redirect("/#/error?errorKey=invalidClientId")
}

/// Back to the redirect URI, with these parameters.
pub(crate) fn sent_back(ask: &Ask, parameters: &str) -> Observation {
    let separator = if ask.wants_code() { '?' } else { '#' };
    redirect(format!("{}{separator}{parameters}", ask.redirect_uri()))
}

pub(crate) fn timeout() -> Observation {
    Err(Failure::Timeout {
        waiting_for: "an answer",
    })
}

pub(crate) fn percent_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
