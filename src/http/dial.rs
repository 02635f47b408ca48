//! Making connections: name, TCP, proxy and TLS.

mod handshake;
mod tcp;

pub(super) use handshake::{Connection, on_fitting_thread};

use super::failure::{CONNECTING, CONNECTING_TO_PROXY};
use super::proxy::HttpProxy;
use super::{ConnectTo, Failure, ProxyRule, TlsFailure, USER_AGENT, tls};
use handshake::secure;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;
use std::cell::Cell;
use std::time::Duration;
use tcp::{Resolver, connect, resolve};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// The versions of HTTP that are spoken, as a handshake offers them.
pub(super) const HTTP: &[&[u8]] = &[b"h2", b"http/1.1"];
pub(super) const HTTP_1: &[&[u8]] = &[b"http/1.1"];

/// A byte stream, whatever carries it.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// What a connection attempt is at, so that a timeout can say what it waited for.
pub(crate) struct Stage(Cell<&'static str>);

impl Default for Stage {
    fn default() -> Self {
        Self(Cell::new(CONNECTING))
    }
}

impl Stage {
    pub(crate) fn get(&self) -> &'static str {
        self.0.get()
    }

    fn set(&self, waiting_for: &'static str) {
        self.0.set(waiting_for);
    }
}

/// Where a connection leads: to an address, or to a proxy that is asked for a tunnel.
enum Way<'a> {
    To(&'a str, u16),
    Through(&'a HttpProxy),
}

/// Makes connections: name, TCP, proxy and TLS, each with failures of its own.
///
/// The stages are our own code because telling them apart is what a person needs when the network is at fault.
pub(crate) struct Dialer {
    connect_to: Vec<ConnectTo>,
    proxy: ProxyRule,
    /// How long a connection is waited for.
    patience: Duration,
    tls: Result<ClientConfig, TlsFailure>,
}

impl Dialer {
    pub(crate) fn new(
        connect_to: Vec<ConnectTo>,
        proxy: ProxyRule,
        patience: Duration,
        ca_certificates: &[CertificateDer<'static>],
    ) -> Self {
        let tls = tls::config(ca_certificates);
        Self {
            connect_to,
            proxy,
            patience,
            tls,
        }
    }

    /// A TLS connection to port 443 of `host`, or to where the rules send it.
    pub(super) async fn dial(&self, host: &str, stage: &Stage) -> Result<Connection, Failure> {
        let stream = self.stream(host, stage).await?;
        secure(self.tls(host, HTTP)?, host, stream).await
    }

    /// A byte stream to port 443 of `host`, or to where the rules send it. All that it waits for then is TLS.
    pub(crate) async fn stream(
        &self,
        host: &str,
        stage: &Stage,
    ) -> Result<Box<dyn Stream>, Failure> {
        stage.set(CONNECTING);
        let stream: Box<dyn Stream> = match self.way(host) {
            Way::To(address, port) => Box::new(self.connect(address, port, stage).await?),
            Way::Through(proxy) => self.tunnel(proxy, host, stage).await?,
        };
        stage.set("the TLS handshake");
        Ok(stream)
    }

    /// TLS with `host` that offers these protocols.
    fn tls(&self, host: &str, protocols: &[&[u8]]) -> Result<ClientConfig, Failure> {
        let mut config = self.tls.clone().map_err(|problem| Failure::Tls {
            host: host.to_owned(),
            problem,
        })?;
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        Ok(config)
    }

    fn way<'a>(&'a self, host: &'a str) -> Way<'a> {
        let mapped = self.connect_to.iter().find_map(|rule| rule.for_host(host));
        match (mapped, self.proxy.for_host(host)) {
            (Some((address, port)), _) => Way::To(address, port),
            (None, Some(proxy)) => Way::Through(proxy),
            (None, None) => Way::To(host, 443),
        }
    }

    /// What makes an HTTP client for `host` alone: it connects to where the rules send it, and offers these protocols
    /// in the handshake.
    pub(super) fn client(&self, host: &str, protocols: &[&[u8]]) -> Result<ClientBuilder, Failure> {
        let tls = self.tls(host, protocols)?;
        let builder = Client::builder()
            // Otherwise it looks for one in the environment.
            .no_proxy()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .https_only(true)
            .user_agent(USER_AGENT)
            .connect_timeout(self.patience)
            .tls_backend_preconfigured(tls);
        Ok(match self.way(host) {
            Way::To(address, port) => builder.dns_resolver(Resolver::to(address, port)),
            Way::Through(proxy) => builder
                .dns_resolver(Resolver::default())
                .proxy(proxy.for_client()?),
        })
    }

    async fn connect(&self, host: &str, port: u16, stage: &Stage) -> Result<TcpStream, Failure> {
        connect(host, port, stage, self.patience, tower::service_fn(resolve)).await
    }

    async fn tunnel(
        &self,
        proxy: &HttpProxy,
        host: &str,
        stage: &Stage,
    ) -> Result<Box<dyn Stream>, Failure> {
        let unreachable = |failure: Failure| match failure {
            Failure::Tls {
                problem: TlsFailure::NotTls(_),
                ..
            } => proxy.without_tls(),
            failure => proxy.unreachable(&failure),
        };
        stage.set(CONNECTING_TO_PROXY);
        let tcp = self
            .connect(proxy.host(), proxy.port(), stage)
            .await
            .map_err(unreachable)?;
        stage.set("the proxy");
        if proxy.speaks_tls() {
            let stream: Box<dyn Stream> = Box::new(tcp);
            // A tunnel is HTTP/1.1, so a proxy must not be offered anything else.
            let tls = self.tls(proxy.host(), &[]).map_err(unreachable)?;
            let stream = secure(tls, proxy.host(), stream)
                .await
                .map_err(unreachable)?;
            Ok(Box::new(proxy.tunnel(host, stream).await?))
        } else {
            Ok(Box::new(proxy.tunnel(host, tcp).await?))
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{Dialer, Stage};
    use crate::http::{Advice, Failure, ProxyRule};
    use std::net::Ipv4Addr;
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test(start_paused = true)]
    async fn a_proxy_that_does_not_answer_is_told_from_a_host() {
        let full = super::tcp::full_port::FullPort::at((Ipv4Addr::LOCALHOST, 0).into()).await;
        let full = full.expect("a port on loopback");
        let proxy = ProxyRule::fixed(&full.address().to_string()).expect("a proxy");
        let patience = Duration::from_secs(10);
        let dialer = Dialer::new(Vec::new(), proxy, patience, &[]);
        let stage = Stage::default();
        let dialing = dialer.stream("login.mypurecloud.de", &stage);
        let late = timeout(patience / 2, dialing).await;
        assert!(late.is_err(), "nobody accepts");
        let waiting_for = stage.get();
        assert_eq!(waiting_for, "a connection to the proxy");
        let failure = Failure::Timeout { waiting_for };
        assert_eq!(failure.special_advice(), Some(Advice::ProxyUnreachable));
    }
}
