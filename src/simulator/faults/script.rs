//! A few bytes instead of what was expected, and how it goes on after them.

use crate::simulator::wire::{Reset, Wire};
use std::future::pending;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy, sink};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// The pause between two drops.
const DROP: Duration = Duration::from_millis(100);
/// Bytes that are written at once, about, of what is repeated.
const BLOCK: usize = 16 * 1024;
/// Bytes of a request that are read, at the most.
const REQUEST: usize = 16 * 1024;

/// How it goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// The connection is closed in order.
    Close,
    /// It is reset.
    Reset,
    /// Nothing ever comes.
    Hang,
    /// This comes, a byte at a time, again and again.
    Drip(&'static [u8]),
    /// This comes so many times, and then the connection is closed.
    Repeat(&'static [u8], usize),
}

/// Says this to a ClientHello.
pub(super) async fn to_hello(tcp: TcpStream, says: &'static [u8], end: End) {
    let reset = Reset::default();
    let mut wire = Wire::new(tcp, reset.clone());
    // How a connection fails, the other side sees and reports.
    if client_hello(&mut wire).await.is_ok() {
        let _ = say(wire, says, end, &reset).await;
    }
}

/// Says this to an HTTP/1.1 request over TLS.
pub(super) async fn to_request(tls: TlsAcceptor, tcp: TcpStream, says: &'static [u8], end: End) {
    let reset = Reset::default();
    let Ok(mut stream) = tls.accept(Wire::new(tcp, reset.clone())).await else {
        return;
    };
    if head(&mut stream).await.is_ok() {
        let _ = say(stream, says, end, &reset).await;
    }
}

async fn say(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    says: &[u8],
    end: End,
    reset: &Reset,
) -> io::Result<()> {
    stream.write_all(says).await?;
    stream.flush().await?;
    match end {
        End::Close => {}
        End::Reset => {
            reset.ask();
            return Ok(());
        }
        End::Hang => return pending().await,
        End::Drip(drops) => {
            for byte in drops.iter().cycle() {
                tokio::time::sleep(DROP).await;
                stream.write_all(&[*byte]).await?;
                stream.flush().await?;
            }
        }
        End::Repeat(piece, times) => {
            let at_once = (BLOCK / piece.len()).clamp(1, times);
            let block = piece.repeat(at_once);
            for _ in 0..times / at_once {
                stream.write_all(&block).await?;
            }
            stream.write_all(&piece.repeat(times % at_once)).await?;
        }
    }
    stream.shutdown().await?;
    // Who closes while bytes are unread resets the connection, and what was said may be lost.
    copy(&mut stream, &mut sink()).await.map(drop)
}

/// Reads one TLS record, which is the ClientHello.
async fn client_hello(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    let mut header = [0; 5];
    stream.read_exact(&mut header).await?;
    let length = u16::from_be_bytes([header[3], header[4]]);
    let mut record = vec![0; length.into()];
    stream.read_exact(&mut record).await.map(drop)
}

/// Reads the head of a request.
async fn head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < REQUEST {
        head.push(stream.read_u8().await?);
    }
    Ok(())
}
