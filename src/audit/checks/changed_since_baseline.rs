use super::{AuditCase, AuditCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::platform_api::ClientRecord;

pub(in crate::audit) static RULE: Rule = Rule {
    id: "changed-since-baseline",
    title: "Nothing changed since the baseline",
    topic: Topic::Other,
    defect: "What is registered is not what the baseline says.",
    remedy: "Find out who changed it, and why. If it is as it should be, make the report of today the baseline.",
    symptom: "That depends on the change. The other findings say whether it is wrong.",
    cause: "Somebody changed, added or deleted a client since the baseline was written.",
    fix: &[
        "Look at Admin > Integrations > OAuth, or in the audit viewer of Genesys Cloud, who changed the client and when.",
        "If it is as it should be, write a new baseline: mirabridge-oauth audit --format json --output baseline.json.",
        "If not, change it back.",
    ],
    example: None,
    method: "With audit --baseline FILE, it compares each client with what an earlier report (--format json) says of it: name, description, grant type, scopes, redirect URIs, state, date of deletion and the lifetime of tokens. Any difference warns, also a client that was added or is gone. The order of scopes and redirect URIs does not count.",
    facts: &[(
        Confidence::Documented("MiraBridge"),
        "to record the configuration of each client, and to review it.",
    )],
    references: &[references::MIRABRIDGE],
};

pub(super) static CHECK: AuditCheck = AuditCheck::new(&RULE, judge);

fn judge(case: &AuditCase<'_>) -> Vec<Outcome> {
    let Some(baseline) = case.baseline else {
        return Vec::new();
    };
    let at = baseline.taken_at();
    let client = &case.chosen.client;
    // A field that was not told is no change.
    if !client.is_told() || case.chosen.unread.is_some() {
        return vec![Outcome::depends_on(&super::unknown_registration::RULE)];
    }
    let changes = match baseline.of(client.id()) {
        Some(before) => before.changes(&client.record),
        None => vec!["the client is not in it".to_owned()],
    };
    vec![if changes.is_empty() {
        Outcome::pass(Basis::Registered, format!("It is as it was on {at}."))
    } else {
        let message = format!("Not as in the baseline of {at}: {}.", changes.join("; "));
        Outcome::warn(Basis::Registered, message, RULE.remedy)
    }]
}

/// Of a client that is in the baseline and was not found.
pub(in crate::audit) fn gone(client: &ClientRecord, at: &str) -> Outcome {
    let name = client.name.as_deref().unwrap_or_default();
    let message = format!(
        "'{name}' is in the baseline of {at}, and was not found: it was deleted, or no longer looks like MiraBridge's."
    );
    Outcome::warn(Basis::Registered, message, RULE.remedy)
        .with_headline("a client of the baseline was not found")
        .about(Some(client.id.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::audit::baseline::Baseline;
    use crate::audit::checks::testing::chosen;
    use serde_json::json;

    #[test]
    fn every_change_is_told_and_another_order_is_none() {
        let recorded = json!({
            "format_version": 1,
            "audit": {"region": "mypurecloud.de", "taken_at": "2026-11-01T00:00:00Z"},
            "clients": [{
                "id": "x", "name": "MiraBridge Phone", "description": null, "grant": "TOKEN",
                "scopes": ["conversations:readonly", "users"], "state": "active", "date_to_delete": null,
                "redirect_uris": ["https://old.example", "https://phone.mirabridge.cloud"],
                "token_validity_seconds": 64800,
            }],
        });
        let bytes = recorded.to_string().into_bytes();
        assert!(Baseline::read(&bytes, "mypurecloud.com").is_err());
        assert!(Baseline::read(b"{}", "mypurecloud.de").is_err());
        let baseline = Baseline::read(&bytes, "mypurecloud.de").expect("a baseline");
        let before = baseline.of("x").expect("it is in it");
        let changes = |fields| before.changes(&chosen(&fields).client.record);
        let same = json!({
            "description": null, "scope": ["users", "conversations:readonly"],
            "registeredRedirectUri": ["https://phone.mirabridge.cloud", "https://old.example"],
        });
        assert_eq!(changes(same), Vec::<String>::new());
        let other = json!({
            "description": "x", "scope": ["conversations:readonly"], "state": "inactive",
            "registeredRedirectUri": ["https://phone.mirabridge.cloud"],
        });
        assert_eq!(
            changes(other),
            [
                "its description was nothing, and is 'x'",
                "its state was 'active', and is 'inactive'",
                "the redirect URI 'https://old.example' was removed",
                "the scope 'users' was removed",
            ]
        );
    }
}
