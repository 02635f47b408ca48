use super::{Check, of_client};
use crate::judging::{ADMIN, DOCS, Outcome, Rule};
use crate::lint::Case;
use crate::meaning::Basis;

/// The client is disabled or inactive.
pub(super) struct ClientNotActive;

static RULE: Rule = Rule {
    id: "client-not-active",
    title: "The client is active",
    checks: "Whether the JSON of the client says that it is active, and, in passing, how long its tokens last.",
    matters: "Nobody can sign in with a client that is not active.",
    mend: "At Admin > Integrations > OAuth, open the client and make it active. Save.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: false,
};

impl Check for ClientNotActive {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        of_client(case, |client| {
            let state = client.state.as_deref()?;
            if !state.eq_ignore_ascii_case("active") {
                return Some(
                    Outcome::fail(
                        Basis::Input,
                        format!("Activate the client: {ADMIN}"),
                        format!("The state of the client is {state}."),
                        RULE.mend,
                    )
                    .with_found(state),
                );
            }
            Some(match client.token_seconds {
                Some(seconds @ (..SHORT | LONG..)) => Outcome::warn(
                    Basis::Input,
                    format!(
                        "The client is active. Its tokens last {seconds} seconds, which is odd: agents would have to sign in during a shift, or a lost token would serve for days."
                    ),
                    format!(
                        "At {ADMIN}, set the token duration of the client to a working day, such as 86400 seconds."
                    ),
                ),
                Some(seconds) => Outcome::pass(
                    Basis::Input,
                    format!("The client is active, and its tokens last {seconds} seconds."),
                ),
                None => Outcome::pass(Basis::Input, "The client is active."),
            })
        })
    }
}

/// Shorter than an hour, a token ends within a shift.
const SHORT: i64 = 60 * 60;
/// Longer than two days, a token outlives what anybody needs.
const LONG: i64 = 2 * 24 * 60 * 60 + 1;
