//! How an HTTP/2 connection, or a request on it, is ended by the other side.

use h2::Reason;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy, sink};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// What ends it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Signal {
    /// GOAWAY: the connection is over, for this reason, and nothing that was asked was looked at.
    GoAway(Reason),
    /// RST_STREAM: the request is over, for this reason.
    Reset(Reason),
}

impl Signal {
    /// Plays it on every request.
    pub(super) async fn play(self, tls: TlsAcceptor, tcp: TcpStream) {
        // How a connection fails, the other side sees and reports.
        let _ = match self {
            Self::GoAway(reason) => go_away(reason, tls, tcp).await,
            Self::Reset(reason) => reset(reason, tls, tcp).await,
        };
    }
}

/// Frame by frame, as the library answers for all that it has received.
async fn go_away(reason: Reason, tls: TlsAcceptor, tcp: TcpStream) -> anyhow::Result<()> {
    const PREFACE: usize = 24;
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    const GOAWAY_WITHOUT_REASON: [u8; 13] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut stream = tls.accept(tcp).await?;
    stream.read_exact(&mut [0; PREFACE]).await?;
    stream.write_all(&SETTINGS).await?;
    stream.write_all(&GOAWAY_WITHOUT_REASON).await?;
    stream.write_u32(reason.into()).await?;
    stream.flush().await?;
    copy(&mut stream, &mut sink()).await?;
    Ok(())
}

async fn reset(reason: Reason, tls: TlsAcceptor, tcp: TcpStream) -> anyhow::Result<()> {
    let mut connection = h2::server::handshake(tls.accept(tcp).await?).await?;
    while let Some(request) = connection.accept().await {
        request?.1.send_reset(reason);
    }
    Ok(())
}
