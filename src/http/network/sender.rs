//! One request on a connection, and its answer.

use super::error::{BEFORE, explain};
use super::in_time;
use super::response::{LARGEST_HEADER, read};
use crate::http::dial::Connection;
use crate::http::{Answer, Failure};
use bytes::Bytes;
use http::{Request, Response, Version, header};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::cell::Cell;
use std::rc::Rc;
use tokio::time::Instant;

/// A connection that can carry a request.
pub(super) enum Sender {
    Http2(Rc<Shared>),
    Http1(http1::SendRequest<Empty<Bytes>>),
}

/// A connection that carries many requests.
pub(super) struct Shared {
    sender: http2::SendRequest<Empty<Bytes>>,
    /// Whether a request on it waited in vain. Nothing tells a slow answer from a connection that is dead without
    /// having been closed, so those that are under way stay on it and no other joins them.
    is_silent: Cell<bool>,
}

/// Why a request has no answer.
pub(super) enum Unsent {
    /// The server closed the connection in order, and says that it did not look at the request, which may so be sent
    /// again without harm (RFC 9113, 6.8 and 8.7).
    Unseen(Failure),
    /// The server did not look at this request, and says nothing of its connection (RFC 9113, 8.7).
    Refused {
        failure: Failure,
        on: Rc<Shared>,
    },
    Failed(Failure),
}

impl From<Failure> for Unsent {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Shared {
    /// Whether one more request may be sent on it.
    pub(super) fn is_usable(&self) -> bool {
        !self.sender.is_closed() && !self.is_silent.get()
    }
}

impl Sender {
    /// A sender on a new connection to `host`, which speaks what the handshake has agreed on.
    pub(super) async fn over(connection: Connection, host: &str) -> Result<Self, Failure> {
        let broken = |error: hyper::Error| explain(&error, host, BEFORE);
        // The driver's error reaches the requests on it.
        if speaks_http2(&connection) {
            let (sender, driver) = http2::Builder::new(TokioExecutor::new())
                .max_header_list_size(2 * LARGEST_HEADER)
                .handshake(TokioIo::new(connection))
                .await
                .map_err(broken)?;
            tokio::spawn(async move { drop(driver.await) });
            Ok(Self::Http2(Rc::new(Shared {
                sender,
                is_silent: Cell::new(false),
            })))
        } else {
            let (sender, driver) = http1::Builder::new()
                .max_buf_size(LARGEST_HEADER as usize)
                .handshake(TokioIo::new(connection))
                .await
                .map_err(broken)?;
            tokio::spawn(async move { drop(driver.await) });
            Ok(Self::Http1(sender))
        }
    }

    /// The answer to a request. A connection that brings none in time is not used for others.
    pub(super) async fn ask(
        &mut self,
        request: Request<Empty<Bytes>>,
        host: &str,
        by: Instant,
    ) -> Result<Answer, Unsent> {
        let asking = async {
            let sent = async { Ok(self.send(request, host).await) };
            let reply = in_time(by, || "the header of the answer", sent).await??;
            let reply = in_time(by, || "the body of the answer", read(reply, host)).await?;
            Ok(reply)
        };
        let asked = asking.await;
        if let (Self::Http2(shared), Err(Unsent::Failed(Failure::Timeout { .. }))) = (self, &asked)
        {
            shared.is_silent.set(true);
        }
        asked
    }

    async fn send(
        &mut self,
        mut request: Request<Empty<Bytes>>,
        host: &str,
    ) -> Result<Response<Incoming>, Unsent> {
        let sent = match self {
            Self::Http2(shared) => {
                *request.version_mut() = Version::HTTP_2;
                shared.sender.clone().try_send_request(request).await
            }
            Self::Http1(sender) => {
                let path = request
                    .uri()
                    .path_and_query()
                    .map_or("/", http::uri::PathAndQuery::as_str)
                    .to_owned();
                let headers = request.headers_mut();
                if let Ok(value) = http::HeaderValue::from_str(host) {
                    headers.insert(header::HOST, value);
                }
                if let Ok(path) = path.parse() {
                    *request.uri_mut() = path;
                }
                sender.try_send_request(request).await
            }
        };
        sent.map_err(|mut error| {
            let is_unsent = error.take_message().is_some();
            let error = error.into_error();
            let failure = explain(&error, host, BEFORE);
            let source = std::error::Error::source(&error);
            let said = source.and_then(|source| source.downcast_ref::<h2::Error>());
            let said = said.filter(|said| said.is_remote());
            let said = said.and_then(|said| Some((said.reason()?, said.is_go_away())));
            match (self, said) {
                _ if is_unsent => Unsent::Unseen(failure),
                (_, Some((h2::Reason::NO_ERROR, true))) => Unsent::Unseen(failure),
                (Self::Http2(shared), Some((h2::Reason::REFUSED_STREAM, false))) => {
                    let on = Rc::clone(shared);
                    Unsent::Refused { failure, on }
                }
                _ => Unsent::Failed(failure),
            }
        })
    }
}

fn speaks_http2(connection: &Connection) -> bool {
    connection.get_ref().1.alpn_protocol() == Some(b"h2")
}
