//! Where and how an answer says that it is an error.

use super::blame::{Subject, blames};
use super::page::Page;
use super::question::Question;
use crate::probe::Reply;
use serde_json::Value;
use url::Url;

/// Error codes that speak of the client or its redirect URI, in the standards and in wide use.
/// Sources: RFC 6749 §4.1.2.1 and §5.2; RFC 7591 §3.2.2 (`invalid_redirect_uri`); Google's
/// `redirect_uri_mismatch`. `invalid_request` is none of them: it may as well be our request.
const ABOUT_CLIENT_OR_URI: &[&str] = &[
    "invalid_client",
    "invalid_client_id",
    "unknown_client",
    "client_not_found",
    "invalid_redirect_uri",
    "redirect_uri_mismatch",
];

/// What is in the names of errors by which a service says that it is in trouble itself (RFC 6749 §4.1.2.1
/// `server_error`, `temporarily_unavailable`, and whatever frameworks call it).
const SERVER_TROUBLE: &[&str] = &[
    "servererror",
    "unavailable",
    "internal",
    "timeout",
    "timedout",
    "unexpected",
    "tryagain",
    "maintenance",
];

/// What is in the names of errors by which a service asks for patience (RFC 8628 §3.5 `slow_down`, and others).
const PATIENCE: &[&str] = &["slowdown", "toomany", "ratelimit", "throttl", "quota"];

/// Bytes of a JSON body that are read at the most; an error has a few hundred.
const LARGEST_JSON: usize = 64 * 1024;

/// Codes that are looked for in the text of a page.
pub(crate) const IN_TEXT: &[&str] = &[
    "invalid_client",
    "unauthorized_client",
    "invalid_redirect_uri",
    "redirect_uri_mismatch",
    "invalid_request",
    "unsupported_response_type",
    "invalid_scope",
    "invalid_client_id",
    "unknown_client",
    "client_not_found",
];

/// An error that an answer states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    /// The code, lower-case where it is a standard one; empty where only words were found.
    pub(super) code: String,
    /// The name it stood under (`error`, `errorKey`, …), or "page".
    pub(super) place: String,
    /// The description, or the sentence that says it; may be empty.
    pub(super) description: String,
    /// What it speaks of.
    pub(super) subject: Subject,
}

impl Stated {
    /// Whether the code or the words are known to speak of the client or its redirect URI.
    pub(super) fn is_about_client_or_uri(&self) -> bool {
        ABOUT_CLIENT_OR_URI.contains(&self.code.as_str())
            || (matches!(self.code.as_str(), "" | "invalid_request") && self.subject.is_any())
    }

    pub(super) fn is_server_trouble(&self) -> bool {
        self.is_called(SERVER_TROUBLE)
    }

    pub(super) fn asks_patience(&self) -> bool {
        self.is_called(PATIENCE)
    }

    fn is_called(&self, names: &[&str]) -> bool {
        let code = plain(&self.code);
        names.iter().any(|name| code.contains(name))
    }

    /// Whether this is a code of the standards rather than any word.
    pub(super) fn is_standard(&self) -> bool {
        IN_TEXT.contains(&self.code.as_str()) || self.code == "access_denied"
    }

    /// The error as it was stated: `errorKey=invalidClientId`.
    pub(super) fn quote(&self) -> String {
        match (self.code.as_str(), self.description.as_str()) {
            ("", words) => words.to_owned(),
            (code, "") if self.place == "page" => code.to_owned(),
            (code, "") => format!("{}={code}", self.place),
            (code, words) if self.place == "page" => format!("{code}: {words}"),
            (code, words) => format!("{}={code} ({words})", self.place),
        }
    }
}

/// The error in the query or fragment of a redirect's target.
pub(super) fn in_location(question: &Question, location: &Url) -> Option<Stated> {
    let query = location.query().unwrap_or_default();
    let fragment = location.fragment().unwrap_or_default();
    // A client-side route may hold a query of its own: `#/error?errorKey=…`.
    let route = fragment.split_once('?').map_or("", |(_, query)| query);
    in_pairs(question, query)
        .or_else(|| in_pairs(question, route))
        .or_else(|| in_pairs(question, fragment))
}

fn in_pairs(question: &Question, text: &str) -> Option<Stated> {
    let pairs: Vec<_> = url::form_urlencoded::parse(text.as_bytes()).collect();
    let (place, code) = pairs
        .iter()
        .find(|(name, value)| is_error_name(name) && !value.is_empty())?;
    let description = pairs
        .iter()
        .find(|(name, _)| is_description_name(name))
        .map(|(_, value)| decode_again(value))
        .unwrap_or_default();
    Some(stated(question, code, place, &description))
}

/// Some servers encode a value twice.
fn decode_again(value: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
    if decoded.contains(' ') {
        return decoded.into_owned();
    }
    decoded.replace('+', " ")
}

/// The error in a body: RFC 6749 §5.2 JSON in any spelling, or a page that says it.
pub(super) fn in_body(question: &Question, reply: &Reply, page: &Page) -> Option<Stated> {
    if reply.body.trim_start().starts_with(['{', '[']) {
        return in_json(question, &reply.body);
    }
    if page.asks_password() {
        // A sign-in page may hold any words in its small print; it refuses nobody.
        return None;
    }
    in_page(question, page)
}

/// The error in a JSON body.
pub(super) fn in_json(question: &Question, body: &str) -> Option<Stated> {
    if body.len() > LARGEST_JSON {
        return None;
    }
    let value: Value = serde_json::from_str(body).ok()?;
    let object = value.as_object()?;
    let text = |wanted: fn(&str) -> bool| {
        object
            .iter()
            .filter(|(name, _)| wanted(name))
            .find_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    };
    let description = text(is_description_name).map_or("", |(_, words)| words);
    if let Some((place, code)) = text(is_error_name)
        && is_code(code)
    {
        return Some(stated(question, code, place, description));
    }
    let nested = object
        .iter()
        .find(|(name, value)| is_error_name(name) && value.is_object())
        .and_then(|(_, value)| value.as_object());
    if let Some(inner) = nested {
        let code = ["code", "error", "type", "status"]
            .iter()
            .find_map(|name| inner.get(*name)?.as_str());
        if let Some(code) = code.filter(|code| is_code(code)) {
            let words = inner.get("message").and_then(Value::as_str);
            return Some(stated(question, code, "error", words.unwrap_or_default()));
        }
    }
    // Without a code, the words count if they blame the client or the redirect URI.
    let words = [description]
        .into_iter()
        .chain(text(is_error_name).map(|(_, words)| words))
        .find(|words| blames(&question.mask(words)).is_any())?;
    Some(stated(question, "", "body", words))
}

fn in_page(question: &Question, page: &Page) -> Option<Stated> {
    let code = page
        .lines()
        .chain([page.title.as_str()])
        .flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .find(|word| IN_TEXT.contains(word));
    // A line that only repeats the code explains nothing.
    let complaint = page.complaint(code);
    if code.is_none() && complaint.is_none() {
        return None;
    }
    let (words, subject) = complaint.unwrap_or_default();
    let mut found = stated(question, code.unwrap_or_default(), "page", &words);
    found.subject = subject;
    Some(found)
}

fn stated(question: &Question, code: &str, place: &str, description: &str) -> Stated {
    const LONGEST: usize = 300;
    let lower = code.to_ascii_lowercase();
    let standard = IN_TEXT.contains(&lower.as_str());
    Stated {
        subject: blames(&question.mask(description)),
        code: if standard {
            lower
        } else {
            code.chars().take(LONGEST).collect()
        },
        place: place.to_owned(),
        description: description.chars().take(LONGEST).collect(),
    }
}

/// `error`, `errorKey`, `error_code`, … in any spelling.
fn is_error_name(name: &str) -> bool {
    matches!(plain(name).as_str(), "error" | "errorkey" | "errorcode")
}

fn is_description_name(name: &str) -> bool {
    matches!(
        plain(name).as_str(),
        "errordescription" | "description" | "errormessage" | "message" | "detail"
    )
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether a value is a code, and not the reason phrase that frameworks put under `error`.
fn is_code(value: &str) -> bool {
    let is_phrase = (400..600).any(|status| {
        http::StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .is_some_and(|reason| reason.eq_ignore_ascii_case(value))
    });
    !value.is_empty() && !is_phrase && !value.chars().any(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::{Stated, in_body, in_json, in_location};
    use crate::classify::page::Page;
    use crate::classify::question::Question;
    use crate::probe::Reply;
    use url::Url;

    fn question() -> Question {
        let asked = "https://login.mypurecloud.de/oauth/authorize?client_id=ab-1&redirect_uri=https%3A%2F%2Fcontrol-1.invalid%2Fcallback";
        Question::of(asked).expect("a URL")
    }

    fn location(text: &str) -> Option<String> {
        in_location(&question(), &Url::parse(text).expect("a URL")).map(|stated| stated.quote())
    }

    fn body(text: &str) -> Option<Stated> {
        let reply = Reply {
            status: 400,
            body: text.to_owned(),
            ..Reply::default()
        };
        in_body(&question(), &reply, &Page::of(&question(), text))
    }

    #[test]
    fn errors_in_a_location_are_found_in_query_fragment_and_route() {
        for (text, quote) in [
            (
                "https://a.example/#/error?errorKey=invalidClientId",
                Some("errorKey=invalidClientId"),
            ),
            (
                "https://a.example/?error=access_denied",
                Some("error=access_denied"),
            ),
            (
                "https://a.example/#error=invalid_scope&description=one+or+more+scopes",
                Some("error=invalid_scope (one or more scopes)"),
            ),
            (
                "https://a.example/#error_description=one%252Bor%252Bmore&error=invalid_scope",
                Some("error=invalid_scope (one or more)"),
            ),
            ("https://a.example/?Error_Code=X9", Some("Error_Code=X9")),
            ("https://a.example/?rid=abc#/authenticate", None),
            ("https://a.example/?error=", None),
        ] {
            assert_eq!(location(text).as_deref(), quote, "{text}");
        }
    }

    #[test]
    fn an_error_is_quoted_as_it_was_stated() {
        for (text, quote) in [
            (r#"{"error":"policy_77"}"#, "error=policy_77"),
            (
                r#"{"error":"policy_77","message":"Not today"}"#,
                "error=policy_77 (Not today)",
            ),
            ("<p>invalid_client</p>", "invalid_client"),
            (
                "<p>invalid_client</p><p>Client not found</p>",
                "invalid_client: client not found",
            ),
            (r#"{"message":"Client not found"}"#, "Client not found"),
        ] {
            assert_eq!(body(text).expect(text).quote(), quote);
        }
    }

    #[test]
    fn a_body_as_large_as_a_book_states_nothing() {
        let sized = |bytes: usize| {
            let empty = r#"{"error":"invalid_client","x":""}"#.len();
            let filling = "x".repeat(bytes - empty);
            format!(r#"{{"error":"invalid_client","x":"{filling}"}}"#)
        };
        for (bytes, is_read) in [(65_536, true), (65_537, false)] {
            let stated = in_json(&question(), &sized(bytes));
            assert_eq!(stated.is_some(), is_read, "{bytes}");
        }
    }

    #[test]
    fn errors_in_a_body_are_found_as_json_and_as_words() {
        for (text, code, known) in [
            (
                r#"{"error":"invalid_client"}"#,
                Some("invalid_client"),
                true,
            ),
            (
                r#"{"error":"INVALID_CLIENT"}"#,
                Some("invalid_client"),
                true,
            ),
            (r#"{"error":"policy_77"}"#, Some("policy_77"), false),
            (
                r#"{"error":"invalid_request"}"#,
                Some("invalid_request"),
                false,
            ),
            (
                r#"{"error":"invalid_request","error_description":"unknown client"}"#,
                Some("invalid_request"),
                true,
            ),
            (
                r#"{"error":{"code":"invalid_client","message":"x"}}"#,
                Some("invalid_client"),
                true,
            ),
            (
                r#"{"a":{"code":"x9"},"error":{"code":"invalid_client"}}"#,
                Some("invalid_client"),
                true,
            ),
            (
                r#"{"status":500,"error":"Internal Server Error"}"#,
                None,
                false,
            ),
            (r#"{"status":403,"error":"Forbidden"}"#, None, false),
            (r#"{"message":"Client not found"}"#, Some(""), true),
            (
                "<h1>oops</h1><pre><strong>error</strong>: invalid_client</pre>",
                Some("invalid_client"),
                true,
            ),
            (
                "<p>The OAuth client ID or redirect URI is invalid</p>",
                Some(""),
                true,
            ),
            ("<p>Nothing here</p>", None, false),
            (
                "<form><input type=password></form><p>Invalid client?</p>",
                None,
                false,
            ),
            ("{broken", None, false),
        ] {
            let stated = body(text);
            assert_eq!(stated.as_ref().map(|s| s.code.as_str()), code, "{text}");
            assert_eq!(
                stated.is_some_and(|s| s.is_about_client_or_uri()),
                known,
                "{text}"
            );
        }
    }
}
