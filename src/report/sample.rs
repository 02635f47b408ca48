//! Small reports on one client, for tests of what the formats say.

use super::{RenderOptions, Report, Run, Subject};
use crate::checks::{FailOn, Outcome, Rule, Verdict, exit_status, testing};
use crate::classify::Basis;
use crate::probe::{Cause, Evidence};
use crate::rules;
use std::time::SystemTime;

/// Long lines, no colours, everything that is neither verbose nor quiet.
pub(crate) const PLAIN: RenderOptions = RenderOptions::PLAIN;

pub(crate) fn rule(id: &str) -> &'static Rule {
    rules::all()
        .find(|rule| rule.id == id)
        .expect("the id of a rule")
}

/// A report with these results, judged as a run of `check` judges them.
pub(crate) fn report<const N: usize>(results: [(&str, Outcome); N], fail_on: FailOn) -> Report {
    let results: Vec<_> = results
        .into_iter()
        .map(|(id, outcome)| (rule(id), outcome))
        .collect();
    let verdict = Verdict::on(results.iter().map(|(_, outcome)| outcome));
    Report {
        run: Run::new(Evidence::default(), SystemTime::UNIX_EPOCH, Vec::new()),
        subject: Subject::from(&testing::target(testing::CLIENT)),
        results,
        verdict,
        fail_on,
        exit_status: exit_status(verdict, fail_on),
    }
}

/// Shown to be right.
pub(crate) fn right() -> (&'static str, Outcome) {
    (
        "invalid-client",
        Outcome::pass(Basis::Signature, "the client is known"),
    )
}

pub(crate) fn failed() -> (&'static str, Outcome) {
    (
        "open-redirect",
        Outcome::fail(Basis::Contrast, "Close it", "it is open", "close it"),
    )
}

pub(crate) fn open() -> (&'static str, Outcome) {
    (
        "unreachable",
        Outcome::unverifiable(Cause::Timeout, "it did not answer"),
    )
}

pub(crate) fn warned(id: &'static str, basis: Basis) -> (&'static str, Outcome) {
    (id, Outcome::warn(basis, "it may end", "see to it"))
}
