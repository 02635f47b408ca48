//! A service that behaves: HTTP/1.1 or HTTP/2 over TLS on loopback. It keeps what it was asked.

use super::authority::{Identity, trusted};
use super::replies::{Answer, healthy};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, header};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use mirabridge_oauth::genesys::{PHONE_HOST, Region};
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Instant;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A request, as the service saw it.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) host: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) at: Instant,
}

pub(super) struct Service {
    pub(super) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Service {
    /// Answers everything as it should be.
    pub(super) fn healthy() -> Self {
        Self::new(|asked, _| healthy(asked))
    }

    /// Answers with what comes of a request and of how often the same was asked before.
    pub(super) fn new(answer: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static) -> Self {
        Self::held(&["h2", "http/1.1"], answer, |_| async {})
    }

    /// The same with these protocols; every answer waits for what `hold` gives.
    pub(super) fn held<F: Future<Output = ()> + Send + 'static>(
        protocols: &[&str],
        answer: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static,
        hold: impl Fn(&Asked) -> F + Send + Sync + 'static,
    ) -> Self {
        let identity = trusted().authority.identity();
        Self::known_as(&identity, protocols, answer, hold)
    }

    /// Answers under the login host of every region, and as MiraBridge.
    pub(super) fn in_every_region(
        answer: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let hosts = Region::all()
            .iter()
            .flat_map(|region| [region.login_host(), region.apps_host(), region.api_host()]);
        let hosts: Vec<_> = hosts.chain([PHONE_HOST.to_owned()]).collect();
        let identity = trusted().authority.identity_for(hosts);
        Self::known_as(&identity, &["h2", "http/1.1"], answer, |_| async {})
    }

    fn known_as<F: Future<Output = ()> + Send + 'static>(
        identity: &Identity,
        protocols: &[&str],
        answer: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static,
        hold: impl Fn(&Asked) -> F + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let respond = Arc::new(move |request: Request<Incoming>| {
            let (asked, before) = noted(&log, &request);
            let (answer, held) = (answer(&asked, before), hold(&asked));
            async move {
                held.await;
                Ok::<_, Infallible>(answer)
            }
        });
        let tls = TlsAcceptor::from(identity.server(protocols));
        let address = on_a_thread(async move |listener| {
            loop {
                let Ok((tcp, _)) = listener.accept().await else {
                    continue;
                };
                let (tls, respond) = (tls.clone(), Arc::clone(&respond));
                tokio::task::spawn_local(async move {
                    let Ok(stream) = tls.accept(tcp).await else {
                        return;
                    };
                    let service = service_fn(move |request| respond(request));
                    let builder = auto::Builder::new(TokioExecutor::new());
                    let connection = builder.serve_connection(TokioIo::new(stream), service);
                    let _ = connection.await;
                });
            }
        });
        Self { address, asked }
    }

    /// Everything that was asked, in the order of arrival.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }
}

/// Serves on a port of its own, in a thread of its own, until the tests are over.
pub(super) fn on_a_thread(serve: impl AsyncFnOnce(TcpListener) + Send + 'static) -> SocketAddr {
    let (ready, started) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        tokio::task::LocalSet::new().block_on(&runtime, async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .expect("a port on loopback");
            ready
                .send(listener.local_addr().expect("it was bound"))
                .expect("somebody waits for it");
            serve(listener).await;
        });
    });
    started.recv().expect("it starts")
}

fn noted(log: &Mutex<Vec<Asked>>, request: &Request<Incoming>) -> (Asked, usize) {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let asked = Asked {
        host: request
            .uri()
            .host()
            .or(named)
            .unwrap_or_default()
            .to_owned(),
        target: request
            .uri()
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default(),
        at: Instant::now(),
    };
    let mut log = log.lock().expect("no panic");
    let same = |other: &&Asked| other.host == asked.host && other.target == asked.target;
    let before = log.iter().filter(same).count();
    log.push(asked.clone());
    (asked, before)
}
