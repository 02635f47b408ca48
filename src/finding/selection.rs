use super::outcome::Outcome;
use super::rule::Rule;
use super::verdict::FailOn;

/// Which checks are wanted, and how much they count.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// If not empty, these alone.
    pub only: Vec<&'static str>,
    /// Not these.
    pub skip: Vec<&'static str>,
    pub fail_on: FailOn,
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

/// The outcomes of a check, or that it was left out.
pub(crate) fn selected(
    rule: &'static Rule,
    outcomes: Vec<Outcome>,
    selection: &Selection,
) -> impl Iterator<Item = (&'static Rule, Outcome)> + use<> {
    let left_out = selection.leaves_out(rule.id);
    outcomes.into_iter().map(move |outcome| match left_out {
        Some(why) => (rule, Outcome::skipped(why).about(outcome.subject)),
        None => (rule, outcome),
    })
}

#[cfg(test)]
mod tests {
    use super::Selection;

    #[test]
    fn what_is_left_out_says_why() {
        let of = |only: &[&'static str], skip: &[&'static str]| {
            let selection = Selection {
                only: only.to_vec(),
                skip: skip.to_vec(),
                ..Selection::default()
            };
            selection.leaves_out("a")
        };
        assert_eq!(of(&[], &[]), None);
        assert_eq!(of(&["a"], &["b"]), None);
        assert_eq!(of(&["b"], &[]), Some("left out with --only"));
        assert_eq!(of(&[], &["a"]), Some("left out with --skip"));
        assert_eq!(of(&["a"], &["a"]), Some("left out with --skip"));
    }
}
