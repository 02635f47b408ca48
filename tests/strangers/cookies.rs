//! A sign-in that goes on only with the cookie it began with, as that of `oidc-provider` does.

use crate::answers::{json, own_page};
use crate::ask::Ask;
use crate::table::mismatch;
use crate::world::check;
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::{Observation, Reply};

/// Sends a known client on to a page of its own, which knows its visitors by a cookie for `path`.
fn provider(ask: &Ask, path: &str) -> Observation {
    if ask.url.path().starts_with("/interaction/") && !ask.carries_cookies {
        return json(
            400,
            r#"{"error":"invalid_request","error_description":"interaction session id cookie not found"}"#,
        );
    }
    if !ask.is_authorization() {
        return own_page(ask);
    }
    if !ask.is_at_home() || !ask.is_real() {
        return json(
            400,
            r#"{"error":"invalid_client","error_description":"client is invalid"}"#,
        );
    }
    if !ask.names_needed_uri() {
        return json(
            400,
            r#"{"error":"invalid_redirect_uri","error_description":"redirect_uri did not match any of the client's registered redirect_uris"}"#,
        );
    }
    let interaction = format!("/interaction/V1StGXR8_Z5jdHi6B{:0>4}", ask.number);
    let cookie = format!("_interaction=secret{}; path={path}; httponly", ask.number);
    Ok(Reply::new(
        303,
        [
            ("location", interaction.as_bytes()),
            ("set-cookie", cookie.as_bytes()),
        ],
        b"",
    ))
}

#[test]
fn the_cookie_goes_along_and_the_client_passes() {
    for (grant, verdict) in [(Grant::Implicit, "warn"), (Grant::Pkce, "pass")] {
        let report = check(grant, |ask| provider(ask, "/interaction"));
        let wrong = mismatch(
            "the cookie fits",
            &report,
            verdict,
            &[
                "exit 0",
                "invalid-client: pass",
                "invalid-redirect: pass",
                "open-redirect: pass",
                "authentication-loop: pass",
            ],
        );
        assert_eq!(wrong, None);
    }
}

/// A browser would not get further either, but whether the client or the page is to blame is not told.
#[test]
fn a_cookie_for_another_path_stays_behind_and_nothing_passes() {
    for grant in [Grant::Implicit, Grant::Pkce] {
        let report = check(grant, |ask| provider(ask, "/elsewhere"));
        let wrong = mismatch(
            "the cookie does not fit",
            &report,
            "unverifiable",
            &[
                "exit 3",
                "invalid-client: unverifiable unrecognized",
                "invalid-redirect: skipped",
                "authentication-loop: skipped",
            ],
        );
        assert_eq!(wrong, None);
    }
}
