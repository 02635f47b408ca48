//! A server on loopback that plays a script to everybody who connects.
//!
//! Scripts are plain blocking code, a thread for each connection. They wait by reading until the program hangs
//! up, and whatever fails in them, the program sees and reports.

use super::authority::{Identity, trusted};
use rustls::{ServerConnection, StreamOwned};
use std::io::{self, Read, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use tokio::net::TcpSocket;

pub(super) type Tls = StreamOwned<ServerConnection, TcpStream>;

/// A port where nobody listens. It is kept until the tests end, so that nobody else gets it.
pub(super) fn nobody() -> SocketAddr {
    let socket = TcpSocket::new_v4().expect("a socket");
    let anywhere = (Ipv4Addr::LOCALHOST, 0).into();
    socket.bind(anywhere).expect("a port on loopback");
    let address = socket.local_addr().expect("it is bound");
    std::mem::forget(socket);
    address
}

/// Plays to a bare connection.
pub(super) fn tcp(
    play: impl Fn(&mut TcpStream) -> io::Result<()> + Send + Sync + 'static,
) -> SocketAddr {
    let listener = listener();
    let address = listener.local_addr().expect("it was bound");
    let play = Arc::new(play);
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let play = Arc::clone(&play);
            std::thread::spawn(move || play(&mut connection?));
        }
    });
    address
}

/// Plays behind a TLS handshake with this certificate, and hangs up in order.
pub(super) fn tls(
    identity: &Identity,
    play: impl Fn(&mut Tls) -> io::Result<()> + Send + Sync + 'static,
) -> SocketAddr {
    let config = identity.server(&[]);
    tcp(move |connection| {
        let server = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
        let mut tls = StreamOwned::new(server, connection.try_clone()?);
        tls.conn.complete_io(&mut tls.sock)?;
        play(&mut tls)?;
        tls.conn.send_close_notify();
        tls.flush()?;
        wait(&mut tls.sock)
    })
}

/// Plays the answer to an HTTP request that was read already.
pub(super) fn http(
    play: impl Fn(&mut Tls) -> io::Result<()> + Send + Sync + 'static,
) -> SocketAddr {
    tls(&trusted().authority.identity(), move |tls| {
        head(tls)?;
        play(tls)
    })
}

/// Answers every HTTP request with these bytes.
pub(super) fn answering(answer: impl Into<Vec<u8>>) -> SocketAddr {
    let answer = answer.into();
    http(move |tls| tls.write_all(&answer))
}

/// Reads the head of a request.
pub(super) fn head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    String::from_utf8(head).map_err(io::Error::other)
}

/// Reads one TLS record, which is the ClientHello.
#[cfg(unix)]
pub(super) fn client_hello(stream: &mut impl Read) -> io::Result<()> {
    let mut header = [0; 5];
    stream.read_exact(&mut header)?;
    let length = u16::from_be_bytes([header[3], header[4]]);
    stream.read_exact(&mut vec![0; length.into()])
}

/// Says nothing until the other side hangs up.
pub(super) fn wait(stream: &mut impl Read) -> io::Result<()> {
    io::copy(stream, &mut io::sink()).map(drop)
}

fn listener() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback")
}
