//! Answers that are broken, or without end.

use super::check::{check_at, fault_at, json, result};
use super::replies::redirect;
use super::server::{answering, http};
use super::service::Service;
use std::io::Write as _;
use std::net::SocketAddr;

const OK: &str = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
const PORT: &str = "login.mypurecloud.de:443";

#[track_caller]
fn assert_protocol(server: SocketAddr, detail: &str) {
    assert_eq!(
        fault_at(server, "protocol"),
        format!("the answer is broken: {detail}")
    );
}

#[track_caller]
fn assert_too_large(server: SocketAddr, part: &str) {
    assert_eq!(
        fault_at(server, "too_large"),
        format!("the {part} of the answer is too large")
    );
}

#[test]
fn garbage_instead_of_http() {
    let server = answering("220 mail.example ESMTP\r\n\r\n");
    assert_protocol(server, "invalid HTTP version parsed");
}

#[test]
fn chunks_that_are_none() {
    let server = answering(format!(
        "{OK}Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"
    ));
    assert_protocol(server, "Invalid chunk size line: missing size digit");
}

#[test]
fn a_length_that_is_none() {
    let server = answering(format!("{OK}Content-Length: many\r\n\r\n"));
    assert_protocol(server, "invalid content-length parsed");
}

#[test]
fn a_body_shorter_than_its_length() {
    let server = answering(format!("{OK}Content-Length: 10\r\n\r\n12345"));
    assert_protocol(server, "end of file before message length reached");
}

#[test]
fn no_answer_at_all() {
    let message = fault_at(answering(""), "connect");
    let expected = format!("no connection to {PORT}: it was closed before the answer was complete");
    assert_eq!(message, expected);
}

#[test]
fn a_header_without_end() {
    let server = http(|tls| {
        tls.write_all(OK.as_bytes())?;
        loop {
            tls.write_all(b"X-Endless: and so on\r\n")?;
        }
    });
    assert_too_large(server, "header");
}

#[test]
fn a_header_field_without_end() {
    let server = http(|tls| {
        tls.write_all(b"HTTP/1.1 302 Found\r\nLocation: https://login.mypurecloud.de/?rid=")?;
        loop {
            tls.write_all(&[b'A'; 1024])?;
        }
    });
    assert_too_large(server, "header");
}

#[test]
fn a_location_of_a_hundred_kilobytes() {
    let padding = "A".repeat(100 * 1024);
    let answer = format!(
        "HTTP/1.1 302 Found\r\nLocation: https://login.mypurecloud.de/?rid={padding}\r\nContent-Length: 0\r\n\r\n"
    );
    assert_too_large(answering(answer), "header");
}

#[test]
fn the_same_over_http_2() {
    let location = format!(
        "https://login.mypurecloud.de/?rid={}",
        "A".repeat(100 * 1024)
    );
    let service = Service::new(move |_, _| redirect(&location));
    assert_too_large(service.address, "header");
}

#[test]
fn a_body_without_end() {
    let server = http(|tls| {
        tls.write_all(format!("{OK}\r\n").as_bytes())?;
        loop {
            tls.write_all(&[b'A'; 16 * 1024])?;
        }
    });
    assert_too_large(server, "body");
}

#[test]
fn a_compressed_body_is_never_unpacked() {
    // A refusal, which would be told if anybody unpacked it.
    const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x2d\x2a\xca\x2f\x52\xb2\x52\xca\xcc\x2b\x4b\xcc\xc9\x4c\x89\x4f\xce\xc9\x4c\xcd\x2b\x51\xaa\x05\x00\xab\x84\x29\xa0\x1a\x00\x00\x00";
    let answer = format!(
        "{OK}Content-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        GZIP.len()
    );
    let server = answering([answer.as_bytes(), GZIP].concat());
    let (report, run) = json(&mut check_at(server, &[]));
    assert_eq!(run.status, 3, "{run:?}");
    assert_eq!(
        result(&report, "invalid-client")["cause"],
        "unrecognized",
        "{run:?}"
    );
    assert!(!run.stdout.contains("invalid_client"), "{run:?}");
}

#[test]
fn several_locations() {
    let answer = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://login.mypurecloud.de/?rid=a\r\nLocation: https://login.mypurecloud.de/?rid=b\r\n\r\n";
    let server = answering(answer);
    let expected = "Nothing that login.mypurecloud.de answers can be read";
    assert_eq!(fault_at(server, "protocol"), expected);
}
