//! A connection over which nothing comes any more, and which nobody closed: a router forgot it, a VPN took another way,
//! the computer slept.

use super::authority::trusted;
use super::check::{check_at, ran};
use super::closed_in_order::answer_all;
use super::service::on_a_thread;
use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use tokio_rustls::TlsAcceptor;

/// A server whose first connection as the login host falls silent after the handshakes, and that answers on all others.
fn silent_at_first() -> SocketAddr {
    let tls = TlsAcceptor::from(trusted().authority.identity().server(&["h2"]));
    on_a_thread(async move |listener| {
        let is_silent = Rc::new(Cell::new(false));
        loop {
            let Ok((tcp, _)) = listener.accept().await else {
                continue;
            };
            let (tls, is_silent) = (tls.clone(), Rc::clone(&is_silent));
            tokio::task::spawn_local(async move {
                let Ok(stream) = tls.accept(tcp).await else {
                    return;
                };
                let name = stream.get_ref().1.server_name();
                let falls = name == Some("login.mypurecloud.de") && !is_silent.replace(true);
                let Ok(connection) = h2::server::handshake(stream).await else {
                    return;
                };
                if falls {
                    // Held, and neither read nor written any more.
                    std::future::pending::<()>().await;
                }
                // Whatever fails here, the program sees and reports.
                let _ = answer_all(connection).await;
            });
        }
    })
}

#[test]
fn nobody_goes_back_to_a_connection_that_fell_silent() {
    let server = silent_at_first();
    let patience = ["--timeout", "1s", "--deadline", "20s", "--retries", "1"];
    let run = ran(&mut check_at(server, &patience));
    assert_eq!(run.status, 0, "{run:?}");
}
