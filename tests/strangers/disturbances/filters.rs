//! Filters that answer single requests in place of the service: theirs is neither acceptance nor refusal.

use crate::answers::{CHALLENGE, page, redirect};
use crate::services::{but, genesys, without_client};
use crate::table::{Row, all_hold};

#[test]
fn a_filters_page_stands_for_no_verdict() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "a challenge page for the client control",
        server: |ask| but(ask, ask.is_client_control(), page(200, CHALLENGE), genesys),
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: pass",
            "grant-not-allowed: skipped",
        ],
    },
    Row {
        name: "a challenge page for one redirect URI of three",
        server: |ask| but(ask, ask.is_real_with(2), page(200, CHALLENGE), genesys),
        verdict: "unverifiable",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: pass, pass, unverifiable unrecognized",
            "grant-not-allowed: skipped",
        ],
    },
    Row {
        name: "a redirect to an apology for one redirect URI of three",
        server: |ask| but(ask, ask.is_real_with(2), redirect("/sorry"), genesys),
        verdict: "unverifiable",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: pass, pass, unverifiable unrecognized",
        ],
    },
    Row {
        name: "a challenge page for one redirect URI, the others refused",
        server: |ask| {
            but(
                ask,
                ask.is_real_with(2),
                page(200, CHALLENGE),
                without_client,
            )
        },
        verdict: "fail",
        results: &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: fail, fail, unverifiable unrecognized",
            "region-mismatch: skipped",
        ],
    },
    Row {
        name: "a challenge page for quotes in a redirect URI",
        server: |ask| {
            if ask.is_authorization() && ask.redirect_uri().contains('"') {
                page(200, CHALLENGE)
            } else {
                without_client(ask)
            }
        },
        verdict: "fail",
        results: UNKNOWN_CLIENT,
    },
    Row {
        name: "a redirect home for a line break in a redirect URI",
        server: |ask| {
            if ask.is_authorization() && ask.redirect_uri().contains('\n') {
                redirect("/")
            } else {
                without_client(ask)
            }
        },
        verdict: "fail",
        results: UNKNOWN_CLIENT,
    },
    Row {
        name: "a challenge page for one request with the other grant",
        server: |ask| {
            if ask.is_authorization() && ask.is_at_home() && ask.wants_code() && ask.is_real_with(1)
            {
                page(200, CHALLENGE)
            } else {
                without_client(ask)
            }
        },
        verdict: "fail",
        results: UNKNOWN_CLIENT,
    },
    Row {
        name: "the pages are the filter's",
        server: |ask| {
            if ask.host() == "login.mypurecloud.de" {
                genesys(ask)
            } else {
                page(
                    200,
                    "<title>URL filtering</title><p>This site has been blocked by your network administrator</p>",
                )
            }
        },
        verdict: "warn",
        results: &[
            "invalid-client: pass",
            "redirect-page: warn",
            "init-page: warn",
        ],
    },
];

const UNKNOWN_CLIENT: &[&str] = &[
    "invalid-client: fail unknown_client_or_uris",
    "invalid-redirect: skipped",
    "grant-not-allowed: skipped",
];
