//! The proxy on loopback through which alone the browser reaches the network, and its list of hosts.

use super::page_text;
use crate::genesys::{PHONE_HOST, Target};
use crate::http::{Failure, Network};
use crate::probe::{Unreached, Visit};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// Bytes of a request for a tunnel; browsers send a few hundred.
const LARGEST_REQUEST: usize = 8 * 1024;
/// Characters of a host's name (RFC 1035, 2.3.4).
const LONGEST_NAME: usize = 253;
/// Tunnels at the same time. A browser opens 32 to a proxy by itself.
const MOST: usize = 128;

/// Which hosts a page may load from: those of the region and of MiraBridge, whatever their first labels, and those
/// that the user named.
///
/// A widget loads from more hosts than the OAuth endpoints, and which ones is documented nowhere. Both domains belong
/// to the makers of what is checked, so nobody else learns of the check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageHosts {
    domains: Vec<String>,
    named: BTreeSet<String>,
}

impl PageHosts {
    /// The hosts of a visit for `target`, and these.
    #[must_use]
    pub fn of(target: &Target, named: impl IntoIterator<Item = String>) -> Self {
        let mirabridge = PHONE_HOST.split_once('.').map_or(PHONE_HOST, |(_, d)| d);
        Self {
            domains: vec![target.region().domain().to_owned(), mirabridge.to_owned()],
            named: named.into_iter().collect(),
        }
    }

    /// Whether a page may load from `host`.
    #[must_use]
    pub fn permits(&self, host: &str) -> bool {
        let below = |domain: &String| {
            host.strip_suffix(domain.as_str())
                .is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
        };
        self.domains.iter().any(below) || self.named.contains(host)
    }

    /// Whether a page may ask for this address.
    pub(super) fn permits_url(&self, url: &str) -> bool {
        let url = Url::parse(url).ok();
        url.is_some_and(|url| {
            url.scheme() == "https"
                && url.port_or_known_default() == Some(443)
                && url.host_str().is_some_and(|host| self.permits(host))
        })
    }

    /// Whether an address is one of the login host of the region.
    pub(super) fn is_login(&self, url: &str) -> bool {
        let (Some(region), Ok(url)) = (self.domains.first(), Url::parse(url)) else {
            return false;
        };
        url.host_str() == Some(&format!("login.{region}"))
    }

    /// The hosts in words: `*.mypurecloud.de`.
    pub(super) fn describe(&self) -> impl Iterator<Item = String> {
        let domains = self.domains.iter().map(|domain| format!("*.{domain}"));
        domains.chain(self.named.iter().cloned())
    }

    /// Those whose certificates are looked at before the browser starts.
    pub(super) fn known(&self, target: &Target) -> Vec<String> {
        let home = target.region();
        let known = [
            PHONE_HOST.to_owned(),
            home.apps_host(),
            home.login_host(),
            home.api_host(),
        ];
        known
            .into_iter()
            .chain(self.named.iter().cloned())
            .collect()
    }
}

/// A browser's only way to the network: a proxy on loopback that opens tunnels to port 443 of the hosts of a visit,
/// and refuses everybody else.
///
/// So a browser goes where the requests of this tool go: through the same upstream proxy with the same login, and to
/// where `--connect-to` says. It resolves no name, and whatever it or a page would like to call is cut off here.
pub(super) struct Relay<'a> {
    listener: TcpListener,
    address: SocketAddr,
    network: &'a Network,
    hosts: PageHosts,
    failures: RefCell<BTreeMap<String, Failure>>,
}

impl<'a> Relay<'a> {
    pub(super) async fn bind(network: &'a Network, hosts: PageHosts) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        Ok(Self {
            listener,
            address,
            network,
            hosts,
            failures: RefCell::default(),
        })
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Relays until it is dropped; all tunnels end with it.
    pub(super) async fn serve(&self) -> std::convert::Infallible {
        let mut tunnels = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept(), if tunnels.len() < MOST => {
                    // One that broke already is no loss.
                    if let Ok((stream, _)) = accepted {
                        tunnels.push(self.tunnel(stream));
                    }
                }
                Some(()) = tunnels.next() => {}
            }
        }
    }

    /// The hosts that could not be reached, as far as that is known.
    pub(super) fn unreached(&self) -> Vec<Unreached> {
        let failures = self.failures.borrow();
        failures
            .iter()
            .map(|(host, failure)| Unreached {
                host: host.clone(),
                cause: failure.cause().name().to_owned(),
                message: page_text::text(&failure.to_string()),
            })
            .collect()
    }

    fn note(&self, host: String, failure: Failure) {
        let mut failures = self.failures.borrow_mut();
        if failures.len() < Visit::MOST_UNREACHED {
            failures.entry(host).or_insert(failure);
        }
    }

    /// One connection. How it fails is seen by the browser, and why is kept here.
    async fn tunnel(&self, mut browser: TcpStream) {
        let Some(host) = asked_for(&mut browser).await else {
            return;
        };
        if !self.hosts.permits(&host) {
            let _ = browser.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").await;
            return;
        }
        match self.network.tunnel(&host).await {
            Err(failure) => {
                self.note(host, failure);
                let _ = browser.write_all(b"HTTP/1.1 502 Bad Gateway\r\n\r\n").await;
            }
            Ok(mut server) => {
                self.failures.borrow_mut().remove(&host);
                let opened = b"HTTP/1.1 200 Connection Established\r\n\r\n";
                if browser.write_all(opened).await.is_ok() {
                    let _ = tokio::io::copy_bidirectional(&mut browser, &mut server).await;
                }
            }
        }
    }
}

/// The host that a request wants a tunnel to; none where it wants anything else, such as a page over plain http.
async fn asked_for(browser: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if request.len() > LARGEST_REQUEST || browser.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
    }
    tunnel_to(&request)
}

/// The host that the head of a request wants a tunnel to, in lower case and of letters, digits, dots, hyphens and
/// underscores: a browser writes no other, and a name with anything else in it would end in the domains of a visit and
/// be none of their hosts.
#[must_use]
pub fn tunnel_to(head: &[u8]) -> Option<String> {
    let head = std::str::from_utf8(head).ok()?;
    let authority = head.strip_prefix("CONNECT ")?.split(' ').next()?;
    let host = authority.strip_suffix(":443")?;
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_name = (1..=LONGEST_NAME).contains(&host.len()) && host.bytes().all(is_part);
    is_name.then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{PageHosts, Relay, tunnel_to};
    use crate::genesys::testing::{CLIENT, target};
    use crate::http::{ConnectTo, Network, NetworkOptions, ProxyRule};
    use crate::probe::Visit;
    use std::net::{Ipv4Addr, SocketAddr};
    use std::time::Duration;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    #[test]
    fn a_tunnel_leads_to_a_host_by_its_name() {
        for (authority, host) in [
            ("Login.MyPureCloud.de:443", Some("login.mypurecloud.de")),
            ("a\0\u{7f}.mypurecloud.de:443", None),
            ("a\r\n.mypurecloud.de:443", None),
            ("a/.mypurecloud.de:443", None),
            ("a@b.mypurecloud.de:443", None),
            ("[::1]:443", None),
            (":443", None),
        ] {
            let head = format!("CONNECT {authority} HTTP/1.1\r\n\r\n");
            assert_eq!(tunnel_to(head.as_bytes()).as_deref(), host, "{authority:?}");
        }
    }

    fn network(to: SocketAddr) -> Network {
        Network::new(NetworkOptions {
            connect_to: vec![ConnectTo::everything(to)],
            proxy: ProxyRule::direct(),
            timeout: Duration::from_secs(5),
            ca_certificates: Vec::new(),
        })
    }

    /// A network in which nobody is reached.
    async fn nowhere() -> Network {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let address = server.and_then(|server| server.local_addr());
        network(address.expect("a port"))
    }

    async fn relay(network: &Network) -> Relay<'_> {
        Relay::bind(network, PageHosts::of(&target(CLIENT), []))
            .await
            .expect("a port of loopback")
    }

    /// What the relay answers to a request.
    async fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it reads");
        stream.shutdown().await.expect("an end");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    #[tokio::test]
    async fn tunnels_lead_to_the_hosts_of_a_visit_alone() {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port");
        let network = network(server.local_addr().expect("an address"));
        let relay = relay(&network).await;
        let address = relay.address();
        let serving = async {
            let (mut stream, _) = server.accept().await.expect("a tunnel");
            stream.write_all(b"hello").await.expect("it reads");
            drop(stream);
            // Nobody else may come through.
            server.accept().await.expect("nobody else");
            panic!("a second tunnel");
        };
        let asking = async {
            for (request, answer) in [
                (
                    "CONNECT login.mypurecloud.de:443 HTTP/1.1\r\n\r\n",
                    "HTTP/1.1 200 Connection Established\r\n\r\nhello",
                ),
                (
                    "CONNECT evil.example:443 HTTP/1.1\r\n\r\n",
                    "HTTP/1.1 403 Forbidden\r\n\r\n",
                ),
                (
                    "CONNECT 127.0.0.1:443 HTTP/1.1\r\n\r\n",
                    "HTTP/1.1 403 Forbidden\r\n\r\n",
                ),
                ("CONNECT login.mypurecloud.de:80 HTTP/1.1\r\n\r\n", ""),
                ("GET http://login.mypurecloud.de/ HTTP/1.1\r\n\r\n", ""),
                ("nonsense", ""),
                ("", ""),
            ] {
                assert_eq!(ask(address, request).await, answer, "{request}");
            }
            let endless = format!("CONNECT {}", "x".repeat(1_000_000));
            assert_eq!(ask(address, &endless).await, "");
        };
        tokio::select! {
            never = relay.serve() => match never {},
            () = serving => {}
            () = asking => {}
        }
        assert_eq!(relay.unreached(), []);
    }

    #[tokio::test]
    async fn a_host_that_cannot_be_reached_is_named_with_its_cause() {
        let network = nowhere().await;
        let relay = relay(&network).await;
        let request = "CONNECT login.mypurecloud.de:443 HTTP/1.1\r\n\r\n";
        let answer = tokio::select! {
            never = relay.serve() => match never {},
            answer = ask(relay.address(), request) => answer,
        };
        assert_eq!(answer, "HTTP/1.1 502 Bad Gateway\r\n\r\n");
        let unreached = relay.unreached();
        let causes: Vec<_> = unreached
            .iter()
            .map(|one| (one.host.as_str(), one.cause.as_str()))
            .collect();
        assert_eq!(causes, [("login.mypurecloud.de", "connect")]);
    }

    /// A page may ask for as many names as it likes.
    #[tokio::test]
    async fn the_hosts_that_cannot_be_reached_are_bounded() {
        let network = nowhere().await;
        let relay = relay(&network).await;
        let asking = async {
            for number in 0..2 * Visit::MOST_UNREACHED {
                let request = format!("CONNECT {number}.mypurecloud.de:443 HTTP/1.1\r\n\r\n");
                ask(relay.address(), &request).await;
            }
        };
        tokio::select! {
            never = relay.serve() => match never {},
            () = asking => {}
        }
        assert_eq!(relay.unreached().len(), Visit::MOST_UNREACHED);
        let long = format!(
            "CONNECT {}.mypurecloud.de:443 HTTP/1.1\r\n\r\n",
            "x".repeat(240)
        );
        assert_eq!(tunnel_to(long.as_bytes()), None);
    }

    #[test]
    fn only_hosts_of_the_two_makers_and_those_named_are_permitted() {
        let hosts = PageHosts::of(&target(CLIENT), ["cdn.example".to_owned()]);
        for (host, permitted) in [
            ("login.mypurecloud.de", true),
            ("mypurecloud.de", true),
            ("a.b.mirabridge.cloud", true),
            ("cdn.example", true),
            ("a.cdn.example", false),
            ("evilmypurecloud.de", false),
            ("mypurecloud.de.evil.example", false),
            ("login.mypurecloud.ie", false),
            ("", false),
        ] {
            assert_eq!(hosts.permits(host), permitted, "{host}");
        }
    }
}
