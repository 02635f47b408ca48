//! Names, their addresses, and TCP connections to whichever of them works (Happy Eyeballs, RFC 8305).

use super::Stage;
use crate::http::Failure;
use crate::http::failure::find;
use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use reqwest::dns::{Name as ClientName, Resolve, Resolving};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tower::Service;

/// A TCP connection. The connector tries IPv6 and IPv4 side by side (RFC 8305), and the addresses of one family one
/// after the other, each for its share of `patience`.
pub(super) async fn connect<R>(
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
    let address = format!("{host}:{port}");
    let failed = |detail: String| Failure::Connect {
        address: address.clone(),
        detail,
    };
    let uri: Result<Uri, _> = format!("http://{address}/").parse();
    let uri = uri.map_err(|error| failed(error.to_string()))?;
    let mut connector = HttpConnector::new_with_resolver(resolver);
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(patience));
    match connector.call(uri).await {
        Ok(stream) => Ok(stream.into_inner()),
        Err(error) => Err(match find::<NotResolved>(&error) {
            Some(NotResolved(detail)) => Failure::Dns {
                host: host.to_owned(),
                detail: detail.clone(),
            },
            None => match find::<io::Error>(&error) {
                Some(error) if error.kind() == io::ErrorKind::TimedOut => Failure::Timeout {
                    waiting_for: stage.get(),
                },
                Some(error) => failed(words(error)),
                None => failed(error.to_string()),
            },
        }),
    }
}

/// Why there is no connection. Systems have words of their own for what happens every day, and numbers.
fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            "nobody listens there, or a firewall refuses it".to_owned()
        }
        io::ErrorKind::HostUnreachable => "no way leads to that host".to_owned(),
        io::ErrorKind::NetworkUnreachable => "no way leads to its network".to_owned(),
        _ => error.to_string(),
    }
}

/// What a name resolves to.
pub(super) type Addresses = std::vec::IntoIter<SocketAddr>;

/// A name that did not resolve. Its own type, because the connector's error is one for everything.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NotResolved(String);

/// The addresses of a name, as the system knows them.
pub(super) async fn resolve(name: Name) -> Result<Addresses, NotResolved> {
    lookup(name.as_str(), 0).await
}

async fn lookup(name: &str, port: u16) -> Result<Addresses, NotResolved> {
    // RFC 6761, 6.4: a resolver need not be troubled with a name that cannot exist.
    if name == "invalid" || name.ends_with(".invalid") {
        return Err(NotResolved("names under .invalid do not exist".to_owned()));
    }
    let found = tokio::net::lookup_host((name, port))
        .await
        .map_err(|error| NotResolved(said(&error)))?;
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return Err(NotResolved("the name has no address".to_owned()));
    }
    Ok(found.into_iter())
}

/// The resolver of a client that asks one host.
#[derive(Default)]
pub(super) struct Resolver {
    /// Where that host is, whatever its name.
    to: Option<(String, u16)>,
}

impl Resolver {
    pub(super) fn to(address: &str, port: u16) -> Self {
        // An address of IPv6 stands in brackets.
        let address = address.trim_matches(['[', ']']).to_owned();
        Self {
            to: Some((address, port)),
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: ClientName) -> Resolving {
        let asked = || (name.as_str().to_owned(), 0);
        let (name, port) = self.to.clone().unwrap_or_else(asked);
        Box::pin(async move { Ok(Box::new(lookup(&name, port).await?) as _) })
    }
}

/// The system's words, without those that the library puts before them.
fn said(error: &io::Error) -> String {
    const BEFORE: &str = "failed to lookup address information: ";
    let words = error.to_string();
    words.strip_prefix(BEFORE).unwrap_or(&words).to_owned()
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    use super::full_port::FullPort;
    use super::{Addresses, Name, NotResolved, connect};
    use crate::http::Failure;
    use crate::http::dial::Stage;
    use std::future::ready;
    use std::io::{self, ErrorKind};
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
    use std::time::Duration;
    use tokio::net::TcpSocket;
    use tower::Service;

    const PATIENCE: Duration = Duration::from_secs(60);
    const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

    /// Resolves every name to these addresses.
    fn known(
        addresses: &'static [IpAddr],
    ) -> impl Service<Name, Response = Addresses, Error = NotResolved, Future: Send> + Clone + Send + Sync
    {
        tower::service_fn(move |_| {
            let addresses = addresses.iter().map(|ip| SocketAddr::new(*ip, 0));
            ready(Ok(addresses.collect::<Vec<_>>().into_iter()))
        })
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
        let known = known(addresses);
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
        let failure = connect("dual.example", port, &stage, PATIENCE, known(&[V6, V4])).await;
        let failure = failure.expect_err("nobody listens").to_string();
        let expected = format!(
            "there is no connection to dual.example:{port}: nobody listens there, or a firewall refuses it"
        );
        assert_eq!(failure, expected);
    }

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn a_family_that_says_nothing_does_not_keep_from_the_other() {
        let (_listener, port, silent) = port(V4, |port| FullPort::at((V6, port).into())).await;
        let Ok(_silent) = silent else {
            // A computer without IPv6 has nothing to show here.
            return;
        };
        let stage = Stage::default();
        let stream = connect("dual.example", port, &stage, PATIENCE, known(&[V6, V4])).await;
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
        let (_listener, port, silent) = port(NEXT, |port| FullPort::at((V4, port).into())).await;
        let _silent = silent.expect("a port on loopback");
        let stage = Stage::default();
        // Half of it is spent on the one that says nothing.
        let patience = Duration::from_secs(4);
        let stream = connect("dual.example", port, &stage, patience, known(&[V4, NEXT])).await;
        let reached = stream.expect("by the next").peer_addr().expect("connected");
        assert_eq!(reached.ip(), NEXT);
    }
}

/// A port that takes no more connections.
#[cfg(all(test, target_os = "linux"))]
pub(super) mod full_port {
    use std::io;
    use std::net::SocketAddr;
    use tokio::net::{TcpListener, TcpSocket, TcpStream};
    use tokio::task::JoinSet;

    /// A port where the system listens and nobody accepts, with as many connections waiting as it takes. Linux then says
    /// nothing to any further one; other systems may refuse it.
    pub(in crate::http::dial) struct FullPort {
        listener: TcpListener,
        _waiting: JoinSet<()>,
    }

    impl FullPort {
        /// Listens there; port 0 takes any free port.
        pub(in crate::http::dial) async fn at(address: SocketAddr) -> io::Result<Self> {
            const MORE_THAN_FIT: usize = 8;
            let socket = match address {
                SocketAddr::V4(_) => TcpSocket::new_v4(),
                SocketAddr::V6(_) => TcpSocket::new_v6(),
            }?;
            socket.bind(address)?;
            let listener = socket.listen(1)?;
            let at = listener.local_addr()?;
            let mut waiting = JoinSet::new();
            for _ in 0..MORE_THAN_FIT {
                waiting.spawn(async move {
                    let _connection = TcpStream::connect(at).await;
                    std::future::pending::<()>().await;
                });
            }
            // Each of them has asked by the time that this goes on.
            tokio::task::yield_now().await;
            Ok(Self {
                listener,
                _waiting: waiting,
            })
        }

        pub(in crate::http::dial) fn address(&self) -> SocketAddr {
            self.listener.local_addr().expect("it was bound")
        }
    }
}
