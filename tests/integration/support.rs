//! A simulator for all tests of the process, and the program run against it.

use crate::other_scenarios::SCENARIOS;
use mirabridge_oauth::simulator::{ORGANIZATIONS, Scenario, Settings, Simulator, scenarios};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{OnceLock, mpsc};

/// The simulator, kept up by a thread of its own until the tests are over.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) ca: PathBuf,
}

/// The simulator of this process, started by who comes first.
pub(crate) fn simulator() -> &'static Running {
    static RUNNING: OnceLock<Running> = OnceLock::new();
    RUNNING.get_or_init(|| {
        let (ready, started) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let settings = Settings {
                    scenarios: scenarios().chain(SCENARIOS).copied().collect(),
                    organizations: ORGANIZATIONS
                        .iter()
                        .chain(crate::audit::OTHERS)
                        .copied()
                        .collect(),
                    ..Settings::default()
                };
                let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                let simulator = Simulator::start(address, settings)
                    .await
                    .expect("a simulator on loopback");
                ready
                    .send((simulator.address(), simulator.ca_pem().to_owned()))
                    .expect("somebody waits for it");
                std::future::pending::<()>().await;
            });
        });
        let (address, pem) = started.recv().expect("the simulator starts");
        let folder = tempfile::tempdir().expect("a temporary folder").keep();
        let ca = folder.join("ca.pem");
        std::fs::write(&ca, pem).expect("a writable folder");
        Running { address, ca }
    })
}

/// The scenario of this name, one that ships or one of these tests.
pub(crate) fn scenario(name: &str) -> &'static Scenario {
    scenarios()
        .chain(SCENARIOS)
        .find(|scenario| scenario.name == name)
        .unwrap_or_else(|| panic!("no scenario {name}"))
}

/// The program, with an environment of our own alone.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mirabridge-oauth"));
    command
        .env_clear()
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::null());
    // Windows does not open sockets without it.
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().expect("it ended by itself"),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

/// Runs the program with these arguments.
pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    program()
        .args(arguments)
        .output()
        .expect("the program runs")
        .into()
}

/// The arguments that send everything to an address, trusting a certificate.
pub(crate) fn mapped(address: SocketAddr, ca: &Path) -> Vec<String> {
    vec![
        "--connect-to".to_owned(),
        format!("::{address}"),
        "--ca-cert".to_owned(),
        ca.display().to_string(),
    ]
}

/// The arguments of `check` for a scenario.
pub(crate) fn arguments(scenario: &Scenario) -> Vec<String> {
    let running = simulator();
    let mut arguments = vec![
        "check".to_owned(),
        "--region".to_owned(),
        scenario.region.to_owned(),
        "--client-id".to_owned(),
        scenario.client_id.to_owned(),
        "--grant".to_owned(),
        scenario.grant.name().to_owned(),
    ];
    arguments.extend(mapped(running.address, &running.ca));
    if scenario.name == "unanswered" {
        // Nothing is learnt by waiting longer.
        arguments.extend(["--timeout", "2s", "--retries", "0"].map(str::to_owned));
    }
    arguments
}

/// Checks a scenario's client, with more arguments.
pub(crate) fn check(name: &str, more: &[&str]) -> Ran {
    let mut arguments = arguments(scenario(name));
    arguments.extend(more.iter().map(|&argument| argument.to_owned()));
    run(arguments)
}

/// The JSON report on a scenario's client, with the exit status that the run had.
pub(crate) fn report(name: &str, more: &[&str]) -> (Value, i32) {
    let ran = check(name, &[&["--format", "json"], more].concat());
    let report = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|error| panic!("{name}: {error}\n{ran:?}"));
    (report, ran.status)
}

/// The results as lines: id, subject, status, and cause, basis, dependency where there are any.
pub(crate) fn results(report: &Value) -> String {
    let results = report["results"].as_array().expect("results");
    results.iter().map(|result| line(result) + "\n").collect()
}

fn line(result: &Value) -> String {
    let text = |name: &str| result[name].as_str().map(str::to_owned);
    let mut line = format!(
        "{} {}",
        text("status").expect("a status"),
        text("id").expect("an id")
    );
    if let Some(subject) = text("subject") {
        line = format!("{line} {subject}");
    }
    for name in ["cause", "basis", "depends_on", "found", "found_region"] {
        if let Some(value) = text(name) {
            line = format!("{line} {name}={value}");
        }
    }
    line
}

/// Nothing that a terminal would obey, hide or reorder, but the ends of lines.
#[track_caller]
pub(crate) fn assert_nothing_acts(text: &str) {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || ('\u{200b}'..='\u{200f}').contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    assert!(!text.contains(acts), "{text:?}");
}
