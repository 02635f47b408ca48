use super::overheard::Overheard;
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
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tower_service::Service;

/// A byte stream, whatever carries it.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection that is ready for HTTP.
pub(super) type Connection = TlsStream<Overheard>;

const CONNECTING: &str = "a connection";

/// What a connection attempt is at, so that a timeout can say what it waited for.
pub(super) struct Stage(Cell<&'static str>);

impl Default for Stage {
    fn default() -> Self {
        Self(Cell::new(CONNECTING))
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
    /// How long a connection is waited for.
    patience: Duration,
    tls: Result<TlsConnector, TlsFailure>,
    proxy_tls: Result<TlsConnector, TlsFailure>,
}

impl Dialer {
    pub(super) fn new(
        connect_to: Vec<ConnectTo>,
        proxy: ProxyRule,
        patience: Duration,
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
            patience,
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
            return Ok(Box::new(self.connect(address, port, stage).await?));
        }
        match self.proxy.for_host(host) {
            _ if !self.connect_to.is_empty() => Ok(Box::new(self.connect(host, 443, stage).await?)),
            Some(proxy) => self.tunnel(&proxy, host, stage).await,
            None => Ok(Box::new(self.connect(host, 443, stage).await?)),
        }
    }

    async fn connect(&self, host: &str, port: u16, stage: &Stage) -> Result<TcpStream, Failure> {
        connect(host, port, stage, self.patience, Resolver).await
    }

    async fn tunnel(
        &self,
        proxy: &HttpProxy,
        host: &str,
        stage: &Stage,
    ) -> Result<Box<dyn Stream>, Failure> {
        proxy.is_supported()?;
        let unreachable = |failure: Failure| proxy.failure(format!("cannot be reached: {failure}"));
        let tcp = self
            .connect(proxy.host(), proxy.port(), stage)
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
    let shaking = connector
        .connect(name, Overheard::new(stream))
        .into_fallible();
    let shaken = if VERIFIER_WAITS {
        aside(shaking).await
    } else {
        shaking.await
    };
    shaken.map_err(|(error, stream)| tls::explain(host, &error, stream.heard()))
}

/// Whether the system's verifier may block its thread: those of Windows and macOS ask the network whether a certificate
/// was revoked, for up to ten seconds, whatever the deadline of a run.
const VERIFIER_WAITS: bool = cfg!(any(windows, target_vendor = "apple"));

/// Does work that may block its thread on a thread of its own, so that everybody else goes on, deadlines too.
async fn aside<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = Handle::current();
    let done = tokio::task::spawn_blocking(move || runtime.block_on(work));
    done.await
        .expect("no handshake panics, and the runtime lives as long as who waits here")
}

/// A TCP connection. The connector tries IPv6 and IPv4 side by side (RFC 8305), and the addresses of one family one
/// after the other, each for its share of `patience`.
async fn connect<R>(
    host: &str,
    port: u16,
    stage: &Stage,
    patience: Duration,
    resolver: R,
) -> Result<TcpStream, Failure>
where
    R: Service<Name, Response = Addresses, Error = NotResolved> + Clone + Send + Sync + 'static,
    R::Future: Send,
{
    stage.set(CONNECTING);
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
    let mut connector = HttpConnector::new_with_resolver(resolver);
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(patience));
    match connector.call(uri).await {
        Ok(stream) => Ok(stream.into_inner()),
        Err(error) => Err(match cause::<NotResolved>(&error) {
            Some(NotResolved(detail)) => Failure::Dns {
                host: host.to_owned(),
                detail: detail.clone(),
            },
            None => match cause::<io::Error>(&error) {
                Some(error) if error.kind() == io::ErrorKind::TimedOut => Failure::Timeout {
                    waiting_for: CONNECTING,
                },
                Some(error) => failed(error.to_string()),
                None => failed(error.to_string()),
            },
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

/// What a name resolves to.
type Addresses = std::vec::IntoIter<SocketAddr>;

/// A name that did not resolve. Its own type, because the connector's error is one for everything.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct NotResolved(String);

/// The system's resolver.
#[derive(Clone)]
struct Resolver;

impl Service<Name> for Resolver {
    type Response = Addresses;
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

#[cfg(test)]
mod tests {
    use super::{Addresses, Dialer, Name, NotResolved, Stage, aside, connect, secure};
    use crate::probe::{ConnectTo, Failure, ProxyRule};
    use crate::simulator::{Full, Simulator};
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    use std::future::{Ready, ready};
    use std::io::{self, ErrorKind};
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
    use std::sync::mpsc;
    use std::task::{Context, Poll};
    use std::time::Duration;
    use tokio::net::TcpSocket;
    use tower_service::Service;

    const PATIENCE: Duration = Duration::from_secs(60);
    const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

    /// A name that has these addresses.
    #[derive(Clone)]
    struct Known(&'static [IpAddr]);

    impl Service<Name> for Known {
        type Response = Addresses;
        type Error = NotResolved;
        type Future = Ready<Result<Addresses, NotResolved>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NotResolved>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Name) -> Self::Future {
            let addresses = self.0.iter().map(|ip| SocketAddr::new(*ip, 0));
            ready(Ok(addresses.collect::<Vec<_>>().into_iter()))
        }
    }

    /// A port at which something was done at another address, too. Whatever the tests beside this one listen to may
    /// have the same port there, so others are tried.
    async fn port<T, F: Future<Output = io::Result<T>>>(
        listening: IpAddr,
        elsewhere: impl Fn(u16) -> F,
    ) -> (TcpListener, u16, io::Result<T>) {
        loop {
            let listener = TcpListener::bind((listening, 0)).expect("a port on loopback");
            let port = listener.local_addr().expect("it was bound").port();
            match elsewhere(port).await {
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                done => return (listener, port, done),
            }
        }
    }

    /// A socket that keeps an address from everybody else, and listens to nobody.
    #[expect(clippy::unused_async, reason = "as what listens there is")]
    async fn kept(address: SocketAddr) -> io::Result<TcpSocket> {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4(),
            SocketAddr::V6(_) => TcpSocket::new_v6(),
        }?;
        socket.bind(address)?;
        Ok(socket)
    }

    /// Who is reached at a port where `listening` alone listens.
    async fn reached(addresses: &'static [IpAddr], listening: IpAddr) -> Result<IpAddr, Failure> {
        let other = if listening == V4 { V6 } else { V4 };
        let (_listener, port, _kept) = port(listening, |port| kept((other, port).into())).await;
        let known = Known(addresses);
        let stream = connect("dual.example", port, &Stage::default(), PATIENCE, known).await?;
        Ok(stream.peer_addr().expect("it is connected").ip())
    }

    #[tokio::test]
    async fn a_host_is_reached_by_whatever_family_works() {
        for (addresses, listening) in [
            (&[V4][..], V4),
            (&[V6], V6),
            (&[V6, V4], V4),
            (&[V6, V4], V6),
            (&[V4, V6], V4),
            (&[V4, V6], V6),
        ] {
            if listening == V6 && TcpListener::bind((V6, 0)).is_err() {
                // A computer without IPv6 has nothing to show here.
                continue;
            }
            let reached = reached(addresses, listening).await;
            assert_eq!(reached, Ok(listening), "{addresses:?}");
        }
    }

    #[tokio::test]
    async fn a_host_that_refuses_in_both_families_has_no_connection() {
        let nobody = kept((V4, 0).into()).await.expect("a port on loopback");
        let port = nobody.local_addr().expect("it is bound").port();
        let _nobody_either = kept((V6, port).into()).await;
        let stage = Stage::default();
        let failure = connect("dual.example", port, &stage, PATIENCE, Known(&[V6, V4])).await;
        let failure = failure.expect_err("nobody listens").to_string();
        let expected = format!("no connection to dual.example:{port}: ");
        assert!(failure.starts_with(&expected), "{failure}");
    }

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn a_family_that_says_nothing_does_not_keep_from_the_other() {
        let (_listener, port, silent) = port(V4, |port| Full::at((V6, port).into())).await;
        let Ok(_silent) = silent else {
            // A computer without IPv6 has nothing to show here.
            return;
        };
        let stage = Stage::default();
        let stream = connect("dual.example", port, &stage, PATIENCE, Known(&[V6, V4])).await;
        let reached = stream
            .expect("by the other")
            .peer_addr()
            .expect("connected");
        assert_eq!(reached.ip(), V4);
    }

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn an_address_that_says_nothing_does_not_keep_from_the_next() {
        const NEXT: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
        let (_listener, port, silent) = port(NEXT, |port| Full::at((V4, port).into())).await;
        let _silent = silent.expect("a port on loopback");
        let stage = Stage::default();
        // Half of it is spent on the one that says nothing.
        let patience = Duration::from_secs(4);
        let stream = connect("dual.example", port, &stage, patience, Known(&[V4, NEXT])).await;
        let reached = stream.expect("by the next").peer_addr().expect("connected");
        assert_eq!(reached.ip(), NEXT);
    }

    #[tokio::test]
    async fn work_that_blocks_its_thread_keeps_nobody_from_going_on() {
        let (goes_on, blocked) = mpsc::channel();
        let blocking = aside(async move { blocked.recv() });
        // It is done only if this thread comes to the second.
        let (received, ()) = tokio::join!(blocking, async move {
            goes_on.send(()).expect("somebody waits");
        });
        assert_eq!(received, Ok(()));
    }

    #[tokio::test]
    async fn a_handshake_may_be_made_on_another_thread() {
        let simulator = Simulator::start((Ipv4Addr::LOCALHOST, 0).into()).await;
        let simulator = simulator.expect("a simulator on loopback");
        let root = CertificateDer::from_pem_slice(simulator.ca_pem().as_bytes());
        let everything = vec![ConnectTo::everything(simulator.address())];
        let roots = [root.expect("a certificate")];
        let dialer = Dialer::new(everything, ProxyRule::direct(), PATIENCE, &roots);
        let host = "login.mypurecloud.de";
        let stream = dialer
            .stream(host, &Stage::default())
            .await
            .expect("it listens");
        let tls = dialer.tls.clone();
        let secured = aside(async move { secure(tls.as_ref(), host, stream).await }).await;
        let protocol = secured
            .expect("a handshake")
            .get_ref()
            .1
            .alpn_protocol()
            .map(<[u8]>::to_vec);
        assert_eq!(protocol.as_deref(), Some(b"h2".as_slice()));
    }
}
