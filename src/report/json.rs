//! The report for programs, version 1. Fields are added within a version, never renamed or removed.

pub(super) mod document;
mod exchange;
pub(super) mod last;
pub(super) mod run;
#[cfg(test)]
mod schema;

use super::{Report, careful};
use crate::checks::{Outcome, Rule};
use crate::classify::Basis;
use crate::genesys::{ClientId, DOCUMENTED_SCOPES, Deployment, RedirectUri, Region};
use crate::probe::Cause;
use document::{Document, Entry, Evidence, Listed, Probe, Setup, Target, Visit};
use run::TOOL;

pub(super) fn render(report: &Report) -> String {
    careful::to_json(&document(report))
}

/// The report on one line.
pub(super) fn line(report: &Report) -> String {
    careful::to_json_line(&document(report))
}

fn document(report: &Report) -> Document<'_> {
    let subject = &report.subject;
    Document {
        format_version: 1,
        tool: TOOL,
        evidence: Evidence::of(&report.run),
        listed: subject.listed.as_ref().map(|listed| Listed {
            line: listed.line,
            name: listed.name.as_deref(),
        }),
        target: Target {
            region: subject.region.as_ref().map(Region::domain),
            aws_region: subject.region.as_ref().and_then(Region::aws_region),
            client_id: subject.client_id.as_ref().map(ClientId::as_str),
            deployment: subject.deployment.as_ref().map(Deployment::as_str),
            grant: subject.grant.name(),
        },
        setup: Setup {
            redirect_uris: subject
                .redirect_uris
                .iter()
                .map(RedirectUri::as_str)
                .collect(),
            scopes: DOCUMENTED_SCOPES,
            init_url: subject.init_url.as_deref(),
        },
        verdict: report.verdict.name(),
        exit_status: report.exit_status,
        headline: super::headline(report),
        results: report
            .results
            .iter()
            .map(|(rule, outcome)| entry(report, rule, outcome))
            .collect(),
        probes: report
            .run
            .evidence
            .exchanges()
            .iter()
            .map(Probe::of)
            .collect(),
        visit: report.run.evidence.visited().map(Visit::of),
    }
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
            .filter_map(|probe| report.run.evidence.index_of(probe))
            .collect(),
        events: &outcome.events,
    }
}

#[cfg(test)]
mod tests {
    use super::{line, render};
    use crate::report::hostile::report;
    use serde_json::Value;

    #[test]
    fn a_line_says_what_the_document_says() {
        let [document, line] = [render(&report()), line(&report())];
        assert_eq!(line.lines().count(), 1);
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(read(&document), read(&line));
    }
}
