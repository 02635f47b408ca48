//! Asking for everything that an audit wants to know.

use super::Plan;
use super::gathered::{Gathered, MOST_SINGLE};
use crate::http::{HostThrottle, Network};
use crate::platform_api::usage::{self, Results, Started};
use crate::platform_api::{Answer, PlatformApi, Read, Usage, call, unreadable};
use crate::probe::{Cause, Limits, Probe};
use futures_util::future::join_all;
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
) -> (Gathered, bool) {
    let asker = Asker::new(plan, network, throttle, limits, progress);
    let interrupted = tokio::select! {
        () = asker.everything() => false,
        () = interrupt => true,
    };
    let mut answers = asker.answers.into_inner();
    answers.evidence = asker.api.into_evidence();
    answers.end(plan, interrupted);
    (answers, interrupted)
}

struct Asker<'a, P> {
    plan: &'a Plan,
    api: PlatformApi<'a>,
    deadline: Instant,
    progress: P,
    answers: RefCell<Gathered>,
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
        let (region, credentials) = (&plan.region, &plan.credentials);
        Self {
            plan,
            api: PlatformApi::new(region, credentials, network, throttle, limits, query),
            deadline: limits.deadline,
            progress,
            answers: RefCell::default(),
        }
    }

    async fn everything(&self) {
        let plan = self.plan;
        if let Err(outcome) = self.api.authorize().await {
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
            if Instant::now() + POLL >= self.deadline {
                let message =
                    "The Platform API was still counting the calls when the time was over.";
                let late = unreadable(
                    Cause::Timeout,
                    "the calls were not counted in time",
                    message,
                );
                let late = late.with_remedy("Try again with a longer --deadline.");
                return Err(Box::new(late));
            }
            sleep(POLL).await;
        }
    }

    /// One request, and its answer.
    async fn ask(&self, probe: Probe) -> Answer {
        let number = self.api.asked() + 1;
        (self.progress)(format!("asking {}: request {number}", probe.host()));
        self.api.ask(probe).await
    }
}
