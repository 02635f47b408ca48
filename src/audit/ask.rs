//! Asking: the only part that waits for anybody.

use super::answer::{Unreadable, read};
use super::answers::{Answers, MOST_SINGLE};
use super::authorized::Authorized;
use super::secret::{Credentials, Secret};
use super::usage::{self, Counted, Results, Started, Usage};
use super::{Plan, call};
use crate::http::{HostThrottle, Network};
use crate::probe::{Cause, Exchange, Limits, Observation, Probe, ask};
use futures_util::future::join_all;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, sleep};

/// How long to wait before a count is asked for again.
const POLL: Duration = Duration::from_secs(3);

/// Asks for everything that the plan needs, until the deadline or the interrupt, and tells whether that came first.
pub(crate) async fn gather(
    plan: &Plan,
    credentials: &Credentials,
    network: &Network,
    throttle: &HostThrottle,
    limits: Limits,
    progress: impl Fn(String),
    interrupt: impl Future<Output = ()>,
) -> (Answers, bool) {
    let query = plan.days.map(|days| usage::query(days, SystemTime::now()));
    let asker = Asker {
        plan,
        transport: Authorized::new(network, &plan.region, credentials, query),
        throttle,
        limits,
        progress: &progress,
        answers: RefCell::default(),
        round: Cell::new(0),
    };
    let interrupted = tokio::select! {
        () = asker.everything(credentials) => false,
        () = interrupt => true,
    };
    let mut answers = asker.answers.into_inner();
    answers.end(plan);
    (answers, interrupted)
}

struct Asker<'a, P> {
    plan: &'a Plan,
    transport: Authorized<'a>,
    throttle: &'a HostThrottle,
    limits: Limits,
    progress: &'a P,
    answers: RefCell<Answers>,
    round: Cell<usize>,
}

impl<P: Fn(String)> Asker<'_, P> {
    async fn everything(&self, credentials: &Credentials) {
        let plan = self.plan;
        if let Credentials::Client { .. } = credentials
            && let Err(unreadable) = self.exchange().await
        {
            self.answers.borrow_mut().unread.push((None, unreadable));
            return;
        }
        let probe = call::token(&plan.region);
        let (observation, body) = self.ask(&probe).await;
        let mask = self.transport.mask();
        self.answers
            .borrow_mut()
            .take_organization(&probe, &observation, &body, &mask);
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

    /// Exchanges id and secret for a token.
    async fn exchange(&self) -> Result<(), Unreadable> {
        let probe = call::exchange(&self.plan.region);
        let (observation, body) = self.ask(&probe).await;
        let answer: Value = read(&probe, &observation, &body, &self.transport.mask())?;
        let token = answer.get("access_token").and_then(Value::as_str);
        let token = token.and_then(|token| Secret::parse(token).ok());
        let host = probe.host();
        let token = token.ok_or_else(|| {
            Unreadable::new(
                Cause::Protocol,
                format!("{host} gave no token"),
                format!("{host} answers 200 to the exchange of id and secret, and the answer holds no token."),
            )
        })?;
        self.transport.set_token(token);
        Ok(())
    }

    async fn list(&self) {
        let mut next = Some(call::clients(&self.plan.region));
        while let Some(probe) = next {
            let (observation, body) = self.ask(&probe).await;
            let mask = self.transport.mask();
            next =
                self.answers
                    .borrow_mut()
                    .take_page(self.plan, &probe, &observation, &body, &mask);
        }
        let mut ids = self.answers.borrow().to_ask();
        ids.truncate(MOST_SINGLE);
        join_all(ids.iter().map(|id| self.client(id))).await;
    }

    async fn client(&self, id: &str) {
        let probe = call::client(&self.plan.region, id);
        let (observation, body) = self.ask(&probe).await;
        let mask = self.transport.mask();
        self.answers
            .borrow_mut()
            .take_client(self.plan, id, &probe, &observation, &body, &mask);
    }

    async fn usage(&self, id: &str) {
        let usage = self.count(id).await;
        self.answers.borrow_mut().take_usage(id, usage);
    }

    /// Has the calls of a client counted, and waits for the count.
    async fn count(&self, id: &str) -> Result<Usage, Unreadable> {
        let region = &self.plan.region;
        let start = call::usage_query(region, id);
        let (observation, body) = self.ask(&start).await;
        let started: Started = read(&start, &observation, &body, &self.transport.mask())?;
        let results = call::usage_results(region, id, &started.execution_id);
        loop {
            let (observation, body) = self.ask(&results).await;
            let read: Results = read(&results, &observation, &body, &self.transport.mask())?;
            if let Counted::Yes(usage) = read.counted()? {
                return Ok(usage);
            }
            (self.progress)("waiting for the count of calls".to_owned());
            if Instant::now() + POLL >= self.limits.deadline {
                return Err(Unreadable::new(
                    Cause::Timeout,
                    "the calls were not counted in time",
                    "The Platform API was still counting the calls when the time was over.",
                )
                .with_remedy("Try again with a longer --deadline."));
            }
            sleep(POLL).await;
        }
    }

    /// One request, and its answer.
    async fn ask(&self, probe: &Probe) -> (Observation, Vec<u8>) {
        (self.progress)(format!(
            "asking {}: request {}",
            probe.host(),
            self.round.get() + 1
        ));
        let host = self.throttle.host(probe.host());
        let (observation, elapsed) = ask(&self.transport, self.limits, probe, &host).await;
        self.round.set(self.round.get() + 1);
        self.answers.borrow_mut().evidence.push(Exchange {
            round: self.round.get(),
            probe: probe.clone(),
            observation: observation.clone(),
            elapsed,
        });
        (observation, self.transport.take_body(probe))
    }
}
