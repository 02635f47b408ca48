use super::{NOT_TOLD, RegistrationCheck, client_not_active};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::registration::Comparison;

pub(crate) static RULE: Rule = Rule {
    id: "pending-deletion",
    title: "The client is not about to be deleted",
    topic: Topic::Other,
    defect: "The client is going to be deleted.",
    remedy: "At Admin > Integrations > OAuth, find out who had the client deleted and why, and restore it or create a new one. The widget's URL needs the client id of a new one.",
    symptom: "At the sign-in, the login window will say: The OAuth client ID or redirect URI is invalid; from that day on, or already now, as Genesys Cloud deactivates a deleted client first.",
    cause: "Somebody deleted the client, or a review of unused clients did.",
    fix: &[
        "Find out who deleted the client, and why.",
        admin::GO,
        "Find the client of MiraBridge Phone and restore it while it is there: in its row, under Actions, choose More.",
        "If it is gone, create a new one with Add Client, and put its id into the widget's URL.",
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &[r#""name": "MiraBridge Phone", "dateToDelete": "2026-11-20T09:00:00.000Z""#],
        after: &[r#""name": "MiraBridge Phone""#],
    }),
    method: "It reads dateToDelete in the input and asks nobody. A date fails; an active client without one passes. A list of redirect URIs does not say, and neither passes nor fails.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the field; and that a deleted client can be restored for seven days if it is older than 30 days. A younger one is gone at once.",
        ),
        (Confidence::Inferred, "what agents see in these seven days."),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_EDIT],
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    let client = comparison.client;
    let is_active = |state: &String| state.eq_ignore_ascii_case("active");
    vec![match client.date_to_delete.as_deref() {
        Some(date) => Outcome::fail(
            Basis::Input,
            format!("Keep the client from being deleted: {ADMIN_MENU}"),
            format!("The client is going to be deleted: dateToDelete is {date}."),
            RULE.remedy,
        )
        .with_found(date),
        None if client.state.as_ref().is_some_and(is_active) => {
            Outcome::pass(Basis::Input, "It has no date of deletion.")
        }
        // Whether it is being deleted shows there first.
        None if client.state.is_some() => Outcome::depends_on(&client_not_active::RULE),
        None => Outcome::skipped(NOT_TOLD),
    }]
}
