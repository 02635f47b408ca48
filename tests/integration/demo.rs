//! The demo: what a newcomer runs first.

use crate::support::{Ran, mapped, program, run};
use mirabridge_oauth::simulator::{GROUPS, ORGANIZATIONS};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

#[test]
fn without_a_name_it_is_healthy_and_simulated() {
    let ran = run(["demo"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(
        ran.stdout
            .starts_with("SIMULATED \u{2713} pass with warnings: everything checked is right"),
        "{}",
        ran.stdout
    );
}

#[test]
fn it_takes_the_options_of_a_report() {
    let ran = run([
        "demo",
        "uri-missing",
        "--format",
        "json",
        "--fail-on",
        "warn",
        "--skip",
        "init-page",
    ]);
    assert_eq!(ran.status, 1);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["evidence"]["source"], "simulated");
    assert_eq!(json["evidence"]["overrides"][0], "demo uri-missing");
}

#[test]
fn the_list_names_every_scenario_with_what_it_shows() {
    let list = run(["demo", "--list"]).stdout;
    let mut lines = list.lines().filter(|line| !line.is_empty());
    for group in GROUPS {
        assert_eq!(lines.next(), Some(group.title));
        for scenario in group.scenarios {
            let line = lines.next().expect("a line").trim_start();
            let (name, shows) = line.split_once(' ').expect("two columns");
            assert_eq!((name, shows.trim()), (scenario.name, scenario.shows));
        }
    }
    assert_eq!(
        lines.next(),
        Some("What an organization has registered: audit")
    );
    for organization in ORGANIZATIONS {
        let line = lines.next().expect("a line").trim_start();
        let (name, shows) = line.split_once(' ').expect("two columns");
        assert_eq!(
            (name, shows.trim()),
            (organization.name, organization.shows)
        );
    }
    assert_eq!(lines.next(), None);
}

/// The words behind the program's name in the command for a check that is printed where `scenario` is served, and how
/// that check ends.
fn served(scenario: &str) -> (Vec<String>, Ran) {
    let mut child = program()
        .args(["demo", scenario, "--serve"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let stdout = child.stdout.take().expect("stdout is piped");
    let mut lines = BufReader::new(stdout).lines();
    let check = lines
        .by_ref()
        .map(|line| line.expect("UTF-8"))
        .find(|line| line.starts_with("mirabridge-oauth check"))
        .expect("a line");
    let words: Vec<_> = check.split(' ').skip(1).map(str::to_owned).collect();
    let ran = run(&words);
    child.kill().expect("it can be ended");
    child.wait().expect("it ends");
    let _ = std::fs::remove_file(words.last().expect("a file"));
    (words, ran)
}

#[test]
fn served_the_printed_commands_work() {
    let (words, ran) = served("uri-missing");
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stdout.starts_with("SIMULATED"), "{}", ran.stdout);
    // The same words that the tests use.
    let address = words.iter().find_map(|word| word.strip_prefix("::"));
    let ca = PathBuf::from(words.last().expect("a file"));
    let address = address.and_then(|address| address.parse().ok());
    assert!(words.ends_with(&mapped(address.expect("an address"), &ca)));
}

#[test]
fn inspected_tls_is_served_too() {
    let (_, ran) = served("tls-inspected");
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.stdout.contains("Zscaler Root CA"), "{}", ran.stdout);
}

#[test]
fn a_deadline_ends_what_hangs() {
    let ran = run(["demo", "unanswered", "--deadline", "1s", "--format", "json"]);
    assert_eq!(ran.status, 3, "{ran:?}");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let probes = report["probes"].as_array().expect("probes");
    let longest = probes
        .iter()
        .filter_map(|probe| probe["elapsed_ms"].as_u64())
        .max();
    // With more time, a request may take two seconds.
    assert!(longest.is_some_and(|longest| longest < 2000), "{longest:?}");
    let ran = run(["demo", "unanswered", "--deadline", "soon"]);
    assert_eq!(ran.status, 2, "{ran:?}");
}
