use super::{Check, of_client};
use crate::judging::{ADMIN, DOCS, Outcome, Rule};
use crate::lint::Case;
use crate::meaning::Basis;

/// The client is going to be deleted.
pub(super) struct PendingDeletion;

static RULE: Rule = Rule {
    id: "pending-deletion",
    title: "The client is not about to be deleted",
    checks: "Whether the JSON of the client has a date on which it is going to be deleted.",
    matters: "From that day on nobody can sign in, and the client id is gone for good.",
    mend: "At Admin > Integrations > OAuth, find out who had the client deleted and why, and restore it or create a new one. MiraBridge needs the client id of a new one.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: false,
};

impl Check for PendingDeletion {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        of_client(case, |client| {
            Some(match client.date_to_delete.as_deref() {
                None => Outcome::pass(Basis::Input, "It has no date of deletion."),
                Some(date) => Outcome::fail(
                    Basis::Input,
                    format!("Keep the client from being deleted: {ADMIN}"),
                    format!("The client is going to be deleted: dateToDelete is {date}."),
                    RULE.mend,
                )
                .with_found(date),
            })
        })
    }
}
