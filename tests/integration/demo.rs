//! The demo: what a newcomer runs first.

use crate::support::{mapped, program, run};
use mirabridge_oauth::simulator::scenarios;
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
    assert_eq!(list.lines().count(), scenarios().len());
    for (line, scenario) in list.lines().zip(scenarios()) {
        let (name, shows) = line.split_once(' ').expect("two columns");
        assert_eq!((name, shows.trim()), (scenario.name, scenario.shows));
    }
}

#[test]
fn served_the_printed_commands_work() {
    let mut child = program()
        .args(["demo", "uri-missing", "--serve"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let stdout = child.stdout.take().expect("stdout is piped");
    let line = |start: &str, lines: &mut dyn Iterator<Item = std::io::Result<String>>| {
        lines
            .map(|line| line.expect("UTF-8"))
            .find(|line| line.starts_with(start))
            .expect("a line")
    };
    let mut lines = BufReader::new(stdout).lines();
    let check = line("mirabridge-oauth check", &mut lines);
    let words: Vec<_> = check.split(' ').skip(1).map(str::to_owned).collect();
    let ran = run(&words);
    child.kill().expect("it can be ended");
    child.wait().expect("it ends");
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.stdout.starts_with("SIMULATED"), "{}", ran.stdout);
    // The same words that the tests use.
    let address = words
        .iter()
        .find_map(|word| word.strip_prefix("::"))
        .expect("an address");
    let ca = PathBuf::from(words.last().expect("a file"));
    assert!(mapped(address.parse().expect("an address"), &ca).contains(&format!("::{address}")));
    let _ = std::fs::remove_file(ca);
}
