//! The one place that takes secrets out of what a server sent, before anything else sees it.

/// Parameters of a redirect that let their holder in (RFC 6749 §4.1.2, §4.2.2; OpenID Connect Core §3.2.2.5).
const SECRET: &[&str] = &["access_token", "code", "id_token", "refresh_token"];

/// A `Location` with the values of secret parameters replaced by as many asterisks. That they were there
/// still shows.
pub(super) fn location(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
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

fn is_secret(name: &str) -> bool {
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    SECRET
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use super::location;

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
            ("/relative", "/relative"),
            ("??##&&", "??##&&"),
        ] {
            assert_eq!(location(text), redacted);
        }
    }
}
