//! What the Platform API answers about the client of a check.

use crate::{world, written};
use mirabridge_oauth::finding::Status;
use mirabridge_oauth::genesys::{Grant, Target};
use mirabridge_oauth::probe::{Evidence, Exchange, Observation, Probe, Purpose};
use mirabridge_oauth::report::Report;
use std::time::Duration;

/// What holds of every such answer, beside a login host that accepts everything right and beside one that refuses everybody.
pub fn hold(data: &[u8]) {
    let target = world::target(Grant::Implicit);
    let id = target.client_id();
    let refused = || world::answer(b"302\nlocation: /#/error?errorKey=invalidClientId\n\n");
    let accepted = || {
        world::answer(b"302\nlocation: /?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVl#/authenticate\n\n")
    };
    let is_right = |probe: &Probe| {
        matches!(probe.purpose, Purpose::RedirectUri | Purpose::Scope)
            && probe.url.contains(id.as_str())
    };
    for is_known in [false, true] {
        let server = |probe: &Probe| {
            if is_known && is_right(probe) {
                accepted()
            } else {
                refused()
            }
        };
        let before = world::ask(&target, server);
        let plain = world::judge(&target, before.clone());
        let report = world::judge(&target, with(&target, before, world::answer(data)));
        written::is_fit(&report, data.len());
        judges_as_before(&plain, &report);
        passes_what_could_be_read_alone(&report, data);
    }
}

fn with(target: &Target, mut evidence: Evidence, observation: Observation) -> Evidence {
    let (host, id) = (target.region().api_host(), target.client_id());
    let url = format!("https://{host}/api/v2/oauth/clients/{id}");
    evidence.push(Exchange {
        round: 1,
        probe: Probe::new(Purpose::Registration, url),
        observation,
        elapsed: Duration::ZERO,
    });
    evidence
}

const OF_REGISTRATION: [&str; 2] = ["registration-unreadable", "registration-differs"];

/// Whatever is registered, what the login host shows has the same status.
fn judges_as_before(plain: &Report, report: &Report) {
    let is_of_login = |id| plain.results.iter().any(|(rule, _)| rule.id == id);
    let statuses = |report: &Report| -> Vec<_> {
        let results = report.results.iter();
        results
            .filter(|(rule, _)| is_of_login(rule.id) && !OF_REGISTRATION.contains(&rule.id))
            .map(|(rule, outcome)| (rule.id, outcome.status, outcome.cause))
            .collect()
    };
    assert_eq!(statuses(plain), statuses(report));
}

/// A pass needs an answer 200 that is an object with all that is judged.
fn passes_what_could_be_read_alone(report: &Report, data: &[u8]) {
    let mut results = report
        .results
        .iter()
        .filter(|(rule, _)| OF_REGISTRATION.contains(&rule.id));
    if results.any(|(_, outcome)| outcome.status == Status::Pass) {
        let reply = world::answer(data).expect("only an answer can pass");
        assert_eq!(reply.status, 200);
        let client: serde_json::Value = serde_json::from_str(&reply.body).expect("JSON");
        for name in [
            "state",
            "authorizedGrantType",
            "registeredRedirectUri",
            "scope",
        ] {
            assert!(!client[name].is_null(), "{name}: {client}");
        }
    }
}
