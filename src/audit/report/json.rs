//! The report for programs, version 1. Fields are added within a version, never renamed or removed.

use super::{Audit, Audited};
use crate::report::json::document::{Entry, Evidence, Probe, Tool};
use crate::report::json::{TOOL, entry, evidence, pretty, probe};
use crate::text::timestamp;
use serde::Serialize;

pub(super) fn render(audit: &Audit) -> String {
    pretty(&document(audit))
}

#[derive(Serialize)]
struct Document<'a> {
    format_version: u8,
    tool: Tool,
    evidence: Evidence<'a>,
    audit: About<'a>,
    /// In the order of their names, then of their ids.
    clients: Vec<Client<'a>>,
    /// What is to be said of the run as a whole.
    results: Vec<Entry<'a>>,
    /// Clients of the organization that were not looked at.
    other_clients: usize,
    verdict: &'static str,
    exit_status: u8,
    probes: Vec<Probe<'a>>,
}

#[derive(Serialize)]
struct About<'a> {
    region: &'a str,
    organization: Option<Organization<'a>>,
    token: Token<'a>,
    taken_at: String,
    /// The earlier report that this one was compared with.
    baseline: Option<Earlier<'a>>,
}

#[derive(Serialize)]
struct Earlier<'a> {
    taken_at: &'a str,
}

/// Null where it was not asked for, or could not be counted.
#[derive(Serialize)]
struct Usage<'a> {
    days: u8,
    requests: u64,
    errors: u64,
    last_day: Option<&'a str>,
    as_of: String,
}

#[derive(Serialize)]
struct Organization<'a> {
    name: &'a str,
    id: &'a str,
}

#[derive(Serialize)]
struct Token<'a> {
    /// By which way it came.
    kind: &'static str,
    /// Null where the Platform API does not name them.
    scopes: Option<&'a [String]>,
}

#[derive(Serialize)]
struct Client<'a> {
    id: &'a str,
    name: Option<&'a str>,
    description: Option<&'a str>,
    /// Why it was looked at.
    why: &'a str,
    /// In the words of the Platform API.
    grant: Option<&'a str>,
    scopes: Option<&'a [String]>,
    redirect_uris: Vec<&'a str>,
    state: Option<&'a str>,
    date_to_delete: Option<&'a str>,
    token_validity_seconds: Option<i64>,
    created_at: Option<&'a str>,
    created_by: Option<&'a str>,
    modified_at: Option<&'a str>,
    modified_by: Option<&'a str>,
    usage: Option<Usage<'a>>,
    /// Names of fields that this version does not know.
    unknown_fields: &'a [String],
    verdict: &'static str,
    results: Vec<Entry<'a>>,
}

fn document(audit: &Audit) -> Document<'_> {
    let whole = &audit.whole;
    let requests = &whole.run.evidence;
    let organization = audit.organization.as_ref();
    Document {
        format_version: 1,
        tool: TOOL,
        evidence: evidence(&whole.run),
        audit: About {
            region: audit.plan.region.domain(),
            organization: organization.map(|organization| Organization {
                name: &organization.name,
                id: &organization.id,
            }),
            token: Token {
                kind: audit.token.name(),
                scopes: organization.and_then(|organization| organization.scopes.as_deref()),
            },
            taken_at: timestamp(whole.run.taken_at),
            baseline: audit.baseline.as_ref().map(|baseline| Earlier {
                taken_at: baseline.taken_at(),
            }),
        },
        clients: audit.clients.iter().map(|one| client(audit, one)).collect(),
        results: whole
            .results
            .iter()
            .map(|(rule, outcome)| entry(requests, rule, outcome))
            .collect(),
        other_clients: audit.others,
        verdict: audit.verdict.name(),
        exit_status: audit.exit_status,
        probes: requests.exchanges().iter().map(probe).collect(),
    }
}

fn client<'a>(audit: &'a Audit, audited: &'a Audited) -> Client<'a> {
    let client = &audited.chosen.client;
    let registered = &client.registration;
    let uris = registered.redirect_uris.iter();
    let results = audited.report.results.iter();
    let requests = &audit.whole.run.evidence;
    Client {
        id: client.id(),
        name: registered.name.as_deref(),
        description: registered.description.as_deref(),
        why: &audited.chosen.why,
        grant: registered.grant.as_deref(),
        scopes: registered.scopes.as_deref(),
        redirect_uris: uris.map(|entry| entry.text.as_str()).collect(),
        state: registered.state.as_deref(),
        date_to_delete: registered.date_to_delete.as_deref(),
        token_validity_seconds: registered.token_seconds,
        created_at: client.created_at.as_deref(),
        created_by: client.created_by.as_deref(),
        modified_at: client.modified_at.as_deref(),
        modified_by: client.modified_by.as_deref(),
        usage: usage(audit, audited),
        unknown_fields: &client.unknown,
        verdict: audited.report.verdict.name(),
        results: results
            .map(|(rule, outcome)| entry(requests, rule, outcome))
            .collect(),
    }
}

fn usage<'a>(audit: &Audit, audited: &'a Audited) -> Option<Usage<'a>> {
    let usage = audited.chosen.usage.as_ref()?.as_ref().ok()?;
    Some(Usage {
        days: audit.plan.days?,
        requests: usage.requests,
        errors: usage.errors(),
        last_day: usage.last_day.as_deref(),
        as_of: timestamp(audit.whole.run.taken_at),
    })
}
