//! What a redirect means by itself.

use super::authorize_requests::SentRequest;
use super::destination::Destination;
use super::fingerprint::Fingerprint;
use super::oauth_error::OauthError;
use super::signatures::{Meaning, Shape};
use super::words::{SIGNS_OF_ERROR, SIGNS_OF_LOGIN};
use super::{Classification, ClassifiedReply, oauth_error, refused, signatures};
use crate::probe::{Cause, Reply};

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
    use super::{leads_to_login, names_error};
    use crate::classify::authorize_requests::SentRequest;
    use crate::classify::destination::Destination;
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
