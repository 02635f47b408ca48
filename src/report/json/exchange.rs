use super::document::{Failure, Probe, Visit};
use crate::probe::{self, Exchange, Visited};
use std::collections::BTreeMap;

impl<'a> Probe<'a> {
    /// A request and what came back.
    pub(in crate::report) fn of(exchange: &'a Exchange) -> Self {
        let reply = exchange.observation.as_ref().ok();
        // A single Location has a field of its own; several are no redirect, and must show all the same.
        let mut headers: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in reply.iter().flat_map(|reply| &reply.headers) {
            if name == "location" && reply.is_some_and(|reply| reply.location().is_some()) {
                continue;
            }
            let values = headers.entry(name).or_default();
            if !values.is_empty() {
                values.push_str(", ");
            }
            values.push_str(value);
        }
        Self {
            round: exchange.round,
            purpose: exchange.probe.purpose.name(),
            method: "GET",
            url: &exchange.probe.url,
            cookies: !exchange.probe.cookies.is_empty(),
            status: reply.map(|reply| reply.status),
            location: reply.and_then(|reply| reply.location()),
            headers,
            failure: exchange.observation.as_ref().err().map(Failure::of),
            elapsed_ms: exchange.elapsed.as_millis(),
        }
    }
}

impl<'a> Visit<'a> {
    /// What a browser found.
    pub(super) fn of(visited: &'a Visited) -> Self {
        let seen = visited.observation.as_ref();
        Self {
            url: &visited.url,
            failure: seen.err().map(Failure::of),
            seen: seen.ok(),
        }
    }
}

impl Failure {
    fn of(failure: &probe::Failure) -> Self {
        Self {
            cause: failure.cause().name(),
            message: failure.to_string(),
        }
    }
}
