//! Where and how an answer says that it is an error, and of what the error speaks.

use super::authorize_requests::SentRequest;
use super::destination::Destination;
use super::page::Page;
use super::words::{Blame, blames};
use crate::probe::Reply;
use serde_json::{Map, Value};

/// Codes that speak of the client or its redirect URI, in the standards and in wide use.
/// Sources: RFC 6749 4.1.2.1 and 5.2; RFC 7591 3.2.2 (`invalid_redirect_uri`); Google's `redirect_uri_mismatch`.
/// `invalid_request` is none of them: it may as well be our request.
const ABOUT_CLIENT_OR_URI: &[&str] = &[
    "invalid_client",
    "invalid_client_id",
    "unknown_client",
    "client_not_found",
    "invalid_redirect_uri",
    "redirect_uri_mismatch",
];

/// Codes that speak of the grant: the client is known, and may not ask like this (RFC 6749 4.1.2.1 and 5.2).
const ABOUT_GRANT: &[&str] = &[
    "unauthorized_client",
    "unsupported_response_type",
    "unsupported_grant_type",
    "unsupported_response_mode",
];

/// Codes of the standards that speak of something else again: the person who signs in, the scope, another kind of request
/// (RFC 6749 4.1.2.1 and 5.2, OpenID Connect Core 3.1.2.6, RFC 6750 3.1, RFC 8707 2, RFC 9101 7).
const ABOUT_OTHER: &[&str] = &[
    "invalid_scope",
    "access_denied",
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
    "invalid_grant",
    "invalid_token",
    "insufficient_scope",
    "invalid_target",
    "invalid_request_object",
    "invalid_request_uri",
    "request_not_supported",
    "request_uri_not_supported",
    "registration_not_supported",
];

/// What is in the names of errors by which a service says that it is in trouble itself (RFC 6749 4.1.2.1
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
    "badgateway",
];

/// What is in the names of errors by which a service asks for patience (RFC 8628 3.5 `slow_down`, and others).
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

/// What an error speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    ClientOrUri,
    Grant,
    /// By a standard, of neither: of the scope, of the person who signs in.
    Other,
    /// Nobody knows.
    Unknown,
}

/// An error that an answer states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OauthError {
    /// The code, lower-case where it is a standard one; empty where only words were found.
    pub(super) code: String,
    /// The name it stood under (`error`, `errorKey`, …), or "page".
    pub(super) place: String,
    /// The description, or the sentence that says it; may be empty.
    pub(super) description: String,
    /// Whom its words blame.
    pub(super) subject: Blame,
}

impl OauthError {
    pub(super) fn about(&self) -> About {
        match self.code.as_str() {
            code if ABOUT_CLIENT_OR_URI.contains(&code) => About::ClientOrUri,
            code if ABOUT_GRANT.contains(&code) => About::Grant,
            code if ABOUT_OTHER.contains(&code) => About::Other,
            "" | "invalid_request" if self.subject.grant => About::Grant,
            "" | "invalid_request" if self.subject.is_client_or_uri() => About::ClientOrUri,
            _ => About::Unknown,
        }
    }

    pub(super) fn is_server_trouble(&self) -> bool {
        self.is_called(SERVER_TROUBLE) || self.status().is_some_and(|status| status >= 500)
    }

    pub(super) fn asks_patience(&self) -> bool {
        self.is_called(PATIENCE) || self.status() == Some(429)
    }

    fn is_called(&self, names: &[&str]) -> bool {
        let code = plain(&self.code);
        names.iter().any(|name| code.contains(name))
    }

    /// Some services give the status as the code of the error.
    fn status(&self) -> Option<u16> {
        let status = self.code.parse().ok()?;
        (400..600).contains(&status).then_some(status)
    }

    /// Whether it was read in the words of a page rather than in a parameter or a JSON field.
    pub(super) fn is_of_page(&self) -> bool {
        self.place == "page"
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
pub(super) fn in_location(request: &SentRequest, to: &Destination) -> Option<OauthError> {
    // A client-side route may hold a query of its own: `#/error?errorKey=…`.
    in_pairs(request, &to.query)
        .or_else(|| in_pairs(request, &to.route_query))
        .or_else(|| in_pairs(request, &to.fragment))
        .or_else(|| {
            to.is_error_route().then(|| OauthError {
                code: String::new(),
                place: String::new(),
                description: format!("#{}", to.route),
                subject: Blame::default(),
            })
        })
}

fn in_pairs(request: &SentRequest, text: &str) -> Option<OauthError> {
    let pairs: Vec<_> = url::form_urlencoded::parse(text.as_bytes()).collect();
    let find = |is_name: fn(&str) -> bool| {
        let mut pairs = pairs.iter();
        pairs.find(|(name, value)| is_name(name) && !says_none(value))
    };
    let (place, code) = find(is_error_name).or_else(|| find(is_error_parameter))?;
    let description = pairs
        .iter()
        .find(|(name, _)| is_description_name(name))
        .map(|(_, value)| decode_again(value))
        .unwrap_or_default();
    Some(stated(request, code, place, &description))
}

/// Some servers encode a value twice.
fn decode_again(value: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
    if decoded.contains(' ') {
        return decoded.into_owned();
    }
    decoded.replace('+', " ")
}

/// The error in a body: JSON in any spelling, a form, or a page that says it.
pub(super) fn in_body(request: &SentRequest, reply: &Reply, page: &Page) -> Option<OauthError> {
    let body = reply.body.trim_start_matches('\u{feff}').trim();
    if body.starts_with(['{', '[']) {
        return in_json(request, body);
    }
    if page.asks_password() {
        // A sign-in page may hold any words in its small print; it refuses nobody.
        return None;
    }
    let is_form = body.contains('=') && !body.contains(|c: char| c.is_whitespace() || c == '<');
    let in_form = is_form.then(|| in_pairs(request, body)).flatten();
    in_form.or_else(|| in_page(request, page))
}

/// The error in a JSON body.
pub(super) fn in_json(request: &SentRequest, body: &str) -> Option<OauthError> {
    /// How deep errors are wrapped: `{"errors": [{"error": {"code": …}}]}`.
    const DEPTH: usize = 4;
    if body.len() > LARGEST_JSON {
        return None;
    }
    let value: Value = serde_json::from_str(body).ok()?;
    in_value(request, &value, DEPTH, false)
}

fn in_value(
    request: &SentRequest,
    value: &Value,
    depth: usize,
    is_error: bool,
) -> Option<OauthError> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Array(values) => values
            .iter()
            .find_map(|value| in_value(request, value, depth, is_error)),
        Value::Object(object) => in_object(request, object, is_error).or_else(|| {
            let wraps = |name: &str| {
                let name = plain(name);
                matches!(
                    name.as_str(),
                    "error"
                        | "errors"
                        | "fault"
                        | "detail"
                        | "details"
                        | "data"
                        | "response"
                        | "result"
                )
            };
            let mut inner = object.iter().filter(|(name, _)| wraps(name));
            inner.find_map(|(name, value)| {
                let is_error =
                    is_error || matches!(plain(name).as_str(), "error" | "errors" | "fault");
                in_value(request, value, depth, is_error)
            })
        }),
        _ => None,
    }
}

/// `is_error`: the object is the value of an error, so that its code has other names.
fn in_object(
    request: &SentRequest,
    object: &Map<String, Value>,
    is_error: bool,
) -> Option<OauthError> {
    let texts = || {
        let pairs = object.iter();
        pairs.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    };
    let description = texts().find(|(name, _)| is_description_name(name));
    let description = description.map_or("", |(_, words)| words);
    let named = texts().find(|(name, value)| is_error_name(name) && is_code(value));
    let named = named.or_else(|| {
        texts().find(|(name, value)| {
            matches!(plain(name).as_str(), "code" | "type" | "status" | "key")
                && ((is_error && is_code(value)) || is_standard(value))
        })
    });
    if let Some((place, code)) = named {
        return Some(stated(request, code, place, description));
    }
    // Without a code, the words count if they blame the client or the redirect URI.
    let words = [description]
        .into_iter()
        .chain(
            texts()
                .filter(|(name, _)| is_error_name(name))
                .map(|(_, words)| words),
        )
        .find(|words| blames(&request.mask(words)).is_any())?;
    Some(stated(request, "", "body", words))
}

fn in_page(request: &SentRequest, page: &Page) -> Option<OauthError> {
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
    let mut found = stated(request, code.unwrap_or_default(), "page", &words);
    found.subject = subject;
    Some(found)
}

fn stated(request: &SentRequest, code: &str, place: &str, description: &str) -> OauthError {
    const LONGEST: usize = 300;
    OauthError {
        subject: blames(&request.mask(description)),
        code: if is_standard(code) {
            code.to_ascii_lowercase()
        } else {
            code.chars().take(LONGEST).collect()
        },
        place: place.to_owned(),
        description: description.chars().take(LONGEST).collect(),
    }
}

pub(crate) fn is_standard(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    [ABOUT_CLIENT_OR_URI, ABOUT_GRANT, ABOUT_OTHER, IN_TEXT]
        .iter()
        .any(|codes| codes.contains(&code.as_str()))
}

/// `error`, `errorKey`, `error_code`, … in any spelling.
fn is_error_name(name: &str) -> bool {
    matches!(plain(name).as_str(), "error" | "errorkey" | "errorcode")
}

/// What else a parameter of an address is called that holds an error: `authError` (Google), `errorId` (Duende),
/// `oauthErrorCode` (WSO2).
fn is_error_parameter(name: &str) -> bool {
    matches!(
        plain(name).as_str(),
        "autherror" | "errorid" | "oautherror" | "oautherrorcode"
    )
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

/// Whether an error is only mentioned to say that there is none.
fn says_none(value: &str) -> bool {
    matches!(
        value.to_ascii_lowercase().as_str(),
        "" | "0" | "false" | "no" | "none" | "null" | "undefined"
    )
}

/// Whether a value is a code, and not the reason phrase that frameworks put under `error`.
fn is_code(value: &str) -> bool {
    let is_phrase = (400..600).any(|status| {
        http::StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .is_some_and(|reason| reason.eq_ignore_ascii_case(value))
    });
    !says_none(value) && !is_phrase && !value.chars().any(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::{About, OauthError, in_body, in_json, in_location};
    use crate::classify::authorize_requests::SentRequest;
    use crate::classify::destination::Destination;
    use crate::classify::page::Page;
    use crate::probe::Reply;

    fn request() -> SentRequest {
        let asked = "https://login.mypurecloud.de/oauth/authorize?client_id=ab-1&redirect_uri=https%3A%2F%2Fcontrol-1.invalid%2Fcallback";
        SentRequest::of(asked).expect("a URL")
    }

    fn location(text: &str) -> Option<String> {
        {
            let reply = Reply::new(302, [("location", text.as_bytes())], b"");
            let to = Destination::of(&request(), &reply).expect("an address");
            in_location(&request(), &to).map(|error| error.quote())
        }
    }

    fn body(text: &str) -> Option<OauthError> {
        let reply = Reply {
            status: 400,
            body: text.to_owned(),
            ..Reply::default()
        };
        in_body(&request(), &reply, &Page::of(&request(), text))
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
            ("https://a.example/?error=false&errorCode=0", None),
            (
                "https://a.example/#%2Ferror%3FerrorKey%3DinvalidClientId",
                Some("errorKey=invalidClientId"),
            ),
            (
                "https://a.example/#%252ferror%253ferrorKey%253dinvalidClientId",
                Some("errorKey=invalidClientId"),
            ),
            (
                "https://a.example/%23%2Ferror%3FerrorKey%3DinvalidClientId",
                Some("errorKey=invalidClientId"),
            ),
            (
                "https://a.example/?error%3Dpolicy_77",
                Some("error=policy_77"),
            ),
            (
                "https://a.example/?oauthErrorCode=policy_77",
                Some("oauthErrorCode=policy_77"),
            ),
            ("https://a.example/?authError=AB12", Some("authError=AB12")),
            ("https://a.example/#/error", Some("#/error")),
            ("https://a.example/?next=%2Fcb%3Fa%3D1%26error%3Dx", None),
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
    fn an_error_speaks_of_what_its_code_or_else_its_words_say() {
        for (text, about) in [
            (r#"{"error":"invalid_client"}"#, About::ClientOrUri),
            (r#"{"error":"unauthorized_client"}"#, About::Grant),
            (
                r#"{"error":"unauthorized_client","error_description":"Client not found"}"#,
                About::Grant,
            ),
            (r#"{"error":"unsupported_response_type"}"#, About::Grant),
            (r#"{"error":"invalid_scope"}"#, About::Other),
            (r#"{"error":"access_denied"}"#, About::Other),
            (r#"{"error":"policy_77"}"#, About::Unknown),
            ("<h1>unauthorized_client</h1>", About::Grant),
            (
                "<p>Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.</p>",
                About::Grant,
            ),
            (
                "<p>Unauthorized grant type: implicit for the OAuth client</p>",
                About::Grant,
            ),
            ("<p>The OAuth client is invalid</p>", About::ClientOrUri),
        ] {
            assert_eq!(body(text).map(|error| error.about()), Some(about), "{text}");
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
            let stated = in_json(&request(), &sized(bytes));
            assert_eq!(stated.is_some(), is_read, "{bytes}");
        }
    }

    #[test]
    fn a_code_is_one_inside_an_error_and_in_a_form() {
        for (text, code) in [
            (
                r#"{"errors":[{"data":{"code":"policy_77"}}]}"#,
                Some("policy_77"),
            ),
            (r#"{"data":{"code":"policy_77"}}"#, None),
            ("error=policy_77&error_description=x", Some("policy_77")),
            ("See ?error=policy_77 for more", None),
            ("<a&error=policy_77>", None),
            ("error:policy_77", None),
        ] {
            let found = body(text).map(|error| error.code);
            assert_eq!(found.as_deref(), code, "{text}");
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
            (
                "\u{feff} {\"error\":\"invalid_client\"}",
                Some("invalid_client"),
                true,
            ),
            (
                r#"[{"errorCode":"invalid_client"}]"#,
                Some("invalid_client"),
                true,
            ),
            (
                r#"{"errors":[{"code":"invalid_client"}]}"#,
                Some("invalid_client"),
                true,
            ),
            (
                r#"{"fault":{"detail":{"errorcode":"oauth.v2.InvalidClientId"}}}"#,
                Some("oauth.v2.InvalidClientId"),
                false,
            ),
            (
                r#"{"code":"invalid_client","message":"x"}"#,
                Some("invalid_client"),
                true,
            ),
            (r#"{"code":"ok","message":"Welcome"}"#, None, false),
            (r#"{"error":false,"status":"ok"}"#, None, false),
            (
                "error=invalid_client&error_description=x",
                Some("invalid_client"),
                true,
            ),
        ] {
            let stated = body(text);
            assert_eq!(stated.as_ref().map(|s| s.code.as_str()), code, "{text}");
            assert_eq!(
                stated.is_some_and(|s| s.about() == About::ClientOrUri),
                known,
                "{text}"
            );
        }
    }
}
