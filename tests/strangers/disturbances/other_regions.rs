//! Another region that answers differently, and yet does not know the client.

use crate::answers::{CHALLENGE, json, page};
use crate::services::{everywhere, without_client};
use crate::table::{Row, all_hold};

#[test]
fn an_odd_answer_elsewhere_is_no_home() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "a challenge page for one request in another region",
        server: |ask| {
            if ask.is_authorization() && ask.region() == "mypurecloud.ie" && ask.is_real_with(0) {
                page(200, CHALLENGE)
            } else {
                without_client(ask)
            }
        },
        verdict: "fail",
        results: UNKNOWN_AND_ONE_REGION_OPEN,
    },
    // It tells the id from one that cannot exist, but it has accepted nothing.
    Row {
        name: "another region refuses the redirect URI, not the client",
        server: |ask| {
            let answer = if ask.is_real() && ask.region() == "mypurecloud.ie" {
                r#"{"error":"invalid_request","error_description":"redirect_uri does not match"}"#
            } else {
                r#"{"error":"invalid_client","error_description":"unknown client"}"#
            };
            everywhere(ask, json(400, answer))
        },
        verdict: "fail",
        results: UNKNOWN_AND_ONE_REGION_OPEN,
    },
];

const UNKNOWN_AND_ONE_REGION_OPEN: &[&str] = &[
    "invalid-client: fail unknown_client_or_uris",
    "region-mismatch: unverifiable unrecognized",
];
