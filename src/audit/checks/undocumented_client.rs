use super::{AuditCase, AuditCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Outcome, Rule, Topic, admin, references};

pub(crate) static RULE: Rule = Rule {
    id: "undocumented-client",
    title: "The client says what it is for",
    topic: Topic::Other,
    defect: "The client has no description.",
    remedy: "At Admin > Integrations > OAuth, open the client and say in its description what it is for and whom to ask. Save.",
    symptom: "Nobody sees it. In a review, nobody knows whether the client is still needed.",
    cause: "The form does not ask for a description.",
    fix: &[
        admin::GO,
        admin::OPEN,
        "In Description, say what it is for and whom to ask, such as: MiraBridge Phone, service desk, ask telephony@example.com.",
        admin::SAVE,
    ],
    example: None,
    method: "It reads the description of the client as the Platform API tells it, asked with a token. One that is missing or blank warns. What it says is not judged.",
    facts: &[(
        Confidence::Documented("MiraBridge"),
        "to record the purpose and the configuration of each client.",
    )],
    references: &[references::MIRABRIDGE, references::GENESYS_EDIT],
};

pub(super) static CHECK: AuditCheck = AuditCheck::new(&RULE, judge);

fn judge(case: &AuditCase<'_>) -> Vec<Outcome> {
    let client = &case.chosen.client;
    let description = client.record.description.as_deref().unwrap_or_default();
    let is_odd = client.odd.iter().any(|(name, _)| name == "description");
    // An entry of the list may leave it out.
    let is_unread = case.chosen.unread.is_some() && client.record.description.is_none();
    vec![if is_odd || is_unread {
        Outcome::depends_on(&super::unknown_registration::RULE)
    } else if description.chars().any(char::is_alphanumeric) {
        Outcome::pass(Basis::Registered, "It has a description.")
    } else {
        Outcome::warn(
            Basis::Registered,
            "It has no description: a review cannot tell what it is for, and whom to ask.",
            format!(
                "At {ADMIN_MENU}, open the client and say in its description what it is for and whom to ask. Save."
            ),
        )
    }]
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::audit::checks::testing::{chosen, judged};
    use crate::finding::Status;
    use serde_json::json;

    #[test]
    fn a_description_says_something() {
        for (description, status) in [
            (json!("Softphone"), Status::Pass),
            (json!(null), Status::Warn),
            (json!(""), Status::Warn),
            (json!(" - "), Status::Warn),
            (json!(7), Status::Skipped),
        ] {
            let chosen = chosen(&json!({"description": description}));
            assert_eq!(judged(judge, &chosen, None)[0].status, status);
        }
    }
}
