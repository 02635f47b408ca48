//! What a redirect means by itself.

use super::kind::Kind;
use super::oauth_error::{self, Stated};
use super::question::Question;
use super::reaction::{Reaction, Reading, no_answer, refused};
use super::signatures::{self, Meaning, Shape};
use crate::probe::{Cause, Reply};
use url::Url;

/// Bytes of a `Location` that are read at the most: more than any browser's address bar is sent.
const LONGEST_LOCATION: usize = 8 * 1024;

pub(super) fn read(question: &Question, reply: &Reply) -> Reading {
    let location = reply
        .location()
        .filter(|text| !text.is_empty() && text.len() <= LONGEST_LOCATION)
        .filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))
        .filter(|text| has_authority(text))
        .and_then(|text| question.url.join(text).ok());
    let Some(location) = location else {
        return no_answer(Cause::Protocol);
    };
    // The body of a redirect repeats where it leads; only JSON would state an error of its own there.
    let stated = oauth_error::in_location(question, &location)
        .or_else(|| oauth_error::in_json(question, &reply.body));
    Reading {
        reaction: redirect_reaction(question, &location, stated.as_ref()),
        kind: Some(Kind::redirect(question, reply, &location, stated.as_ref())),
        status: reply.status,
        looks_like_login: leads_to_login(question, &location),
    }
}

/// Whether an address that names http or https names a host, too (RFC 9110, 4.2). Browsers guess one where it is missing.
fn has_authority(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.split_once(':').filter(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    });
    rest.is_none_or(|(_, rest)| rest.starts_with("//"))
}

fn redirect_reaction(question: &Question, location: &Url, stated: Option<&Stated>) -> Reaction {
    if points_to(location, &question.redirect_uri) {
        if let Some(stated) = stated {
            return Reaction::Bounced {
                code: stated.code.clone(),
                quote: stated.quote(),
            };
        }
        if carries_grant(location) {
            return Reaction::Returned;
        }
        return Reaction::NoVerdict {
            cause: Cause::Unrecognized,
            foreign: None,
        };
    }
    let host = location.host_str().unwrap_or_default();
    if location.scheme() != "https" || location.port().is_some() || !question.is_kin(host) {
        return Reaction::NoVerdict {
            cause: Cause::Unrecognized,
            foreign: Some(host.to_owned()),
        };
    }
    let shape = Shape {
        question,
        location: Some(location),
        stated,
    };
    match stated {
        Some(stated) => refused(&shape, stated),
        None => match signatures::known(&shape) {
            Some(row) if row.meaning == Meaning::Accepted => Reaction::Accepted(row),
            _ if speaks_of_error(question, location) => Reaction::Unexplained {
                cause: Cause::Unrecognized,
            },
            _ => Reaction::Forwarded,
        },
    }
}

/// Whether a redirect points to a redirect URI, compared as parsed URLs without query and fragment, since
/// servers add the slash that an empty path stands for.
pub(super) fn points_to(location: &Url, redirect_uri: &str) -> bool {
    let Ok(wanted) = Url::parse(redirect_uri) else {
        return false;
    };
    location.scheme() == wanted.scheme()
        && location.host_str() == wanted.host_str()
        && location.port_or_known_default() == wanted.port_or_known_default()
        && location.path() == wanted.path()
}

/// Whether a redirect leads to what was asked, and so to nothing new.
pub(super) fn leads_back(question: &Question, reply: &Reply) -> bool {
    let location = reply.location().and_then(|to| question.url.join(to).ok());
    location.is_some_and(|mut location| {
        location.set_fragment(None);
        location == question.url
    })
}

/// Whether a redirect carries what a successful authorization brings (RFC 6749 §4.1.2, §4.2.2).
fn carries_grant(location: &Url) -> bool {
    let fragment = location.fragment().unwrap_or_default();
    location
        .query_pairs()
        .chain(url::form_urlencoded::parse(fragment.as_bytes()))
        .any(|(name, value)| matches!(name.as_ref(), "code" | "access_token") && !value.is_empty())
}

/// Words by which an address names itself an error.
const SIGNS_OF_ERROR: &[&str] = &[
    "error",
    "errors",
    "invalid",
    "denied",
    "forbidden",
    "blocked",
    "unauthorized",
    "unavailable",
    "maintenance",
    "captcha",
    "challenge",
    "failed",
    "failure",
    "fault",
    "unknown",
    "notfound",
    "disabled",
    "suspended",
    "inactive",
    "rejected",
    "sorry",
    "outage",
    "locked",
    "limit",
    "400",
    "401",
    "403",
    "404",
    "429",
    "500",
    "503",
];

/// Words by which an address names itself the way to a login.
const SIGNS_OF_LOGIN: &[&str] = &[
    "login",
    "logon",
    "signin",
    "sign-in",
    "log-in",
    "auth",
    "authenticate",
    "authentication",
    "sso",
    "interaction",
    "consent",
    "session",
    "sessions",
    "account",
    "accounts",
    "identity",
    "idp",
    "saml",
    "identifier",
    "authorize",
];

/// Whether a redirect's target names itself an error, without a code.
fn speaks_of_error(question: &Question, location: &Url) -> bool {
    let (route, route_query) = route(location);
    let mut text = format!("{} {route}", location.path());
    for query in [location.query().unwrap_or_default(), route_query] {
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            // What was sent and comes back says nothing, nor does an address to return to.
            if Question::is_ours(&name) || value.contains(['/', '?']) {
                continue;
            }
            text.extend([" ", &value]);
            if value.is_empty() {
                text.extend([" ", &name]);
            }
        }
    }
    // Numbers and words inside an opaque token are chance, so whole pieces are compared.
    pieces(&question.mask(&text)).any(|piece| {
        let mut parts = piece
            .split(['-', '_'])
            .filter(|part| !part.starts_with(|c: char| c.is_ascii_digit()));
        SIGNS_OF_ERROR.contains(&piece)
            || (piece.len() < 32 && parts.any(|part| SIGNS_OF_ERROR.contains(&part)))
    })
}

/// Whether a redirect's target names itself the way to a login.
fn leads_to_login(question: &Question, location: &Url) -> bool {
    let (route, _) = route(location);
    let text = question.mask(&format!("{} {route}", location.path()));
    pieces(&text).any(|piece| SIGNS_OF_LOGIN.contains(&piece))
}

/// The client-side route in a fragment, and its query.
fn route(location: &Url) -> (&str, &str) {
    let fragment = location.fragment().unwrap_or_default();
    fragment.split_once('?').unwrap_or((fragment, ""))
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
}

#[cfg(test)]
mod tests {
    use super::{carries_grant, leads_to_login, speaks_of_error};
    use crate::classify::question::Question;
    use url::Url;

    fn question() -> Question {
        let asked = "https://login.mypurecloud.de/oauth/authorize?client_id=ab-1";
        Question::of(asked).expect("a URL")
    }

    fn url(rest: &str) -> Url {
        Url::parse(&format!("https://login.mypurecloud.de{rest}")).expect("a URL")
    }

    #[test]
    fn only_a_code_or_a_token_with_a_value_is_a_grant() {
        for (rest, is_grant) in [
            ("/?code=1", true),
            ("/#access_token=1", true),
            ("/?code=", false),
            ("/?state=1", false),
        ] {
            assert_eq!(carries_grant(&url(rest)), is_grant, "{rest}");
        }
    }

    #[test]
    fn an_address_names_itself_an_error_by_whole_words() {
        for (rest, is_error) in [
            ("/error", true),
            ("/403", true),
            ("/#/error", true),
            ("/#/x?reason=denied", true),
            ("/?denied", true),
            ("/access-denied", true),
            ("/terror", false),
            // A number inside a piece is chance; so is a word in a long one.
            ("/r-403", false),
            ("/error-abcdefghijklmnopqrstuvwxy", true),
            ("/error-abcdefghijklmnopqrstuvwxyz", false),
            ("/#/authenticate", false),
            ("/?next=%2Ferror", false),
        ] {
            assert_eq!(speaks_of_error(&question(), &url(rest)), is_error, "{rest}");
        }
    }

    #[test]
    fn an_address_names_itself_the_way_to_a_login_in_its_path_or_route() {
        for (rest, is_login) in [
            ("/login", true),
            ("/#/authenticate?x=y", true),
            ("/welcome", false),
            ("/#/welcome", false),
            ("/welcome?next=login", false),
        ] {
            assert_eq!(leads_to_login(&question(), &url(rest)), is_login, "{rest}");
        }
    }
}
