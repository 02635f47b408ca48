//! No connection, or one that does not last.

use super::check::{command, fault, fault_at};
use super::server::{client_hello, nobody, tcp, wait};

#[test]
fn a_name_that_does_not_resolve() {
    let message = fault(|| command(["--connect-to", "::nothing.invalid:443"]), "dns");
    let expected = "the name nothing.invalid does not resolve: names under .invalid do not exist";
    assert_eq!(message, expected);
}

#[test]
fn a_port_where_nobody_listens() {
    let address = nobody();
    let message = fault_at(address, "connect");
    assert!(
        message.starts_with(&format!("no connection to {address}: ")),
        "{message}"
    );
    assert!(message.to_lowercase().contains("refused"), "{message}");
}

#[test]
fn a_reset_after_the_connection_was_accepted() {
    // Who closes while bytes are unread resets the connection.
    let server = tcp(|connection| connection.peek(&mut [0]).map(drop));
    let message = fault_at(server, "connect");
    let expected = "no connection to login.mypurecloud.de:443: cut during the TLS handshake: ";
    assert!(message.starts_with(expected), "{message}");
}

#[test]
fn a_close_in_the_middle_of_the_handshake() {
    let server = tcp(client_hello);
    let message = fault_at(server, "connect");
    let expected = "no connection to login.mypurecloud.de:443: cut during the TLS handshake: ";
    assert!(message.starts_with(expected), "{message}");
}

#[test]
fn a_close_as_soon_as_the_connection_is_accepted() {
    let server = tcp(|connection| {
        connection.shutdown(std::net::Shutdown::Write)?;
        wait(connection)
    });
    let message = fault_at(server, "connect");
    let expected = "no connection to login.mypurecloud.de:443: cut during the TLS handshake: ";
    assert!(message.starts_with(expected), "{message}");
}
