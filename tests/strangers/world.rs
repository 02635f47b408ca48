//! The tool, run against a server that is a function.

use crate::ask::Ask;
use mirabridge_oauth::checks::wanted;
use mirabridge_oauth::finding::{Selection, Status};
use mirabridge_oauth::genesys::{ClientId, Deployment, Grant, Region, Target};
use mirabridge_oauth::http::HostThrottle;
use mirabridge_oauth::probe::{Cause, Evidence, Limits, Observation, Probe, Transport, gather};
use mirabridge_oauth::report::{Report, Run};
use std::cell::Cell;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

pub(crate) const HOME: &str = "mypurecloud.de";
pub(crate) const CLIENT_ID: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";

/// A transport that asks a function and counts.
struct InMemory<F> {
    server: F,
    asked: Cell<usize>,
}

impl<F: Fn(&Ask) -> Observation> Transport for InMemory<F> {
    async fn send(&self, probe: &Probe, _: Instant) -> Observation {
        let number = self.asked.get();
        self.asked.set(number + 1);
        (self.server)(&Ask::new(probe, number))
    }
}

/// The target of a check with `grant`.
pub(crate) fn target(grant: Grant) -> Target {
    Target::new(
        Region::parse(HOME).expect("a region"),
        ClientId::parse(CLIENT_ID).expect("a client id"),
        Deployment::parse("main").expect("a deployment"),
        grant,
        Vec::new(),
    )
}

/// Checks the client with `grant` at a server, with every check and without a second attempt.
pub(crate) fn check(grant: Grant, server: impl Fn(&Ask) -> Observation) -> Report {
    check_target(&target(grant), server)
}

/// The same for another target.
pub(crate) fn check_target(target: &Target, server: impl Fn(&Ask) -> Observation) -> Report {
    let evidence = ask_target(target, server);
    let run = Run::new(evidence, SystemTime::UNIX_EPOCH, Vec::new());
    Report::new(target, run, &Selection::default())
}

/// Everything that is asked of a server, and what it answers.
pub(crate) fn ask_target(target: &Target, server: impl Fn(&Ask) -> Observation) -> Evidence {
    let selection = Selection::default();
    let transport = InMemory {
        server,
        asked: Cell::new(0),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let (evidence, _) = runtime.block_on(async {
        let limits = Limits {
            deadline: Instant::now() + Duration::from_secs(600),
            retries: 0,
        };
        gather(
            &transport,
            &HostThrottle::default(),
            limits,
            Evidence::default(),
            |evidence| wanted(target, evidence, &selection),
            |_| {},
            std::future::pending(),
        )
        .await
    });
    evidence
}

/// How a check ended, for each of its subjects.
pub(crate) fn statuses(report: &Report, id: &str) -> Vec<Status> {
    let results = report.results.iter().filter(|(rule, _)| rule.id == id);
    results.map(|(_, outcome)| outcome.status).collect()
}

/// A report in lines: the verdict, the exit status, and one a check, such as
/// `invalid-redirect: pass, fail, unverifiable timeout`. What is the same for all subjects is said once.
pub(crate) fn digest(report: &Report) -> Vec<String> {
    let mut lines = vec![
        report.verdict.name().to_owned(),
        format!("exit {}", report.exit_status),
    ];
    for results in report
        .results
        .chunk_by(|(one, _), (other, _)| one.id == other.id)
    {
        let mut said: Vec<_> = results
            .iter()
            .map(|(_, outcome)| {
                // Only those reasons that are names; sentences are for the tests of the output.
                let reason = outcome.reason.as_deref();
                let reason = reason.filter(|reason| !reason.contains(' '));
                let why = outcome.cause.map(Cause::name).or(reason);
                [Some(outcome.status.name()), why]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        if said.iter().all(|result| *result == said[0]) {
            said.truncate(1);
        }
        lines.push(format!("{}: {}", results[0].0.id, said.join(", ")));
    }
    lines
}
