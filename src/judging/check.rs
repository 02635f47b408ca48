use super::case::Case;
use super::outcome::Outcome;
use super::rule::Rule;
use crate::checks;
use crate::probe::{Evidence, Probe};
use crate::setup::Target;

/// One defect that is looked for. Checks ask and judge; they never send.
pub trait Check: Sync {
    /// What it is about.
    fn rule(&self) -> &'static Rule;

    /// What it would like to know, given what is known.
    fn probes(&self, case: &Case<'_>) -> Vec<Probe>;

    /// What the evidence says, one outcome a subject.
    fn judge(&self, case: &Case<'_>) -> Vec<Outcome>;

    /// What it may ask after the first round, for `--dry-run`.
    fn later(&self, _: &Target) -> Vec<Later> {
        Vec::new()
    }
}

/// Requests of a later round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// On what condition they are sent.
    pub when: &'static str,
    /// What they are.
    pub what: String,
    /// How many there are at the most.
    pub at_most: usize,
}

/// Which checks are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// If not empty, these alone.
    pub only: Vec<&'static str>,
    /// Not these.
    pub skip: Vec<&'static str>,
}

impl Selection {
    /// Why a check is left out, if it is.
    #[must_use]
    pub fn leaves_out(&self, id: &str) -> Option<&'static str> {
        if self.skip.contains(&id) {
            Some("left out with --skip")
        } else if !self.only.is_empty() && !self.only.contains(&id) {
            Some("left out with --only")
        } else {
            None
        }
    }
}

/// What all checks would like to know. A check that is left out still asks what others rest on.
#[must_use]
pub fn wanted(target: &Target, evidence: &Evidence, selection: &Selection) -> Vec<Probe> {
    let case = Case::new(target, evidence);
    checks::ALL
        .iter()
        .filter(|check| {
            let rule = check.rule();
            !(rule.asks_for_itself && selection.leaves_out(rule.id).is_some())
        })
        .flat_map(|check| check.probes(&case))
        .collect()
}

/// The outcomes of all checks, in their order.
#[must_use]
pub fn judge(
    target: &Target,
    evidence: &Evidence,
    selection: &Selection,
) -> Vec<(&'static Rule, Outcome)> {
    let case = Case::new(target, evidence);
    checks::ALL
        .iter()
        .flat_map(|check| {
            let rule = check.rule();
            let outcomes = check.judge(&case);
            outcomes
                .into_iter()
                .map(move |outcome| match selection.leaves_out(rule.id) {
                    Some(why) => (rule, Outcome::skipped(why).about(outcome.subject)),
                    None => (rule, outcome),
                })
        })
        .collect()
}
