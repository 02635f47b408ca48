//! What answers is no TLS, or an old one.

use super::check::fault_at;
use super::server::{client_hello, tcp, wait};
use std::io::Write as _;

#[test]
fn plain_http_where_tls_was_asked_for() {
    let server = tcp(|connection| {
        client_hello(connection)?;
        connection.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")?;
        wait(connection)
    });
    let message = fault_at(server, "tls");
    let expected = "no secure connection to login.mypurecloud.de: what answered on that port does not speak TLS";
    assert_eq!(message, expected);
}

const OLD: &str = "no secure connection to login.mypurecloud.de: it offers no TLS version this tool speaks (1.2 or 1.3)";

#[test]
fn a_server_that_refuses_new_versions_with_an_alert() {
    let server = tcp(|connection| {
        client_hello(connection)?;
        let fatal_protocol_version = [21, 3, 1, 0, 2, 2, 70];
        connection.write_all(&fatal_protocol_version)?;
        wait(connection)
    });
    assert_eq!(fault_at(server, "tls"), OLD);
}

#[test]
fn a_server_that_chooses_tls_1_0() {
    let server = tcp(|connection| {
        client_hello(connection)?;
        connection.write_all(&server_hello([3, 1]))?;
        wait(connection)
    });
    assert_eq!(fault_at(server, "tls"), OLD);
}

#[test]
fn a_server_that_chooses_tls_1_1() {
    let server = tcp(|connection| {
        client_hello(connection)?;
        connection.write_all(&server_hello([3, 2]))?;
        wait(connection)
    });
    assert_eq!(fault_at(server, "tls"), OLD);
}

#[test]
fn a_server_that_has_no_cipher_in_common() {
    let server = tcp(|connection| {
        client_hello(connection)?;
        let fatal_handshake_failure = [21, 3, 3, 0, 2, 2, 40];
        connection.write_all(&fatal_handshake_failure)?;
        wait(connection)
    });
    let message = fault_at(server, "tls");
    let expected = "no secure connection to login.mypurecloud.de: it refused the TLS handshake (HandshakeFailure)";
    assert_eq!(message, expected);
}

/// The ServerHello of an old version: version, random, no session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no
/// compression.
fn server_hello(version: [u8; 2]) -> Vec<u8> {
    let mut body = version.to_vec();
    body.extend([7; 32]);
    body.extend([0, 0xc0, 0x13, 0]);
    let mut handshake = vec![2, 0, 0, u8::try_from(body.len()).expect("it is short")];
    handshake.extend(body);
    let mut record = vec![
        22,
        version[0],
        version[1],
        0,
        u8::try_from(handshake.len()).expect("it is short"),
    ];
    record.extend(handshake);
    record
}
