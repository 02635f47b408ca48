//! Silence: a timeout says what it waited for.

use super::authority::trusted;
use super::check::{check_at, fault};
use super::server::{http, tcp, tls, wait};
use std::io::Write as _;
use std::net::SocketAddr;

/// Runs a check without patience. Until the silence begins, a busy machine needs some time all the same.
#[track_caller]
fn assert_waits_for(server: SocketAddr, stage: &str) {
    let impatient = || check_at(server, &["--timeout", "1500ms", "--retries", "0"]);
    let message = fault(impatient, "timeout");
    assert_eq!(message, format!("no answer in time, waiting for {stage}"));
}

#[test]
fn after_the_connection_was_accepted() {
    assert_waits_for(tcp(wait), "the TLS handshake");
}

#[test]
fn after_the_handshake() {
    let identity = trusted().authority.identity();
    assert_waits_for(tls(&identity, wait), "the header of the answer");
}

#[test]
fn in_the_middle_of_the_header() {
    let server = http(|tls| {
        tls.write_all(b"HTTP/1.1 200 OK\r\nServer: ")?;
        wait(tls)
    });
    assert_waits_for(server, "the header of the answer");
}

#[test]
fn after_the_header() {
    let server = http(|tls| {
        tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")?;
        wait(tls)
    });
    assert_waits_for(server, "the body of the answer");
}

#[test]
fn in_the_middle_of_the_body() {
    let server = http(|tls| {
        tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")?;
        wait(tls)
    });
    assert_waits_for(server, "the body of the answer");
}
