use super::{Check, of_client};
use crate::judging::{ADMIN, DOCS, Outcome, Rule};
use crate::lint::Case;
use crate::meaning::Basis;
use crate::setup::DOCUMENTED_SCOPES;

/// The client lacks a scope.
pub(super) struct MissingScope;

static RULE: Rule = Rule {
    id: "missing-scope",
    title: "The client has the scope it needs",
    checks: "Whether the JSON of the client names the scope that MiraBridge Phone needs.",
    matters: "Without it, the sign-in ends with invalid_scope, or the phone sees no conversations.",
    mend: "At Admin > Integrations > OAuth, open the client and add the scope conversations:readonly. Save.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: false,
};

impl Check for MissingScope {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        of_client(case, |client| {
            let scopes = client.scopes.as_ref()?;
            let has = |scope: &str| scopes.iter().any(|other| other == scope);
            let missing: Vec<_> = DOCUMENTED_SCOPES
                .iter()
                .copied()
                .filter(|scope| !has(scope))
                .collect();
            // The wider scope without the ending; that it includes the narrower one is an inference.
            let wider = missing
                .iter()
                .all(|scope| scope.strip_suffix(":readonly").is_some_and(&has));
            let names = missing.join(", ");
            Some(if missing.is_empty() {
                Outcome::pass(
                    Basis::Input,
                    format!("It has {}.", DOCUMENTED_SCOPES.join(", ")),
                )
            } else if wider {
                Outcome::warn(
                    Basis::Input,
                    format!(
                        "It has the same scope without ':readonly', which probably includes {names} and allows more."
                    ),
                    RULE.mend,
                )
            } else {
                Outcome::fail(
                    Basis::Input,
                    format!("Add the scope {names}: {ADMIN}"),
                    format!("The client has not got the scope {names}."),
                    RULE.mend,
                )
            })
        })
    }
}
