//! The report as SARIF 2.1.0, for code scanning.
//!
//! What GitHub makes of it decides where the standard leaves a choice. GitHub turns every result into an alert,
//! whatever its kind, so that passes are left out; it closes an alert whose result is missing, so that what could
//! not be verified is told under the same fingerprint, as a warning; and it turns the whole file down if a result
//! has no location.

mod document;
mod fingerprint;
mod help;
mod location;
mod result;
mod rules;
mod series;

use super::headline::headline;
use super::{Report, careful};
use crate::checks::Verdict;
use crate::genesys::{ClientId, Region};
use crate::text::{escape, timestamp};
use document::{
    AutomationDetails, Document, Invocation, Message, Notification, Run, RunProperties, Tool,
};

pub(super) use series::Series;

pub(super) fn render(report: &Report) -> String {
    document(run(report))
}

fn document(run: Run) -> String {
    careful::to_json(&Document {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    })
}

fn run(report: &Report) -> Run {
    Run {
        tool: Tool {
            driver: rules::driver(),
        },
        automation_details: AutomationDetails {
            id: category(report),
        },
        column_kind: "unicodeCodePoints",
        results: result::results(report),
        invocations: [invocation(report)],
        properties: RunProperties {
            verdict: report.verdict.name(),
            headline: text(&headline(report)),
            source: report.run.source.name(),
            simulated: report.run.simulated,
            overrides: report.run.overrides.iter().map(|set| escape(set)).collect(),
        },
    }
}

/// Tells this client's alerts from those of another one in the same repository. What stands behind the last
/// slash would be the name of the run.
fn category(report: &Report) -> String {
    let subject = &report.subject;
    let client = subject.client_id.as_ref().map(ClientId::as_str);
    let region = subject.region.as_ref().map(Region::domain);
    let parts = [Some(env!("CARGO_PKG_NAME")), region, client];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join("/") + "/"
}

fn invocation(report: &Report) -> Invocation {
    let is_open = report.run.interrupted.is_some() || report.verdict == Verdict::Unverifiable;
    Invocation {
        execution_successful: !is_open,
        exit_code: report.exit_status,
        start_time_utc: timestamp(report.run.taken_at),
        tool_execution_notifications: is_open
            .then(|| Notification {
                level: "error",
                message: Message {
                    text: format!(
                        "Not everything could be verified: {}",
                        text(&headline(report))
                    ),
                },
            })
            .into_iter()
            .collect(),
    }
}

/// Foreign text in a message. Viewers make a link of `[words](address)`.
fn text(text: &str) -> String {
    escape(text).replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use super::{Report, render};
    use crate::checks::Verdict;
    use crate::report::hostile::{TEXT, report};
    use crate::text::{escape, is_unsafe};
    use serde_json::{Value, json};

    fn read(text: &str) -> Value {
        let document: Value = serde_json::from_str(text).expect("JSON");
        document["runs"][0].clone()
    }

    #[test]
    fn hostile_text_is_read_as_text() {
        let run = read(&render(&report()));
        let results = run["results"].as_array().expect("results");
        assert_eq!(results.len(), 3, "neither what passed nor what was skipped");
        let shown = escape(TEXT).replace("](", "] (");
        for result in results {
            let message = result["message"]["text"].as_str().expect("a message");
            assert!(message.contains(&shown), "{message}");
            assert!(!message.contains("]("), "{message}");
            assert!(
                !message.chars().any(|c| is_unsafe(c) && c != '\n'),
                "{message}"
            );
            let location = &result["locations"][0]["physicalLocation"];
            let uri = location["artifactLocation"]["uri"].as_str().expect("a URI");
            assert!(uri.starts_with("a%7Cb%20%60c%60"), "{uri}");
            assert_eq!(
                location["region"],
                json!({"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 6})
            );
        }
        assert!(run["properties"]["simulated"].as_bool().expect("a flag"));
    }

    #[test]
    fn a_run_that_is_cut_short_or_open_was_not_successful() {
        let mut report = report();
        let notified = |report: &Report| {
            let invocation = read(&render(report))["invocations"][0].clone();
            let notified = !invocation["toolExecutionNotifications"].is_null();
            assert_eq!(invocation["executionSuccessful"], !notified);
            notified
        };
        assert!(notified(&report), "interrupted");
        report.run.interrupted = None;
        assert!(!notified(&report));
        report.verdict = Verdict::Unverifiable;
        assert!(notified(&report));
    }

    #[test]
    fn the_alerts_of_a_client_are_its_own() {
        assert_eq!(
            read(&render(&report()))["automationDetails"]["id"],
            "mirabridge-oauth/mypurecloud.de/4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f/"
        );
    }

    #[test]
    fn a_finding_keeps_its_fingerprint_whatever_becomes_of_it() {
        let fingerprints = |report| -> Vec<Value> {
            let run = read(&render(&report));
            let results = run["results"].as_array().expect("results").iter();
            results
                .map(|result| result["partialFingerprints"].clone())
                .collect()
        };
        let before = fingerprints(report());
        let mut changed = report();
        for (_, outcome) in &mut changed.results {
            outcome.message = "something else".to_owned();
            outcome.place = None;
        }
        assert_eq!(fingerprints(changed), before);
        let mut other = report();
        other.results[1].1.subject = Some("https://other.example".to_owned());
        assert_ne!(fingerprints(other), before);
    }

    #[test]
    fn without_a_file_the_location_is_named_like_the_client() {
        let mut report = report();
        report.subject.named_in = None;
        report.results[1].1.place = None;
        let run = read(&render(&report));
        let location = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(
            location["artifactLocation"]["uri"],
            "mypurecloud.de/oauth-clients/4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f"
        );
        assert_eq!(location["region"]["startLine"], 1);
    }
}
