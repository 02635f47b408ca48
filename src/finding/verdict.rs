use super::outcome::{Outcome, Status};
use crate::classify::Basis;
use clap::ValueEnum;

/// What all outcomes come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Everything that was checked is right.
    Pass,
    /// Nothing is wrong, and something is worth knowing.
    Warn,
    /// Something is wrong.
    Fail,
    /// Nothing is known to be wrong, and not everything could be shown to be right.
    Unverifiable,
}

// The comments of the variants are the help of --fail-on.
/// From which verdict on the exit status says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only what is wrong; what could not be verified exits 0
    Fail,
    /// Also what could not be verified
    #[default]
    Unverifiable,
    /// Also warnings
    Warn,
}

impl Verdict {
    /// The verdict on these outcomes.
    pub fn on<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Self {
        let outcomes: Vec<_> = outcomes.collect();
        let any = |status| outcomes.iter().any(|outcome| outcome.status == status);
        // That nothing failed is no pass: something about the client must have been shown.
        let proven = outcomes.iter().any(|outcome| {
            outcome.status == Status::Pass
                && matches!(
                    outcome.basis,
                    Some(Basis::Signature | Basis::Contrast | Basis::Redirect)
                )
        });
        Self::of(any, proven)
    }

    /// The verdict on outcomes that rest on what is registered, which needs no further proof, and is right only where it
    /// `is_readable` and in use; something must have been judged.
    pub fn on_registered<'a>(
        outcomes: impl Iterator<Item = &'a Outcome>,
        is_readable: bool,
    ) -> Self {
        let outcomes: Vec<_> = outcomes.collect();
        let any = |status| outcomes.iter().any(|outcome| outcome.status == status);
        Self::of(any, is_readable && (any(Status::Pass) || any(Status::Warn)))
    }

    fn of(any: impl Fn(Status) -> bool, proven: bool) -> Self {
        if any(Status::Fail) {
            Self::Fail
        } else if any(Status::Unverifiable) || !proven {
            Self::Unverifiable
        } else if any(Status::Warn) {
            Self::Warn
        } else {
            Self::Pass
        }
    }

    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Unverifiable => "unverifiable",
        }
    }
}

/// The exit status: 0 passed, 1 something is wrong, 3 could not verify.
#[must_use]
pub(crate) fn exit_status(verdict: Verdict, fail_on: FailOn) -> u8 {
    match (verdict, fail_on) {
        (Verdict::Fail, _) | (Verdict::Warn, FailOn::Warn) => 1,
        (Verdict::Unverifiable, FailOn::Unverifiable | FailOn::Warn) => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{FailOn, Verdict, exit_status};
    use crate::classify::Basis;
    use crate::finding::Outcome;
    use crate::probe::Cause;

    #[test]
    fn a_pass_needs_proof() {
        let proof = || Outcome::pass(Basis::Contrast, "");
        let page = || Outcome::pass(Basis::Transport, "");
        let warning = || Outcome::warn(Basis::Date, "", "");
        let failure = || Outcome::fail(Basis::Signature, "", "", "");
        let open = || Outcome::unverifiable(Cause::Timeout, "");
        for (outcomes, expected) in [
            (vec![], Verdict::Unverifiable),
            (vec![page()], Verdict::Unverifiable),
            (vec![page(), warning()], Verdict::Unverifiable),
            (vec![Outcome::skipped("")], Verdict::Unverifiable),
            (vec![proof()], Verdict::Pass),
            (vec![proof(), warning()], Verdict::Warn),
            (vec![proof(), open(), warning()], Verdict::Unverifiable),
            (vec![proof(), open(), failure()], Verdict::Fail),
        ] {
            assert_eq!(Verdict::on(outcomes.iter()), expected, "{outcomes:?}");
        }
    }

    #[test]
    fn what_is_written_needs_no_further_proof_but_something_must_have_been_judged() {
        let right = || Outcome::pass(Basis::Input, "");
        let warning = || Outcome::warn(Basis::Input, "", "");
        let failure = || Outcome::fail(Basis::Input, "", "", "");
        for (outcomes, expected) in [
            (vec![], Verdict::Unverifiable),
            (vec![Outcome::skipped("")], Verdict::Unverifiable),
            (vec![right(), Outcome::skipped("")], Verdict::Pass),
            (vec![warning(), Outcome::skipped("")], Verdict::Warn),
            (vec![right(), warning(), failure()], Verdict::Fail),
        ] {
            assert_eq!(
                Verdict::on_registered(outcomes.iter(), true),
                expected,
                "{outcomes:?}"
            );
        }
    }

    #[test]
    fn the_threshold_moves_the_exit_status_alone() {
        use FailOn::{Fail, Unverifiable, Warn};
        for (verdict, on_fail, on_unverifiable, on_warn) in [
            (Verdict::Pass, 0, 0, 0),
            (Verdict::Warn, 0, 0, 1),
            (Verdict::Unverifiable, 0, 3, 3),
            (Verdict::Fail, 1, 1, 1),
        ] {
            let statuses =
                [Fail, Unverifiable, Warn].map(|threshold| exit_status(verdict, threshold));
            assert_eq!(statuses, [on_fail, on_unverifiable, on_warn], "{verdict:?}");
        }
    }
}
