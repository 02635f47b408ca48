//! Asking, with a token: the only part that waits for anybody.

use super::answer::{Answer, Read, unreadable};
use super::authorized::Authorized;
use super::call;
use super::secret::{Credentials, Secret};
use crate::genesys::{Region, Target};
use crate::http::{HostThrottle, Network};
use crate::probe::{Cause, Evidence, Exchange, Failure, Limits, Probe, ask};
use serde::Deserialize;
use serde_json::Value;
use std::cell::RefCell;
use std::time::Duration;

/// The Platform API of a region, asked with these credentials; it keeps what came back.
pub(crate) struct PlatformApi<'a> {
    region: &'a Region,
    credentials: &'a Credentials,
    transport: Authorized<'a>,
    throttle: &'a HostThrottle,
    limits: Limits,
    evidence: RefCell<Evidence>,
}

impl<'a> PlatformApi<'a> {
    /// `usage_query` is what starts a count of calls, where they are counted.
    pub(crate) fn new(
        region: &'a Region,
        credentials: &'a Credentials,
        network: &'a Network,
        throttle: &'a HostThrottle,
        limits: Limits,
        usage_query: Option<String>,
    ) -> Self {
        Self {
            region,
            credentials,
            transport: Authorized::new(network, region, credentials, usage_query),
            throttle,
            limits,
            evidence: RefCell::default(),
        }
    }

    /// Exchanges id and secret for a token, unless there is one.
    pub(crate) async fn authorize(&self) -> Read<()> {
        let Credentials::Client { .. } = self.credentials else {
            return Ok(());
        };
        let answer = self.ask(call::exchange(self.region)).await;
        self.transport.set_token(token_in(&answer)?);
        Ok(())
    }

    /// One request, and its answer.
    pub(crate) async fn ask(&self, probe: Probe) -> Answer {
        let host = self.throttle.host(probe.host());
        let (observation, elapsed) = ask(&self.transport, self.limits, &probe, &host).await;
        let round = self.asked() + 1;
        self.evidence.borrow_mut().push(Exchange {
            round,
            probe: probe.clone(),
            observation: observation.clone(),
            elapsed,
        });
        Answer {
            body: self.transport.take_body(&probe),
            mask: self.transport.mask(),
            probe,
            observation,
        }
    }

    /// How many requests were sent.
    pub(crate) fn asked(&self) -> usize {
        self.evidence.borrow().exchanges().len()
    }

    pub(crate) fn into_evidence(self) -> Evidence {
        self.evidence.into_inner()
    }
}

/// Asks how the client of a check is registered, and gives what came back.
pub(crate) async fn registration(
    target: &Target,
    credentials: &Credentials,
    network: &Network,
    throttle: &HostThrottle,
    limits: Limits,
    interrupt: impl Future<Output = ()>,
) -> Vec<Exchange> {
    let region = target.region();
    let api = PlatformApi::new(region, credentials, network, throttle, limits, None);
    let probe = call::client(region, target.client_id().as_str());
    let asking = async {
        if api.authorize().await.is_ok() {
            api.ask(probe.clone()).await;
        }
    };
    let interrupted = tokio::select! {
        () = asking => false,
        () = interrupt => true,
    };
    let mut exchanges = api.into_evidence().exchanges().to_vec();
    if interrupted {
        let why = "the run was interrupted";
        exchanges.push(Exchange {
            round: 1,
            probe,
            observation: Err(Failure::NotAsked { why }),
            elapsed: Duration::ZERO,
        });
    }
    exchanges
}

/// What is read of an exchange.
#[derive(Deserialize)]
struct Exchanged {
    #[serde(default)]
    access_token: Value,
}

/// The token in the answer to an exchange. Nothing is taken out of it: it is the token that is wanted.
pub(crate) fn token_in(answer: &Answer) -> Read<Secret> {
    let exchanged: Exchanged = answer.borrowed()?;
    let token = exchanged.access_token.as_str();
    token.and_then(|token| Secret::parse(token).ok()).ok_or_else(|| {
        let host = answer.probe.host();
        let headline = format!("{host} gave no token");
        let message = format!(
            "{host} answers 200 to the exchange of id and secret, and the answer holds no token."
        );
        Box::new(answer.told(unreadable(Cause::Protocol, headline, message)))
    })
}
