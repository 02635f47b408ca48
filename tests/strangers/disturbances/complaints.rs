//! Complaints about something else: a "client" is also a browser, a certificate, an address, and what is
//! missing is missing in the request.

use crate::answers::{json, page};
use crate::services::everywhere;
use crate::table::{Row, all_hold};

#[test]
fn a_complaint_about_something_else_blames_no_client() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "a front end: your client has issued a malformed request",
        server: |ask| {
            everywhere(
                ask,
                page(
                    400,
                    "<title>Error 400 (Bad Request)!!1</title><p>Your client has issued a malformed or illegal request.",
                ),
            )
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable indistinct"],
    },
    Row {
        name: "a proxy: your client is not authorized",
        server: |ask| {
            everywhere(
                ask,
                page(
                    200,
                    "<h1>Stop</h1><p>Your client is not authorized to use this proxy</p>",
                ),
            )
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable unrecognized"],
    },
    Row {
        name: "a TLS front end: the client certificate is missing",
        server: |ask| everywhere(ask, page(400, "<p>The client certificate is missing</p>")),
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable indistinct"],
    },
    Row {
        name: "503: the client IP is not allowed",
        server: |ask| {
            everywhere(
                ask,
                page(
                    503,
                    "<p>Error: access from your client IP address is not allowed</p>",
                ),
            )
        },
        verdict: "unverifiable",
        results: &[
            "unreachable: unverifiable server_error",
            "invalid-client: skipped",
        ],
    },
    Row {
        name: "the query was stripped on the way",
        server: |ask| {
            everywhere(
                ask,
                json(
                    400,
                    r#"{"error":"invalid_request","error_description":"Missing parameter: client_id"}"#,
                ),
            )
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable unrecognized"],
    },
    Row {
        name: "PKCE is required of everybody",
        server: |ask| {
            everywhere(
                ask,
                json(
                    400,
                    r#"{"error":"invalid_request","error_description":"public client: code_challenge missing"}"#,
                ),
            )
        },
        verdict: "unverifiable",
        results: &["invalid-client: unverifiable unrecognized"],
    },
];
