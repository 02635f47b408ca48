//! The report as SARIF 2.1.0, for code scanning.
//!
//! What GitHub makes of it decides where the standard leaves a choice. GitHub turns every result into an alert,
//! whatever its kind, so that passes are left out; it closes an alert whose result is missing, so that what could
//! not be verified is told under the same fingerprint, as a warning; and it turns the whole file down if a result
//! has no location.

use super::{Entry, Renderer, Report, Source, Totals, explanation, headline, json, summary};
use crate::batch::ListedAs;
use crate::classify::Basis;
use crate::finding::{DOCS, Outcome, Place, Rule, Status, Verdict};
use crate::genesys::{ClientId, Region, percent_encode};
use crate::probe::Cause;
use crate::text::markdown::block;
use crate::text::{escape, timestamp};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use std::path::{Component, Path};
use std::time::SystemTime;
use url::Url;

/// Those of many are all in one run, written at the end: GitHub takes 25,000 of them at the most.
#[derive(Default)]
pub(super) struct Sarif {
    results: Vec<Value>,
    /// Those that the results name, in the order in which they occur first.
    rules: Vec<&'static Rule>,
    started: Option<SystemTime>,
}

impl Renderer for Sarif {
    fn single(&mut self, report: &Report) -> String {
        let headline = text(&headline(report));
        let run = &report.run;
        let is_open = run.interrupted.is_some() || report.verdict == Verdict::Unverifiable;
        let why = is_open.then_some(headline.as_str());
        let overrides: Vec<_> = run.overrides.iter().map(|set| escape(set)).collect();
        self.take(report);
        self.document(
            &category(report),
            &invocation(why, report.exit_status, run.taken_at),
            &json!({
                "verdict": report.verdict.name(),
                "headline": headline,
                "source": run.source,
                "simulated": run.simulated,
                "overrides": overrides,
            }),
        )
    }

    fn next(&mut self, report: &Report) -> String {
        self.started.get_or_insert(report.run.taken_at);
        self.take(report);
        String::new()
    }

    fn end(&mut self, totals: &Totals) -> String {
        let headline = escape(&totals.words());
        let missing = totals.missing().map(|why| format!(" {}", escape(&why)));
        let open = totals.with(Verdict::Unverifiable) + totals.unreadable;
        let is_open = missing.is_some() || open > 0;
        let why = headline.clone() + &missing.unwrap_or_default();
        let why = is_open.then_some(why.as_str());
        let started = self.started.unwrap_or(SystemTime::UNIX_EPOCH);
        let part = totals
            .part
            .map(|part| format!("{}-of-{}", part.number, part.of));
        let source = if totals.simulated {
            Source::Simulated
        } else {
            Source::Live
        };
        self.document(
            &category_of(["targets"].into_iter().chain(part.as_deref())),
            &invocation(why, totals.exit_status, started),
            &json!({
                "verdict": totals.verdict().name(),
                "headline": headline,
                "source": source,
                "simulated": totals.simulated,
                "overrides": totals.overrides,
            }),
        )
    }
}

impl Sarif {
    /// Takes what is not right, in the order of the checks.
    fn take(&mut self, report: &Report) {
        for entry in &report.results {
            if let Some(level) = level(entry.1.status) {
                let index = self.index(entry.0);
                self.results.push(result(report, entry, level, index));
            }
        }
    }

    /// The position of a rule in the list of rules.
    fn index(&mut self, rule: &'static Rule) -> usize {
        let position = self.rules.iter().position(|other| other.id == rule.id);
        position.unwrap_or_else(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        })
    }

    fn document(&mut self, category: &str, invocation: &Value, properties: &Value) -> String {
        let rules: Vec<_> = self.rules.drain(..).map(descriptor).collect();
        json::pretty(&json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "automationDetails": {"id": category},
                "columnKind": "unicodeCodePoints",
                "results": std::mem::take(&mut self.results),
                "invocations": [invocation],
                "properties": properties,
            }],
        }))
    }
}

fn descriptor(rule: &'static Rule) -> Value {
    let help = explanation::text(rule);
    json!({
        "id": rule.id,
        "name": name(rule.id),
        "shortDescription": {"text": rule.defect},
        "fullDescription": {"text": rule.symptom},
        "help": {"text": help, "markdown": block(help.lines())},
        "helpUri": rule.references.first().map_or(DOCS, |(_, address)| *address),
    })
}

/// An id as a name: invalid-redirect is InvalidRedirect.
fn name(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect()
}

/// Tells the alerts of a client, or of a part of a list, from others in the same repository: a file of the same category
/// closes them. What stands behind the last slash would be the name of the run.
fn category_of<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let name = std::iter::once(env!("CARGO_PKG_NAME"));
    let parts: Vec<_> = name.chain(parts).collect();
    parts.join("/") + "/"
}

fn category(report: &Report) -> String {
    let subject = &report.subject;
    let region = subject.region.as_ref().map(Region::domain);
    let client = subject.client_id.as_ref().map(ClientId::as_str);
    category_of([region, client].into_iter().flatten())
}

fn invocation(open: Option<&str>, exit_code: u8, started: SystemTime) -> Value {
    let notifications = open.map(|why| {
        let text = format!("Not everything could be verified: {why}");
        json!({"level": "error", "message": {"text": text}})
    });
    json!({
        "executionSuccessful": open.is_none(),
        "exitCode": exit_code,
        "startTimeUtc": timestamp(started),
        "toolExecutionNotifications": notifications.into_iter().collect::<Vec<_>>(),
    })
}

/// Foreign text in a message. Viewers make a link of `[words](address)`.
fn text(text: &str) -> String {
    escape(text).replace("](", "] (")
}

/// How grave it is; none for what is not told.
fn level(status: Status) -> Option<&'static str> {
    match status {
        Status::Fail => Some("error"),
        // The standard has a kind of its own for what is open, and forbids it a level, which GitHub needs.
        Status::Unverifiable | Status::Warn => Some("warning"),
        Status::Pass | Status::Skipped => None,
    }
}

fn result(report: &Report, (rule, outcome): &Entry, level: &str, index: usize) -> Value {
    json!({
        "ruleId": rule.id,
        "ruleIndex": index,
        "level": level,
        "message": {"text": message(report, outcome)},
        "locations": [location(report, outcome)],
        // The one kind of fingerprint that GitHub reads.
        "partialFingerprints": {
            "primaryLocationLineHash": fingerprint(report, rule.id, outcome),
        },
        "properties": {
            "status": outcome.status.name(),
            "cause": outcome.cause.map(Cause::name),
            "basis": outcome.basis.map(Basis::name),
        },
    })
}

/// The one thing to know first: where there is little room, the first sentence is all that is shown.
fn message(report: &Report, outcome: &Outcome) -> String {
    let first = summary::first(outcome).map(|first| first + ".");
    let paragraphs = first.into_iter().chain(summary::paragraphs(outcome));
    let paragraphs: Vec<_> = paragraphs.map(|words| text(&words)).collect();
    let simulated = summary::simulated(report.run.simulated);
    simulated.to_owned() + &paragraphs.join("\n\n")
}

/// Where a finding is shown: in the file that named the client or, where there is none, in one that bears the
/// client's name. GitHub shows such an alert, and says that the file is not in the repository.
fn location(report: &Report, outcome: &Outcome) -> Value {
    let start = Place { line: 1, column: 1 };
    let Place { line, column } = report.place(outcome).unwrap_or(start);
    let file = report.subject.named_in.as_ref();
    let uri = file.map_or_else(|| named_after_client(report), |file| reference(file));
    let subject = outcome.subject.iter();
    let subject = subject.map(|subject| json!({"name": escape(subject), "kind": "resource"}));
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {
                "startLine": line,
                "startColumn": column,
                "endLine": line,
                "endColumn": column + 1,
            },
        },
        "logicalLocations": subject.collect::<Vec<_>>(),
    })
}

/// A relative path for the client that never changes.
fn named_after_client(report: &Report) -> String {
    let subject = &report.subject;
    let region = subject.region.as_ref().map_or("regions", Region::domain);
    let client = subject.client_id.as_ref().map(ClientId::as_str);
    let parts = [Some(region), Some("oauth-clients"), client];
    parts.into_iter().flatten().collect::<Vec<_>>().join("/")
}

/// A path as a URI, or as a reference that is relative to the root of the repository.
fn reference(path: &Path) -> String {
    if let Ok(url) = Url::from_file_path(path) {
        return url.into();
    }
    let segments = path
        .components()
        .filter(|component| *component != Component::CurDir)
        .map(|component| percent_encode(&component.as_os_str().to_string_lossy()));
    segments.collect::<Vec<_>>().join("/")
}

/// The same for the same finding on the same client, in every run, whatever its status.
fn fingerprint(report: &Report, id: &str, outcome: &Outcome) -> String {
    let subject = &report.subject;
    let mut parts = vec![
        Some(id),
        subject.region.as_ref().map(Region::domain),
        subject.client_id.as_ref().map(ClientId::as_str),
        outcome.subject.as_deref(),
    ];
    let label = subject.listed.as_ref().map(ListedAs::name);
    // What tells clients apart of which no id is known.
    if let Some(label) = label.as_deref().filter(|_| subject.client_id.is_none()) {
        parts.push(Some(label));
    }
    // As JSON, so that no two lists of parts look alike.
    let parts = json!(parts).to_string();
    let hash = digest(&SHA256, parts.as_bytes());
    let first = hash.as_ref().first_chunk();
    let hash = u64::from_be_bytes(*first.expect("a SHA-256 has 32 bytes"));
    // As GitHub's own tools write it.
    format!("{hash:016x}:1")
}

#[cfg(test)]
mod tests {
    use super::{ListedAs, Report, name, reference};
    use crate::finding::Verdict;
    use crate::report::testing::{MISSING, PLAIN, interrupted, list, mixed, pass, sums, told};
    use crate::report::testing::{TEXT, hostile_report as report};
    use crate::report::{Format, Part};
    use crate::text::{escape, is_unsafe};
    use serde_json::{Value, json};
    use std::path::Path;

    fn read(text: &str) -> Value {
        let document: Value = serde_json::from_str(text).expect("JSON");
        document["runs"][0].clone()
    }

    #[test]
    fn hostile_text_is_read_as_text() {
        let run = read(&report().render(Format::Sarif, PLAIN));
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
            let invocation = read(&report.render(Format::Sarif, PLAIN))["invocations"][0].clone();
            let notifications = invocation["toolExecutionNotifications"].as_array();
            let notified = notifications.is_some_and(|all| !all.is_empty());
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
            read(&report().render(Format::Sarif, PLAIN))["automationDetails"]["id"],
            "mirabridge-oauth/mypurecloud.de/4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f/"
        );
    }

    #[test]
    fn a_finding_keeps_its_fingerprint_whatever_becomes_of_it() {
        let fingerprints = |report: Report| -> Vec<Value> {
            let run = read(&report.render(Format::Sarif, PLAIN));
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
        // Of clients without an id, the name or the line tells which it is.
        let named = |name: &str| {
            let mut report = report();
            report.subject.client_id = None;
            report.subject.listed = Some(ListedAs {
                name: Some(name.to_owned()),
                ..ListedAs::default()
            });
            fingerprints(report)
        };
        assert_ne!(named("Acme"), named("Beta"));
    }

    #[test]
    fn without_a_file_the_location_is_named_like_the_client() {
        let mut report = report();
        report.subject.named_in = None;
        report.results[1].1.place = None;
        let run = read(&report.render(Format::Sarif, PLAIN));
        let location = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(
            location["artifactLocation"]["uri"],
            "mypurecloud.de/oauth-clients/4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f"
        );
        assert_eq!(location["region"]["startLine"], 1);
    }

    #[test]
    fn a_path_becomes_a_reference() {
        for (path, uri) in [
            ("registered.txt", "registered.txt"),
            ("./crm/our list.txt", "crm/our%20list.txt"),
            ("../c:d/100%.txt", "../c%3Ad/100%25.txt"),
        ] {
            assert_eq!(reference(Path::new(path)), uri);
        }
    }

    #[test]
    #[cfg(unix)]
    fn an_absolute_path_becomes_a_uri() {
        let uri = reference(Path::new("/srv/our list.txt"));
        assert_eq!(uri, "file:///srv/our%20list.txt");
    }

    /// The run of a document in the parts that were written.
    fn run(texts: &[String]) -> Value {
        let document: Value = serde_json::from_str(&texts.concat()).expect("JSON");
        document["runs"][0].clone()
    }

    #[test]
    fn sarif_is_one_run_of_all() {
        let reports = mixed();
        let totals = sums(&reports);
        let run = run(&told(Format::Sarif, PLAIN, &reports, &totals));
        let results = run["results"].as_array().expect("results");
        let found: Vec<_> = results.iter().map(|result| &result["ruleId"]).collect();
        assert_eq!(
            found,
            [
                "implicit-grant-sunset",
                "init-page",
                "open-redirect",
                "unreachable"
            ]
        );
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("a position"));
            let rule = &run["tool"]["driver"]["rules"][index.expect("a short list")];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        let words = totals.words();
        assert_eq!(
            run["invocations"],
            json!([{
                "executionSuccessful": false,
                "exitCode": 1,
                "startTimeUtc": "1970-01-01T00:00:00Z",
                "toolExecutionNotifications": [{
                    "level": "error",
                    "message": {"text": format!("Not everything could be verified: {words}")},
                }],
            }])
        );
        assert_eq!(
            run["properties"],
            json!({"verdict": "fail", "headline": words, "source": "live", "simulated": false, "overrides": []})
        );
        assert_eq!(run["automationDetails"]["id"], "mirabridge-oauth/targets/");
    }

    #[test]
    fn an_id_becomes_a_name() {
        assert_eq!(name("invalid-redirect"), "InvalidRedirect");
    }

    #[test]
    fn sarif_says_whether_a_list_is_whole() {
        let well = list([pass()]);
        let mut totals = sums(&well);
        totals.part = Some(Part { number: 2, of: 3 });
        totals.simulated = true;
        let whole = run(&told(Format::Sarif, PLAIN, &well, &totals));
        assert_eq!(whole["invocations"][0]["executionSuccessful"], true);
        assert_eq!(
            whole["invocations"][0]["toolExecutionNotifications"],
            json!([])
        );
        assert_eq!(whole["properties"]["verdict"], "pass");
        assert_eq!(whole["properties"]["source"], "simulated");
        assert_eq!(
            whole["automationDetails"]["id"],
            "mirabridge-oauth/targets/2-of-3/"
        );
        let cut = run(&told(Format::Sarif, PLAIN, &well, &interrupted(totals)));
        assert_eq!(cut["invocations"][0]["executionSuccessful"], false);
        let text = &cut["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        let text = text.as_str().expect("a text");
        assert!(text.ends_with(MISSING), "{text}");
    }
}
