//! The one place that takes secrets out of what a server sent, before anything else sees it.

/// Parameters of a redirect that let their holder in (RFC 6749 §4.1.2, §4.2.2; OpenID Connect Core §3.2.2.5).
const SECRET: &[&str] = &["access_token", "code", "id_token", "refresh_token"];

/// A `Location` with the values of secret parameters, and a name and password before its host, replaced by as many
/// asterisks. That they were there still shows.
pub(super) fn location(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let (before, login, mut rest) = around_login(text);
    redacted.push_str(before);
    redacted.push_str(&"*".repeat(login.chars().count()));
    while let Some(at) = rest.find(['?', '#', '&']) {
        let (before, after) = rest.split_at(at + 1);
        redacted.push_str(before);
        rest = after;
        let end = rest.find(['?', '#', '&']).unwrap_or(rest.len());
        let (pair, after) = rest.split_at(end);
        match pair.split_once('=') {
            Some((name, value)) if is_secret(name) => {
                redacted.push_str(name);
                redacted.push('=');
                redacted.push_str(&"*".repeat(value.chars().count()));
            }
            _ => redacted.push_str(pair),
        }
        rest = after;
    }
    redacted.push_str(rest);
    redacted
}

/// What is before the name and password in an address, these, and the rest from the `@` on. Browsers take a backslash for
/// a slash.
fn around_login(text: &str) -> (&str, &str, &str) {
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

/// A body with the same secrets replaced, wherever they stand as a parameter, in JSON or in a form.
///
/// A word behind `code=` may be an error's, so that one counts only if it looks made by a machine.
pub(super) fn body(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((name, at)) = first_name(rest, SECRET) {
        let (before, after) = rest.split_at(at + name.len());
        redacted.push_str(before);
        let (gap, value) = value_behind(after);
        redacted.push_str(after.get(..gap).unwrap_or_default());
        if !value.is_empty() && (name != "code" || looks_opaque(value)) {
            redacted.push_str(&"*".repeat(value.chars().count()));
        } else {
            redacted.push_str(value);
        }
        rest = after.get(gap + value.len()..).unwrap_or_default();
    }
    redacted.push_str(rest);
    redacted
}

/// The values of a parameter in a text, wherever it stands as in [`body`].
pub(crate) fn values_of<'a>(name: &'static str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (name, at) = first_name(rest, &[name])?;
        let after = rest.get(at + name.len()..)?;
        let (gap, value) = value_behind(after);
        rest = after.get(gap + value.len()..)?;
        Some(value)
    })
}

/// The first of these names in a text, at the start of a word, and where it stands. It looks no further than that: a page
/// may hold thousands of them.
fn first_name(text: &str, names: &[&'static str]) -> Option<(&'static str, usize)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut is_inside = false;
    text.char_indices().find_map(|(at, character)| {
        let is_start = !std::mem::replace(&mut is_inside, is_part(character));
        let rest = text.get(at..).filter(|_| is_start)?;
        let name = names.iter().find(|name| rest.starts_with(**name))?;
        Some((*name, at))
    })
}

/// The length of what stands between a name and its value (`=`, `":"`, `" value="`), and the value; both
/// empty where none follows.
fn value_behind(text: &str) -> (usize, &str) {
    const GAPS: &[&str] = &[
        "=\"",
        "='",
        "=",
        "\": \"",
        "\":\"",
        "\" value=\"",
        "' value='",
        "%3D",
        "%3d",
    ];
    let Some(gap) = GAPS.iter().find(|gap| text.starts_with(**gap)) else {
        return (0, "");
    };
    let value = text.get(gap.len()..).unwrap_or_default();
    let end = value.find(|c: char| c.is_whitespace() || "\"'<>&;#?\\".contains(c));
    (
        gap.len(),
        value.get(..end.unwrap_or(value.len())).unwrap_or_default(),
    )
}

fn looks_opaque(value: &str) -> bool {
    let digit = value.chars().any(|c| c.is_ascii_digit());
    let mixed = value.chars().any(|c| c.is_ascii_lowercase())
        && value.chars().any(|c| c.is_ascii_uppercase());
    value.len() >= 10 && (digit || mixed)
}

fn is_secret(name: &str) -> bool {
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    SECRET
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use super::{body, location};

    #[test]
    fn secrets_go_from_a_body_too() {
        for (text, redacted) in [
            (
                "<a href=\"https://a.example/#access_token=abc&state=x\">Found</a>",
                "<a href=\"https://a.example/#access_token=***&state=x\">Found</a>",
            ),
            (
                r#"{"access_token": "abc", "id_token":"d"}"#,
                r#"{"access_token": "***", "id_token":"*"}"#,
            ),
            (
                r#"<input name="code" value="Splx10BeZQQYbYS6WxSbIA">"#,
                r#"<input name="code" value="**********************">"#,
            ),
            (
                "location.href='/cb?code=0123456789ab'",
                "location.href='/cb?code=************'",
            ),
            (
                "error_code=404 code=invalid_client status code: 400",
                "error_code=404 code=invalid_client status code: 400",
            ),
            ("code", "code"),
            ("", ""),
        ] {
            assert_eq!(body(text), redacted);
        }
    }

    /// Minutes, where each name is looked for to the end of the page.
    #[test]
    fn a_page_full_of_names_takes_no_longer_than_another() {
        let page = "code ".repeat(200_000);
        assert_eq!(body(&page), page);
    }

    #[test]
    fn secrets_go_and_the_rest_stays() {
        for (text, redacted) in [
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
                "https://a.example/#/route?id_token=é&b",
                "https://a.example/#/route?id_token=*&b",
            ),
            (
                "https://a.example/?%63ode=abc",
                "https://a.example/?%63ode=***",
            ),
            ("https://a.example/?code=", "https://a.example/?code="),
            (
                "https://me:pass@word@a.example/b@c?d@e",
                "https://************@a.example/b@c?d@e",
            ),
            ("//me@a.example?code=é", "//**@a.example?code=*"),
            ("https:\\\\me@a.example\\@", "https:\\\\**@a.example\\@"),
            ("https://a.example@", "https://*********@"),
            ("mailto:me@a.example", "mailto:me@a.example"),
            ("/x://me@a.example", "/x://me@a.example"),
            ("/relative", "/relative"),
            ("??##&&", "??##&&"),
        ] {
            assert_eq!(location(text), redacted);
        }
    }
}
