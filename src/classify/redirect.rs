//! What a redirect means by itself.

use super::authorize_requests::SentRequest;
use super::fingerprint::Fingerprint;
use super::oauth_error::OauthError;
use super::signatures::{Meaning, Shape};
use super::words::{SIGNS_OF_ERROR, SIGNS_OF_LOGIN};
use super::{Classification, ClassifiedReply, oauth_error, refused, signatures};
use crate::probe::{Cause, Reply};
use url::Url;

/// Bytes of a `Location` that are read at the most: more than any browser's address bar is sent.
const LONGEST_LOCATION: usize = 8 * 1024;

/// Where a redirect leads, in parts. Query and fragment are decoded if something on the way has encoded them whole.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    pub(super) url: Url,
    pub(super) path: String,
    pub(super) query: String,
    /// All of the fragment.
    pub(super) fragment: String,
    /// The client-side route in the fragment, and its query.
    pub(super) route: String,
    pub(super) route_query: String,
}

impl Destination {
    /// `None` where there is no address that can be read.
    pub(super) fn of(request: &SentRequest, reply: &Reply) -> Option<Self> {
        let text = reply.location()?;
        let is_readable = !text.is_empty()
            && text.len() <= LONGEST_LOCATION
            && !text.contains(char::REPLACEMENT_CHARACTER)
            && has_authority(text);
        let url = is_readable.then(|| request.url.join(text).ok())??;
        // Of a whole address that was encoded once too often, the signs of fragment and query are a part of the path.
        let (path, fragment) = split_encoded(url.path(), "%23");
        let (path, query) = split_encoded(path, "%3f");
        let fragment = unwrapped(url.fragment().or(fragment).unwrap_or_default());
        let query = unwrapped(url.query().or(query).unwrap_or_default());
        let (route, route_query) = fragment.split_once('?').unwrap_or((&fragment, ""));
        Some(Self {
            path: path.to_owned(),
            query,
            route: decoded(route),
            route_query: route_query.to_owned(),
            fragment,
            url,
        })
    }

    /// Whether the client-side route is that of errors (`#/error`, `#/error/…`), which Genesys' own web view takes for
    /// a refusal, with or without a key.
    pub(super) fn is_error_route(&self) -> bool {
        let mut segments = self.route.trim_start_matches('!').split('/');
        segments.next() == Some("")
            && segments
                .next()
                .is_some_and(|first| first.eq_ignore_ascii_case("error"))
    }

    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether it carries what a successful authorization brings (RFC 6749 4.1.2 and 4.2.2).
    fn carries_grant(&self) -> bool {
        self.carries(&["code", "access_token"])
    }

    /// Whether query or fragment give one of these parameters a value.
    fn carries(&self, names: &[&str]) -> bool {
        [&self.query, &self.fragment].into_iter().any(|text| {
            let mut pairs = url::form_urlencoded::parse(text.as_bytes());
            pairs.any(|(name, value)| names.contains(&name.as_ref()) && !value.is_empty())
        })
    }

    /// Whether it is the redirect URI that was asked for. Where that lies on the host that was asked, the service's own
    /// pages may have the same address; a response of OAuth tells.
    pub(super) fn is_requested(&self, request: &SentRequest) -> bool {
        points_to(&self.url, &request.redirect_uri)
            && (self.url.host_str() != request.url.host_str()
                || self.carries(&["error", "code", "access_token"]))
    }
}

/// What stands before and behind an encoded sign, in either case of hex.
fn split_encoded<'a>(path: &'a str, sign: &str) -> (&'a str, Option<&'a str>) {
    let at = path.to_ascii_lowercase().find(sign);
    let split = at.and_then(|at| Some((path.get(..at)?, path.get(at + sign.len()..)?)));
    split.map_or((path, None), |(before, behind)| (before, Some(behind)))
}

/// A part of an address, decoded as often as it was encoded whole, twice at the most. As long as a sign of its structure
/// is left, encoding stands for itself.
fn unwrapped(part: &str) -> String {
    let once = |text: String| {
        if text.contains('=') {
            return text;
        }
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy();
        decoded.into_owned()
    };
    once(once(part.to_owned()))
}

fn decoded(text: &str) -> String {
    let once = |text: &str| {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
        decoded.into_owned()
    };
    once(&once(text))
}

pub(super) fn classify(request: &SentRequest, reply: &Reply) -> ClassifiedReply {
    let Some(to) = Destination::of(request, reply) else {
        return ClassifiedReply::no_answer(Cause::Protocol);
    };
    // The body of a redirect repeats where it leads; only JSON would state an error of its own there.
    let error = oauth_error::in_location(request, &to)
        .or_else(|| oauth_error::in_json(request, &reply.body));
    ClassifiedReply {
        classification: classification(request, &to, error.as_ref()),
        fingerprint: Some(Fingerprint::redirect(request, reply, &to, error.as_ref())),
        status: reply.status,
        looks_like_login: leads_to_login(request, &to),
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

fn classification(
    request: &SentRequest,
    to: &Destination,
    error: Option<&OauthError>,
) -> Classification {
    if to.is_requested(request) {
        return match error {
            Some(error) => Classification::Bounced {
                code: error.code.clone(),
                quote: error.quote(),
            },
            None if to.carries_grant() => Classification::Returned,
            None => Classification::no_verdict(Cause::Unrecognized),
        };
    }
    let host = to.host();
    if to.url.scheme() != "https" || to.url.port().is_some() || !request.is_kin(host) {
        return Classification::NoVerdict {
            cause: Cause::Unrecognized,
            foreign: Some(host.to_owned()),
        };
    }
    let shape = Shape {
        request,
        status: 302,
        destination: Some(to),
        error,
    };
    match error {
        Some(error) => refused(&shape, error),
        None => match signatures::known(&shape) {
            Some(row) if row.meaning == Meaning::Accepted => Classification::Accepted(row),
            _ if names_error(request, to) => Classification::Unexplained {
                cause: Cause::Unrecognized,
            },
            _ => Classification::Forwarded,
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
pub(super) fn leads_back(request: &SentRequest, reply: &Reply) -> bool {
    let location = reply.location().and_then(|to| request.url.join(to).ok());
    location.is_some_and(|mut location| {
        location.set_fragment(None);
        location == request.url
    })
}

/// Whether a redirect's target names itself an error, without a code.
fn names_error(request: &SentRequest, to: &Destination) -> bool {
    let mut text = format!("{} {}", to.path, to.route);
    for query in [&to.query, &to.route_query] {
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            // What was sent and comes back says nothing, nor does an address to return to.
            if SentRequest::is_ours(&name) || value.contains(['/', '?']) {
                continue;
            }
            text.extend([" ", &value]);
            if value.is_empty() {
                text.extend([" ", &name]);
            }
        }
    }
    // Numbers and words inside an opaque token are chance, so whole pieces are compared.
    pieces(&request.mask(&text)).any(|piece| {
        let mut parts = piece
            .split(['-', '_'])
            .filter(|part| !part.starts_with(|c: char| c.is_ascii_digit()));
        SIGNS_OF_ERROR.contains(&piece)
            || (piece.len() < 32 && parts.any(|part| SIGNS_OF_ERROR.contains(&part)))
    })
}

/// Whether a redirect's target names itself the way to a login.
fn leads_to_login(request: &SentRequest, to: &Destination) -> bool {
    let text = request.mask(&format!("{} {}", to.path, to.route));
    pieces(&text).any(|piece| SIGNS_OF_LOGIN.contains(&piece))
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
}

#[cfg(test)]
mod tests {
    use super::{Destination, leads_to_login, names_error};
    use crate::classify::authorize_requests::SentRequest;
    use crate::probe::Reply;

    fn request() -> SentRequest {
        let asked = "https://login.mypurecloud.de/oauth/authorize?client_id=ab-1";
        SentRequest::of(asked).expect("a URL")
    }

    fn to(rest: &str) -> Destination {
        let reply = Reply::new(302, [("location", rest.as_bytes())], b"");
        Destination::of(&request(), &reply).expect("an address")
    }

    #[test]
    fn only_a_code_or_a_token_with_a_value_is_a_grant() {
        for (rest, is_grant) in [
            ("/?code=1", true),
            ("/#access_token=1", true),
            ("/#access_token%3D1", true),
            ("/?code=", false),
            ("/?state=1", false),
        ] {
            assert_eq!(to(rest).carries_grant(), is_grant, "{rest}");
        }
    }

    #[test]
    fn an_address_names_itself_an_error_by_whole_words() {
        for (rest, is_error) in [
            ("/error", true),
            ("/403", true),
            ("/#/oops/error", true),
            ("/#%2Fblocked", true),
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
            assert_eq!(names_error(&request(), &to(rest)), is_error, "{rest}");
        }
    }

    #[test]
    fn the_route_of_errors_is_known_however_often_it_was_encoded() {
        for (rest, is_error) in [
            ("/#/error", true),
            ("/#/Error/", true),
            ("/#!/error?x=y", true),
            ("/#%2Ferror?x=y", true),
            ("/#%2Ferror", true),
            ("/#%2ferror%3ferrorKey%3dx", true),
            ("/#%252Ferror%253FerrorKey%253Dx", true),
            ("/%23%2Ferror%3FerrorKey%3Dx", true),
            ("/#/errors", false),
            ("/#/login/error", false),
            ("/#error", false),
            ("/#/authenticate?next=%2Ferror", false),
        ] {
            assert_eq!(to(rest).is_error_route(), is_error, "{rest}");
        }
    }

    #[test]
    fn an_address_names_itself_the_way_to_a_login_in_its_path_or_route() {
        for (rest, is_login) in [
            ("/login", true),
            ("/#/authenticate?x=y", true),
            ("/#%2Fauthenticate", true),
            ("/welcome", false),
            ("/#/welcome", false),
            ("/welcome?next=login", false),
        ] {
            assert_eq!(leads_to_login(&request(), &to(rest)), is_login, "{rest}");
        }
    }
}
