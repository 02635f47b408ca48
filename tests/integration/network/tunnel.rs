//! Proxies on loopback: one that makes tunnels, and what it was asked.

use super::authority::trusted;
use super::service::on_a_thread;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// A proxy that makes a tunnel for whoever asks.
pub(super) struct Tunnel {
    pub(super) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Tunnel {
    /// Whatever host is asked for, the tunnel ends at `service`.
    pub(super) fn to(service: SocketAddr) -> Self {
        Self::start(service, None)
    }

    /// The same, spoken to over TLS.
    pub(super) fn over_tls_to(service: SocketAddr) -> Self {
        Self::start(
            service,
            Some(trusted().authority.identity().server(&[]).into()),
        )
    }

    fn start(service: SocketAddr, tls: Option<TlsAcceptor>) -> Self {
        let heads = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heads);
        let address = on_a_thread(async move |listener| {
            loop {
                let Ok((tcp, _)) = listener.accept().await else {
                    continue;
                };
                let (tls, log) = (tls.clone(), Arc::clone(&log));
                tokio::task::spawn_local(async move {
                    match tls {
                        Some(tls) => connect(tls.accept(tcp).await?, service, &log).await,
                        None => connect(tcp, service, &log).await,
                    }
                });
            }
        });
        Self { address, heads }
    }

    /// The requests for tunnels.
    pub(super) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no panic").clone()
    }
}

async fn connect(
    mut client: impl AsyncRead + AsyncWrite + Unpin,
    service: SocketAddr,
    log: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await?);
    }
    let head = String::from_utf8(head).map_err(io::Error::other)?;
    log.lock().expect("no panic").push(head);
    let mut service = TcpStream::connect(service).await?;
    client
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await?;
    copy_bidirectional(&mut client, &mut service)
        .await
        .map(drop)
}
