//! Servers of HTTP/2 that close a connection in order (GOAWAY), as many do after a number of requests. What they did
//! not look at before is theirs to be asked again.

use super::authority::trusted;
use super::check::{check_at, fault, json, ran};
use super::replies::healthy;
use super::service::{Asked, on_a_thread};
use bytes::Bytes;
use h2::Reason;
use h2::server::Connection;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A server that closes so many connections with this code before it looks at a request, and serves the others. And how
/// many connections there were.
fn closing(first: usize, code: Reason) -> (SocketAddr, Arc<AtomicUsize>) {
    let tls = TlsAcceptor::from(trusted().authority.identity().server(&["h2"]));
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    let address = on_a_thread(async move |listener| {
        loop {
            let Ok((tcp, _)) = listener.accept().await else {
                continue;
            };
            let closes = counter.fetch_add(1, Ordering::Relaxed) < first;
            let code = closes.then_some(code);
            let tls = tls.clone();
            tokio::task::spawn_local(async move {
                // Whatever fails here, the program sees and reports.
                let _ = serve(tcp, &tls, code).await;
            });
        }
    });
    (address, connections)
}

async fn serve(
    tcp: TcpStream,
    tls: &TlsAcceptor,
    code: Option<Reason>,
) -> Result<(), Box<dyn std::error::Error>> {
    let stream = tls.accept(tcp).await?;
    let mut connection = h2::server::handshake(stream).await?;
    if let Some(code) = code {
        connection.abrupt_shutdown(code);
    }
    answer_all(connection).await
}

/// Answers everything on a connection as it should be, and never closes it.
pub(super) async fn answer_all(
    mut connection: Connection<TlsStream<TcpStream>, Bytes>,
) -> Result<(), Box<dyn std::error::Error>> {
    while let Some(request) = connection.accept().await {
        let (request, mut respond) = request?;
        let target = request.uri().path_and_query().map(ToString::to_string);
        let answer = healthy(&Asked {
            host: request.uri().host().unwrap_or_default().to_owned(),
            target: target.unwrap_or_default(),
            at: Instant::now(),
        });
        let (head, _) = answer.into_parts();
        respond.send_response(http::Response::from_parts(head, ()), true)?;
    }
    // To close it with something unread would take back what was said last.
    std::future::pending().await
}

#[test]
fn requests_to_a_host_share_one_connection() {
    let (server, connections) = closing(0, Reason::NO_ERROR);
    let (report, run) = json(&mut check_at(server, &[]));
    assert_eq!(run.status, 0, "{run:?}");
    let probes = report["probes"].as_array().expect("requests").iter();
    let hosts = probes.map(|probe| probe["url"].as_str().expect("an address").split('/').nth(2));
    let hosts = hosts.collect::<std::collections::HashSet<_>>().len();
    assert_eq!(connections.load(Ordering::Relaxed), hosts);
}

#[test]
fn what_was_not_looked_at_is_asked_again() {
    for first in [1, 9] {
        let (server, connections) = closing(first, Reason::NO_ERROR);
        let run = ran(&mut check_at(server, &["--retries", "0"]));
        assert_eq!(run.status, 0, "{run:?}");
        assert!(connections.load(Ordering::Relaxed) > first);
    }
}

#[test]
fn who_never_looks_is_not_asked_for_ever() {
    let (server, connections) = closing(usize::MAX, Reason::NO_ERROR);
    let message = fault(|| check_at(server, &["--retries", "0"]), "server_error");
    assert_eq!(
        message,
        "login.mypurecloud.de ended the connection (HTTP/2 GOAWAY, NO_ERROR)"
    );
    // Two runs, three hosts, and eight requests at a time to a host share a connection.
    let connections = connections.load(Ordering::Relaxed);
    assert!(connections <= 2 * 3 * 8 * 16, "{connections}");
}

/// A server that refuses every request on connections that it keeps, and how many those were.
fn refusing() -> (SocketAddr, Arc<AtomicUsize>) {
    let tls = TlsAcceptor::from(trusted().authority.identity().server(&["h2"]));
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    let address = on_a_thread(async move |listener| {
        loop {
            let Ok((tcp, _)) = listener.accept().await else {
                continue;
            };
            let (tls, counter) = (tls.clone(), Arc::clone(&counter));
            tokio::task::spawn_local(async move {
                let stream = tls.accept(tcp).await.ok()?;
                let mut connection = h2::server::handshake(stream).await.ok()?;
                while let Some(request) = connection.accept().await {
                    counter.fetch_add(1, Ordering::Relaxed);
                    request.ok()?.1.send_reset(Reason::REFUSED_STREAM);
                }
                Some(())
            });
        }
    });
    (address, requests)
}

#[test]
fn who_refuses_a_request_is_asked_once_more_at_once() {
    for (retries, most_often) in [("0", 2), ("1", 4)] {
        let (server, requests) = refusing();
        let (report, run) = json(&mut check_at(server, &["--retries", retries]));
        assert_eq!(run.status, 3, "{run:?}");
        let sent = report["probes"].as_array().expect("requests").len();
        let requests = requests.load(Ordering::Relaxed);
        assert!(
            requests > sent && requests <= sent * most_often,
            "{requests} of {sent}"
        );
    }
}

#[test]
fn what_was_closed_for_a_reason_is_not_asked_again() {
    let (server, connections) = closing(usize::MAX, Reason::ENHANCE_YOUR_CALM);
    let run = ran(&mut check_at(server, &["--retries", "0"]));
    assert_eq!(run.status, 3, "{run:?}");
    let connections = connections.load(Ordering::Relaxed);
    assert!(connections <= 11, "{connections}");
    assert!(run.stdout.contains("(too many requests)"), "{run:?}");
}
