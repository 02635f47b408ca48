//! No process and no profile is left, however a run ends. After success and failure the table looks, too.

use crate::run::Run;
use crate::table::name;
use libtest_mimic::Trial;
use std::path::Path;
use std::process::Command;

pub(crate) fn trials(browser: &Path) -> Vec<Trial> {
    let trial = |what: &str, run: fn(&str)| {
        let program = browser.to_str().expect("UTF-8").to_owned();
        Trial::test(format!("{}::{what}", name(browser)), move || {
            run(&program);
            Ok(())
        })
    };
    vec![
        trial("nothing_is_left_after_a_deadline", after_a_deadline),
        trial("nothing_is_left_after_ctrl_c", after_ctrl_c),
        trial("nothing_is_left_after_sigkill", after_sigkill),
        trial(
            "nothing_is_left_after_the_browser_died",
            after_the_browser_died,
        ),
    ]
}

/// A page that never comes to rest.
fn hanging(browser: &str) -> Run {
    Run::start(&[
        "demo",
        "browser-hangs",
        "--browser",
        "--browser-path",
        browser,
        "--format",
        "json",
    ])
}

fn signal(name: &str, id: &str) {
    let sent = Command::new("kill").args([name, id]).status();
    assert!(sent.expect("kill runs").success(), "{name} {id}");
}

fn after_a_deadline(browser: &str) {
    let mut run = hanging(browser);
    let said = run.wait();
    run.assert_nothing_left();
    assert_eq!(said.status, Some(3), "{said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(report["visit"]["end"], "deadline");
}

fn after_ctrl_c(browser: &str) {
    let mut run = hanging(browser);
    run.wait_for_browser();
    signal("-INT", &run.id().to_string());
    let said = run.wait();
    run.assert_nothing_left();
    assert_eq!(said.status, Some(130), "{said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(report["evidence"]["interrupted"], true);
}

fn after_sigkill(browser: &str) {
    let mut run = hanging(browser);
    run.wait_for_browser();
    signal("-KILL", &run.id().to_string());
    assert_eq!(run.wait().status, None);
    run.wait_for_nothing();
}

fn after_the_browser_died(browser: &str) {
    let mut run = hanging(browser);
    run.wait_for_browser();
    let processes = run.processes();
    let main = processes.iter().find(|process| {
        process.contains("--remote-debugging-port")
            && !process.contains("browser-guard")
            && !process.contains("--type=")
    });
    let main = main.unwrap_or_else(|| panic!("{processes:?}"));
    signal("-KILL", main.split(' ').next().expect("an id"));
    let said = run.wait();
    run.assert_nothing_left();
    assert_eq!(said.status, Some(3), "{said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    let results = report["results"].as_array().expect("results");
    let result = results.iter().find(|result| result["id"] == "page-errors");
    assert_eq!(result.expect("a result")["cause"], "browser", "{report:#}");
}
