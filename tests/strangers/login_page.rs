//! The ways to Genesys Cloud's login page, and what is behind the redirect.

use crate::answers::{page, redirect, refusal, sign_in};
use crate::ask::Ask;
use crate::services::{genesys, leading_to};
use crate::table::{Row, all_hold, mismatch};
use crate::world::check;
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::Observation;

#[test]
fn every_known_way_to_it_is_an_acceptance() {
    let rid = "dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ";
    for location in [
        format!("/?rid={rid}"),
        format!("https://login.mypurecloud.de/?rid={rid}"),
        format!("/?rid={rid}#/authenticate"),
        format!("/?rid={rid}#/splash"),
        format!("/?rid={rid}#/authenticate-adv/org/acme"),
    ] {
        let report = check(Grant::Implicit, |ask| leading_to(ask, &location, sign_in()));
        let results = ["invalid-client: pass", "authentication-loop: pass"];
        assert_eq!(mismatch(&location, &report, "warn", &results), None);
    }
}

/// Genesys Cloud, whose login page gives this answer.
fn behind(ask: &Ask, answer: fn(&Ask) -> Observation) -> Observation {
    if ask.host() == "login.mypurecloud.de" && !ask.is_authorization() {
        answer(ask)
    } else {
        genesys(ask)
    }
}

#[test]
fn a_login_page_that_goes_round_in_circles_is_wrong() {
    all_hold(&[
        Row {
            name: "two addresses that lead to each other",
            server: |ask| {
                behind(ask, |ask| {
                    redirect(if ask.url.path() == "/" {
                        "/signin"
                    } else {
                        "/"
                    })
                })
            },
            verdict: "fail",
            results: &["invalid-client: pass", "authentication-loop: fail"],
        },
        Row {
            name: "an address that leads to itself",
            server: |ask| behind(ask, |ask| redirect(ask.url.as_str())),
            verdict: "fail",
            results: &["invalid-client: pass", "authentication-loop: fail"],
        },
        Row {
            name: "addresses that lead on and on",
            server: |ask| behind(ask, |ask| redirect(format!("/signin/{}", ask.number))),
            verdict: "unverifiable",
            results: &["authentication-loop: unverifiable redirect_loop"],
        },
        Row {
            name: "out of order",
            server: |ask| behind(ask, |_| page(503, "")),
            verdict: "unverifiable",
            results: &["authentication-loop: unverifiable server_error"],
        },
        Row {
            name: "an error page after all",
            server: |ask| behind(ask, |_| refusal()),
            verdict: "unverifiable",
            results: &["invalid-client: unverifiable unrecognized"],
        },
    ]);
}

#[test]
fn a_page_that_is_out_of_order_is_a_warning() {
    all_hold(&[Row {
        name: "crm/authWindow.html answers 503",
        server: |ask| {
            if ask.url.path() == "/crm/authWindow.html" {
                page(503, "")
            } else {
                genesys(ask)
            }
        },
        verdict: "warn",
        results: &["invalid-client: pass", "redirect-page: pass, pass, warn"],
    }]);
}
