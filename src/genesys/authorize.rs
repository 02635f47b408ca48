//! The request with which a login begins.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::grant::Grant;
use super::region::Region;

/// All but the unreserved characters of RFC 3986 §2.3, so that no part of a value can be taken for a part of the URL.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The authorization request (RFC 6749 §4.1.1 and §4.2.1; with PKCE, the challenge by RFC 7636 §4.3).
///
/// Plain strings rather than parsed values, as near misses and controls are asked for too. Without a scope unless one is
/// given, as the SDKs of Genesys send none.
#[must_use]
pub fn authorize_url(
    region: &Region,
    client_id: &str,
    redirect_uri: &str,
    grant: Grant,
    challenge: Option<&str>,
    scope: Option<&str>,
) -> String {
    let mut parameters = vec![
        ("client_id", client_id),
        ("redirect_uri", redirect_uri),
        ("response_type", grant.response_type()),
    ];
    if let Some(challenge) = challenge {
        parameters.extend([
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]);
    }
    parameters.extend(scope.map(|scope| ("scope", scope)));
    let query: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={}", percent_encode(value)))
        .collect();
    format!(
        "https://{}/oauth/authorize?{}",
        region.login_host(),
        query.join("&")
    )
}

/// A value as it stands in a query, or in a segment of a path.
pub(crate) fn percent_encode(value: &str) -> String {
    utf8_percent_encode(value, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use url::Url;

    fn frankfurt() -> Region {
        Region::parse("mypurecloud.de").expect("a region")
    }

    #[test]
    fn a_request_is_that_of_rfc_6749() {
        assert_eq!(
            authorize_url(
                &frankfurt(),
                "1b2c",
                "https://phone.mirabridge.cloud",
                Grant::Implicit,
                None,
                None
            ),
            "https://login.mypurecloud.de/oauth/authorize?client_id=1b2c&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token"
        );
    }

    #[test]
    fn with_pkce_it_has_a_challenge() {
        assert_eq!(
            authorize_url(
                &frankfurt(),
                "1b2c",
                "https://a/?x=y z",
                Grant::Pkce,
                Some("a-b_c"),
                Some("conversations:readonly")
            ),
            "https://login.mypurecloud.de/oauth/authorize?client_id=1b2c&redirect_uri=https%3A%2F%2Fa%2F%3Fx%3Dy%20z&response_type=code&code_challenge=a-b_c&code_challenge_method=S256&scope=conversations%3Areadonly"
        );
    }

    proptest! {
        #[test]
        fn every_value_arrives_whole(uri in any::<String>(), scope in any::<String>()) {
            let url = authorize_url(&frankfurt(), "1b2c", &uri, Grant::Implicit, None, Some(&scope));
            let url = Url::parse(&url).expect("all is encoded");
            let values: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            let expected = [("client_id", "1b2c"), ("redirect_uri", &uri), ("response_type", "token"), ("scope", &scope)];
            prop_assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
    }
}
