//! What may stand after login., api. and apps. in the name of a host.

use std::net::IpAddr;

/// The longest name of a host that DNS can carry in its text form (RFC 1035 §2.3.4).
const LONGEST_HOST: usize = 253;
/// The longest part between two dots (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;

/// The domain in lower case, or why the text is none.
pub(super) fn checked(text: &str) -> Result<String, &'static str> {
    if text.contains("://") {
        return Err("give it without https://");
    }
    if text.contains(['/', '?', '#', '\\']) {
        return Err("give it without a path");
    }
    if text.parse::<IpAddr>().is_ok() || text.starts_with('[') {
        return Err("an IP address has no login, api and apps hosts");
    }
    if text.contains(':') {
        return Err("give it without a port");
    }
    // The longest host that will be made of it has to fit, not only the domain.
    if text.len() + "login.".len() > LONGEST_HOST {
        return Err("it is too long for DNS");
    }
    let labels: Vec<&str> = text.split('.').collect();
    if labels.iter().any(|label| label.is_empty()) {
        return Err("it has an empty part between, before or after its dots");
    }
    if !labels.iter().all(|label| is_ldh(label)) {
        return Err(
            "a domain has only letters, digits and inner hyphens between its dots, at most 63 of them",
        );
    }
    if labels.len() < 2 {
        return Err("a domain has at least one dot");
    }
    // 10.0.0.1 is caught above; 10.1 and 0x7f.1 are addresses to many resolvers too.
    if labels
        .last()
        .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Err("the last part of a domain does not begin with a digit");
    }
    Ok(text.to_ascii_lowercase())
}

/// Letters, digits, hyphen (RFC 5890 §2.3.1); look-alike letters of other scripts are none of them.
fn is_ldh(label: &str) -> bool {
    label.len() <= LONGEST_LABEL
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_names() {
        for (text, domain) in [
            ("new1.pure.cloud", "new1.pure.cloud"),
            ("New1.Pure.Cloud", "new1.pure.cloud"),
            ("a.b", "a.b"),
            ("1and1.example", "1and1.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(checked(text), Ok(domain.to_owned()));
        }
    }

    #[test]
    fn refuses_everything_else_and_says_why() {
        let long_label = format!("{}.example", "a".repeat(64));
        let long_name = format!("{}example", "a23456789.".repeat(25));
        for (text, why) in [
            ("https://new1.pure.cloud", "https://"),
            ("new1.pure.cloud/", "path"),
            ("new1.pure.cloud?x", "path"),
            ("new1.pure.cloud\\x", "path"),
            ("new1.pure.cloud:443", "port"),
            ("10.0.0.1", "IP address"),
            ("::1", "IP address"),
            ("[::1]", "IP address"),
            ("10.1", "digit"),
            ("cloud", "one dot"),
            ("", "empty part"),
            ("new1..cloud", "empty part"),
            (".pure.cloud", "empty part"),
            ("-new1.pure.cloud", "letters"),
            ("new1-.pure.cloud", "letters"),
            ("new_1.pure.cloud", "letters"),
            ("new1.pure.cl\u{43e}ud", "letters"),
            ("new1 .pure.cloud", "letters"),
            ("user@pure.cloud", "letters"),
            (&long_label, "letters"),
            (&long_name, "too long"),
        ] {
            let refusal = checked(text).expect_err(text);
            assert!(refusal.contains(why), "{text}: {refusal}");
        }
    }

    #[test]
    fn leaves_room_for_the_longest_host() {
        let fits = format!(
            "{}.example",
            [
                "a".repeat(59),
                "b".repeat(59),
                "c".repeat(59),
                "d".repeat(59)
            ]
            .join(".")
        );
        assert_eq!(format!("login.{fits}").len(), 253);
        assert!(checked(&fits).is_ok());
        assert!(checked(&format!("e{fits}")).is_err());
    }
}
