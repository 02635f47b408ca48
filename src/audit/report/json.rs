//! The report for programs, version 1. Fields are added within a version, never renamed or removed.

use super::{Audit, Audited, Results};
use crate::audit::gathered::Organization;
use crate::platform_api::ClientRecord;
use crate::report::json::{TOOL, document, entry, evidence, pretty, probe};
use crate::text::timestamp;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize)]
#[cfg_attr(
    test,
    derive(JsonSchema),
    schemars(title = "Report of mirabridge-oauth audit, version 1")
)]
struct Document<'a> {
    #[cfg_attr(test, schemars(extend("const" = 1)))]
    format_version: u8,
    tool: document::Tool,
    evidence: document::Evidence<'a>,
    audit: AuditInfo<'a>,
    /// In the order of their names, then of their ids.
    clients: Vec<Client<'a>>,
    /// What is to be said of the run as a whole.
    results: Vec<document::Entry<'a>>,
    /// Clients of the organization that were not looked at.
    other_clients: usize,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "warn", "fail", "unverifiable"])))]
    verdict: &'static str,
    exit_status: u8,
    probes: Vec<document::Probe<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct AuditInfo<'a> {
    region: &'a str,
    organization: Option<&'a Organization>,
    token: Token<'a>,
    taken_at: String,
    /// The earlier report that this one was compared with.
    baseline: Option<Earlier<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct Earlier<'a> {
    taken_at: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct Token<'a> {
    /// By which way it came.
    kind: &'static str,
    /// Null where the Platform API does not name them.
    scopes: Option<&'a [String]>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct Client<'a> {
    #[serde(flatten)]
    record: &'a ClientRecord,
    /// Why it was looked at.
    why: &'a str,
    usage: Option<Usage<'a>>,
    /// Names of fields that this version does not know.
    unknown_fields: &'a [String],
    verdict: &'static str,
    results: Vec<document::Entry<'a>>,
}

/// Null where it was not asked for, or could not be counted.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct Usage<'a> {
    days: u8,
    requests: u64,
    errors: u64,
    last_day: Option<&'a str>,
    as_of: String,
}

pub(super) fn render(audit: &Audit) -> String {
    let (plan, run) = (&audit.plan, &audit.whole.run);
    pretty(&Document {
        format_version: 1,
        tool: TOOL,
        evidence: evidence(run),
        audit: AuditInfo {
            region: plan.region.domain(),
            organization: audit.organization.as_ref(),
            token: Token {
                kind: plan.token.name(),
                scopes: audit.token_scopes.as_deref(),
            },
            taken_at: timestamp(run.taken_at),
            baseline: plan.baseline.as_ref().map(|baseline| Earlier {
                taken_at: baseline.taken_at(),
            }),
        },
        clients: audit.clients.iter().map(|one| client(audit, one)).collect(),
        results: results(audit, &audit.whole.results),
        other_clients: audit.others,
        verdict: audit.verdict.name(),
        exit_status: audit.exit_status(),
        probes: run.evidence.exchanges().iter().map(probe).collect(),
    })
}

fn client<'a>(audit: &'a Audit, audited: &'a Audited) -> Client<'a> {
    let chosen = &audited.chosen;
    let usage = chosen.usage.as_ref().and_then(|usage| usage.as_ref().ok());
    Client {
        record: &chosen.client.record,
        why: chosen.why.as_deref().unwrap_or_default(),
        usage: usage.zip(audit.plan.days).map(|(usage, days)| Usage {
            days,
            requests: usage.requests,
            errors: usage.errors(),
            last_day: usage.last_day.as_deref(),
            as_of: timestamp(audit.whole.run.taken_at),
        }),
        unknown_fields: &chosen.client.unknown,
        verdict: audited.report.verdict.name(),
        results: results(audit, &audited.report.results),
    }
}

fn results<'a>(audit: &'a Audit, results: &'a Results) -> Vec<document::Entry<'a>> {
    let requests = &audit.whole.run.evidence;
    let entries = results.iter();
    entries
        .map(|(rule, outcome)| entry(requests, rule, outcome))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn schema_of_an_audit() {
        crate::report::json::tests::assert_shipped::<super::Document<'_>>(
            "audit/report/schema.json",
        );
    }
}
