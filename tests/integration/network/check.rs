//! The check that is run against a server, and what all faults have in common.

use super::authority::trusted;
use crate::support::{Ran, program};
use serde_json::Value;
use std::ffi::OsStr;
use std::net::SocketAddr;
use std::process::Command;

/// The first line of every report on a login host that does not answer.
const FIRST_LINE: &str = "? could not check: login.mypurecloud.de gave no usable answer";

/// A check of a client of the simulator, with its network left to `more`.
pub(super) fn command<S: AsRef<OsStr>>(more: impl IntoIterator<Item = S>) -> Command {
    let mut command = program();
    command.args(["check", "--region", "mypurecloud.de"]);
    command.args(["--client-id", "c802dd59-b4d7-4f12-af6e-7c4bc682f571"]);
    command.args(more);
    command
}

/// A check of whatever answers at this address, which is trusted if its certificate is.
pub(super) fn check_at(address: SocketAddr, more: &[&str]) -> Command {
    let mut command = command(["--connect-to", &format!("::{address}")]);
    command.arg("--ca-cert").arg(&trusted().pem).args(more);
    command
}

pub(super) fn ran(command: &mut Command) -> Ran {
    command.output().expect("the program runs").into()
}

/// The JSON report of a check, with what else the run left behind.
pub(super) fn json(command: &mut Command) -> (Value, Ran) {
    let ran = ran(command.args(["--format", "json"]));
    let report =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran:?}"));
    (report, ran)
}

/// A result by its id.
pub(super) fn result<'a>(report: &'a Value, id: &str) -> &'a Value {
    let results = report["results"].as_array().expect("results");
    let found = results.iter().find(|result| result["id"] == id);
    found.unwrap_or_else(|| panic!("no result {id}"))
}

/// What the report says in `evidence.overrides`.
pub(super) fn overrides(report: &Value) -> Vec<&str> {
    let overrides = report["evidence"]["overrides"]
        .as_array()
        .expect("overrides");
    overrides.iter().filter_map(Value::as_str).collect()
}

/// Why the login host could not be asked, where a server fails for this cause.
#[track_caller]
pub(super) fn fault_at(address: SocketAddr, cause: &str) -> String {
    fault(|| check_at(address, &[]), cause)
}

/// Runs a check in both formats. Whatever the fault: nothing passes, and both formats name the cause.
#[track_caller]
pub(super) fn fault(command: impl Fn() -> Command, cause: &str) -> String {
    let (mut for_person, mut for_program) = (command(), command());
    let (told, (report, run)) = std::thread::scope(|scope| {
        let told = scope.spawn(|| ran(&mut for_person));
        let report = json(&mut for_program);
        (told.join().expect("no panic"), report)
    });
    for run in [&told, &run] {
        assert_eq!((run.status, run.stderr.as_str()), (3, ""), "{run:?}");
    }
    assert_eq!(
        told.stdout.lines().next(),
        Some(format!("{FIRST_LINE} ({})", words(cause)).as_str())
    );
    unreachable(&report, cause)
}

/// A cause as the first line tells it.
pub(super) fn words(cause: &str) -> &'static str {
    match cause {
        "dns" => "its name does not resolve",
        "connect" => "no connection",
        "tls" => "no trusted TLS connection",
        "timeout" => "no answer in time",
        "proxy" => "no way through the proxy",
        "too_large" => "the answer is too large",
        "rate_limited" => "too many requests",
        "server_error" => "a fault of the service",
        "protocol" => "the answer is broken",
        other => panic!("no words for {other}"),
    }
}

/// The message of a report on a login host that did not answer for this cause.
#[track_caller]
pub(super) fn unreachable(report: &Value, cause: &str) -> String {
    assert_eq!(report["verdict"], "unverifiable", "{report:#}");
    let results = report["results"].as_array().expect("results");
    // What is known without a network, from the arguments or by the date, may be told all the same.
    let by_network = |result: &&Value| !matches!(result["basis"].as_str(), Some("input" | "date"));
    for result in results.iter().filter(by_network) {
        let status = result["status"].as_str();
        assert!(
            matches!(status, Some("unverifiable" | "skipped" | "warn")),
            "{result:#}"
        );
    }
    let unreachable = result(report, "unreachable");
    assert_eq!(unreachable["cause"], cause, "{unreachable:#}");
    let message = unreachable["message"].as_str().expect("a message");
    let message = message.strip_suffix(". This says nothing about the OAuth client.");
    let message = message.unwrap_or_else(|| panic!("{unreachable:#}"));
    message
        .strip_prefix("From here, ")
        .unwrap_or(message)
        .to_owned()
}
