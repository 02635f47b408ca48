//! Where a client lives, for a program, version 1: structs of its own, to which fields may be added, and from which
//! none is renamed or removed within the version.

use super::LocationReport;
use crate::checks::Outcome;
use crate::classify::{Answer, Basis, Says};
use crate::genesys::RedirectUri;
use crate::locate::open;
use crate::probe::{Cause, Evidence as Asked, Probe as Request};
use crate::report::careful;
use crate::report::json::document::{Evidence, Probe, Tool};
use crate::report::json::run::TOOL;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    format_version: u8,
    tool: Tool,
    evidence: Evidence<'a>,
    client_id: &'a str,
    /// Those that were given; empty where every region was asked with those that it needs.
    redirect_uris: Vec<&'a str>,
    status: &'static str,
    exit_status: u8,
    headline: &'a str,
    found_region: Option<&'a str>,
    /// The command that checks the client there.
    check: Option<&'a str>,
    findings: Vec<Finding<'a>>,
    regions: Vec<Place<'a>>,
    probes: Vec<Probe<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    subject: Option<&'a str>,
    status: &'static str,
    cause: Option<&'static str>,
    basis: Option<&'static str>,
    reason: Option<&'a str>,
    message: &'a str,
    remedy: Option<&'a str>,
    paste: &'a [String],
    probes: Vec<usize>,
}

#[derive(Serialize)]
struct Place<'a> {
    domain: &'a str,
    aws_region: Option<&'a str>,
    status: &'static str,
    cause: Option<&'static str>,
    basis: Option<&'static str>,
    grant: &'static str,
    probes: Vec<usize>,
}

pub(super) fn render(report: &LocationReport) -> String {
    let asked = &report.run.evidence;
    let findings = report.findings.outcomes.iter();
    let answers = report.location.answers.iter();
    let given = report.everywhere.given_uris().iter();
    let mut found = findings
        .clone()
        .filter_map(|outcome| outcome.found_region.as_deref());
    careful::to_json(&Document {
        format_version: 1,
        tool: TOOL,
        evidence: Evidence::of(&report.run),
        client_id: report.everywhere.client_id().as_str(),
        redirect_uris: given.map(RedirectUri::as_str).collect(),
        status: report.status.name(),
        exit_status: report.exit_status,
        headline: &report.findings.headline,
        found_region: found.next(),
        check: report.findings.check.as_deref(),
        findings: findings.map(|outcome| finding(asked, outcome)).collect(),
        regions: answers.map(|answer| place(asked, answer)).collect(),
        probes: asked.exchanges().iter().map(Probe::of).collect(),
    })
}

fn finding<'a>(asked: &Asked, outcome: &'a Outcome) -> Finding<'a> {
    Finding {
        subject: outcome.subject.as_deref(),
        status: outcome.status.name(),
        cause: outcome.cause.map(Cause::name),
        basis: outcome.basis.map(Basis::name),
        reason: outcome.reason.as_deref(),
        message: &outcome.message,
        remedy: outcome.remedy.as_deref(),
        paste: &outcome.paste,
        probes: indices(asked, &outcome.evidence),
    }
}

fn place<'a>(asked: &Asked, answer: &'a Answer) -> Place<'a> {
    let cause = open(answer.says);
    let basis = match answer.says {
        Says::Knows(basis) => Some(basis),
        _ => None,
    };
    Place {
        domain: answer.region.domain(),
        aws_region: answer.region.aws_region(),
        status: match (basis, cause) {
            (Some(_), _) => "knows",
            (None, Some(_)) => "unverifiable",
            (None, None) => "refuses",
        },
        cause: cause.map(Cause::name),
        basis: basis.map(Basis::name),
        grant: answer.grant.name(),
        probes: indices(asked, &[answer.probe.clone(), answer.control.clone()]),
    }
}

fn indices(asked: &Asked, requests: &[Request]) -> Vec<usize> {
    let mut indices: Vec<_> = requests
        .iter()
        .filter_map(|request| asked.index_of(request))
        .collect();
    indices.dedup();
    indices
}
