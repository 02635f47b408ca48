//! The report for programs, version 1. Fields are added within a version, never renamed or removed.

pub(crate) mod document;

use super::{RegionSearch, Renderer, Report, Run, Totals, headline};
use crate::classify::Basis;
use crate::finding::{Outcome, Rule, Verdict};
use crate::genesys::{ClientId, DOCUMENTED_SCOPES, Deployment, Grant, RedirectUri, Region};
use crate::probe::{self, Cause, Exchange, Visited};
use crate::text::{escape_json, timestamp};
use document::{Document, RegionAnswer, Setup, SummaryLine, Tool};
use serde::Serialize;
use std::collections::BTreeMap;

pub(crate) const TOOL: Tool = Tool {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
};

/// A report on many lines. Many are a line each, and a last one with the sums (JSON lines).
pub(super) struct Json;

impl Renderer for Json {
    fn single(&mut self, report: &Report) -> String {
        pretty(&document(report))
    }

    fn next(&mut self, report: &Report) -> String {
        line(&document(report))
    }

    fn end(&mut self, totals: &Totals) -> String {
        line(&SummaryLine {
            format_version: 1,
            summary: summary(totals),
        })
    }
}

/// `value` as JSON on many lines; a struct with text keys always serializes.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value).expect(PLAIN_DATA);
    escape_json(&json) + "\n"
}

fn line(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect(PLAIN_DATA);
    escape_json(&json) + "\n"
}

const PLAIN_DATA: &str = "structs with text keys serialize";

fn document(report: &Report) -> Document<'_> {
    let subject = &report.subject;
    let uris = subject.redirect_uris.iter();
    let results = report.results.iter();
    let requests = &report.run.evidence;
    Document {
        format_version: 1,
        tool: TOOL,
        evidence: evidence(&report.run),
        listed: subject.listed.as_ref(),
        target: document::Target {
            region: subject.region.as_ref().map(Region::domain),
            aws_region: subject.region.as_ref().and_then(Region::aws_region),
            client_id: subject.client_id.as_ref().map(ClientId::as_str),
            deployment: subject.deployment.as_ref().map(Deployment::as_str),
            grant: subject.grant.map(Grant::name),
        },
        setup: Setup {
            redirect_uris: uris.map(RedirectUri::as_str).collect(),
            scopes: DOCUMENTED_SCOPES,
            init_url: subject.init_url.as_deref(),
        },
        verdict: report.verdict.name(),
        exit_status: report.exit_status,
        headline: headline(report),
        notes: &report.notes,
        search: report.search.as_ref().map(|found| search(report, found)),
        results: results
            .map(|(rule, outcome)| entry(requests, rule, outcome))
            .collect(),
        probes: requests.exchanges().iter().map(probe).collect(),
        visit: requests.visited().map(visit),
    }
}

pub(crate) fn evidence(run: &Run) -> document::Evidence<'_> {
    document::Evidence {
        source: run.source,
        taken_at: timestamp(run.taken_at),
        overrides: &run.overrides,
        interrupted: run.interrupted.is_some(),
    }
}

fn search<'a>(report: &'a Report, search: &'a RegionSearch) -> document::Search<'a> {
    let regions = search.regions.iter();
    let mut outcomes = report.results.iter().map(|(_, outcome)| outcome);
    document::Search {
        status: match report.verdict {
            Verdict::Pass | Verdict::Warn => "found",
            Verdict::Fail => "not_found",
            Verdict::Unverifiable => "unverifiable",
        },
        found_region: outcomes.find_map(|outcome| outcome.found_region.as_deref()),
        check: search.check.as_deref(),
        regions: regions
            .map(|answer| RegionAnswer {
                domain: answer.region.domain(),
                aws_region: answer.region.aws_region(),
                status: match (answer.verdict.basis(), answer.verdict.undecided_alone()) {
                    (Some(_), _) => "knows",
                    (None, Some(_)) => "unverifiable",
                    (None, None) => "refuses",
                },
                cause: answer.verdict.undecided_alone().map(Cause::name),
                basis: answer.verdict.basis().map(Basis::name),
                grant: answer.grant.name(),
                probes: positions(&report.run.evidence, &answer.evidence()),
            })
            .collect(),
    }
}

pub(crate) fn entry<'a>(
    requests: &probe::Evidence,
    rule: &'static Rule,
    outcome: &'a Outcome,
) -> document::Entry<'a> {
    document::Entry {
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
        probes: positions(requests, &outcome.evidence),
        events: &outcome.events,
    }
}

fn positions(all: &probe::Evidence, requests: &[probe::Probe]) -> Vec<usize> {
    let requests = requests.iter();
    requests
        .filter_map(|request| all.index_of(request))
        .collect()
}

pub(crate) fn probe(exchange: &Exchange) -> document::Probe<'_> {
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
    document::Probe {
        round: exchange.round,
        purpose: exchange.probe.purpose.to_string(),
        method: exchange.probe.method(),
        url: &exchange.probe.url,
        cookies: !exchange.probe.cookies.is_empty(),
        status: reply.map(|reply| reply.status),
        location: reply.and_then(|reply| reply.location()),
        headers,
        failure: exchange.observation.as_ref().err().map(failure),
        elapsed_ms: exchange.elapsed.as_millis(),
    }
}

fn visit(visited: &Visited) -> document::Visit<'_> {
    let seen = visited.observation.as_ref();
    document::Visit {
        url: &visited.url,
        failure: seen.err().map(failure),
        seen: seen.ok(),
    }
}

fn failure(failure: &probe::Failure) -> document::Failure {
    document::Failure {
        cause: failure.cause().name(),
        message: failure.to_string(),
        detail: failure.detail().map(str::to_owned),
    }
}

fn summary(totals: &Totals) -> document::Summary<'_> {
    document::Summary {
        part: totals.part,
        targets: totals.targets(),
        pass: totals.with(Verdict::Pass),
        warn: totals.with(Verdict::Warn),
        fail: totals.with(Verdict::Fail),
        unverifiable: totals.with(Verdict::Unverifiable),
        unreadable: totals.unreadable,
        requests: totals.requests,
        simulated: totals.simulated,
        exit_status: totals.exit_status,
        unchecked: totals.unchecked.as_ref(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::document::{Document, SummaryLine};
    use super::{document, line, pretty};
    use crate::probe::{Exchange, Failure, Observation, Probe, Purpose, Reply};
    use crate::report::testing::{PLAIN, interrupted, mixed, sums, told};
    use crate::report::testing::{TEXT, hostile_report};
    use crate::report::{Format, Part};
    use schemars::JsonSchema;
    use schemars::generate::SchemaSettings;
    use serde_json::{Value, json};
    use std::path::Path;
    use std::time::Duration;

    #[test]
    fn hostile_text_is_read_as_text() {
        let read: Value =
            serde_json::from_str(&pretty(&document(&hostile_report()))).expect("JSON");
        for result in read["results"].as_array().expect("results") {
            assert_eq!(result["message"], TEXT);
        }
        assert_eq!(read["probes"][0]["location"], TEXT);
        let line = line(&document(&hostile_report()));
        assert_eq!(read, serde_json::from_str::<Value>(&line).expect("JSON"));
    }

    fn exchanged(observation: Observation) -> Value {
        let exchange = Exchange {
            round: 2,
            probe: Probe::new(Purpose::InitPage, "https://a.example/"),
            observation,
            elapsed: Duration::from_millis(70),
        };
        serde_json::from_str(&pretty(&super::probe(&exchange))).expect("JSON")
    }

    fn answer(headers: &[(&str, &str)]) -> Reply {
        let headers = headers.iter();
        Reply {
            status: 302,
            headers: headers
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Reply::default()
        }
    }

    #[test]
    fn headers_of_one_name_are_joined_and_a_single_location_stands_alone() {
        let one = exchanged(Ok(answer(&[
            ("vary", "a"),
            ("location", "/x"),
            ("vary", "b"),
        ])));
        assert_eq!(
            one,
            json!({
                "round": 2, "purpose": "init-page", "method": "GET", "url": "https://a.example/",
                "cookies": false, "status": 302, "location": "/x", "headers": {"vary": "a, b"},
                "failure": null, "elapsed_ms": 70,
            })
        );
        let two = exchanged(Ok(answer(&[("location", "/x"), ("location", "/y")])));
        assert_eq!(two["location"], Value::Null);
        assert_eq!(two["headers"], json!({"location": "/x, /y"}));
    }

    #[test]
    fn a_failure_has_its_cause_and_its_words() {
        let lost = exchanged(Err(Failure::NotAsked { why: "no time" }));
        assert_eq!(
            lost["failure"],
            json!({"cause": "not_asked", "message": "no time", "detail": null})
        );
        assert_eq!(lost["status"], Value::Null);
        let broken = exchanged(Err(Failure::Protocol {
            what: "it is torn",
            detail: Some("EOF".to_owned()),
        }));
        assert_eq!(
            broken["failure"],
            json!({"cause": "protocol", "message": "the answer is broken: it is torn", "detail": "EOF"})
        );
    }

    #[test]
    fn json_lines_end_with_the_sums() {
        let reports = mixed();
        let mut totals = interrupted(sums(&reports));
        totals.part = Some(Part { number: 2, of: 3 });
        let texts = told(Format::Json, PLAIN, &reports, &totals);
        let verdicts = texts[1..6].iter().map(|line| {
            assert!(line.ends_with('\n') && line.lines().count() == 1, "{line}");
            serde_json::from_str::<Value>(line).expect("JSON")["verdict"].clone()
        });
        let verdicts: Vec<_> = verdicts.collect();
        assert_eq!(verdicts, ["pass", "warn", "warn", "fail", "unverifiable"]);
        let last: Value = serde_json::from_str(&texts[6]).expect("JSON");
        assert_eq!(
            last,
            json!({"format_version": 1, "summary": {
                "part": {"number": 2, "of": 3},
                "targets": 5, "pass": 1, "warn": 2, "fail": 1, "unverifiable": 1, "unreadable": 0,
                "requests": 0, "simulated": false, "exit_status": 1,
                "unchecked": {"why": "Interrupted", "targets": 2, "first_line": 7, "last_line": 8},
            }})
        );
    }

    /// The schemas that are shipped are those of the structs. `UPDATE_SCHEMA=1 cargo test --lib schema` rewrites them.
    #[test]
    fn schema_of_a_report() {
        assert_shipped::<Document<'_>>("report/json/schema.json");
    }

    #[test]
    fn schema_of_the_last_line_of_many() {
        assert_shipped::<SummaryLine<'_>>("report/json/last-schema.json");
    }

    pub(crate) fn assert_shipped<T: JsonSchema>(name: &str) {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<T>();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let path = folder.join(name);
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
            std::fs::write(path, text).expect("a writable folder");
            return;
        }
        let shipped = std::fs::read_to_string(path).expect("a schema");
        let shipped: Value = serde_json::from_str(&shipped).expect("JSON");
        assert!(
            *schema.as_value() == shipped,
            "{name} is another one; to rewrite it: UPDATE_SCHEMA=1 cargo test --lib schema"
        );
    }
}
