//! What is behind an acceptance that was told by contrast may take it back.

use crate::answers::{page, redirect, sign_in};
use crate::services::leading_to;
use crate::table::{Row, all_hold};

#[test]
fn the_next_step_may_take_an_acceptance_back() {
    all_hold(ROWS);
}

const ROWS: &[Row] = &[
    Row {
        name: "a redirect that says that the client is disabled",
        server: |ask| {
            leading_to(
                ask,
                "/client-disabled",
                page(
                    200,
                    "<title>Oops</title><p>This application is disabled</p>",
                ),
            )
        },
        verdict: "unverifiable",
        results: &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: unverifiable unrecognized",
        ],
    },
    Row {
        name: "a redirect to 404",
        server: |ask| leading_to(ask, "/continue", page(404, "")),
        verdict: "unverifiable",
        results: TAKEN_BACK,
    },
    Row {
        name: "a redirect to an error page",
        server: |ask| leading_to(ask, "/continue", page(200, "<h1>Something went wrong</h1>")),
        verdict: "unverifiable",
        results: TAKEN_BACK,
    },
    Row {
        name: "a redirect, and on to /error",
        server: |ask| {
            let next = if ask.url.path() == "/error" {
                page(200, "<h1>Error</h1>")
            } else {
                redirect("/error")
            };
            leading_to(ask, "/continue", next)
        },
        verdict: "unverifiable",
        results: TAKEN_BACK,
    },
    Row {
        name: "a hop to a foreign host behind user information, which is not followed",
        server: |ask| {
            let next = if ask.url.path() == "/a" {
                redirect("https://login.mypurecloud.de:x@evil.example/b")
            } else {
                sign_in()
            };
            leading_to(ask, "/a", next)
        },
        verdict: "warn",
        results: &["invalid-client: pass", "authentication-loop: skipped"],
    },
];

const TAKEN_BACK: &[&str] = &[
    "invalid-client: unverifiable unrecognized",
    "invalid-redirect: skipped",
    "authentication-loop: skipped",
];
