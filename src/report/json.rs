//! The report for programs, version 1. Fields are added within a version, never renamed or removed.

mod document;

use super::{Report, careful};
use crate::judging::{Outcome, Rule};
use crate::meaning::Basis;
use crate::probe::{Cause, Exchange};
use crate::setup::{ClientId, DOCUMENTED_SCOPES, Deployment, RedirectUri};
use document::{Document, Entry, Evidence, Failure, Probe, Setup, Target, Tool};
use std::collections::BTreeMap;

pub(super) fn render(report: &Report) -> String {
    let about = &report.about;
    let document = Document {
        format_version: 1,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        evidence: Evidence {
            source: report.source.name(),
            taken_at: humantime::format_rfc3339_seconds(report.taken_at).to_string(),
            overrides: &report.overrides,
            interrupted: report.interrupted,
        },
        target: Target {
            region: about.region.domain(),
            aws_region: about.region.aws_region(),
            client_id: about.client_id.as_ref().map(ClientId::as_str),
            deployment: about.deployment.as_ref().map(Deployment::as_str),
            grant: about.grant.name(),
        },
        setup: Setup {
            redirect_uris: about
                .redirect_uris
                .iter()
                .map(RedirectUri::as_str)
                .collect(),
            scopes: DOCUMENTED_SCOPES,
            init_url: about.init_url.as_deref(),
        },
        verdict: report.verdict.name(),
        exit_status: report.exit_status,
        headline: super::headline(report),
        results: report
            .results
            .iter()
            .map(|(rule, outcome)| entry(report, rule, outcome))
            .collect(),
        probes: report.evidence.exchanges().iter().map(probe).collect(),
    };
    careful::to_json(&document)
}

fn entry<'a>(report: &Report, rule: &'static Rule, outcome: &'a Outcome) -> Entry<'a> {
    Entry {
        id: rule.id,
        subject: outcome.subject.as_deref(),
        status: outcome.status.name(),
        cause: outcome.cause.map(Cause::name),
        basis: outcome.basis.map(Basis::name),
        depends_on: outcome.depends_on,
        reason: outcome.reason.as_deref(),
        message: &outcome.message,
        remedy: outcome.remedy.as_deref(),
        paste: &outcome.paste,
        found: outcome.found.as_deref(),
        found_region: outcome.found_region.as_deref(),
        docs: rule.references.first().map(|(_, address)| *address),
        sources: outcome.sources,
        probes: outcome
            .evidence
            .iter()
            .filter_map(|probe| report.evidence.index_of(probe))
            .collect(),
    }
}

fn probe(exchange: &Exchange) -> Probe<'_> {
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
    Probe {
        round: exchange.round,
        purpose: exchange.probe.purpose.name(),
        method: "GET",
        url: &exchange.probe.url,
        cookies: !exchange.probe.cookies.is_empty(),
        status: reply.map(|reply| reply.status),
        location: reply.and_then(|reply| reply.location()),
        headers,
        failure: exchange.observation.as_ref().err().map(|failure| Failure {
            cause: failure.cause().name(),
            message: failure.to_string(),
        }),
        elapsed_ms: exchange.elapsed.as_millis(),
    }
}
