//! Asking: the only part that waits for anybody.

use super::answer::{Answer, Read, unreadable};
use super::answers::{Answers, MOST_SINGLE};
use super::authorized::Authorized;
use super::secret::{Credentials, Secret};
use super::usage::{self, Results, Started, Usage};
use super::{Plan, call};
use crate::genesys::ClientId;
use crate::http::{HostThrottle, Network};
use crate::probe::{Cause, Exchange, Failure, Limits, Probe, ask};
use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::Value;
use std::cell::RefCell;
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, sleep};

/// How long to wait before a count is asked for again.
const POLL: Duration = Duration::from_secs(3);

/// Asks for everything that the plan needs, until the deadline or the interrupt, and tells whether that came first.
pub(crate) async fn gather(
    plan: &Plan,
    network: &Network,
    throttle: &HostThrottle,
    limits: Limits,
    progress: impl Fn(String),
    interrupt: impl Future<Output = ()>,
) -> (Answers, bool) {
    let asker = Asker::new(plan, network, throttle, limits, progress);
    let interrupted = tokio::select! {
        () = asker.everything() => false,
        () = interrupt => true,
    };
    let mut answers = asker.answers.into_inner();
    answers.end(plan, interrupted);
    (answers, interrupted)
}

/// Asks for the registration of the client of the plan alone, and gives what came back.
pub(crate) async fn registration(
    plan: &Plan,
    network: &Network,
    throttle: &HostThrottle,
    limits: Limits,
    interrupt: impl Future<Output = ()>,
) -> Vec<Exchange> {
    let id = plan.client_id.as_ref().map_or("", ClientId::as_str);
    let asker = Asker::new(plan, network, throttle, limits, |_| {});
    let asking = async {
        if asker.token().await.is_ok() {
            asker.ask(call::client(&plan.region, id)).await;
        }
    };
    let interrupted = tokio::select! {
        () = asking => false,
        () = interrupt => true,
    };
    let mut exchanges = asker.answers.into_inner().evidence.exchanges().to_vec();
    if interrupted {
        let why = "the run was interrupted";
        exchanges.push(Exchange {
            round: 1,
            probe: call::client(&plan.region, id),
            observation: Err(Failure::NotAsked { why }),
            elapsed: Duration::ZERO,
        });
    }
    exchanges
}

struct Asker<'a, P> {
    plan: &'a Plan,
    transport: Authorized<'a>,
    throttle: &'a HostThrottle,
    limits: Limits,
    progress: P,
    answers: RefCell<Answers>,
}

/// What is read of an exchange.
#[derive(Deserialize)]
struct Exchanged {
    #[serde(default)]
    access_token: Value,
}

/// The token in the answer to an exchange. Nothing is taken out of it: it is the token that is wanted.
pub(super) fn token_in(answer: &Answer) -> Read<Secret> {
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

impl<'a, P: Fn(String)> Asker<'a, P> {
    fn new(
        plan: &'a Plan,
        network: &'a Network,
        throttle: &'a HostThrottle,
        limits: Limits,
        progress: P,
    ) -> Self {
        let query = plan.days.map(|days| usage::query(days, SystemTime::now()));
        Self {
            plan,
            transport: Authorized::new(network, &plan.region, &plan.credentials, query),
            throttle,
            limits,
            progress,
            answers: RefCell::default(),
        }
    }

    async fn everything(&self) {
        let plan = self.plan;
        if let Err(outcome) = self.token().await {
            self.answers.borrow_mut().unread.push(*outcome);
            return;
        }
        let token = self.ask(call::token(&plan.region)).await.value();
        self.answers.borrow_mut().token = Some(token);
        match &plan.client_id {
            Some(id) => self.client(id.as_str()).await,
            None => self.list().await,
        }
        if plan.days.is_some() {
            let mut ids = self.answers.borrow().to_count();
            ids.truncate(MOST_SINGLE);
            join_all(ids.iter().map(|id| self.usage(id))).await;
        }
    }

    /// Exchanges id and secret for a token, unless there is one.
    async fn token(&self) -> Read<()> {
        let Credentials::Client { .. } = self.plan.credentials else {
            return Ok(());
        };
        let answer = self.ask(call::exchange(&self.plan.region)).await;
        self.transport.set_token(token_in(&answer)?);
        Ok(())
    }

    async fn list(&self) {
        let mut next = Some(call::clients(&self.plan.region));
        while let Some(probe) = next {
            let answer = self.ask(probe).await;
            next = self.answers.borrow_mut().take_page(self.plan, &answer);
        }
        let mut ids = self.answers.borrow().to_ask();
        ids.truncate(MOST_SINGLE);
        join_all(ids.iter().map(|id| self.client(id))).await;
    }

    async fn client(&self, id: &str) {
        let answer = self.ask(call::client(&self.plan.region, id)).await;
        self.answers
            .borrow_mut()
            .take_client(self.plan, id, &answer);
    }

    async fn usage(&self, id: &str) {
        let usage = self.count(id).await;
        self.answers.borrow_mut().take_usage(id, usage);
    }

    /// Has the calls of a client counted, and waits for the count.
    async fn count(&self, id: &str) -> Read<Usage> {
        let region = &self.plan.region;
        let started: Started = self.ask(call::usage_query(region, id)).await.value()?;
        let results = call::usage_results(region, id, &started.execution_id);
        loop {
            let read: Results = self.ask(results.clone()).await.value()?;
            if let Some(usage) = read.counted(id)? {
                return Ok(usage);
            }
            (self.progress)("waiting for the count of calls".to_owned());
            if Instant::now() + POLL >= self.limits.deadline {
                let message =
                    "The Platform API was still counting the calls when the time was over.";
                let late = unreadable(
                    Cause::Timeout,
                    "the calls were not counted in time",
                    message,
                );
                let late = late.with_remedy(Some("Try again with a longer --deadline."));
                return Err(Box::new(late));
            }
            sleep(POLL).await;
        }
    }

    /// One request, and its answer.
    async fn ask(&self, probe: Probe) -> Answer {
        let asked = || self.answers.borrow().evidence.exchanges().len();
        (self.progress)(format!("asking {}: request {}", probe.host(), asked() + 1));
        let host = self.throttle.host(probe.host());
        let (observation, elapsed) = ask(&self.transport, self.limits, &probe, &host).await;
        let round = asked() + 1;
        self.answers.borrow_mut().evidence.push(Exchange {
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
}
