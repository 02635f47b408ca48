//! Every finding there is, for all who list them: `explain`, SARIF, the README.

use crate::checks::Rule;
use crate::{batch, checks, registration};

/// What can be found, by the command that finds it, each in the order of its reports.
#[must_use]
pub fn by_command() -> Vec<(&'static str, Vec<&'static Rule>)> {
    vec![
        (
            "check",
            checks::ALL.iter().map(|check| check.rule).collect(),
        ),
        (
            "lint",
            registration::ALL.iter().map(|check| check.rule).collect(),
        ),
        ("check --targets", vec![&batch::INVALID_TARGET]),
    ]
}

/// All of them, in that order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    by_command().into_iter().flat_map(|(_, rules)| rules)
}
