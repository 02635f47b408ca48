//! What two answers are compared by: what a server says, without what is new in each answer.

use super::authorize_requests::SentRequest;
use super::destination::Destination;
use super::oauth_error::OauthError;
use super::page::Page;
use crate::probe::Reply;
use std::fmt;

/// What stays the same when a server gives the same answer again.
///
/// Raw answers never compare equal: they echo what was asked, and carry fresh ids, dates and cookies. So this
/// keeps the status class, where a redirect points (with our own values and opaque tokens masked), the names
/// of its parameters, the error stated, and of a page the title and the error words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    pub(super) fn redirect(
        request: &SentRequest,
        reply: &Reply,
        to: &Destination,
        error: Option<&OauthError>,
    ) -> Self {
        let class = reply.status / 100;
        let query = keys(&to.query);
        let fragment = fragment(request, to);
        let address = if to.is_requested(request) {
            "{redirect uri}".to_owned()
        } else {
            // The host is the server's own word, though a redirect URI may name the same one.
            let host = to.host().split('.').map(opaque_masked);
            let host = host.collect::<Vec<_>>().join(".");
            format!("{}://{host}{}", to.url.scheme(), path(request, &to.path))
        };
        Self(format!(
            "{class}xx {address}{query}{fragment}{}",
            stated(error)
        ))
    }

    pub(super) fn page(
        request: &SentRequest,
        reply: &Reply,
        page: &Page,
        error: Option<&OauthError>,
    ) -> Self {
        let class = reply.status / 100;
        let title = words(request, &page.title);
        let errors = page.error_words().join(",");
        Self(format!("{class}xx \"{title}\" [{errors}]{}", stated(error)))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn stated(error: Option<&OauthError>) -> String {
    let Some(error) = error else {
        return String::new();
    };
    let client = if error.subject.client { " client" } else { "" };
    let uri = if error.subject.redirect_uri {
        " redirect-uri"
    } else {
        ""
    };
    format!(" error={}{client}{uri}", opaque_masked(&error.code))
}

fn path(request: &SentRequest, path: &str) -> String {
    path.split('/')
        .map(|segment| piece(request, segment))
        .collect::<Vec<_>>()
        .join("/")
}

/// The names of a query's parameters, sorted, without their values.
fn keys(query: &str) -> String {
    let mut names: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, _)| opaque_masked(&name).to_owned())
        .collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return String::new();
    }
    format!("?{}", names.join("&"))
}

fn fragment(request: &SentRequest, to: &Destination) -> String {
    if to.fragment.is_empty() {
        return String::new();
    }
    if to.route_query.is_empty() && to.fragment.contains('=') {
        return format!("#{}", keys(&to.fragment));
    }
    format!("#{}{}", path(request, &to.route), keys(&to.route_query))
}

fn words(request: &SentRequest, text: &str) -> String {
    text.split_whitespace()
        .map(|word| piece(request, word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A piece of text without what is ours or made for this one answer. The case tells a token from a word,
/// so it is looked at before masking folds it.
fn piece(request: &SentRequest, text: &str) -> String {
    match opaque_masked(text) {
        "*" => "*".to_owned(),
        text => request.mask(text),
    }
}

fn opaque_masked(piece: &str) -> &str {
    if is_opaque(piece) { "*" } else { piece }
}

/// Whether a piece of text looks made by a machine for this one answer: a number, or a long mix.
fn is_opaque(piece: &str) -> bool {
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let tokenish = piece
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | ':' | '#'));
    let upper = piece.chars().any(|c| c.is_ascii_uppercase());
    let lower = piece.chars().any(|c| c.is_ascii_lowercase());
    !piece.is_empty()
        && tokenish
        && (digits == piece.len()
            || (piece.len() >= 8 && digits >= 2)
            || (piece.len() >= 16 && (digits > 0 || (upper && lower) || piece.len() >= 32)))
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, is_opaque};
    use crate::classify::authorize_requests::SentRequest;
    use crate::classify::destination::Destination;
    use crate::classify::page::Page;
    use crate::probe::Reply;

    fn redirect(client_id: &str, location: &str) -> Fingerprint {
        let url = format!(
            "https://login.mypurecloud.de/oauth/authorize?client_id={client_id}&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud"
        );
        let request = SentRequest::of(&url).expect("a URL");
        let reply = Reply::new(302, [("location", location.as_bytes())], b"");
        let to = Destination::of(&request, &reply).expect("an address");
        Fingerprint::redirect(&request, &reply, &to, None)
    }

    #[test]
    fn fresh_ids_and_echoes_do_not_change_the_kind() {
        for (one, other) in [
            (
                "https://login.mypurecloud.de/?rid=a1",
                "https://login.mypurecloud.de/?rid=b2",
            ),
            (
                "https://login.mypurecloud.de/interaction/VxStGXRaZajdHibBmyTpQ",
                "https://login.mypurecloud.de/interaction/aaaaGXRZjdHiBmyTqqqqq",
            ),
            (
                "https://login.mypurecloud.de/login/7",
                "https://login.mypurecloud.de/login/8812",
            ),
            (
                "https://login.mypurecloud.de/c/first",
                "https://login.mypurecloud.de/c/second",
            ),
        ] {
            assert_eq!(
                redirect("first", one),
                redirect("second", other),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_redirect_is_known_by_its_class_its_place_and_the_names_of_its_parameters() {
        for (location, kind) in [
            (
                "https://login.mypurecloud.de/login?rid=1&next=2",
                "3xx https://login.mypurecloud.de/login?next&rid",
            ),
            (
                "https://login.mypurecloud.de/#/authenticate",
                "3xx https://login.mypurecloud.de/#/authenticate",
            ),
            (
                "https://login.mypurecloud.de/#/error?errorKey=x",
                "3xx https://login.mypurecloud.de/#/error?errorKey",
            ),
            (
                "https://login.mypurecloud.de/#state=1&error=x",
                "3xx https://login.mypurecloud.de/#?error&state",
            ),
            (
                "https://phone.mirabridge.cloud/?error=x",
                "3xx {redirect uri}?error",
            ),
        ] {
            assert_eq!(redirect("a1", location).to_string(), kind);
        }
    }

    #[test]
    fn another_page_is_another_kind() {
        for (one, other) in [
            (
                "https://login.mypurecloud.de/login",
                "https://login.mypurecloud.de/error",
            ),
            (
                "https://login.mypurecloud.de/?rid=a",
                "https://login.mypurecloud.de/",
            ),
            (
                "https://login.mypurecloud.de/#/authenticate",
                "https://login.mypurecloud.de/#/error?errorKey=x",
            ),
        ] {
            assert_ne!(redirect("a", one), redirect("a", other), "{one} {other}");
        }
    }

    #[test]
    fn a_page_is_known_by_title_and_error_words() {
        let request = SentRequest::of("https://login.mypurecloud.de/oauth/authorize?client_id=abc")
            .expect("a URL");
        let kind = |body: &str| {
            let reply = Reply {
                status: 200,
                body: body.to_owned(),
                ..Reply::default()
            };
            Fingerprint::page(&request, &reply, &Page::of(&request, body), None)
        };
        assert_eq!(
            kind("<title>Sign in to abc 4711</title><p>It failed</p>").to_string(),
            "2xx \"sign in to {own} *\" [failed]"
        );
        assert_eq!(
            kind("<title>Sign in</title><p>request 8c1f22aa</p>"),
            kind("<title>Sign in</title><p>request 0d31a9be at 12:00</p>")
        );
        assert_ne!(
            kind("<title>Sign in</title>"),
            kind("<title>Error</title><p>denied</p>")
        );
    }

    #[test]
    fn words_are_not_opaque() {
        for (piece, opaque) in [
            ("authenticate", false),
            ("oauth2", false),
            ("interaction", false),
            ("123", true),
            ("V1StGXR8Z5jdHi6BmyTpQ", true),
            ("authenticate-adv", false),
            ("a1b2c3d", false),
            ("a1b2c3de", true),
            ("abcdefg1", false),
            ("abcdefghijklmn1", false),
            ("abcdefghijklmno1", true),
            ("abcdefghIjklmno", false),
            ("abcdefghIjklmnop", true),
            ("abcdefghijklmnopqrstuvwxyzabcde", false),
            ("abcdefghijklmnopqrstuvwxyzabcdef", true),
            ("4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f", true),
            ("", false),
        ] {
            assert_eq!(is_opaque(piece), opaque, "{piece}");
        }
    }
}
