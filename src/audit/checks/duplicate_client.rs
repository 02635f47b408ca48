use super::{AuditCase, AuditCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, admin, references};

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-client",
    title: "No other active client is for the same use",
    topic: Topic::Other,
    defect: "Several active clients are registered for MiraBridge Phone.",
    remedy: "Find out which client id stands in the widget's URL, and make the other client inactive when nobody uses it.",
    symptom: "Nobody sees it. It is in the way later: somebody corrects or deletes the wrong one of them.",
    cause: "A client was created anew instead of being corrected, or one for tests was never deleted.",
    fix: &[
        "Compare the client id in the widget's URL with those of the clients.",
        "If each serves an installation of its own, say so in its description, and leave this check out with --skip duplicate-client.",
        admin::GO,
        "Make the client that nobody uses inactive. Genesys Cloud can restore it for seven days after it was deleted, if it is older than 30 days.",
        "Run audit again.",
    ],
    example: None,
    method: "It compares the clients of the organization that look like MiraBridge's, as the Platform API tells them. Two of them that are active, have the same grant type, and have at least one of the needed redirect URIs are for the same use, and each warns. Asked for one client with --client-id, it knows of no others and does not judge.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "a regular review of the clients of an organization.",
        ),
        (
            Confidence::Inferred,
            "that two such clients are for the same use. Several installations may have one each.",
        ),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_EDIT],
};

pub(super) static CHECK: AuditCheck = AuditCheck::new(&RULE, judge);

fn judge(case: &AuditCase<'_>) -> Vec<Outcome> {
    vec![match case.twins.as_deref() {
        None => Outcome::skipped("the other clients were not looked at"),
        Some([]) => Outcome::pass(
            Basis::Registered,
            "No other active client is for the same use.",
        ),
        Some(twins) => Outcome::warn(
            Basis::Registered,
            format!(
                "Also active, with the same grant type and a needed redirect URI: {}.",
                twins.join("; ")
            ),
            RULE.remedy,
        ),
    }]
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::audit::checks::testing::{chosen, judged};
    use crate::finding::Status;
    use serde_json::json;

    #[test]
    fn others_are_named_where_they_were_looked_at() {
        let chosen = chosen(&json!({}));
        for (twins, status) in [
            (None, Status::Skipped),
            (Some(Vec::new()), Status::Pass),
            (Some(vec!["Old (x)".to_owned()]), Status::Warn),
        ] {
            assert_eq!(judged(judge, &chosen, twins)[0].status, status);
        }
    }
}
