//! What we ask, echoed, is no refusal, though the redirect control holds the word "invalid".

use crate::answers::{page, redirect, redirect_with_body};
use crate::services::{checking_clients_only, everywhere};
use crate::table::{Row, all_hold};

#[test]
fn our_own_words_tell_nothing() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "every redirect URI is sent on, with an echo in the address and the body (Express, Werkzeug)",
        server: |ask| {
            checking_clients_only(ask, |ask| {
                let location = format!("/login?{}", ask.query());
                redirect_with_body(&location, &format!("Found. Redirecting to {location}"))
            })
        },
        verdict: "unverifiable",
        results: URIS_INDISTINCT,
    },
    Row {
        name: "every redirect URI is sent on, with an echo in the address",
        server: |ask| checking_clients_only(ask, |ask| redirect(format!("/login?{}", ask.query()))),
        verdict: "unverifiable",
        results: URIS_INDISTINCT,
    },
    Row {
        name: "every redirect URI gets the sign-in page, which names it",
        server: |ask| {
            checking_clients_only(ask, |ask| {
                page(
                    200,
                    format!(
                        "<title>Sign in</title><form><input name=email></form><p>You return to the redirect URI {}</p>",
                        ask.redirect_uri()
                    ),
                )
            })
        },
        verdict: "unverifiable",
        results: URIS_INDISTINCT,
    },
    Row {
        name: "one error page for everybody, which names the redirect URI",
        server: |ask| {
            everywhere(
                ask,
                page(
                    400,
                    format!(
                        "<title>Oops</title><p>Unknown client or redirect URI.</p><p>You asked for {} </p>",
                        ask.redirect_uri()
                    ),
                ),
            )
        },
        verdict: "fail",
        results: &["invalid-client: fail unknown_client_or_uris"],
    },
    Row {
        name: "404 for everybody, with the whole address",
        server: |ask| {
            everywhere(
                ask,
                page(
                    404,
                    format!(
                        "<p>The requested URL {}?{} was not found on this server.</p>",
                        ask.url.path(),
                        ask.query()
                    ),
                ),
            )
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable indistinct",
            "invalid-redirect: skipped",
        ],
    },
    Row {
        name: "a proxy's 403 for everybody, with the whole address",
        server: |ask| {
            everywhere(
                ask,
                page(
                    403,
                    format!("<p>Access to {} is not allowed by policy.</p>", ask.url),
                ),
            )
        },
        verdict: "unverifiable",
        results: &[
            "unreachable: unverifiable blocked",
            "invalid-client: skipped",
        ],
    },
];

const URIS_INDISTINCT: &[&str] = &[
    "exit 3",
    "invalid-client: pass",
    "invalid-redirect: unverifiable indistinct",
    "open-redirect: unverifiable indistinct",
];
