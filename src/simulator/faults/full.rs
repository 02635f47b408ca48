//! A port that takes no more connections.

use std::io;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// A port where the system listens and nobody accepts, with as many connections waiting as it takes. Linux then says
/// nothing to any further one; other systems may refuse it.
#[derive(Debug)]
pub(crate) struct Full {
    listener: TcpListener,
    _waiting: JoinSet<()>,
}

impl Full {
    /// Listens there; port 0 takes any free port.
    pub(crate) async fn at(address: SocketAddr) -> io::Result<Self> {
        const MORE_THAN_FIT: usize = 8;
        let listener = bound(address)?.listen(1)?;
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

    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A socket that has an address and is not listening.
pub(super) fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv6() {
        TcpSocket::new_v6()?
    } else {
        TcpSocket::new_v4()?
    };
    socket.bind(address)?;
    Ok(socket)
}
