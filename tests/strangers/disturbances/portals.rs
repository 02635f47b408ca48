//! One answer to everybody: a portal's, a cache's, or that of nobody in particular.

use crate::answers::{page, redirect, to_sign_in};
use crate::services::{but, everywhere, genesys};
use crate::table::{Row, all_hold};

#[test]
fn what_everybody_gets_proves_nothing() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "a captive portal",
        server: |ask| everywhere(ask, redirect("http://login.wifi.example/?u=1")),
        verdict: "unverifiable",
        results: &[
            "unreachable: unverifiable captive_portal",
            "invalid-client: skipped",
        ],
    },
    Row {
        name: "nothing at all",
        server: |ask| everywhere(ask, page(200, "")),
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable unrecognized"],
    },
    Row {
        name: "a page with a form",
        server: |ask| everywhere(ask, page(200, "<form><input></form>")),
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable indistinct",
            "invalid-redirect: skipped",
        ],
    },
    Row {
        name: "a cache that ignores the query and holds an acceptance",
        server: |ask| everywhere(ask, to_sign_in(7)),
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable indistinct",
            "invalid-redirect: unverifiable indistinct",
        ],
    },
    Row {
        name: "a cache that looks at the client id alone",
        server: |ask| but(ask, ask.is_redirect_control(), to_sign_in(7), genesys),
        verdict: "unverifiable",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: unverifiable indistinct",
            "open-redirect: unverifiable indistinct",
        ],
    },
];
