//! A port that takes no more connections, for tests.

use std::io;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// A port where the system listens and nobody accepts, with as many connections waiting as it takes. Linux then says
/// nothing to any further one; other systems may refuse it.
pub(super) struct FullPort {
    listener: TcpListener,
    _waiting: JoinSet<()>,
}

impl FullPort {
    /// Listens there; port 0 takes any free port.
    pub(super) async fn at(address: SocketAddr) -> io::Result<Self> {
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

    pub(super) fn address(&self) -> SocketAddr {
        self.listener.local_addr().expect("it was bound")
    }
}
