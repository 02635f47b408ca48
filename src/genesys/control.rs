//! Values that nobody has registered, to see whether a server tells right from wrong at all, and the PKCE verifier.
//!
//! They are derived, not drawn, so that the same run asks the same and its evidence can be compared.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};

use super::client_id::ClientId;
use super::redirect_uri::RedirectUri;
use super::region::Region;

/// A client id that nobody has: a UUID of version 4, as real ones are. It is no control of itself: that would be a fixed
/// point of SHA-256, which nobody finds.
pub(crate) fn control_client_id(region: &Region, client_id: &ClientId) -> ClientId {
    let bytes = derived("control client id", region, client_id);
    let (first, _) = bytes.split_first_chunk().expect("SHA-256 has 32 bytes");
    ClientId::of_random_bytes(*first)
}

/// A redirect URI that nobody has, below a domain that can't exist (RFC 2606 §2).
pub(crate) fn control_redirect_uri(region: &Region, client_id: &ClientId) -> RedirectUri {
    let bytes = derived("control redirect uri", region, client_id);
    let (first, _) = bytes.split_first_chunk().expect("SHA-256 has 32 bytes");
    let name = u64::from_be_bytes(*first);
    RedirectUri::verbatim(format!("https://control-{name:016x}.invalid/callback"))
}

/// The code verifier (RFC 7636 §4.1). No code is ever redeemed, so it need not be secret.
fn code_verifier(region: &Region, client_id: &ClientId) -> String {
    URL_SAFE_NO_PAD.encode(derived("code verifier", region, client_id))
}

/// The code challenge of the method S256 (RFC 7636 §4.2).
pub(crate) fn code_challenge(region: &Region, client_id: &ClientId) -> String {
    challenge_of(&code_verifier(region, client_id))
}

fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

/// A hash for this purpose. Each part has its length before it, so that no two inputs can look alike.
fn derived(purpose: &str, region: &Region, client_id: &ClientId) -> [u8; 32] {
    let mut input = Vec::new();
    for part in [
        "mirabridge-oauth 1",
        purpose,
        region.domain(),
        client_id.as_str(),
    ] {
        let length = u64::try_from(part.len()).expect("no text is longer than 64 bits can count");
        input.extend(length.to_be_bytes());
        input.extend(part.as_bytes());
    }
    let hash = digest(&SHA256, &input);
    hash.as_ref().try_into().expect("SHA-256 has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeSet, HashSet};

    const ID: &str = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";

    fn id(text: &str) -> ClientId {
        ClientId::parse(text).expect("a client id")
    }

    fn frankfurt() -> Region {
        Region::parse("mypurecloud.de").expect("a region")
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        assert_eq!(
            challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn the_same_run_asks_the_same() {
        let region = frankfurt();
        assert_eq!(
            control_client_id(&region, &id(ID)).as_str(),
            "111d0d4b-4364-414c-b834-13d13b32456f"
        );
        assert_eq!(
            control_redirect_uri(&region, &id(ID)).as_str(),
            "https://control-fcaf8eabe27114d1.invalid/callback"
        );
        assert_eq!(
            code_verifier(&region, &id(ID)),
            "EgUuH8YgYXY3U3xZUpz6TkWbsljUyEL2Cro4KK6rY7w"
        );
        assert_eq!(
            code_challenge(&region, &id(ID)),
            challenge_of(&code_verifier(&region, &id(ID)))
        );
    }

    #[test]
    fn every_variant_of_rfc_9562_occurs() {
        let controls = (0..16).map(|n| {
            let client_id = id(&format!("1b2c3d4e-5f60-7182-93a4-b5c6d7e8f9{n:02}"));
            control_client_id(&frankfurt(), &client_id).to_string()
        });
        let variants: BTreeSet<_> = controls.filter_map(|id| id.chars().nth(19)).collect();
        assert_eq!(variants, BTreeSet::from(['8', '9', 'a', 'b']));
    }

    #[test]
    fn regions_clients_and_purposes_differ() {
        let mut seen = HashSet::new();
        for region in Region::all() {
            for client_id in [id(ID), id("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee")] {
                assert!(seen.insert(control_client_id(region, &client_id).to_string()));
                assert!(seen.insert(control_redirect_uri(region, &client_id).to_string()));
                assert!(seen.insert(code_verifier(region, &client_id)));
            }
        }
    }

    proptest! {
        #[test]
        fn the_shapes_are_right(text in "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") {
            let (region, client_id) = (frankfurt(), id(&text));
            let control = control_client_id(&region, &client_id);
            prop_assert_eq!(ClientId::parse(control.as_str()), Ok(control.clone()));
            prop_assert_eq!(control.as_str().chars().nth(14), Some('4'));
            prop_assert!(matches!(control.as_str().chars().nth(19), Some('8' | '9' | 'a' | 'b')));
            prop_assert_ne!(control, client_id.clone());
            let uri = control_redirect_uri(&region, &client_id);
            prop_assert_eq!(RedirectUri::new(uri.as_str()), Ok(uri.clone()));
            let name = uri.as_str().strip_prefix("https://control-").and_then(|rest| rest.strip_suffix(".invalid/callback"));
            prop_assert_eq!(name.map(str::len), Some(16));
            prop_assert_eq!(code_verifier(&region, &client_id).len(), 43);
            prop_assert_eq!(code_challenge(&region, &client_id).len(), 43);
        }
    }
}
