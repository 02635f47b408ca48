//! Links that a mail filter has put in the place of an address.

use percent_encoding::percent_decode_str;

/// The host by way of which `text` leads to `needed`, if that is what it does.
///
/// Outlook and others put the address, encoded, into a parameter; Proofpoint puts it between underscores or, formerly, with
/// a minus for the percent sign and an underscore for the slash.
pub(super) fn by_way_of<'a>(text: &'a str, needed: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let formerly = rest.replace('-', "%").replace('_', "/");
    let holds = |inner: &str| holds(inner, needed);
    let decoded = |inner: &str| percent_decode_str(inner).decode_utf8_lossy().into_owned();
    (holds(&decoded(rest)) || holds(&decoded(&formerly))).then_some(host)
}

/// Whether the needed address stands in the middle of another one, whole.
fn holds(text: &str, needed: &str) -> bool {
    text.match_indices(needed).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + needed.len()..).unwrap_or_default();
        let behind = behind.strip_prefix('/').unwrap_or(behind);
        before.ends_with(['=', '_', '/', '?', '&'])
            && !behind
                .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | ':'))
    })
}

#[cfg(test)]
mod tests {
    use super::by_way_of;

    #[test]
    fn the_links_of_mail_filters_are_seen_through() {
        let phone = "https://phone.mirabridge.cloud";
        for (text, host) in [
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fphone.mirabridge.cloud%2F&data=05%7C02%7C&reserved=0",
                Some("eur01.safelinks.protection.outlook.com"),
            ),
            (
                "https://urldefense.com/v3/__https://phone.mirabridge.cloud__;!!abc!xyz$",
                Some("urldefense.com"),
            ),
            (
                "https://urldefense.proofpoint.com/v2/url?u=https-3A__phone.mirabridge.cloud&d=DwMF",
                Some("urldefense.proofpoint.com"),
            ),
            (
                "https://www.google.com/url?q=https://phone.mirabridge.cloud",
                Some("www.google.com"),
            ),
            (
                "https://a.example/?u=https://phone.mirabridge.cloud/other",
                None,
            ),
            ("https://a.example/,https://phone.mirabridge.cloud", None),
            (phone, None),
            (
                "https://phone.mirabridge.cloudhttps://phone.mirabridge.cloud",
                None,
            ),
        ] {
            assert_eq!(by_way_of(text, phone), host, "{text}");
        }
    }
}
