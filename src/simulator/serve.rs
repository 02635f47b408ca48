//! The only I/O of the simulator: connections in, responses out.

use super::request::Request;
use super::respond::respond;
use super::response::Response;
use super::scenario::Simulation;
use crate::probe::SIMULATOR_HEADER;
use http_body_util::{BodyExt as _, Collected, Full, Limited};
use hyper::StatusCode;
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// What every connection is answered with.
pub(super) struct Service {
    pub(super) tls: TlsAcceptor,
    pub(super) simulation: Simulation,
    /// How much later every response comes.
    pub(super) delay: Duration,
    /// How often each request came.
    pub(super) asked: Mutex<HashMap<String, u64>>,
}

/// Answers whoever connects, until this future is dropped; all connections end with it.
pub(super) async fn serve(listener: TcpListener, service: Arc<Service>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((tcp, _)) => {
                    let _ = tcp.set_nodelay(true);
                    connections.spawn(Arc::clone(&service).connection(tcp));
                }
                // Out of file handles, most likely: others may give some back.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

impl Service {
    /// One connection. How it fails is of no interest here: the other side sees it, and reports it.
    async fn connection(self: Arc<Self>, tcp: TcpStream) {
        let Ok(stream) = self.tls.accept(tcp).await else {
            return;
        };
        let service = service_fn(|incoming| Arc::clone(&self).response(incoming));
        let builder = auto::Builder::new(TokioExecutor::new());
        let _ = builder
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    async fn response(
        self: Arc<Self>,
        incoming: hyper::Request<Incoming>,
    ) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
        let response = respond(&self.simulation, &self.read(incoming).await);
        tokio::time::sleep(self.delay).await;
        if response.withheld {
            pending::<()>().await;
        }
        Ok(write(response))
    }

    async fn read(&self, incoming: hyper::Request<Incoming>) -> Request {
        const LONGEST_BODY: usize = 64 * 1024;
        let (parts, body) = incoming.into_parts();
        let body = Limited::new(body, LONGEST_BODY).collect().await;
        let body = body.map(Collected::to_bytes).unwrap_or_default();
        let text = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let uri = &parts.uri;
        // HTTP/2 names the host in the address, HTTP/1.1 in a header; a port may follow either.
        let host = uri.host().or(text(HOST)).unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default();
        Request {
            serial: self.serial(format!("{host}{uri}")),
            method: parts.method.to_string(),
            host: host.to_ascii_lowercase(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            authorization: text(AUTHORIZATION).unwrap_or_default().to_owned(),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// How often a request came before. Counted for each by itself, so that a run gets the same ids in whatever order
    /// its requests arrive.
    fn serial(&self, request: String) -> u64 {
        const MOST: usize = 100_000;
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() > MOST {
            asked.clear();
        }
        let times = asked.entry(request).or_default();
        *times += 1;
        *times
    }
}

fn write(response: Response) -> hyper::Response<Full<Bytes>> {
    let mut written = hyper::Response::new(Full::from(response.body));
    *written.status_mut() =
        StatusCode::from_u16(response.status).expect("scenarios answer with valid statuses");
    let headers = written.headers_mut();
    headers.insert(
        HeaderName::from_static(SIMULATOR_HEADER),
        HeaderValue::from_static(env!("CARGO_PKG_VERSION")),
    );
    for (name, value) in response.headers {
        // Only what was sent to us can hold bytes that no header may carry: it is not sent back.
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    written
}
