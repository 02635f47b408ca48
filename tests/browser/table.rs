//! What is judged in each scenario.

use crate::run::demo;
use libtest_mimic::{Failed, Trial};
use mirabridge_oauth::checks::needs_browser;
use mirabridge_oauth::explain::rules;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The checks that judge what a browser saw, in the order of the report.
pub(crate) fn checks() -> [&'static str; 7] {
    let ids = rules().map(|rule| rule.id);
    let ids: Vec<_> = ids.filter(|id| needs_browser(id)).collect();
    ids.try_into().expect("seven")
}

/// A scenario, the exit status, and how each check ends: its status, with its cause, or the check it depends on.
type Row = (&'static str, i32, [&'static str; 7]);

const REDIRECT: &str = "> auth-redirect";
const ERRORS: &str = "> page-errors";

/// All that a browser changes, and some in which HTTP alone tells enough.
#[rustfmt::skip]
pub(crate) const TABLE: &[Row] = &[
    ("healthy", 0, ["pass", "pass", "pass", "pass", "pass", "pass", "pass"]),
    ("browser-login-in-frame", 0, ["pass", "pass", "pass", "skipped", "pass", "pass", "pass"]),
    ("browser-exception", 1, ["fail", "pass", "skipped", "skipped", REDIRECT, REDIRECT, ERRORS]),
    ("browser-script-missing", 1, ["fail", "pass", "skipped", "skipped", REDIRECT, REDIRECT, ERRORS]),
    ("browser-no-request", 1, ["pass", "pass", "pass", "pass", REDIRECT, REDIRECT, "fail"]),
    ("browser-oauth-error", 1, ["pass", "pass", "pass", "skipped", REDIRECT, "fail", "> console-oauth-errors"]),
    ("browser-popup", 1, ["pass", "pass", "pass", "fail", REDIRECT, REDIRECT, "> popup-blocked"]),
    ("browser-login-loop", 1, ["pass", "pass", "pass", "pass", "fail", "pass", "> login-loop"]),
    ("browser-frame-options", 1, ["pass", "pass", "fail", "skipped", REDIRECT, REDIRECT, "> frame-refused"]),
    ("browser-frame-ancestors", 1, ["pass", "pass", "fail", "skipped", REDIRECT, REDIRECT, "> frame-refused"]),
    ("browser-csp", 1, ["pass", "fail", "skipped", "skipped", REDIRECT, REDIRECT, "> content-blocked"]),
    ("browser-cors", 1, ["pass", "fail", "skipped", "skipped", REDIRECT, REDIRECT, "> content-blocked"]),
    ("browser-mixed-content", 1, ["pass", "fail", "skipped", "skipped", REDIRECT, REDIRECT, "> content-blocked"]),
    ("browser-foreign-script", 3, ["unverifiable not_asked", "pass", "skipped", "skipped", REDIRECT, REDIRECT, ERRORS]),
    ("login-loop", 1, ["pass", "pass", "pass", "pass", "> authentication-loop", REDIRECT, "> login-loop"]),
    ("login-leaves", 0, ["pass", "pass", "pass", "pass", REDIRECT, REDIRECT, "skipped"]),
    ("uri-missing", 1, ["pass", "pass", "pass", "pass", REDIRECT, REDIRECT, "> invalid-redirect"]),
    ("unknown-client", 1, ["pass", "pass", "pass", "pass", REDIRECT, REDIRECT, "> invalid-client"]),
    ("accepts-everything", 3, ["pass", "pass", "pass", "pass", "pass", "pass", "> invalid-client"]),
    ("init-down", 1, ["fail", ERRORS, ERRORS, ERRORS, REDIRECT, REDIRECT, ERRORS]),
];

pub(crate) fn trials(browser: &Path) -> Vec<Trial> {
    let rows = TABLE.iter().map(|row| {
        let browser: PathBuf = browser.to_owned();
        let name = format!("{}::{}", name(&browser), row.0);
        Trial::test(name, move || check(&browser, row).map_err(Failed::from))
    });
    rows.collect()
}

/// The name of a browser.
pub(crate) fn name(browser: &Path) -> String {
    browser
        .file_name()
        .expect("a program")
        .to_string_lossy()
        .into_owned()
}

/// Runs a scenario, and compares.
pub(crate) fn check(browser: &Path, (scenario, status, expected): &Row) -> Result<(), String> {
    let (report, said) = demo(browser, scenario, &[]);
    let found = checks().map(|id| ending(&report, id));
    if found != *expected || said.status != Some(*status) {
        return Err(format!(
            "{scenario}: expected {status} {expected:?}\n but found {:?} {found:?}\n{}\n{:#}",
            said.status, said.stderr, report["visit"]
        ));
    }
    Ok(())
}

/// How a check ended.
pub(crate) fn ending(report: &Value, id: &str) -> String {
    endings(report, id).swap_remove(0)
}

/// How a check ended, for each of its subjects.
pub(crate) fn endings(report: &Value, id: &str) -> Vec<String> {
    let results = report["results"].as_array().expect("results");
    let results = results.iter().filter(|result| result["id"] == id);
    let ending = |result: &Value| {
        let word = |name: &str| result[name].as_str().map(str::to_owned);
        let status = word("status").expect("a status");
        match (word("depends_on"), word("cause")) {
            (Some(other), _) => format!("> {other}"),
            (None, Some(cause)) => format!("{status} {cause}"),
            (None, None) => status,
        }
    };
    results.map(ending).collect()
}
