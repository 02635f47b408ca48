//! Faults on the way: one answer lost or spoilt, or a fault with a word of its own.

use crate::answers::{page, redirect, refusal, timeout};
use crate::services::{but, everywhere, genesys};
use crate::table::{Row, all_hold};

#[test]
fn a_fault_leaves_open_what_it_hides() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "garbage for one redirect URI",
        server: |ask| {
            let garbage = page(200, "\u{1f}\u{8b}\u{8}\u{0}garbage");
            but(ask, ask.is_real_with(0), garbage, genesys)
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: unverifiable unrecognized, pass, pass",
        ],
    },
    Row {
        name: "502 for one redirect URI",
        server: |ask| {
            let bad_gateway = page(502, "<h1>Bad Gateway</h1>");
            but(ask, ask.is_real_with(0), bad_gateway, genesys)
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: unverifiable server_error, pass, pass",
        ],
    },
    Row {
        name: "a timeout for one redirect URI, the others are not registered",
        server: |ask| {
            if ask.is_real_with(1) || ask.is_real_with(2) {
                everywhere(ask, refusal())
            } else {
                but(ask, ask.is_real_with(0), timeout(), genesys)
            }
        },
        verdict: "fail",
        results: &[
            "invalid-client: unverifiable timeout",
            "invalid-redirect: unverifiable timeout, fail, fail",
            "grant-not-allowed: skipped",
        ],
    },
    Row {
        name: "an errorKey that nobody knows",
        server: |ask| everywhere(ask, redirect("/#/error?errorKey=outage")),
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable unrecognized"],
    },
    Row {
        name: "an errorKey that nobody knows, and one timeout",
        server: |ask| {
            but(ask, ask.is_real_with(1), timeout(), |ask| {
                everywhere(ask, redirect("/#/error?errorKey=outage"))
            })
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: skipped",
        ],
    },
    Row {
        name: "the other grant is sent back with server_error",
        server: |ask| {
            if ask.is_authorization() && ask.is_at_home() && ask.wants_code() && ask.is_real_with(0)
            {
                redirect("https://phone.mirabridge.cloud/?error=server_error")
            } else {
                genesys(ask)
            }
        },
        verdict: "warn",
        results: &["invalid-client: pass", "grant-not-allowed: skipped"],
    },
];
