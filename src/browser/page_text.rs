//! What of a page's addresses and words may be kept, and which of its words state an OAuth error.
//!
//! A page is a program and may write anything anywhere, so that values are kept by an allow-list of names, not taken
//! out by a list of secrets.

use crate::classify::{OAUTH_CODES, blames, is_oauth_code};
use crate::text::{cut, redact};
use std::collections::BTreeSet;

/// Characters of an address, and of a text, that are kept.
const LONGEST_ADDRESS: usize = 1000;
const LONGEST_TEXT: usize = 600;

/// Parameters whose values tell what is wrong and let nobody in. `rid` is replaced in recordings, as everywhere.
const KEPT: &[&str] = &[
    "clientId",
    "client_id",
    "code_challenge_method",
    "description",
    "enableDebug",
    "error",
    "errorKey",
    "error_description",
    "error_uri",
    "prompt",
    "redirect_uri",
    "region",
    "response_type",
    "rid",
    "scope",
];

/// An address with the values of all parameters but the known ones replaced by as many asterisks, and cut.
pub(super) fn address(url: &str) -> String {
    let url = url.split_once("://").map_or(url.to_owned(), without_login);
    // Data in an address may be anything, and is no place.
    if let Some((scheme @ ("data" | "blob"), _)) = url.split_once(':') {
        return format!("{scheme}:");
    }
    let mut kept = String::with_capacity(url.len());
    let mut rest = url.as_str();
    let mut ends: &[char] = &['?', '#', '&'];
    while let Some(at) = rest.find(ends) {
        let (before, after) = rest.split_at(at + 1);
        kept.push_str(before);
        // A query may hold a question mark (RFC 3986, 3.4); behind a route, one begins a query.
        ends = match before.ends_with('?') {
            true if !kept.contains('#') => &['#', '&'],
            _ if before.ends_with('#') => &['?', '#', '&'],
            _ => ends,
        };
        let end = after.find(ends).unwrap_or(after.len());
        let (pair, after) = after.split_at(end);
        match pair.split_once('=') {
            Some((name, value)) => {
                kept.push_str(name);
                kept.push('=');
                if KEPT.contains(&name) {
                    kept.push_str(value);
                } else {
                    kept.push_str(&"*".repeat(value.chars().count()));
                }
            }
            // A route, or a value without a name.
            None if before.ends_with('#') => kept.push_str(&opaque(pair)),
            None if is_plain(pair) => kept.push_str(pair),
            None => kept.push_str(&"*".repeat(pair.chars().count())),
        }
        rest = after;
    }
    kept.push_str(rest);
    // What is kept may hold an address itself.
    cut(&redact::address(&kept), LONGEST_ADDRESS)
}

/// Whether a value is too short and plain for a secret.
fn is_plain(value: &str) -> bool {
    value.len() <= 12 && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// An address without its parameters, for a line in which it is one of many.
pub(crate) fn brief(url: &str) -> String {
    let (before, fragment) = url.split_once('#').unwrap_or((url, ""));
    let route = fragment.split(['?', '&', '=']).next().unwrap_or_default();
    let hash = if route.is_empty() { "" } else { "#" };
    match before.split_once('?') {
        Some((page, _)) => format!("{page}?...{hash}{route}"),
        None => format!("{before}{hash}{route}"),
    }
}

fn without_login((scheme, rest): (&str, &str)) -> String {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{rest}")
}

/// Words of a page: its addresses as above, without what looks like a token or a code, on one line, and cut.
pub(super) fn text(text: &str) -> String {
    cut(&redacted(text), LONGEST_TEXT)
}

/// The same of a line that states an OAuth error: the part of it that does.
pub(super) fn error_text(line: &str, is_problem: bool) -> String {
    let line = redacted(line);
    let starts = line.char_indices().step_by(LONGEST_TEXT / 2);
    let parts = starts.filter_map(|(at, _)| Some(cut(line.get(at..)?, LONGEST_TEXT)));
    let stated = parts
        .into_iter()
        .find(|part| states_oauth_error(part, is_problem));
    stated.unwrap_or_else(|| cut(&line, LONGEST_TEXT))
}

fn redacted(text: &str) -> String {
    // Cut first: what a page writes may be endless. Some room is left for what the redaction joins.
    let line = cut(text, 4 * LONGEST_TEXT);
    let words: Vec<_> = line.split_whitespace().map(word).collect();
    redact::text(&words.join(" "))
}

fn word(word: &str) -> String {
    if let Some(at) = word.find("https://").or_else(|| word.find("http://")) {
        let (before, url) = word.split_at(at);
        let end = url.find(['"', '\'', '<', '>', ')']).unwrap_or(url.len());
        let (url, after) = url.split_at(end);
        return format!("{}{}{}", opaque(before), address(url), self::word(after));
    }
    opaque(word)
}

/// A word with every long run of letters and digits that no person wrote replaced by asterisks. Ids of clients and
/// requests are written with hyphens in short groups, and stay.
fn opaque(word: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '~');
    let mut kept = String::with_capacity(word.len());
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if is_made_by_machine(run, true) {
            kept.push_str(&"*".repeat(run.len()));
        } else {
            let parts = run.split('-').map(|part| match part {
                part if is_made_by_machine(part, false) => "*".repeat(part.len()),
                part => part.to_owned(),
            });
            kept.push_str(&parts.collect::<Vec<_>>().join("-"));
        }
        let mut characters = after.chars();
        kept.extend(characters.next());
        rest = characters.as_str();
    }
    kept
}

/// Whether no person wrote this. With hyphens, it takes small letters, capitals and digits: so are tokens made, and neither
/// dates nor ids.
fn is_made_by_machine(run: &str, with_hyphens: bool) -> bool {
    const SHORTEST: usize = 20;
    let digits = run.chars().filter(char::is_ascii_digit).count();
    let upper = run.chars().filter(char::is_ascii_uppercase).count();
    let lower = run.chars().filter(char::is_ascii_lowercase).count();
    let is_mixed = upper >= 4 && lower >= 4;
    run.len() >= SHORTEST
        && if with_hyphens {
            is_mixed && digits >= 2
        } else {
            is_mixed || digits >= 2
        }
}

/// What scripts of others complain of in words like those of OAuth.
const OF_OTHERS: &[&str] = &[
    "app id",
    "application id",
    "client key",
    "client token",
    "client dsn",
    "api key",
];

/// Whether a line of a browser's console states an OAuth error: one of the standard codes or, where the page calls it
/// a problem, words that blame the client or its redirect URI, or that say that the sign-in went wrong.
pub(super) fn states_oauth_error(line: &str, is_problem: bool) -> bool {
    let line = line.to_lowercase();
    // An address may hold the names of its own parameters; one of an error page holds the error.
    let (addresses, words): (Vec<_>, Vec<_>) = line
        .split_whitespace()
        .partition(|word| word.contains("://"));
    if addresses.iter().any(|address| address.contains("#/error?")) {
        return true;
    }
    let line = words.join(" ");
    let codes: BTreeSet<_> = line
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| is_oauth_code(word) || *word == "server_error")
        .collect();
    let mut known = codes.iter();
    let is_error = known.any(|code| OAUTH_CODES.contains(code) || *code == "access_denied");
    // Who lists several in passing tells what may happen.
    if is_error && (is_problem || codes.len() == 1) {
        return true;
    }
    let says = |parts: &[&str]| parts.iter().any(|part| line.contains(part));
    let is_of_others = says(OF_OTHERS) && !says(&["oauth", "redirect", "client id", "client_id"]);
    let went_wrong = &[
        "error",
        "fail",
        "invalid",
        "denied",
        "refused",
        "timeout",
        "timed out",
    ];
    is_problem
        && !is_of_others
        && (blames(&line).is_any()
            || (says(&["oauth", "authoriz", "authentic"]) && says(went_wrong)))
}

#[cfg(test)]
mod tests {
    use super::{address, brief, states_oauth_error, text};

    #[test]
    fn a_line_of_the_console_states_an_error_by_its_code_or_calls_it_a_problem() {
        for (line, at_any_level, as_a_problem) in [
            ("OAuth error: invalid_client", true, true),
            ("a-ACCESS_DENIED!", true, true),
            ("not_access_denied_at_all", false, false),
            ("get https://a.example/?error=invalid_client", false, false),
            ("The OAuth client ID is invalid", false, true),
            ("OAuth: it failed", false, true),
            ("OAuth: it works", false, false),
            ("handles access_denied, invalid_request", false, true),
            ("handles access_denied, login_required", false, true),
            ("handles invalid_client, server_error", false, true),
            ("handles login_required", false, false),
            (
                "went to https://login.mypurecloud.de/#/error?errorKey=x",
                true,
                true,
            ),
            ("Facebook SDK: invalid app id", false, false),
            ("LaunchDarkly: invalid client key", false, false),
            ("Sentry: invalid client DSN", false, false),
            ("invalid client id for this app id", false, true),
            ("The icon failed", false, false),
            ("The icon works", false, false),
        ] {
            assert_eq!(states_oauth_error(line, false), at_any_level, "{line}");
            assert_eq!(states_oauth_error(line, true), as_a_problem, "{line}");
        }
    }

    #[test]
    fn a_brief_address_has_no_parameters() {
        for (url, shown) in [
            ("https://a.example/x", "https://a.example/x"),
            (
                "https://a.example/?rid=x#/authenticate",
                "https://a.example/?...#/authenticate",
            ),
            (
                "https://a.example/#/error?errorKey=x",
                "https://a.example/#/error",
            ),
            ("", ""),
        ] {
            assert_eq!(brief(url), shown);
        }
    }

    #[test]
    fn only_known_parameters_keep_their_values() {
        for (url, kept) in [
            (
                "https://login.mypurecloud.de/?rid=abc&session=abc#/authenticate",
                "https://login.mypurecloud.de/?rid=abc&session=***#/authenticate",
            ),
            (
                "https://phone.mirabridge.cloud/#access_token=abc&error=x",
                "https://phone.mirabridge.cloud/#access_token=***&error=x",
            ),
            (
                "https://a.example/?redirect_uri=https://b.example/?access_token=abc&x=1",
                "https://a.example/?redirect_uri=https://b.example/?access_token=***&x=*",
            ),
            (
                "https://a.example/?redirect_uri=https%3A%2F%2Fb.example%2F%3Faccess_token%3Dabc",
                "https://a.example/?redirect_uri=https%3A%2F%2Fb.example%2F%3Faccess_token%3D***",
            ),
            (
                "https://a.example/?abcdefghijklm&embedded",
                "https://a.example/?*************&embedded",
            ),
            (
                "https://user:pass@a.example/x@y?clientId=1",
                "https://a.example/x@y?clientId=1",
            ),
            (
                "https://login.mypurecloud.de/oauth/authorize?redirect_uri=https://a.example/?crm=x&state=abc",
                "https://login.mypurecloud.de/oauth/authorize?redirect_uri=https://a.example/?crm=x&state=***",
            ),
            (
                "https://a.example/#/error?errorKey=x&session=abc",
                "https://a.example/#/error?errorKey=x&session=***",
            ),
            ("data:text/html,secret", "data:"),
            ("blob:https://a.example/1", "blob:"),
            ("about:blank", "about:blank"),
            ("", ""),
        ] {
            assert_eq!(address(url), kept);
        }
        assert!(address(&"https://a.example/".repeat(1000)).len() < 1100);
    }

    #[test]
    fn tokens_go_from_words_and_words_stay() {
        for (words, kept) in [
            ("OAuth error: invalid_client", "OAuth error: invalid_client"),
            (
                "sent\nAuthorization: Bearer abcDEF0123456789ghijKLMN",
                "sent Authorization: Bearer ************************",
            ),
            (
                "see https://a.example/?token=abc, please",
                "see https://a.example/?token=**** please",
            ),
            (
                "client 4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
                "client 4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
            ),
            (r#"{"access_token":"abc"}"#, r#"{"access_token":"***"}"#),
            (
                "got aB3dE5gH7jK9mN1pQ3-tU5vW7xY9 at 2026-11-29T21:41:00.000Z",
                "got **************************** at 2026-11-29T21:41:00.000Z",
            ),
            (
                r#""https://a.example/?x=1","https://b.example/?code=abc""#,
                r#""https://a.example/?x=*","https://b.example/?code=***""#,
            ),
            (
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c2ln",
                "**********************************",
            ),
        ] {
            assert_eq!(text(words), kept);
        }
        assert!(text(&"word ".repeat(10_000)).len() < 700);
    }
}
