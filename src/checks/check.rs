use super::case::Case;
use super::outcome::Outcome;
use super::rule::Rule;
use crate::genesys::Target;
use crate::probe::Probe;

/// One defect that is looked for. Checks ask and judge; they never send.
///
/// `Judge` is the function that says what the evidence shows, one outcome a subject: of a [`Case`] for what was asked,
/// of a registered client for what is registered.
#[derive(Debug)]
pub struct Check<Judge> {
    pub rule: &'static Rule,
    pub judge: Judge,
    probes: fn(&Case<'_>) -> Vec<Probe>,
    later: fn(&Target) -> Vec<Later>,
    pub needs_browser: bool,
}

/// A check of what Genesys Cloud answers, or of what a browser sees.
pub type LiveCheck = Check<fn(&Case<'_>) -> Vec<Outcome>>;

impl<Judge: Copy> Check<Judge> {
    pub(crate) const fn new(rule: &'static Rule, judge: Judge) -> Self {
        Self {
            rule,
            judge,
            probes: |_| Vec::new(),
            later: |_| Vec::new(),
            needs_browser: false,
        }
    }

    /// What it would like to know, given what is known.
    pub(crate) const fn asking(self, probes: fn(&Case<'_>) -> Vec<Probe>) -> Self {
        Self { probes, ..self }
    }

    /// What it may ask after the first round, for `--dry-run`.
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

    #[must_use]
    pub fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        (self.probes)(case)
    }

    #[must_use]
    pub fn later(&self, target: &Target) -> Vec<Later> {
        (self.later)(target)
    }
}

/// Requests of a later round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// On what condition they are sent.
    pub when: &'static str,
    pub what: String,
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

#[cfg(test)]
mod tests {
    use super::Selection;

    #[test]
    fn what_is_left_out_says_why() {
        let of = |only: &[&'static str], skip: &[&'static str]| {
            let (only, skip) = (only.to_vec(), skip.to_vec());
            Selection { only, skip }.leaves_out("a")
        };
        assert_eq!(of(&[], &[]), None);
        assert_eq!(of(&["a"], &["b"]), None);
        assert_eq!(of(&["b"], &[]), Some("left out with --only"));
        assert_eq!(of(&[], &["a"]), Some("left out with --skip"));
        assert_eq!(of(&["a"], &["a"]), Some("left out with --skip"));
    }
}
