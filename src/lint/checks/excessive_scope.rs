use super::{Check, of_client};
use crate::judging::{DOCS, Outcome, Rule};
use crate::lint::Case;
use crate::meaning::Basis;
use crate::setup::DOCUMENTED_SCOPES;

/// The client may do more than it needs.
pub(super) struct ExcessiveScope;

static RULE: Rule = Rule {
    id: "excessive-scope",
    title: "The client has no other scope",
    checks: "Whether the JSON of the client names scopes that MiraBridge Phone does not need.",
    matters: "A token that is lost can be used for all that the client may do. MiraBridge documents one scope and no more.",
    mend: "At Admin > Integrations > OAuth, open the client and take away every scope but conversations:readonly. Save.",
    references: &[
        ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS),
        (
            "RFC 9700, 2.3: the privileges of a token are kept to the least",
            "https://www.rfc-editor.org/rfc/rfc9700#section-2.3",
        ),
    ],
    asks_for_itself: false,
};

impl Check for ExcessiveScope {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        of_client(case, |client| {
            let more: Vec<_> = client
                .scopes
                .as_ref()?
                .iter()
                .map(String::as_str)
                .filter(|scope| !DOCUMENTED_SCOPES.contains(scope))
                .collect();
            Some(if more.is_empty() {
                Outcome::pass(Basis::Input, "It has no scope that is not needed.")
            } else {
                let more = more.join(", ");
                Outcome::warn(
                    Basis::Input,
                    format!("It also has: {more}. MiraBridge Phone does not need that."),
                    RULE.mend,
                )
                .with_found(more)
            })
        })
    }
}
