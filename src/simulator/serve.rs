//! The only I/O of the simulator: connections in, answers out.

use super::answer::{Answer, Delivery};
use super::request::Request;
use super::route;
use super::wire::{Reset, Wire};
use super::{Changes, SIMULATOR_HEADER};
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{COOKIE, HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// A service that is complete, as it answers over every connection.
#[derive(Clone)]
pub(super) struct Service {
    pub(super) tls: TlsAcceptor,
    pub(super) changes: Changes,
}

/// Plays to whoever connects, until this future is dropped; all connections end with it.
pub(super) async fn accept<F: Future<Output = ()> + Send + 'static>(
    listener: TcpListener,
    play: impl Fn(TcpStream) -> F,
) {
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((tcp, _)) => {
                    let _ = tcp.set_nodelay(true);
                    conversations.spawn(play(tcp));
                }
                // Out of file handles, most likely: others may give some back.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = conversations.join_next() => {}
        }
    }
}

impl Service {
    /// One connection. How it fails is of no interest here: the other side sees it, and reports it.
    pub(super) async fn converse(self, tcp: TcpStream) {
        let reset = Reset::default();
        let Ok(stream) = self.tls.accept(Wire::new(tcp, reset.clone())).await else {
            return;
        };
        let service = service_fn(|incoming| self.clone().respond(incoming, reset.clone()));
        let builder = auto::Builder::new(TokioExecutor::new());
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        tokio::select! {
            _ = connection => {}
            () = reset.asked() => {}
        }
    }

    async fn respond(
        self,
        incoming: hyper::Request<Incoming>,
        reset: Reset,
    ) -> Result<Response<Sent>, Infallible> {
        let answer = route::answer(&read(&incoming, self.changes.registered));
        tokio::time::sleep(self.changes.delay).await;
        match answer.delivery {
            Delivery::Whole | Delivery::Endless | Delivery::CutOff => {}
            Delivery::After(delay) => tokio::time::sleep(delay).await,
            Delivery::Never => pending::<()>().await,
            Delivery::Reset => {
                reset.ask();
                pending::<()>().await;
            }
        }
        Ok(write(answer))
    }
}

fn read(incoming: &hyper::Request<Incoming>, registered: Option<Arc<[String]>>) -> Request {
    let text = |name: HeaderName| {
        let value = incoming.headers().get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    };
    // HTTP/2 names the host in the address, HTTP/1.1 in a header; a port may follow either.
    let host = incoming.uri().host().unwrap_or_else(|| text(HOST));
    let host = host.split(':').next().unwrap_or_default();
    Request {
        serial: repetition(&format!("{host}{}", incoming.uri())),
        method: incoming.method().to_string(),
        host: host.to_ascii_lowercase(),
        path: incoming.uri().path().to_owned(),
        query: incoming.uri().query().unwrap_or_default().to_owned(),
        cookies: text(COOKIE).to_owned(),
        registered,
    }
}

/// How often a question was asked before. Counted for each by itself, so that a run gets the same ids in
/// whatever order its questions arrive.
fn repetition(question: &str) -> u64 {
    const MOST: usize = 100_000;
    static ASKED: LazyLock<Mutex<HashMap<String, u64>>> = LazyLock::new(Mutex::default);
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    if asked.len() > MOST {
        asked.clear();
    }
    let times = asked.entry(question.to_owned()).or_default();
    *times += 1;
    *times
}

fn write(answer: Answer) -> Response<Sent> {
    let mut headers = HeaderMap::new();
    headers.insert(
        HeaderName::from_static(SIMULATOR_HEADER),
        HeaderValue::from_static(env!("CARGO_PKG_VERSION")),
    );
    for (name, value) in answer.headers {
        // Only what was sent to us can hold bytes that no header may carry: it is not sent back.
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    let bytes = Bytes::from(answer.body);
    let mut response = Response::new(match answer.delivery {
        Delivery::Endless => Sent::Endless(bytes),
        Delivery::CutOff => Sent::CutOff(bytes),
        _ => Sent::Whole(bytes),
    });
    *response.status_mut() =
        StatusCode::from_u16(answer.status).expect("every status in the table is a status");
    *response.headers_mut() = headers;
    response
}

/// A body on its way.
enum Sent {
    Whole(Bytes),
    Endless(Bytes),
    CutOff(Bytes),
    Breaking,
    Broken,
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let sent = self.get_mut();
        match sent {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Endless(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes.clone())))),
            Self::CutOff(bytes) => {
                let bytes = std::mem::take(bytes);
                *sent = Self::Breaking;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Self::Breaking => {
                // Whatever was given so far is sent out before the error ends the connection.
                *sent = Self::Broken;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Broken => Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}
