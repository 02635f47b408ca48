//! The one place that sends anything: a request to a host, on a connection that is open or on a new one.

use super::client::{Answer, HostClient};
use super::dial::{Dialer, Stage};
use super::{ConnectTo, Failure, ProxyRule, tls};
use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, COOKIE};
use http::{HeaderMap, HeaderValue, Method};
use reqwest::{Request, Url};
use rustls::pki_types::CertificateDer;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

/// How to reach the network.
#[derive(Debug)]
pub struct NetworkOptions {
    /// How long one request may take, connecting included.
    pub timeout: Duration,
    /// Where to connect instead, the first that fits.
    pub connect_to: Vec<ConnectTo>,
    /// Which proxy to use, where `connect_to` has no rule: one that resolves names itself would go elsewhere.
    pub proxy: ProxyRule,
    /// Roots to trust besides the system's.
    pub ca_certificates: Vec<CertificateDer<'static>>,
}

/// The one place that sends anything: one TLS connection a host, shared by its requests where it speaks HTTP/2.
pub struct Network {
    dialer: Rc<Dialer>,
    hosts: RefCell<HashMap<String, Rc<HostClient>>>,
    trusts_more: bool,
    timeout: Duration,
}

/// A request that is more than an address.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    pub(crate) method: Method,
    pub(crate) url: &'a str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Bytes of the answer's body that are read at the most.
    pub(crate) most: usize,
}

/// Bytes of body that are read at the most, if not told otherwise. A login page has some ten thousand.
const LARGEST_BODY: usize = 1024 * 1024;

const UNFIT: Failure = Failure::NotAsked {
    why: "the address is not one that can be asked for",
};

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
            hosts: RefCell::default(),
            trusts_more,
            timeout: options.timeout,
        }
    }

    /// A connection to port 443 of a host, for a browser, which speaks TLS over it itself.
    pub(crate) async fn tunnel(
        &self,
        host: &str,
    ) -> Result<impl AsyncRead + AsyncWrite + Unpin + use<>, Failure> {
        let stage = Stage::default();
        let dialing = tokio::time::timeout(self.timeout, self.dialer.stream(host, &stage)).await;
        dialing.unwrap_or(Err(Failure::Timeout {
            waiting_for: stage.get(),
        }))
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

    /// Sends one request to `host`, following nothing and retrying nothing. It is over at the deadline.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn get(
        &self,
        host: &str,
        url: &str,
        cookies: &str,
        deadline: Instant,
    ) -> Result<Answer, Failure> {
        let mut headers = HeaderMap::new();
        if !cookies.is_empty() {
            headers.insert(COOKIE, cookies.try_into().map_err(|_| UNFIT)?);
        }
        let message = Message {
            method: Method::GET,
            url,
            headers,
            body: Bytes::new(),
            most: LARGEST_BODY,
        };
        self.send(host, message, deadline).await
    }

    /// The same for any message.
    ///
    /// # Errors
    /// Where there is no answer.
    pub(crate) async fn send(
        &self,
        host: &str,
        message: Message<'_>,
        deadline: Instant,
    ) -> Result<Answer, Failure> {
        let by = deadline.min(Instant::now() + self.timeout);
        let url = Url::parse(message.url).ok();
        let url = url.filter(|url| url.host_str() == Some(host));
        let mut request = Request::new(message.method, url.ok_or(UNFIT)?);
        *request.headers_mut() = message.headers;
        // Who is not told may compress as it likes (RFC 9110, 12.5.3).
        let identity = HeaderValue::from_static("identity");
        request.headers_mut().insert(ACCEPT_ENCODING, identity);
        if !message.body.is_empty() {
            *request.body_mut() = Some(message.body.into());
        }
        self.host(host).ask(&request, message.most, by).await
    }

    fn host(&self, name: &str) -> Rc<HostClient> {
        let mut hosts = self.hosts.borrow_mut();
        let host = hosts
            .entry(name.to_owned())
            .or_insert_with(|| Rc::new(HostClient::new(name, Rc::clone(&self.dialer))));
        Rc::clone(host)
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, NetworkOptions};
    use crate::http::{ConnectTo, ProxyRule};
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
}
