//! TCP connections to a name, by whichever of its addresses works (Happy Eyeballs, RFC 8305).

use super::Stage;
use super::resolver::{Addresses, NotResolved};
use crate::http::Failure;
use crate::http::client::find;
use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use std::io;
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

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    use super::super::full_port::FullPort;
    use super::{Addresses, Name, NotResolved, connect};
    use crate::http::Failure;
    use crate::http::dial::Stage;
    use std::future::{Ready, ready};
    use std::io::{self, ErrorKind};
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
    use std::task::{Context, Poll};
    use std::time::Duration;
    use tokio::net::TcpSocket;
    use tower::Service;

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
        let (_listener, port, silent) = port(NEXT, |port| FullPort::at((V4, port).into())).await;
        let _silent = silent.expect("a port on loopback");
        let stage = Stage::default();
        // Half of it is spent on the one that says nothing.
        let patience = Duration::from_secs(4);
        let stream = connect("dual.example", port, &stage, patience, Known(&[V4, NEXT])).await;
        let reached = stream.expect("by the next").peer_addr().expect("connected");
        assert_eq!(reached.ip(), NEXT);
    }
}
