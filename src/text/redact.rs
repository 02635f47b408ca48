//! The one place that takes secrets out of what a server sent, before anything else sees it.
//!
//! A secret is the value of a parameter, a field or an attribute that lets its holder in, however it is written; and that
//! value wherever else it stands in the same answer.

use percent_encoding::percent_decode_str;
use std::collections::BTreeSet;

/// Parameters that let their holder in (RFC 6749 §4.1.2, §4.2.2, §6; OpenID Connect Core §3.2.2.5; SAML 2.0 Bindings
/// §3.5.4). `_` stands for any way to join words: `access_token`, `accessToken`, `Access-Token`.
const NAMES: &[&str] = &[
    "access_token",
    "refresh_token",
    "id_token",
    "id_token_hint",
    "client_secret",
    "saml_response",
    CODE,
    AUTHORIZATION_CODE,
];
/// In an address this is an authorization code; anywhere else it may be the code of an error.
const CODE: &str = "code";
const AUTHORIZATION_CODE: &str = "authorization_code";

/// Replaces the secrets of one answer by as many asterisks.
#[derive(Default)]
pub(crate) struct Redactor {
    /// Values that are replaced wherever they stand: only what looks made by a machine, as any other may be a word.
    values: BTreeSet<String>,
}

impl Redactor {
    /// Learns the secrets in an address.
    pub(crate) fn learn_address(&mut self, text: &str) {
        replace(text, Place::Address, &mut |value| self.learn(value));
    }

    /// Learns the secrets in any other text.
    pub(crate) fn learn_text(&mut self, text: &str) {
        replace(text, Place::Text, &mut |value| self.learn(value));
    }

    /// Learns a secret.
    pub(crate) fn learn(&mut self, value: &str) {
        if looks_opaque(value) {
            let decoded = percent_decode_str(value).decode_utf8_lossy();
            self.values.insert(decoded.into_owned());
            self.values.insert(value.to_owned());
        }
    }

    /// An address without secrets, and without a name and password before its host. That they were there still shows.
    pub(crate) fn address(&self, text: &str) -> String {
        let text = replace(text, Place::Address, &mut |_| ());
        let (before, login, rest) = split_login(&text);
        self.by_value(format!("{before}{}{rest}", stars(login)))
    }

    /// Any other text without secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        self.by_value(replace(text, Place::Text, &mut |_| ()))
    }

    fn by_value(&self, text: String) -> String {
        // From the last to the first, as one may begin with another.
        self.values.iter().rev().fold(text, |text, value| {
            if text.contains(value.as_str()) {
                text.replace(value.as_str(), &stars(value))
            } else {
                text
            }
        })
    }
}

/// One address on its own, without secrets.
pub(crate) fn address(text: &str) -> String {
    Redactor::default().address(text)
}

/// One text on its own, without secrets.
pub(crate) fn text(text: &str) -> String {
    let mut redactor = Redactor::default();
    redactor.learn_text(text);
    redactor.text(text)
}

/// The values of a parameter in a text, wherever it stands.
pub(crate) fn values_of<'a>(name: &'static str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, end) = first_name(rest, &[name])?;
        let (_, value, behind) = value_behind(rest.get(end..)?);
        rest = behind;
        Some(value)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Address,
    Text,
}

fn stars(text: &str) -> String {
    "*".repeat(text.chars().count())
}

/// A text with the values behind secret names replaced, each of which is given to `learn`.
fn replace(text: &str, place: Place, learn: &mut impl FnMut(&str)) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((name, end)) = first_name(rest, NAMES) {
        let (before, after) = rest.split_at(end);
        replaced.push_str(before);
        let (gap, value, behind) = value_behind(after);
        replaced.push_str(gap);
        let is_sure = place == Place::Address || !matches!(name, CODE | AUTHORIZATION_CODE);
        if is_sure || looks_opaque(value) {
            learn(value);
            replaced.push_str(&stars(value));
        } else {
            replaced.push_str(value);
        }
        rest = behind;
    }
    replaced.push_str(rest);
    replaced
}

/// The first of these names in a text, and where it ends. It looks no further than that: a page may hold thousands.
fn first_name(text: &str, names: &[&'static str]) -> Option<(&'static str, usize)> {
    // Every answer is read letter by letter here, so that a letter with which no name begins costs next to nothing.
    text.bytes().enumerate().find_map(|(at, letter)| {
        let begins = |name: &&&'static str| {
            let first = name.as_bytes().first();
            first.is_some_and(|first| first.eq_ignore_ascii_case(&letter))
        };
        let found = |name: &&'static str| {
            let (before, rest) = text.split_at_checked(at)?;
            let length = length_of(name, rest)?;
            // These are no part of another word.
            let stands_alone = matches!(*name, "access_token" | "refresh_token" | "client_secret");
            (stands_alone || may_begin_a_word_after(before)).then_some((*name, at + length))
        };
        names.iter().filter(begins).find_map(found)
    })
}

/// Whether a word may begin behind this text: also behind `%3F`, `\n` and `\u0026`.
fn may_begin_a_word_after(text: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    let hex = |sign: &str, digits: usize| {
        let start = text.len().checked_sub(sign.len() + digits);
        let escape = start.and_then(|start| text.get(start..));
        let digits = escape.and_then(|escape| escape.strip_prefix(sign));
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    !text.ends_with(goes_on)
        || text.ends_with("\\n")
        || text.ends_with("\\r")
        || text.ends_with("\\t")
        || hex("%", 2)
        || hex("\\u", 4)
}

/// The length of a name at the start of a text, where no longer word begins there.
fn length_of(name: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for letter in name.chars() {
        if letter == '_' {
            rest = rest.strip_prefix(['_', '-']).unwrap_or(rest);
        } else {
            rest = rest.strip_prefix(|read: char| read.eq_ignore_ascii_case(&letter))?;
        }
    }
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    (!rest.starts_with(goes_on)).then(|| text.len() - rest.len())
}

/// What may stand around a name and a value, in the ways in which it is written in JSON, HTML and addresses.
const QUOTES: &[&str] = &[
    "\"", "'", "\\u0022", "\\", "&quot;", "&#34;", "&#39;", "%22", "%2522", "%20",
];
/// What may stand between them.
const SEPARATORS: &[&str] = &[
    "=", ":", ">", "\\u003d", "&#61;", "%3d", "%3a", "%253d", "%253a", "value", "content",
];

/// What stands between a name and its value, the value, and what stands behind it. The first two are empty where no value
/// follows.
fn value_behind(text: &str) -> (&str, &str, &str) {
    let mut rest = text.trim_start();
    let mut is_separated = false;
    loop {
        if let Some(after) = behind(SEPARATORS, rest) {
            is_separated = true;
            rest = after.trim_start();
        } else if let Some(after) = behind(QUOTES, rest) {
            rest = after.trim_start();
        } else {
            break;
        }
    }
    let end = end_of_value(rest);
    if !is_separated || end == 0 {
        return ("", "", text);
    }
    let (gap, _) = text.split_at(text.len() - rest.len());
    let (value, behind) = rest.split_at(end);
    (gap, value, behind)
}

fn behind<'a>(signs: &[&str], text: &'a str) -> Option<&'a str> {
    signs.iter().find_map(|sign| {
        let (start, rest) = text.split_at_checked(sign.len())?;
        start.eq_ignore_ascii_case(sign).then_some(rest)
    })
}

/// Where a value ends: at what no token contains, as such or encoded.
fn end_of_value(text: &str) -> usize {
    const ENCODED: &[&str] = &[
        "%26", "%2526", "%22", "%2522", "%27", "%23", "%20", "%0a", "%0d",
    ];
    let ends = |(at, c): &(usize, char)| {
        c.is_whitespace()
            || "\"'<>&;,#?\\()[]{}|".contains(*c)
            || *c == '%' && behind(ENCODED, text.get(*at..).unwrap_or_default()).is_some()
    };
    let end = text.char_indices().find(ends);
    end.map_or(text.len(), |(at, _)| at)
}

/// Whether a value looks made by a machine, rather than a word as `invalid_client` or `AccessDenied`.
pub(crate) fn looks_opaque(value: &str) -> bool {
    let count = |is: fn(&u8) -> bool| value.bytes().filter(is).count();
    let digits = count(u8::is_ascii_digit);
    let capitals = count(u8::is_ascii_uppercase);
    let mixed = capitals < value.len() && 4 * capitals > value.len();
    let is_run = value.len() >= 32 && count(u8::is_ascii_alphanumeric) == value.len();
    value.len() >= 10 && (digits > 0 || mixed) || is_run
}

/// What is before the name and password in an address, these, and the rest from the `@` on. Browsers take a backslash for
/// a slash.
fn split_login(text: &str) -> (&str, &str, &str) {
    const SLASHES: [char; 2] = ['/', '\\'];
    let ends = |c: char| SLASHES.contains(&c) || matches!(c, '?' | '#');
    let scheme = text
        .find(':')
        .filter(|at| !text.split_at(*at).0.contains(ends));
    let (_, address) = text.split_at(scheme.map_or(0, |at| at + 1));
    let host = address.trim_start_matches(SLASHES);
    if address.len() - host.len() < 2 {
        return ("", "", text);
    }
    let (authority, _) = host.split_at(host.find(ends).unwrap_or(host.len()));
    let login = authority.rfind('@').unwrap_or(0);
    let (before, host) = text.split_at(text.len() - host.len());
    let (login, rest) = host.split_at(login);
    (before, login, rest)
}

#[cfg(test)]
mod tests {
    use super::{Redactor, address, text};

    #[test]
    fn secrets_go_from_a_text_however_they_are_written() {
        for (given, redacted) in [
            (
                "<a href=\"https://a.example/#access_token=abc&state=x\">Found</a>",
                "<a href=\"https://a.example/#access_token=***&state=x\">Found</a>",
            ),
            (
                r#"{"access_token": "abc", "id_token":"d"}"#,
                r#"{"access_token": "***", "id_token":"*"}"#,
            ),
            (
                "{\"access_token\" : \"abc\", \"refresh_token\":\n\t\"def\"}",
                "{\"access_token\" : \"***\", \"refresh_token\":\n\t\"***\"}",
            ),
            (
                "accessToken: 'abc', idToken=d, clientSecret = \"e\"",
                "accessToken: '***', idToken=*, clientSecret = \"*\"",
            ),
            ("Access-Token: abc", "Access-Token: ***"),
            ("oauth_access_token=abc", "oauth_access_token=***"),
            (
                "grant_type=x&client_secret=abc&refresh_token=d",
                "grant_type=x&client_secret=***&refresh_token=*",
            ),
            (
                r#"{"body":"{\"access_token\":\"abc\",\n\"id_token\":\"d\"}"}"#,
                r#"{"body":"{\"access_token\":\"***\",\n\"id_token\":\"*\"}"}"#,
            ),
            (
                r"\u0022access_token\u0022:\u0022abc\u0022,?x\u0026id_token\u003dabc",
                r"\u0022access_token\u0022:\u0022***\u0022,?x\u0026id_token\u003d***",
            ),
            (
                "&quot;access_token&quot;:&quot;abc&quot;",
                "&quot;access_token&quot;:&quot;***&quot;",
            ),
            (
                "next=https%3A%2F%2Fa.example%2F%23access_token%3Dabc%26id_token%3Dd%26x",
                "next=https%3A%2F%2Fa.example%2F%23access_token%3D***%26id_token%3D*%26x",
            ),
            (
                "%22access_token%22%3A%22abc%22",
                "%22access_token%22%3A%22***%22",
            ),
            (
                "<access_token>abc</access_token>",
                "<access_token>***</access_token>",
            ),
            (
                r#"<input name="code" value="Splx10BeZQQYbYS6WxSbIA">"#,
                r#"<input name="code" value="**********************">"#,
            ),
            (
                "location.href='/cb?code=0123456789ab'; save('0123456789ab')",
                "location.href='/cb?code=************'; save('************')",
            ),
        ] {
            assert_eq!(text(given), redacted);
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for given in [
            "error_code=404 code=invalid_client status code: 400",
            r#"{"code":"invalidClientId","error":"invalid_token: the token expired"}"#,
            "<Code>AccessDenied</Code>",
            r#"Bearer error="invalid_token", error_description="no access_token in the request""#,
            "response_type=code&grant_type=authorization_code",
            "<select name=response_type><option value=\"code\">Authorization",
            "access_token",
            "code",
            "",
        ] {
            assert_eq!(text(given), given);
        }
    }

    /// Minutes, where each name is looked for to the end of the page.
    #[test]
    fn a_page_full_of_names_takes_no_longer_than_another() {
        let page = "code <code ".repeat(30_000);
        assert_eq!(text(&page), page);
    }

    #[test]
    fn a_value_that_is_known_goes_wherever_it_stands() {
        let mut redactor = Redactor::default();
        redactor
            .learn_address("https://a.example/#access_token=dGhpcyBpcyBub3Q%2FgYSB5&code=error");
        redactor.learn_text("\"access_token\":\"dGhpcyBpcyBub3Q\"");
        assert_eq!(
            redactor.text("dGhpcyBpcyBub3Q/gYSB5, dGhpcyBpcyBub3Q and error"),
            "*********************, *************** and error"
        );
    }

    #[test]
    fn secrets_go_from_an_address_and_the_rest_stays() {
        for (given, redacted) in [
            (
                "https://a.example/?rid=abc#/authenticate",
                "https://a.example/?rid=abc#/authenticate",
            ),
            (
                "https://a.example/?code=abc&state=x",
                "https://a.example/?code=***&state=x",
            ),
            (
                "https://a.example/#access_token=abc&token_type=bearer",
                "https://a.example/#access_token=***&token_type=bearer",
            ),
            (
                "https://a.example/#accessToken=abc&client_secret=d",
                "https://a.example/#accessToken=***&client_secret=*",
            ),
            (
                "https://a.example/#/route?id_token=é&b",
                "https://a.example/#/route?id_token=*&b",
            ),
            (
                "/login?next=%2Fcb%3Fcode%3Dabc%26state%3Dx",
                "/login?next=%2Fcb%3Fcode%3D***%26state%3Dx",
            ),
            ("https://a.example/?code=", "https://a.example/?code="),
            (
                "https://me:pass@word@a.example/b@c?d@e",
                "https://************@a.example/b@c?d@e",
            ),
            ("//me@a.example?code=é", "//**@a.example?code=*"),
            ("https:\\\\me@a.example\\@", "https:\\\\**@a.example\\@"),
            ("https://a.example@", "https://*********@"),
            // Where a token's name is what looks like a scheme, the rest is its value.
            ("access_token=://me@b", "access_token=:******"),
            ("mailto:me@a.example", "mailto:me@a.example"),
            ("/x://me@a.example", "/x://me@a.example"),
            ("/relative", "/relative"),
            ("??##&&", "??##&&"),
        ] {
            assert_eq!(address(given), redacted);
        }
    }
}
