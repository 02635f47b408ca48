//! A check, and what it leaves behind.

use crate::simulated::{named, simulated};
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

/// The arguments of a check.
#[derive(Clone)]
pub(crate) struct Check(Vec<OsString>);

/// What a check said and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Check {
    pub(crate) fn new(region: &str, client_id: &str, grant: &str) -> Self {
        Self(vec!["check".into()])
            .with("--region", region)
            .with("--client-id", client_id)
            .with("--grant", grant)
    }

    /// The check of a scenario's client.
    pub(crate) fn of(scenario: &str) -> Self {
        let scenario = named(scenario);
        Self::new(scenario.region, scenario.client_id, scenario.grant.name())
    }

    /// The check of a client in a region whose hosts do not exist.
    pub(crate) fn nowhere() -> Self {
        let id = named("healthy").client_id;
        Self(vec!["check".into()])
            .with("--region-domain", "nowhere.invalid")
            .with("--client-id", id)
    }

    pub(crate) fn with(mut self, option: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.push(option.into());
        self.0.push(value.as_ref().into());
        self
    }

    /// What it says to a person.
    pub(crate) fn run(&self) -> Ran {
        Ran::of(program().args(&self.0))
    }

    /// What it says to a program, from a run that ended with this status.
    #[track_caller]
    pub(crate) fn report(&self, status: i32) -> Report {
        let ran = self.clone().with("--format", "json").run();
        assert_eq!((ran.status, ran.stderr.as_str()), (status, ""), "{ran:?}");
        Report(serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}")))
    }

    /// The report of a run in which the login host was not reached, for this cause and with these words. A person is told
    /// the same, and nothing is claimed of the client.
    #[track_caller]
    pub(crate) fn unreachable(&self, cause: &str, in_short: &str, message: &str) -> Report {
        let ran = self.run();
        assert_eq!((ran.status, ran.stderr.as_str()), (3, ""), "{ran:?}");
        let first_line = ran.stdout.lines().next().unwrap_or_default();
        let end = format!(" gave no usable answer ({in_short})");
        assert!(first_line.ends_with(&end), "{ran:?}");
        let report = self.report(3);
        let unreachable = report.result("unreachable");
        assert_eq!(unreachable["cause"], cause, "{unreachable:#}");
        assert_eq!(
            unreachable["message"],
            format!("{message}. This says nothing about the OAuth client."),
        );
        report.claims_nothing();
        report
    }
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program runs");
        Self {
            status: output.status.code().expect("it ended by itself"),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

/// A report in JSON.
#[derive(Debug)]
pub(crate) struct Report(pub(crate) Value);

impl Report {
    pub(crate) fn results(&self) -> impl Iterator<Item = &Value> {
        self.0["results"].as_array().expect("results").iter()
    }

    /// The result of a check; the first, where it has several.
    #[track_caller]
    pub(crate) fn result(&self, id: &str) -> &Value {
        let mut results = self.results().filter(|result| result["id"] == id);
        results
            .next()
            .unwrap_or_else(|| panic!("no result {id}: {:#}", self.0))
    }

    /// Nothing is right and nothing is wrong, but what is known without the login host.
    #[track_caller]
    pub(crate) fn claims_nothing(&self) {
        assert_eq!(self.0["verdict"], "unverifiable", "{:#}", self.0);
        for result in self.results() {
            let of_client = matches!(
                result["basis"].as_str(),
                Some("signature" | "contrast" | "redirect")
            );
            let failed = result["status"] == "fail";
            assert!(!of_client && !failed, "{result:#}");
        }
    }

    /// All that is claimed, without the words.
    pub(crate) fn claims(&self) -> Vec<String> {
        self.results()
            .map(|result| {
                [
                    "status",
                    "id",
                    "subject",
                    "cause",
                    "basis",
                    "reason",
                    "depends_on",
                    "found",
                    "found_region",
                ]
                .map(|field| result[field].as_str().unwrap_or("-"))
                .join(" ")
            })
            .collect()
    }

    /// What stands between the program and the network by somebody's wish.
    pub(crate) fn overrides(&self) -> Vec<&str> {
        let overrides = self.0["evidence"]["overrides"].as_array();
        overrides
            .expect("overrides")
            .iter()
            .filter_map(Value::as_str)
            .collect()
    }
}

/// Scenarios with all kinds of results: right, wrong in every way that is told, and not to be told.
const ALL_KINDS: [&str; 8] = [
    "healthy",
    "healthy-pkce",
    "unknown-client",
    "trailing-slash",
    "other-region",
    "other-grant-bounced",
    "firewall-page",
    "login-loop",
];

/// What stands in between changes nothing: each scenario has the results that it has without.
#[track_caller]
pub(crate) fn same_as_direct(through: impl Fn(Check) -> Check) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, &simulated().ca).expect("a writable folder");
    for name in ALL_KINDS {
        let direct = direct(Check::of(name), &ca);
        let status = direct.run().status;
        let direct = direct.report(status);
        let through = through(Check::of(name)).report(status);
        assert_eq!(through.claims(), direct.claims(), "{name}");
        assert_eq!(through.0["evidence"]["source"], "simulated", "{name}");
    }
}

fn direct(check: Check, ca: &Path) -> Check {
    check
        .with("--connect-to", format!("::{}", simulated().address))
        .with("--ca-cert", ca)
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
