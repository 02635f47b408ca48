//! Ports for programs that cannot be told to take a free one.

use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpSocket;

/// A port of loopback that nobody else is given as long as this lives. Who listens there with `SO_REUSEADDR`, as
/// servers do, gets it; until then, who connects is refused.
pub(crate) struct Port {
    address: SocketAddr,
    _kept: TcpSocket,
}

impl Port {
    pub(crate) fn reserve() -> Self {
        let kept = TcpSocket::new_v4().expect("a socket");
        kept.set_reuseaddr(true).expect("a socket of our own");
        kept.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .expect("a free port");
        Self {
            address: kept.local_addr().expect("it was bound"),
            _kept: kept,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}
