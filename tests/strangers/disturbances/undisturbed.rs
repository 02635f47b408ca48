//! What the disturbed are compared with.

use crate::services::{by_contrast, genesys, without_client};
use crate::table::{Row, all_hold};

#[test]
fn without_a_disturbance_all_is_told() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "Genesys Cloud, a client that is right",
        server: genesys,
        verdict: "warn",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: pass",
            "open-redirect: pass",
            "implicit-grant-sunset: warn",
        ],
    },
    Row {
        name: "a service of another kind, a client that is right",
        server: by_contrast,
        verdict: "warn",
        results: &[
            "invalid-client: pass",
            "invalid-redirect: pass",
            "open-redirect: pass",
        ],
    },
    Row {
        name: "Genesys Cloud, a client that is unknown",
        server: without_client,
        verdict: "fail",
        results: &[
            "invalid-client: fail unknown_client_or_uris",
            "invalid-redirect: skipped",
        ],
    },
];
