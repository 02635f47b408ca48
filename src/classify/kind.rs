use super::oauth_error::Stated;
use super::page::Page;
use super::question::Question;
use crate::probe::Reply;
use std::fmt;
use url::Url;

/// A fingerprint of an answer: what stays the same when a server gives the same answer again.
///
/// Raw answers never compare equal: they echo what was asked, and carry fresh ids, dates and cookies. So this
/// keeps the status class, where a redirect points (with our own values and opaque tokens masked), the names
/// of its parameters, the error stated, and of a page the title and the error words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind(String);

impl Kind {
    pub(super) fn redirect(
        question: &Question,
        reply: &Reply,
        location: &Url,
        stated: Option<&Stated>,
    ) -> Self {
        let scheme = location.scheme();
        let host = question.mask(location.host_str().unwrap_or_default());
        let path = path(question, location.path());
        let query = keys(location.query().unwrap_or_default());
        let fragment = fragment(question, location.fragment().unwrap_or_default());
        let class = reply.status / 100;
        Self(format!(
            "{class}xx {scheme}://{host}{path}{query}{fragment}{}",
            error(stated)
        ))
    }

    pub(super) fn page(
        question: &Question,
        reply: &Reply,
        page: &Page,
        stated: Option<&Stated>,
    ) -> Self {
        let class = reply.status / 100;
        let title = words(question, &page.title);
        let errors = page.error_words().join(",");
        Self(format!("{class}xx \"{title}\" [{errors}]{}", error(stated)))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn error(stated: Option<&Stated>) -> String {
    let Some(stated) = stated else {
        return String::new();
    };
    let client = if stated.subject.client { " client" } else { "" };
    let uri = if stated.subject.redirect_uri {
        " redirect-uri"
    } else {
        ""
    };
    let code = if is_opaque(&stated.code) {
        "*"
    } else {
        &stated.code
    };
    format!(" error={code}{client}{uri}")
}

fn path(question: &Question, path: &str) -> String {
    path.split('/')
        .map(|segment| piece(question, segment))
        .collect::<Vec<_>>()
        .join("/")
}

/// The names of a query's parameters, sorted, without their values.
fn keys(query: &str) -> String {
    let mut names: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, _)| {
            if is_opaque(&name) {
                "*".to_owned()
            } else {
                name.into_owned()
            }
        })
        .collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return String::new();
    }
    format!("?{}", names.join("&"))
}

fn fragment(question: &Question, fragment: &str) -> String {
    if fragment.is_empty() {
        return String::new();
    }
    match fragment.split_once('?') {
        Some((route, query)) => format!("#{}{}", path(question, route), keys(query)),
        None if fragment.contains('=') => format!("#{}", keys(fragment)),
        None => format!("#{}", path(question, fragment)),
    }
}

fn words(question: &Question, text: &str) -> String {
    text.split_whitespace()
        .map(|word| piece(question, word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A piece of text without what is ours or made for this one answer. The case tells a token from a word,
/// so it is looked at before masking folds it.
fn piece(question: &Question, text: &str) -> String {
    if is_opaque(text) {
        "*".to_owned()
    } else {
        question.mask(text)
    }
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
    use super::{Kind, is_opaque};
    use crate::classify::page::Page;
    use crate::classify::question::Question;
    use crate::probe::Reply;
    use url::Url;

    fn redirect(client_id: &str, location: &str) -> Kind {
        let url = format!(
            "https://login.mypurecloud.de/oauth/authorize?client_id={client_id}&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud"
        );
        let question = Question::of(&url).expect("a URL");
        let reply = Reply {
            status: 302,
            ..Reply::default()
        };
        Kind::redirect(
            &question,
            &reply,
            &Url::parse(location).expect("a URL"),
            None,
        )
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
        let question = Question::of("https://login.mypurecloud.de/oauth/authorize?client_id=abc")
            .expect("a URL");
        let kind = |body: &str| {
            let reply = Reply {
                status: 200,
                body: body.to_owned(),
                ..Reply::default()
            };
            Kind::page(&question, &reply, &Page::of(&question, body), None)
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
