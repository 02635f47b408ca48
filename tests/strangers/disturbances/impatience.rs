//! A service that has had enough of us: what it then says, it does not say of the client.

use crate::answers::{json, page, redirect};
use crate::services::{but, genesys, out_of_patience};
use crate::table::{Row, all_hold};

#[test]
fn lost_patience_is_no_refusal() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "accepts anybody, then 403",
        server: |ask| out_of_patience(ask, page(403, "<h1>Forbidden</h1>")),
        verdict: "unverifiable",
        results: INDISTINCT,
    },
    Row {
        name: "accepts anybody, then /unavailable",
        server: |ask| out_of_patience(ask, redirect("/unavailable")),
        verdict: "unverifiable",
        results: INDISTINCT,
    },
    Row {
        name: "accepts anybody, then a maintenance page",
        server: |ask| out_of_patience(ask, page(200, "<h1>Maintenance</h1>")),
        verdict: "unverifiable",
        results: INDISTINCT,
    },
    Row {
        name: "accepts anybody, then ThrottlingException",
        server: |ask| out_of_patience(ask, json(400, r#"{"error":"ThrottlingException"}"#)),
        verdict: "unverifiable",
        results: INDISTINCT,
    },
    Row {
        name: "accepts anybody, then too many requests from the client IP",
        server: |ask| {
            out_of_patience(
                ask,
                page(403, "<p>Error: too many requests from your client IP</p>"),
            )
        },
        verdict: "unverifiable",
        results: INDISTINCT,
    },
    Row {
        name: "429 for the redirect control",
        server: |ask| but(ask, ask.is_redirect_control(), page(429, ""), genesys),
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable rate_limited",
            "invalid-redirect: skipped",
        ],
    },
];

const INDISTINCT: &[&str] = &[
    "invalid-client: unverifiable indistinct",
    "invalid-redirect: skipped",
    "grant-not-allowed: skipped",
];
