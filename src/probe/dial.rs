use super::proxy::HttpProxy;
use super::{ConnectTo, Failure, ProxyRule, TlsFailure, tls};
use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use rustls::pki_types::{CertificateDer, ServerName};
use std::cell::Cell;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tower_service::Service;

/// A byte stream, whatever carries it.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection that is ready for HTTP.
pub(super) type Connection = TlsStream<Box<dyn Stream>>;

/// What a connection attempt is at, so that a timeout can say what it waited for.
pub(super) struct Stage(Cell<&'static str>);

impl Default for Stage {
    fn default() -> Self {
        Self(Cell::new("a connection"))
    }
}

impl Stage {
    pub(super) fn get(&self) -> &'static str {
        self.0.get()
    }

    fn set(&self, waiting_for: &'static str) {
        self.0.set(waiting_for);
    }
}

/// Makes connections: name, TCP, proxy and TLS, each with failures of its own.
///
/// The stages are our own code because telling them apart is what a person needs when the network is at fault.
pub(super) struct Dialer {
    connect_to: Vec<ConnectTo>,
    proxy: ProxyRule,
    tls: Result<TlsConnector, TlsFailure>,
    proxy_tls: Result<TlsConnector, TlsFailure>,
}

impl Dialer {
    pub(super) fn new(
        connect_to: Vec<ConnectTo>,
        proxy: ProxyRule,
        ca_certificates: &[CertificateDer<'static>],
    ) -> Self {
        let tls = tls::connector(ca_certificates, &[b"h2", b"http/1.1"]);
        // A tunnel is HTTP/1.1, so a proxy must not be offered anything else.
        let proxy_tls = tls.clone().map(|connector| {
            let mut config = rustls::ClientConfig::clone(connector.config());
            config.alpn_protocols.clear();
            TlsConnector::from(std::sync::Arc::new(config))
        });
        Self {
            connect_to,
            proxy,
            tls,
            proxy_tls,
        }
    }

    /// A TLS connection to port 443 of `host`, or to where the rules send it.
    pub(super) async fn dial(&self, host: &str, stage: &Stage) -> Result<Connection, Failure> {
        let stream = self.stream(host, stage).await?;
        stage.set("the TLS handshake");
        secure(self.tls.as_ref(), host, stream).await
    }

    /// A byte stream to port 443 of `host`, or to where the rules send it.
    pub(super) async fn stream(
        &self,
        host: &str,
        stage: &Stage,
    ) -> Result<Box<dyn Stream>, Failure> {
        // Who gives --connect-to says where to go; a proxy that resolves names itself would go elsewhere.
        let mapped = self.connect_to.iter().find_map(|rule| rule.for_host(host));
        if let Some((address, port)) = mapped {
            return Ok(Box::new(connect(address, port, stage).await?));
        }
        match self.proxy.for_host(host) {
            _ if !self.connect_to.is_empty() => Ok(Box::new(connect(host, 443, stage).await?)),
            Some(proxy) => self.tunnel(&proxy, host, stage).await,
            None => Ok(Box::new(connect(host, 443, stage).await?)),
        }
    }

    async fn tunnel(
        &self,
        proxy: &HttpProxy,
        host: &str,
        stage: &Stage,
    ) -> Result<Box<dyn Stream>, Failure> {
        proxy.is_supported()?;
        let unreachable = |failure: Failure| proxy.failure(format!("cannot be reached: {failure}"));
        let tcp = connect(proxy.host(), proxy.port(), stage)
            .await
            .map_err(unreachable)?;
        stage.set("the proxy");
        if proxy.speaks_tls() {
            let stream: Box<dyn Stream> = Box::new(tcp);
            let stream = secure(self.proxy_tls.as_ref(), proxy.host(), stream)
                .await
                .map_err(unreachable)?;
            Ok(Box::new(proxy.tunnel(host, stream).await?))
        } else {
            Ok(Box::new(proxy.tunnel(host, tcp).await?))
        }
    }
}

async fn secure(
    connector: Result<&TlsConnector, &TlsFailure>,
    host: &str,
    stream: Box<dyn Stream>,
) -> Result<Connection, Failure> {
    let untrusted = |problem| Failure::Tls {
        host: host.to_owned(),
        problem,
    };
    let connector = connector.map_err(|problem| untrusted(problem.clone()))?;
    let name = ServerName::try_from(host.to_owned())
        .map_err(|error| untrusted(TlsFailure::Other(error.to_string())))?;
    connector
        .connect(name, stream)
        .await
        .map_err(|error| tls::explain(host, &error))
}

/// A TCP connection. The connector tries IPv6 and IPv4 side by side (RFC 8305).
async fn connect(host: &str, port: u16, stage: &Stage) -> Result<TcpStream, Failure> {
    stage.set("a connection");
    let address = format!("{host}:{port}");
    let failed = |detail: String| Failure::Connect {
        address: address.clone(),
        detail,
    };
    let uri = Uri::builder()
        .scheme("http")
        .authority(address.as_str())
        .path_and_query("/")
        .build()
        .map_err(|error| failed(error.to_string()))?;
    let mut connector = HttpConnector::new_with_resolver(Resolver);
    connector.set_nodelay(true);
    match connector.call(uri).await {
        Ok(stream) => Ok(stream.into_inner()),
        Err(error) => Err(match cause::<NotResolved>(&error) {
            Some(NotResolved(detail)) => Failure::Dns {
                host: host.to_owned(),
                detail: detail.clone(),
            },
            None => failed(
                cause::<io::Error>(&error).map_or_else(|| error.to_string(), io::Error::to_string),
            ),
        }),
    }
}

/// The first error of type `T` in the chain below `error`.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// A name that did not resolve. Its own type, because the connector's error is one for everything.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct NotResolved(String);

/// The system's resolver.
#[derive(Clone)]
struct Resolver;

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = NotResolved;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let name = name.as_str();
            // RFC 6761, 6.4: a resolver need not be troubled with a name that cannot exist.
            if name == "invalid" || name.ends_with(".invalid") {
                return Err(NotResolved("names under .invalid do not exist".to_owned()));
            }
            let found = tokio::net::lookup_host((name, 0))
                .await
                .map_err(|error| NotResolved(error.to_string()))?;
            let found: Vec<_> = found.collect();
            if found.is_empty() {
                return Err(NotResolved("the name has no address".to_owned()));
            }
            Ok(found.into_iter())
        })
    }
}
