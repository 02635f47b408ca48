use super::case::Case;
use super::outcome::Outcome;
use super::rule::Rule;
use crate::genesys::Target;
use crate::probe::Probe;

/// One defect that is looked for. Checks ask and judge; they never send.
pub trait Check: Sync {
    /// What it is about.
    fn rule(&self) -> &'static Rule;

    /// What it would like to know, given what is known.
    fn probes(&self, _: &Case<'_>) -> Vec<Probe> {
        vec![]
    }

    /// What the evidence says, one outcome a subject.
    fn judge(&self, case: &Case<'_>) -> Vec<Outcome>;

    /// Whether it judges what a browser saw.
    fn looks(&self) -> bool {
        false
    }

    /// What it may ask after the first round, for `--dry-run`.
    fn later(&self, _: &Target) -> Vec<Later> {
        vec![]
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
