use super::client::ApiClient;
use super::unknown_registration;
use crate::classify::Basis;
use crate::finding::{Outcome, Rule, Status};
use crate::registration::{self, Comparison};

/// Judges a client as it is registered: whether all that is told of it is known, and what `lint` finds.
pub(crate) fn judge<'a>(
    client: &'a ApiClient,
    comparison: &'a Comparison<'a>,
) -> impl Iterator<Item = (&'static Rule, Vec<Outcome>)> + use<'a> {
    let known = std::iter::once((
        &unknown_registration::RULE,
        unknown_registration::judge(client),
    ));
    known.chain(registration::ALL.iter().map(|check| {
        let outcomes = (check.judge)(comparison).into_iter().map(as_registered);
        (check.rule, outcomes.collect())
    }))
}

/// What was judged as an input is what is registered. Where the input does not tell, or tells what nobody knows, another
/// check says so.
fn as_registered(mut outcome: Outcome) -> Outcome {
    let is_open = outcome.status == Status::Unverifiable
        || (outcome.status == Status::Skipped && outcome.depends_on.is_none());
    if is_open {
        return Outcome::depends_on(&unknown_registration::RULE).about(outcome.subject);
    }
    if outcome.basis == Some(Basis::Input) {
        outcome.basis = Some(Basis::Registered);
    }
    outcome
}
