//! A control that fares differently by a fault: refusals must not be told apart by it.

use crate::answers::{page, redirect, refusal, timeout, to_sign_in};
use crate::services::{but, by_contrast, genesys, without_client};
use crate::table::{Row, all_hold};

#[test]
fn a_disturbed_control_proves_nothing() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "the client control times out",
        server: |ask| but(ask, ask.is_client_control(), timeout(), by_contrast),
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable timeout",
            "grant-not-allowed: skipped",
        ],
    },
    Row {
        name: "the client control gets 503",
        server: |ask| but(ask, ask.is_client_control(), page(503, ""), by_contrast),
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable server_error",
            "grant-not-allowed: skipped",
        ],
    },
    Row {
        name: "the client control gets an errorKey that nobody knows, all else is refused",
        server: |ask| {
            let fault = redirect("/#/error?errorKey=requestTimedOut");
            but(ask, ask.is_client_control(), fault, without_client)
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable server_error"],
    },
    Row {
        name: "the redirect control gets an errorKey that nobody knows, all else is refused",
        server: |ask| {
            let fault = redirect("/#/error?errorKey=requestTimedOut");
            but(ask, ask.is_redirect_control(), fault, without_client)
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable server_error"],
    },
    Row {
        name: "the redirect control is sent on, all else is refused",
        server: |ask| {
            but(
                ask,
                ask.is_redirect_control(),
                redirect("/login"),
                without_client,
            )
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable unrecognized"],
    },
    Row {
        name: "the client control is sent back with server_error, all else is refused",
        server: |ask| {
            let fault = redirect("https://phone.mirabridge.cloud/#error=server_error");
            but(ask, ask.is_client_control(), fault, without_client)
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable indistinct"],
    },
    Row {
        name: "the client control is sent back with temporarily_unavailable",
        server: |ask| {
            let fault = redirect("https://phone.mirabridge.cloud/#error=temporarily_unavailable");
            but(ask, ask.is_client_control(), fault, genesys)
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable indistinct",
            "invalid-redirect: unverifiable indistinct",
        ],
    },
    Row {
        name: "both controls and a redirect URI are sent to a maintenance page",
        server: |ask| {
            let is_out = !ask.is_real() || ask.is_redirect_control() || ask.is_real_with(1);
            but(ask, is_out, redirect("/maintenance"), genesys)
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: unverifiable unrecognized",
        ],
    },
    Row {
        name: "the redirect control is accepted, so the refusal of one redirect URI is not its fault",
        server: |ask| {
            if ask.is_redirect_control() {
                but(ask, true, to_sign_in(1), genesys)
            } else {
                but(ask, ask.is_real_with(1), refusal(), genesys)
            }
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: unverifiable indistinct",
        ],
    },
];
