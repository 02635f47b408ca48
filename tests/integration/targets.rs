//! `check --targets`: many clients in one run.

mod ending;
mod formats;
mod lists;

use crate::formats::{all_formats, all_reports};
use crate::support::{Ran, mapped, program, simulator};
use mirabridge_oauth::simulator::scenario;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A list of each kind of client, with rows that are none.
const MIXED: &[&str] = &[
    "healthy",
    "trailing-slash",
    "healthy-pkce",
    "",
    "unknown-client",
    "healthy-both-grants",
    "uri-missing",
    "init-down",
];

/// A row for a scenario's client: region, client id, name, grant; with the empty name, one whose region is mistyped.
fn row(name: &str) -> [&'static str; 3] {
    let Some(scenario) = scenario(name) else {
        assert_eq!(name, "", "there is such a scenario");
        return ["mypurecloud.con", row("healthy")[1], "implicit"];
    };
    [scenario.region, scenario.client_id, scenario.grant.name()]
}

fn csv(scenarios: &[&str]) -> String {
    let rows = scenarios.iter().map(|name| {
        let [region, client_id, grant] = row(name);
        format!("{region},{client_id},Customer {name},{grant}\n")
    });
    let header = "region,client_id,name,grant\n".to_owned();
    std::iter::once(header).chain(rows).collect()
}

/// A list in a folder of its own.
struct List {
    folder: tempfile::TempDir,
    file: PathBuf,
}

impl List {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a writable folder");
        Self { folder, file }
    }

    fn of(scenarios: &[&str]) -> Self {
        Self::new("targets.csv", csv(scenarios))
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, more: &[&str]) -> Command {
        command(&self.file, more)
    }

    fn check(&self, more: &[&str]) -> Ran {
        let output = self.command(more).output();
        output.expect("the program runs").into()
    }

    /// The reports and the summary.
    fn json(&self, more: &[&str]) -> (Vec<Value>, Value) {
        let ran = self.check(&[&["--format", "json"], more].concat());
        lines(&ran.stdout)
    }
}

fn command(file: &Path, more: &[&str]) -> Command {
    let running = simulator();
    let mut command = program();
    command
        .arg("check")
        .arg("--targets")
        .arg(file)
        .args(mapped(running.address, &running.ca))
        .args(more);
    command
}

fn lines(text: &str) -> (Vec<Value>, Value) {
    let lines = text.lines().map(serde_json::from_str);
    let mut lines: Vec<Value> = lines.collect::<Result<_, _>>().expect("JSON lines");
    let mut last = lines.pop().expect("a last line");
    (lines, last["summary"].take())
}

/// Which client, and what became of it.
fn told(reports: &[Value]) -> Vec<String> {
    let told = reports.iter().map(|report| {
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        [
            text(&report["listed"]["name"]),
            text(&report["target"]["client_id"]),
            text(&report["target"]["grant"]),
            text(&report["verdict"]),
        ]
        .join(" ")
    });
    told.collect()
}

/// The text without the ids that the simulator gives its answers in the order in which it gives them.
fn without_ids(text: &str) -> String {
    let is_separator = |c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c));
    let words = text.split_inclusive(is_separator).map(|word| {
        let id = word.trim_end_matches(is_separator);
        let of_a_client = MIXED.iter().any(|name| row(name)[1] == id);
        match id.len() {
            36 | 43 if !of_a_client && id.contains(|c: char| c.is_ascii_digit()) => {
                word.replace(id, "[id]")
            }
            _ => word.to_owned(),
        }
    });
    words.collect()
}

#[test]
fn reports_come_in_the_order_of_the_list_however_many_are_under_way() {
    let list = List::of(MIXED);
    let told = |jobs| {
        let reports = all_reports(list.folder());
        let mut arguments = vec!["--jobs", jobs];
        arguments.extend(reports.iter().map(String::as_str));
        let ran = list.check(&arguments);
        assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
        // Of a program's reports, the times are told below.
        let formats = all_formats();
        let formats = formats
            .iter()
            .filter(|format| !["json", "csv"].contains(&format.as_str()));
        let read = |format| std::fs::read_to_string(list.folder().join(format)).expect("a report");
        let texts = [ran.stdout].into_iter().chain(formats.map(read));
        let texts = texts.map(|text| without_ids(&crate::formats::without_time(&text)));
        texts.collect::<Vec<_>>()
    };
    let (one_by_one, at_once) = (told("1"), told("8"));
    for (one, other) in one_by_one.iter().zip(&at_once) {
        assert_eq!(one, other);
    }
    let (reports, summary) = list.json(&["--jobs", "8"]);
    let places = reports
        .iter()
        .map(|report| report["listed"]["line"].as_u64());
    assert!(places.eq((2..10).map(Some)));
    assert_eq!(
        (&summary["targets"], &summary["unreadable"]),
        (&7.into(), &1.into())
    );
    assert_eq!((&summary["fail"], &summary["warn"]), (&3.into(), &3.into()));
}

#[test]
fn the_end_says_once_more_who_is_not_right() {
    let list = List::of(&["healthy", "trailing-slash", "", "healthy-pkce"]);
    let ran = list.check(&[]);
    let (_, end) = ran.stdout.rsplit_once("\n\n✗ ").expect("an end");
    let (set, lines): (Vec<_>, Vec<_>) = end
        .lines()
        .partition(|line| line.starts_with("  Override "));
    assert_eq!(set.len(), 2, "{end}");
    let end = lines.join("\n");
    insta::assert_snapshot!(end, @r#"
    fail: Customer trailing-slash (c7a7f603-6599-441c-87ae-7483457f761f in mypurecloud.de): Correct
      the redirect URI for phone.mirabridge.cloud: Admin > Integrations > OAuth
    ? could not check: Customer: the row cannot be read: region: "mypurecloud.con" is not a Genesys
      Cloud region; did you mean mypurecloud.com?
    ✗ 1 client: invalid-redirect
    ⚠ 2 clients: implicit-grant-sunset

    SIMULATED 3 clients: 1 failed, 1 passed with warnings, 1 passed; 1 row could not be read;
      46 requests; exit status 1
    "#);
    let quiet = list.check(&["-q"]).stdout;
    assert!(!quiet.contains("Customer healthy"), "{quiet}");
    assert!(quiet.contains("Customer trailing-slash"), "{quiet}");
    assert_eq!(
        List::of(&["healthy", "healthy-pkce"]).check(&["-q"]).stdout,
        ""
    );
}

#[test]
fn the_gravest_result_decides_the_exit_status() {
    for (scenarios, more, status) in [
        (&["healthy", "healthy-pkce"][..], &[][..], 0),
        (&["healthy"], &["--fail-on", "warn"], 1),
        (&["healthy", "accepts-everything", "healthy"], &[], 3),
        (&["accepts-everything"], &["--fail-on", "fail"], 0),
        (&["accepts-everything", "trailing-slash", "healthy"], &[], 1),
        (&["", "accepts-everything"], &["--fail-on", "fail"], 3),
    ] {
        let ran = List::of(scenarios).check(more);
        assert_eq!(ran.status, status, "{scenarios:?} {more:?}: {ran:?}");
        let end = format!("; exit status {status}\n");
        assert!(ran.stdout.ends_with(&end), "{ran:?}");
    }
}

#[test]
fn the_parts_of_a_list_are_the_list() {
    let list = List::of(MIXED);
    let mut lines = Vec::new();
    for part in 1..=3 {
        let (reports, summary) = list.json(&["--partition", &format!("{part}/3")]);
        assert_eq!(summary["part"]["number"], part);
        lines.extend(
            reports
                .iter()
                .map(|report| report["listed"]["line"].as_u64()),
        );
    }
    lines.sort_unstable();
    assert!(lines.into_iter().eq((2..10).map(Some)));
    let beyond = list.check(&["--partition", "9/9"]);
    assert_eq!(
        (beyond.status, beyond.stdout.as_str()),
        (0, "\npart 9 of 9: no client; 0 requests; exit status 0\n")
    );
}
