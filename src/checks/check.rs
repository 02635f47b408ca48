use super::case::Case;
use crate::finding::{Outcome, Rule};
use crate::genesys::Target;
use crate::probe::Probe;

/// One defect that is looked for in what Genesys Cloud answers, or in what a browser sees. Checks ask and judge; they never
/// send.
#[derive(Debug)]
pub(crate) struct LiveCheck {
    pub(crate) rule: &'static Rule,
    /// What the evidence shows, one outcome a subject.
    pub(crate) judge: fn(&Case<'_>) -> Vec<Outcome>,
    /// What it would like to know, given what is known.
    pub(crate) probes: fn(&Case<'_>) -> Vec<Probe>,
    /// What it may ask after the first round, for `--dry-run`.
    pub(crate) later: fn(&Target) -> Vec<Later>,
    pub(crate) needs_browser: bool,
}

impl LiveCheck {
    pub(crate) const fn new(rule: &'static Rule, judge: fn(&Case<'_>) -> Vec<Outcome>) -> Self {
        Self {
            rule,
            judge,
            probes: |_| Vec::new(),
            later: |_| Vec::new(),
            needs_browser: false,
        }
    }

    pub(crate) const fn asking(self, probes: fn(&Case<'_>) -> Vec<Probe>) -> Self {
        Self { probes, ..self }
    }

    pub(crate) const fn announcing(self, later: fn(&Target) -> Vec<Later>) -> Self {
        Self { later, ..self }
    }

    /// It judges what a browser saw.
    pub(crate) const fn in_browser(self) -> Self {
        Self {
            needs_browser: true,
            ..self
        }
    }
}

/// Requests of a later round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Later {
    /// On what condition they are sent.
    pub(crate) when: &'static str,
    pub(crate) what: String,
    pub(crate) at_most: usize,
}
