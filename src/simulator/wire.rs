//! A TCP connection that can be made to end with a reset instead of a farewell.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// The way from an answer, deep inside the connection, to the socket below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Reset(Arc<(AtomicBool, Notify)>);

impl Reset {
    pub(super) fn ask(&self) {
        self.0.0.store(true, Ordering::Relaxed);
        self.0.1.notify_one();
    }

    pub(super) async fn asked(&self) {
        self.0.1.notified().await;
    }
}

/// The connection itself.
pub(super) struct Wire {
    tcp: TcpStream,
    reset: Reset,
}

impl Wire {
    pub(super) fn new(tcp: TcpStream, reset: Reset) -> Self {
        Self { tcp, reset }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.reset.0.0.load(Ordering::Relaxed) {
            // Where the system cannot do it, the connection just ends, which is near enough.
            let _ = self.tcp.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().tcp).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().tcp).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().tcp).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().tcp).poll_shutdown(context)
    }
}
