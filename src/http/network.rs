//! The one place that sends anything: a request to a host on its list, on a connection that is open or on a new one.

mod error;
mod pool;
mod response;
mod sender;

use super::dial::{Dialer, Stage};
use super::{ConnectTo, Failure, ProxyRule, USER_AGENT, tls};
use http::{HeaderMap, Request, header};
use http_body_util::Empty;
use pool::Pool;
use rustls::pki_types::CertificateDer;
use sender::{Shared, Unsent};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
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
pub struct Network {
    dialer: Rc<Dialer>,
    pool: Pool,
    trusts_more: bool,
    timeout: Duration,
}

/// An HTTP answer, whatever its status.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
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
        let by = deadline.min(Instant::now() + self.timeout);
        let mut request = Request::get(url)
            .header(header::USER_AGENT, USER_AGENT)
            .header(header::ACCEPT, "*/*")
            // Who is not told may compress as it likes (RFC 9110, 12.5.3).
            .header(header::ACCEPT_ENCODING, "identity");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        let request = request.body(Empty::new()).map_err(|_| Failure::NotAsked {
            why: "the address is not one that can be asked for",
        })?;
        // The answer comes on a new connection where the server closed the one before without looking at the request.
        let mut unseen = 0;
        let mut told = None;
        let mut refused_on: Option<Rc<Shared>> = None;
        loop {
            let mut sender = self.pool.sender(host, by).await?;
            let failure = match sender.ask(request.clone(), host, by).await {
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
