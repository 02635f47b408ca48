//! The one place that sends anything: a request to a host on its list, on a connection that is open or on a new one.

mod error;
mod pool;
mod response;
mod sender;

use super::dial::{Dialer, Stage};
use super::relay::Relay;
use super::request::USER_AGENT;
use super::visit::PageHosts;
use super::{AllowList, ConnectTo, Failure, Observation, Probe, ProxyRule, Transport, tls};
use http::{Request, header};
use http_body_util::Empty;
use pool::Pool;
use rustls::pki_types::CertificateDer;
use sender::{Shared, Unsent};
use std::collections::BTreeSet;
use std::io;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::Instant;

/// Times that one request is sent at the most while servers say that they did not look at it. Eight requests are in
/// flight to a host: where a server closes a connection after each answer, the last one is looked at the eighth time,
/// or later, as some find only when they send that their connection is closed.
const MOST_UNSEEN: u32 = 16;

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
    pool: Pool,
    trusts_more: bool,
    timeout: Duration,
}

/// A transport that contacts the hosts of an allow-list and no others.
pub struct Confined<'a> {
    network: &'a Network,
    allowed: AllowList,
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
        let dialer = Rc::new(dialer);
        Self {
            pool: Pool::new(Rc::clone(&dialer)),
            dialer,
            trusts_more,
            timeout: options.timeout,
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

    async fn exchange(&self, probe: &Probe, name: &str, by: Instant) -> Observation {
        let mut request = Request::get(&probe.url)
            .header(header::USER_AGENT, USER_AGENT)
            .header(header::ACCEPT, "*/*")
            // Who is not told may compress as it likes (RFC 9110, 12.5.3).
            .header(header::ACCEPT_ENCODING, "identity");
        if !probe.cookies.is_empty() {
            request = request.header(header::COOKIE, probe.cookies.secret());
        }
        let request = request.body(Empty::new()).map_err(|_| Failure::NotAsked {
            why: "the address is not one that can be asked for",
        })?;
        // The answer comes on a new connection where the server closed the one before without looking at the request.
        let mut unseen = 0;
        let mut told = None;
        let mut refused_on: Option<Rc<Shared>> = None;
        loop {
            let mut sender = self.pool.sender(name, by).await?;
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
            // Who finds only when it sends that the connection is over does not hear why.
            if matches!(failure, Failure::Ended { .. }) {
                told = Some(failure.clone());
            }
            unseen += 1;
            if unseen == MOST_UNSEEN {
                return Err(Failure::Unseen(Box::new(told.unwrap_or(failure))));
            }
        }
    }
}

impl Transport for Confined<'_> {
    async fn send(&self, probe: &Probe, deadline: Instant) -> Observation {
        let name = probe.host();
        if !self.allowed.permits(name) {
            return Err(Failure::NotAsked {
                why: "the host is not one that this check may contact",
            });
        }
        let by = deadline.min(Instant::now() + self.network.timeout);
        self.network.exchange(probe, name, by).await
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
