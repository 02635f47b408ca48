use super::dial::{Connection, Dialer, Stage};
use super::relay::Relay;
use super::request::USER_AGENT;
use super::visit::PageHosts;
use super::{AllowList, ConnectTo, Failure, Observation, Probe, ProxyRule, Reply, Transport, tls};
use bytes::Bytes;
use http::{Request, Response, Version, header};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::CertificateDer;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::rc::Rc;
use std::time::{Duration, SystemTime};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Bytes of header that are read at the most. Genesys Cloud's answers have about two thousand.
const LARGEST_HEADER: u32 = 64 * 1024;
/// Bytes of body that are read at the most. A login page has some ten thousand.
const LARGEST_BODY: usize = 1024 * 1024;
/// Times that one request is sent at the most while servers say that they did not look at it. Eight requests are in
/// flight to a host: where a server closes a connection after each answer, the last one is looked at the eighth time,
/// or later, as some find only when they send that their connection is closed.
const MOST_UNSEEN: u32 = 16;

/// When a connection is cut, in words that follow "was cut".
const BEFORE: &str = "before the answer";
const WITHIN: &str = "in the middle of the answer";

/// How to reach the network.
#[derive(Debug)]
pub struct NetworkOptions {
    /// How long one request may take, connecting included.
    pub timeout: Duration,
    /// Where to connect instead, the first that fits.
    pub connect_to: Vec<ConnectTo>,
    /// Which proxy to use; left alone where `connect_to` has rules.
    pub proxy: ProxyRule,
    /// Roots to trust besides the system's.
    pub ca_certificates: Vec<CertificateDer<'static>>,
}

/// The one place that sends anything: one TLS connection a host, shared by its requests where it speaks HTTP/2.
///
/// It sends nothing by itself: [`Network::within`] says to whom.
pub struct Network {
    dialer: Rc<Dialer>,
    trusts_more: bool,
    timeout: Duration,
    hosts: RefCell<HashMap<String, Rc<Host>>>,
}

/// A transport that contacts the hosts of an allow-list and no others.
pub struct Confined<'a> {
    network: &'a Network,
    allowed: AllowList,
}

/// What is known of one host.
struct Host {
    line: Mutex<Line>,
    stage: Stage,
}

/// The way to a host, found out by the first request while the others wait.
enum Line {
    Untried,
    Shared(Rc<Shared>),
    OneEach,
    /// Those who were waiting when it failed fail with it, instead of trying one after the other.
    Failed(Instant, Failure),
}

/// A connection that carries many requests.
struct Shared {
    sender: http2::SendRequest<Empty<Bytes>>,
    /// Whether a request on it waited in vain. Nothing tells a slow answer from a connection that is dead without
    /// having been closed, so those that are under way stay on it and no other joins them.
    is_silent: Cell<bool>,
}

/// A connection that can carry a request.
enum Sender {
    Http2(Rc<Shared>),
    Http1(http1::SendRequest<Empty<Bytes>>),
}

/// Why a request has no answer.
enum Unsent {
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

impl Network {
    /// Connects to nobody yet.
    #[must_use]
    pub fn new(options: NetworkOptions) -> Self {
        let trusts_more = !options.ca_certificates.is_empty();
        let dialer = Dialer::new(
            options.connect_to,
            options.proxy,
            options.timeout,
            &options.ca_certificates,
        );
        Self {
            dialer: Rc::new(dialer),
            trusts_more,
            timeout: options.timeout,
            hosts: RefCell::default(),
        }
    }

    /// The network as far as the hosts in `allowed`, over the connections that are open anyway.
    #[must_use]
    pub fn within(&self, allowed: AllowList) -> Confined<'_> {
        Confined {
            network: self,
            allowed,
        }
    }

    /// A way to the network for a browser, which leads to `hosts` and to nobody else.
    ///
    /// # Errors
    /// Where no port of loopback can be listened on.
    pub async fn relay(&self, hosts: PageHosts) -> io::Result<Relay> {
        Relay::bind(Rc::clone(&self.dialer), self.timeout, hosts).await
    }

    /// The keys of the certificates at these hosts that are trusted only because somebody named more roots, in the
    /// form in which a browser takes them; empty where nobody did. A host that cannot be reached has none: the
    /// browser will find out.
    pub async fn trusted_keys(&self, hosts: &[String], deadline: Instant) -> BTreeSet<String> {
        if !self.trusts_more {
            return BTreeSet::new();
        }
        let by = deadline.min(Instant::now() + self.timeout);
        let keys = hosts.iter().map(|host| async move {
            let stage = Stage::default();
            let dialing = self.dialer.dial(host, &stage);
            let connection = tokio::time::timeout_at(by, dialing).await.ok()?.ok()?;
            let certificates = connection.get_ref().1.peer_certificates()?;
            tls::key_digest(certificates.first()?)
        });
        futures_util::future::join_all(keys)
            .await
            .into_iter()
            .flatten()
            .collect()
    }

    fn host(&self, name: &str) -> Rc<Host> {
        let mut hosts = self.hosts.borrow_mut();
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Rc::new(Host {
                line: Mutex::new(Line::Untried),
                stage: Stage::default(),
            })
        });
        Rc::clone(host)
    }

    async fn exchange(&self, probe: &Probe, name: &str, by: Instant) -> Observation {
        let host = self.host(name);
        let mut request = Request::get(&probe.url)
            .header(header::USER_AGENT, USER_AGENT)
            .header(header::ACCEPT, "*/*")
            // Who is not told may compress as it likes (RFC 9110, 12.5.3).
            .header(header::ACCEPT_ENCODING, "identity");
        if !probe.cookies.is_empty() {
            request = request.header(header::COOKIE, probe.cookies.secret());
        }
        let request = request
            .body(Empty::new())
            .map_err(|error| Failure::Protocol {
                detail: format!("the address cannot be asked for: {error}"),
            })?;
        // The answer comes on a new connection where the server closed the one before without looking at the request.
        let mut unseen = 0;
        let mut refused_on: Option<Rc<Shared>> = None;
        loop {
            let mut sender = self.sender(name, &host, by).await?;
            let failure = match sender.ask(request.clone(), name, by).await {
                Ok(reply) => return Ok(reply),
                Err(Unsent::Failed(failure)) => return Err(failure),
                Err(Unsent::Refused { failure, on }) => {
                    // To ask at once is no help a second time; the pause of a retry may be one.
                    if refused_on.is_some_and(|before| Rc::ptr_eq(&before, &on)) {
                        return Err(failure);
                    }
                    refused_on = Some(on);
                    failure
                }
                Err(Unsent::Unseen(failure)) => failure,
            };
            unseen += 1;
            if unseen == MOST_UNSEEN {
                return Err(Failure::Unseen(Box::new(failure)));
            }
        }
    }

    async fn sender(&self, name: &str, host: &Host, by: Instant) -> Result<Sender, Failure> {
        let asked_at = Instant::now();
        let line = async { Ok(host.line.lock().await) };
        let mut line = in_time(by, || host.stage.get(), line).await?;
        match &*line {
            Line::Shared(shared) if shared.is_usable() => {
                return Ok(Sender::Http2(Rc::clone(shared)));
            }
            Line::Failed(at, failure) if *at >= asked_at => return Err(failure.clone()),
            Line::OneEach => {
                drop(line);
                return self.open(name, &Stage::default(), by).await;
            }
            Line::Untried | Line::Shared(_) | Line::Failed(..) => {}
        }
        let opened = self.open(name, &host.stage, by).await;
        *line = match &opened {
            Ok(Sender::Http2(shared)) => Line::Shared(Rc::clone(shared)),
            Ok(Sender::Http1(_)) => Line::OneEach,
            Err(failure) => Line::Failed(Instant::now(), failure.clone()),
        };
        opened
    }

    async fn open(&self, name: &str, stage: &Stage, by: Instant) -> Result<Sender, Failure> {
        let opening = async {
            let connection = self.dialer.dial(name, stage).await?;
            if speaks_http2(&connection) {
                Sender::http2(connection, name).await
            } else {
                Sender::http1(connection, name).await
            }
        };
        in_time(by, || stage.get(), opening).await
    }
}

/// What `work` brings until then, or that it was still waiting, and for what.
async fn in_time<T>(
    by: Instant,
    waiting_for: impl FnOnce() -> &'static str,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let late = || Failure::Timeout {
        waiting_for: waiting_for(),
    };
    let done = tokio::time::timeout_at(by, work).await;
    done.unwrap_or_else(|_| Err(late()))
}

impl Transport for Confined<'_> {
    async fn send(&self, probe: &Probe, deadline: Instant) -> Observation {
        let name = probe.host();
        if !self.allowed.permits(name) {
            return Err(Failure::NotAsked {
                why: "not sent: the host is not one that this check may contact",
            });
        }
        let by = deadline.min(Instant::now() + self.network.timeout);
        self.network.exchange(probe, name, by).await
    }
}

impl Shared {
    /// Whether one more request may be sent on it.
    fn is_usable(&self) -> bool {
        !self.sender.is_closed() && !self.is_silent.get()
    }
}

impl Sender {
    async fn http2(connection: Connection, host: &str) -> Result<Self, Failure> {
        let (sender, connection) = http2::Builder::new(TokioExecutor::new())
            .max_header_list_size(2 * LARGEST_HEADER)
            .handshake(TokioIo::new(connection))
            .await
            .map_err(|error| explain(&error, host, BEFORE))?;
        // The driver's error reaches the requests on it.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self::Http2(Rc::new(Shared {
            sender,
            is_silent: Cell::new(false),
        })))
    }

    async fn http1(connection: Connection, host: &str) -> Result<Self, Failure> {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(LARGEST_HEADER as usize)
            .handshake(TokioIo::new(connection))
            .await
            .map_err(|error| explain(&error, host, BEFORE))?;
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self::Http1(sender))
    }

    /// The answer to a request. A connection that brings none in time is not used for others.
    async fn ask(
        &mut self,
        request: Request<Empty<Bytes>>,
        host: &str,
        by: Instant,
    ) -> Result<Reply, Unsent> {
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

/// Reads the body, up to the bound.
async fn read(reply: Response<Incoming>, host: &str) -> Observation {
    let (parts, mut incoming) = reply.into_parts();
    // The library bounds its buffers, which may hold twice as much as that, and calls it a broken answer in HTTP/2.
    let fields = parts.headers.iter();
    let header: usize = fields
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if header > LARGEST_HEADER as usize {
        return Err(Failure::TooLarge { part: "header" });
    }
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error| explain(&error, host, WITHIN))?;
        if let Some(data) = frame.data_ref() {
            if body.len() + data.len() > LARGEST_BODY {
                return Err(Failure::TooLarge { part: "body" });
            }
            body.extend_from_slice(data);
        }
    }
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    Ok(Reply::new(parts.status.as_u16(), headers, &body).arrived(SystemTime::now()))
}

/// What an error of the HTTP library means.
fn explain(error: &hyper::Error, host: &str, when: &'static str) -> Failure {
    if error.is_parse_too_large() {
        return Failure::TooLarge { part: "header" };
    }
    let mut source = std::error::Error::source(error);
    let mut detail = error.to_string();
    while let Some(inner) = source {
        if let Some(error) = inner.downcast_ref::<h2::Error>()
            && let Some(code) = error.reason().filter(|_| error.is_remote())
        {
            return ended(host, when, code, error.is_go_away());
        }
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            if io.kind() == io::ErrorKind::UnexpectedEof && when == WITHIN {
                // Each library has words of its own for this, and none are for our readers.
                let detail = "it ends before it is complete".to_owned();
                return Failure::Protocol { detail };
            }
            if !speaks_of_the_answer(io.kind()) {
                return Failure::cut(host, when, io);
            }
        }
        detail = inner.to_string();
        source = inner.source();
    }
    if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        return Failure::cut(host, when, &io::ErrorKind::UnexpectedEof.into());
    }
    if error.is_parse() {
        detail = format!("it is not valid HTTP ({detail})");
    }
    Failure::Protocol { detail }
}

/// What it means that the other side ended a request of HTTP/2, or the connection.
fn ended(host: &str, when: &'static str, code: h2::Reason, connection: bool) -> Failure {
    if code == h2::Reason::ENHANCE_YOUR_CALM {
        let frame = if connection { "GOAWAY" } else { "RST_STREAM" };
        Failure::AskedTooMuch {
            host: host.to_owned(),
            detail: format!("HTTP/2 {frame}, {code:?}"),
        }
    } else if connection {
        let detail = format!("the other side ended it (HTTP/2 GOAWAY, {code:?})");
        Failure::cut(host, when, &io::Error::other(detail))
    } else {
        let detail = format!("the other side gave it up (HTTP/2 RST_STREAM, {code:?})");
        Failure::Protocol { detail }
    }
}

/// Whether an error tells that the answer is broken, rather than that the connection is.
fn speaks_of_the_answer(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput};
    matches!(kind, InvalidData | InvalidInput)
}

#[cfg(test)]
mod tests {
    use super::{Network, NetworkOptions};
    use crate::probe::{AllowList, ConnectTo, Failure, Probe, ProxyRule, Purpose, Transport as _};
    use std::io::ErrorKind;
    use std::net::{Ipv4Addr, TcpListener};
    use std::time::Duration;
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn keys_are_not_waited_for_past_the_deadline() {
        // It is connected to, and says nothing.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("it was bound");
        let root = rcgen::generate_simple_self_signed(Vec::new()).expect("no names to refuse");
        let network = Network::new(NetworkOptions {
            timeout: Duration::from_secs(60),
            connect_to: vec![ConnectTo::everything(address)],
            proxy: ProxyRule::direct(),
            ca_certificates: vec![root.cert.into()],
        });
        let started = Instant::now();
        let deadline = started + Duration::from_secs(5);
        let hosts = ["login.mypurecloud.de".to_owned()];
        let keys = network.trusted_keys(&hosts, deadline).await;
        assert!(keys.is_empty());
        let waited = started.elapsed().as_secs();
        assert_eq!(waited, 5, "until the deadline, and no longer");
    }

    #[tokio::test]
    async fn who_is_not_on_the_list_is_never_connected_to() {
        // Every name leads here, so that whoever is asked at all is asked here.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("it was bound");
        let network = Network::new(NetworkOptions {
            timeout: Duration::from_secs(60),
            connect_to: vec![ConnectTo::everything(address)],
            proxy: ProxyRule::direct(),
            ca_certificates: Vec::new(),
        });
        let confined = network.within(AllowList::of_every_login());
        let deadline = Instant::now() + Duration::from_secs(60);
        let probe = |url: &str| Probe::new(Purpose::LoginHop, url);

        listener
            .set_nonblocking(true)
            .expect("a switch of the socket");
        for url in [
            "https://foreign.example/",
            "https://login.mypurecloud.de.evil.example/",
            "https://login.mypurecloud.de@foreign.example/",
            "https://login.mypurecloud.de:8443/",
            "https://foreign.example#login.mypurecloud.de",
            "https://phone.mirabridge.cloud/",
            "http://login.mypurecloud.de/",
            "https:///login.mypurecloud.de/",
            "login.mypurecloud.de",
        ] {
            let observation = confined.send(&probe(url), deadline).await;
            let refused = matches!(observation, Err(Failure::NotAsked { .. }));
            assert!(refused, "{url}: {observation:?}");
            let came = listener.accept().map_err(|error| error.kind());
            assert!(matches!(came, Err(ErrorKind::WouldBlock)), "{url}");
        }

        // And whoever is on the list is.
        listener
            .set_nonblocking(false)
            .expect("a switch of the socket");
        let came = tokio::task::spawn_blocking(move || listener.accept());
        let permitted = probe("https://login.mypurecloud.de/");
        tokio::select! {
            came = came => drop(came.expect("no panic").expect("a connection")),
            answer = confined.send(&permitted, deadline) => panic!("nobody was asked: {answer:?}"),
        }
    }
}
