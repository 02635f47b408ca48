//! Answers that are whole, and too much or too many.

use super::check::{check_at, fault_at, json, result};
use super::replies::{healthy, redirect};
use super::server::answering;
use super::service::Service;
use std::net::SocketAddr;

#[track_caller]
fn assert_too_large(server: SocketAddr) {
    let told = fault_at(server, "too_large");
    assert_eq!(told, "the header of the answer is too large");
}

#[test]
fn a_location_of_a_hundred_kilobytes() {
    let padding = "A".repeat(100 * 1024);
    let answer = format!(
        "HTTP/1.1 302 Found\r\nLocation: https://login.mypurecloud.de/?rid={padding}\r\nContent-Length: 0\r\n\r\n"
    );
    assert_too_large(answering(answer));
}

#[test]
fn the_same_over_http_2() {
    let location = format!(
        "https://login.mypurecloud.de/?rid={}",
        "A".repeat(100 * 1024)
    );
    let service = Service::new(move |_, _| redirect(&location));
    assert_too_large(service.address);
}

#[test]
fn several_locations() {
    let answer = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://login.mypurecloud.de/?rid=a\r\nLocation: https://login.mypurecloud.de/?rid=b\r\n\r\n";
    let server = answering(answer);
    let expected = "Nothing that login.mypurecloud.de answers can be read";
    assert_eq!(fault_at(server, "protocol"), expected);
}

/// A service where all is well, but that it sends the client itself there.
fn sending_to(location: &'static str) -> Service {
    Service::new(move |asked, _| {
        let answer = healthy(asked);
        let to = answer
            .headers()
            .get("location")
            .map(|to| to.to_str().expect("text"));
        match to {
            Some(to) if to.contains("?rid=") => redirect(location),
            _ => answer,
        }
    })
}

#[test]
fn a_location_may_leave_out_what_is_the_same() {
    for location in [
        "/?rid=rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "../?rid=rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "//login.mypurecloud.de/?rid=rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
    ] {
        let service = sending_to(location);
        let (report, run) = json(&mut check_at(service.address, &[]));
        assert_eq!(run.status, 0, "{location}: {run:?}");
        assert_eq!(result(&report, "invalid-client")["basis"], "signature");
    }
}

#[test]
fn a_location_that_leads_nowhere_or_to_others_proves_nothing() {
    for (location, cause) in [
        (
            "//foreign.example/?rid=rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
            "unrecognized",
        ),
        ("https:", "protocol"),
        ("https://", "protocol"),
        ("https://[", "protocol"),
        ("https://login.mypurecloud.de:99999/?rid=a", "protocol"),
        ("https://login.mypurecloud.de%00/?rid=a", "protocol"),
        ("", "protocol"),
        ("#/authenticate", "redirect_loop"),
    ] {
        let service = sending_to(location);
        let (report, run) = json(&mut check_at(service.address, &[]));
        assert_eq!(run.status, 3, "{location}: {run:?}");
        for id in ["invalid-client", "invalid-redirect"] {
            let result = result(&report, id);
            let told = (&result["status"], &result["cause"]);
            assert_eq!(
                told,
                (&"unverifiable".into(), &cause.into()),
                "{location}: {result:#}"
            );
        }
    }
}
