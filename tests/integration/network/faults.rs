//! Faults below HTTP or in the midst of it, on every connection to the login host. They come before a client id is said,
//! so each is played at an address of its own.

use super::authority::{Authority, Identity, trusted};
use super::server::{nobody, tls, wait};
use super::service::on_a_thread;
use h2::Reason;
use rcgen::date_time_ymd;
use std::future::pending;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy, sink};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const HOST: &str = "login.mypurecloud.de";

/// A ServerHello that chooses TLS 1.1: record, handshake, version, random, no session,
/// TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
const TLS_1_1: &[u8] = b"\x16\x03\x02\x00\x2a\x02\x00\x00\x26\x03\x02\
    \x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\
    \x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x07\x00\xc0\x13\x00";

/// The beginning of a ServerHello of TLS 1.2.
const HALF_HELLO: &[u8] = b"\x16\x03\x03\x00\x5a\x02\x00\x00\x56\x03\x03\x07\x07\x07\x07\x07\x07";

/// A fatal alert: handshake_failure.
const NO_CIPHER: &[u8] = b"\x15\x03\x03\x00\x02\x02\x28";
/// A fatal alert: protocol_version.
const OTHER_VERSION: &[u8] = b"\x15\x03\x01\x00\x02\x02\x46";

const PLAIN: &[u8] =
    b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 15\r\n\r\n400 Bad Request";
const PLAIN_PORTAL: &[u8] = b"HTTP/1.1 302 Found\r\nLocation: http://portal.guest-wifi.example/login\r\nContent-Length: 0\r\n\r\n";
const PLAIN_PORTAL_PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 49\r\n\r\n<title>Guest Wi-Fi</title>Accept the terms of use";

const OF_TEN: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n";
const FIVE_OF_TEN: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n<html";
const HALF_HEADER: &[u8] = b"HTTP/1.1 200 OK\r\nServer: ";
const UNTIL_THE_END: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n";

const FOREVER: usize = usize::MAX;

/// 64 KiB of zeros as one member of a gzip file, of which there may be any number.
const ZEROS: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xed\xc1\x01\x01\0\0\0\x80\x90\xfe\xaf\xee\x08\x0a\0\0\0\0\0\0\0\0\0\0\
    \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
    \0\0\0\x6a\xeb\x8e\x97\xd7\0\0\x01\0";

/// Starts the fault of this name; the value of `--connect-to` that brings the login host there.
pub(super) fn connect_to(fault: &str) -> String {
    let address = match fault {
        "dns-failure" => return format!("{HOST}:443:{HOST}.invalid:443"),
        "refused" => nobody(),
        "reset-on-connect" => to_hello(b"", End::Reset),
        "close-on-connect" => to_hello(b"", End::Close),
        "reset-in-handshake" => to_hello(HALF_HELLO, End::Reset),
        "reset-after-headers" => to_request(OF_TEN, End::Reset),
        "reset-in-body" => to_request(FIVE_OF_TEN, End::Reset),
        "hang-on-connect" => full(),
        "hang-before-handshake" => to_hello(b"", End::Hang),
        "hang-in-handshake" => to_hello(HALF_HELLO, End::Hang),
        "hang-before-answer" => to_request(b"", End::Hang),
        "hang-in-headers" => to_request(HALF_HEADER, End::Hang),
        "hang-after-headers" => to_request(OF_TEN, End::Hang),
        "hang-in-body" => to_request(FIVE_OF_TEN, End::Hang),
        "slow-drip-handshake" => to_hello(HALF_HELLO, End::Drip(b"\x07")),
        "slow-drip-headers" => to_request(HALF_HEADER, End::Drip(b"slow ")),
        "slow-drip-body" => to_request(UNTIL_THE_END, End::Drip(b"slow ")),
        "tls-expired" => years(2020, 2021),
        "tls-not-yet-valid" => years(2090, 2091),
        "tls-wrong-host" => certified(&trusted().authority.identity_for(vec!["portal.hotel.example".to_owned()])),
        "tls-self-signed" => certified(&Identity::self_signed(false)),
        "tls-self-signed-authority" => certified(&Identity::self_signed(true)),
        "tls-unknown-authority" => certified(&Authority::new("Acme Web Gateway", "Acme Ltd").identity()),
        "tls-inspected" => certified(&Authority::new("Zscaler Root CA", "Zscaler Inc.").identity()),
        "tls-hostile-name" => certified(&Authority::new("\x1b]0;owned\x07\u{202e}Root", "\x1b[2J\nLtd").identity()),
        "tls-only-1-1" => to_hello(TLS_1_1, End::Hang),
        "tls-old-alert" => to_hello(OTHER_VERSION, End::Close),
        "tls-no-cipher" => to_hello(NO_CIPHER, End::Close),
        "tls-truncated" => to_hello(HALF_HELLO, End::Close),
        "plain-http" => to_hello(PLAIN, End::Close),
        "captive-portal-plain-redirect" => to_hello(PLAIN_PORTAL, End::Close),
        "captive-portal-plain-page" => to_hello(PLAIN_PORTAL_PAGE, End::Close),
        "not-tls" => to_hello(b"220 mail.example ESMTP \x1b[2J\xe2\x80\xae\xff\r\n", End::Close),
        "no-answer" => to_request(b"", End::Close),
        "garbage" => to_request(b"\x9b\x00\xff\xfe garbage \x1b[2J\r\n\r\n", End::Close),
        "nul-in-header" => to_request(b"HTTP/1.1 302 Found\r\nLocation: https://login.mypurecloud.de/\x00?rid=a\r\nContent-Length: 0\r\n\r\n", End::Close),
        "length-invalid" => to_request(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n<html>", End::Close),
        "length-too-long" => to_request(FIVE_OF_TEN, End::Close),
        "length-too-short" => to_request(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nHello, and more than was announced", End::Close),
        "chunks-invalid" => to_request(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", End::Close),
        "endless-headers" => to_request(b"HTTP/1.1 200 OK\r\n", End::Repeat(b"X-Endless: and so on\r\n", FOREVER)),
        "endless-header" => to_request(b"HTTP/1.1 302 Found\r\nLocation: https://login.mypurecloud.de/?rid=", End::Repeat(b"and so on ", FOREVER)),
        "endless-body" => to_request(UNTIL_THE_END, End::Repeat(b"and so on ", FOREVER)),
        "gzip-bomb" => to_request(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n", End::Repeat(ZEROS, 1000)),
        "http2-goaway" => go_away(Reason::ENHANCE_YOUR_CALM),
        "http2-goaway-in-order" => go_away(Reason::NO_ERROR),
        "http2-reset" => reset_every(Reason::INTERNAL_ERROR),
        "http2-refused" => reset_every(Reason::REFUSED_STREAM),
        other => panic!("no fault is called {other}"),
    };
    format!("{HOST}:443:{address}")
}

/// How it goes on after what was said.
#[derive(Clone, Copy)]
enum End {
    Close,
    Reset,
    Hang,
    /// This comes, a byte at a time, again and again.
    Drip(&'static [u8]),
    /// This comes so many times, and then the connection is closed.
    Repeat(&'static [u8], usize),
}

trait Connection: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Connection for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Connection for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// Plays to every connection. How it fails, the program sees and reports.
fn play<F: Future<Output = io::Result<()>> + 'static>(
    script: impl Fn(TcpStream) -> F + Send + 'static,
) -> SocketAddr {
    on_a_thread(async move |listener| {
        loop {
            if let Ok((tcp, _)) = listener.accept().await {
                // What was said is on its way before a connection is reset.
                let _ = tcp.set_nodelay(true);
                tokio::task::spawn_local(script(tcp));
            }
        }
    })
}

/// Says this to a ClientHello.
fn to_hello(says: &'static [u8], end: End) -> SocketAddr {
    play(move |mut tcp| async move {
        let mut header = [0; 5];
        tcp.read_exact(&mut header).await?;
        let length = u16::from_be_bytes([header[3], header[4]]);
        tcp.read_exact(&mut vec![0; length.into()]).await?;
        say(tcp, says, end).await
    })
}

/// Says this to an HTTP/1.1 request over TLS.
fn to_request(says: &'static [u8], end: End) -> SocketAddr {
    let tls = TlsAcceptor::from(trusted().authority.identity().server(&[]));
    play(move |tcp| {
        let tls = tls.clone();
        async move {
            let mut stream = tls.accept(tcp).await?;
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await?);
            }
            say(stream, says, end).await
        }
    })
}

async fn say(mut stream: impl Connection, says: &[u8], end: End) -> io::Result<()> {
    const PAUSE: Duration = Duration::from_millis(100);
    stream.write_all(says).await?;
    stream.flush().await?;
    match end {
        End::Close => {}
        End::Reset => {
            // A reset takes back what the other side has not read yet.
            tokio::time::sleep(5 * PAUSE).await;
            return stream.tcp().set_zero_linger();
        }
        End::Hang => return pending().await,
        End::Drip(drops) => {
            for byte in drops.iter().cycle() {
                tokio::time::sleep(PAUSE).await;
                stream.write_all(&[*byte]).await?;
                stream.flush().await?;
            }
        }
        End::Repeat(piece, times) => {
            let at_once = (16 * 1024 / piece.len()).clamp(1, times);
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

/// A port where the system listens and nobody accepts, with as many connections waiting as it takes. Linux then says
/// nothing to any further one; other systems may refuse it.
fn full() -> SocketAddr {
    let (ready, started) = mpsc::channel();
    on_a_thread(async move |_| {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket
            .bind((Ipv4Addr::LOCALHOST, 0).into())
            .expect("a port on loopback");
        let listener = socket.listen(1).expect("it is bound");
        let address = listener.local_addr().expect("it is bound");
        for _ in 0..8 {
            tokio::task::spawn_local(async move {
                let _connection = TcpStream::connect(address).await;
                pending::<()>().await;
            });
        }
        // Each of them has asked by the time that this goes on.
        tokio::task::yield_now().await;
        ready.send(address).expect("somebody waits for it");
        pending::<()>().await;
    });
    started.recv().expect("it starts")
}

/// TLS with this certificate, which ends the handshake.
fn certified(identity: &Identity) -> SocketAddr {
    tls(identity, |tls| wait(&mut tls.sock))
}

/// A certificate that was good from one year to another.
fn years(from: i32, to: i32) -> SocketAddr {
    certified(&trusted().authority.identity_with(|params| {
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
    }))
}

/// GOAWAY as soon as something is asked: the connection is over for this reason, and nothing was looked at. Frame by
/// frame, as the library answers for all that it has received.
fn go_away(reason: Reason) -> SocketAddr {
    const PREFACE: usize = 24;
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    const GOAWAY_WITHOUT_REASON: [u8; 13] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let tls = TlsAcceptor::from(trusted().authority.identity().server(&["h2"]));
    play(move |tcp| {
        let tls = tls.clone();
        async move {
            let mut stream = tls.accept(tcp).await?;
            stream.read_exact(&mut [0; PREFACE]).await?;
            stream.write_all(&SETTINGS).await?;
            stream.write_all(&GOAWAY_WITHOUT_REASON).await?;
            stream.write_u32(reason.into()).await?;
            stream.flush().await?;
            copy(&mut stream, &mut sink()).await.map(drop)
        }
    })
}

/// RST_STREAM for every request, for this reason.
fn reset_every(reason: Reason) -> SocketAddr {
    let tls = TlsAcceptor::from(trusted().authority.identity().server(&["h2"]));
    play(move |tcp| {
        let tls = tls.clone();
        async move {
            let stream = tls.accept(tcp).await?;
            let connection = h2::server::handshake(stream).await;
            let mut connection = connection.map_err(io::Error::other)?;
            while let Some(request) = connection.accept().await {
                request.map_err(io::Error::other)?.1.send_reset(reason);
            }
            Ok(())
        }
    })
}
