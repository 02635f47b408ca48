//! Whether this version knows what the Platform API tells of a client.

use super::ApiClient;
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::probe::Cause;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-registration",
    title: "What is registered is known to this version",
    topic: Topic::Other,
    defect: "A field of the client has a value or a form that this version does not know.",
    remedy: "Look at the client at Admin > Integrations > OAuth, update mirabridge-oauth, and report it if the newest version does not know it either.",
    symptom: "That depends on what it means. Nothing is known to be wrong.",
    cause: "Genesys Cloud has something new: a state, a grant type, another form of a field. Or it is something rare that was never documented.",
    fix: &[
        "Look at the client at Admin > Integrations > OAuth: the form shows what it means.",
        "Install the newest mirabridge-oauth and run audit again.",
        "If it is not known there either, report it, with the output of audit. It holds no secret.",
    ],
    example: None,
    method: "It reads the client as the Platform API tells it, asked with a token. The states active, inactive, disabled and deleted are known, and the grant types that Genesys' own SDKs have and had. Any other one is unverifiable, and so is a field that is judged and is missing or has another form. What rests on such a field is not judged. Fields that are new are named, and nothing is said of them.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the states active, disabled and inactive, and deleted, which Genesys' own Terraform provider expects; the grant types CODE, TOKEN, SAML2-BEARER, PASSWORD and CLIENT-CREDENTIALS, and their earlier spellings.",
        ),
        (Confidence::Unknown, "what Genesys Cloud will add."),
    ],
    references: &[references::PLATFORM_API, references::GENESYS_EDIT],
};

const STATES: [&str; 4] = ["active", "inactive", "disabled", "deleted"];

const GRANTS: [&str; 8] = [
    "CODE",
    "TOKEN",
    "SAML2-BEARER",
    "PASSWORD",
    "CLIENT-CREDENTIALS",
    "SAML2BEARER",
    "CLIENT_CREDENTIALS",
    "CODE_PKCE",
];

pub(super) fn judge(client: &ApiClient) -> Vec<Outcome> {
    let record = &client.record;
    let open = |about: &str, headline: String, message: String| {
        Outcome::unverifiable(Cause::Unrecognized, message)
            .about(Some(about))
            .with_headline(headline)
            .with_remedy(RULE.remedy)
    };
    let unknown = |about, value: Option<&str>, known: &[&str]| {
        let is_known = |value: &str| known.iter().any(|one| one.eq_ignore_ascii_case(value));
        let value = value.filter(|value| !is_known(value))?;
        let headline = format!("the client's {about} is not one that this version knows");
        let message = format!("Its {about} is '{value}', which this version does not know.");
        Some(open(about, headline, message).with_found(value))
    };
    let values = [
        unknown("state", record.state.as_deref(), &STATES),
        unknown("authorizedGrantType", record.grant.as_deref(), &GRANTS),
    ];
    let lacking = client.lacking.iter().map(|name| {
        let headline = format!("the Platform API does not tell the client's {name}");
        let message = format!("The Platform API does not tell its {name}.");
        open(name, headline, message)
    });
    let odd = client.odd.iter().map(|(name, how)| {
        let headline = format!("the client's {name} has a form that this version does not know");
        let message =
            format!("The answer has a form that this version does not know: {name} {how}.");
        open(name, headline, message)
    });
    let outcomes: Vec<_> = values
        .into_iter()
        .flatten()
        .chain(lacking)
        .chain(odd)
        .collect();
    if outcomes.is_empty() {
        let message = "Every field that is judged is there, in a form that is known.";
        vec![Outcome::pass(Basis::Registered, message)]
    } else {
        outcomes
    }
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::finding::Status;
    use crate::platform_api::testing::client;
    use serde_json::json;

    #[test]
    fn what_nobody_knows_is_shown_and_never_passed() {
        for (changes, found) in [
            (json!({"state": "suspended"}), "suspended"),
            (json!({"state": ""}), ""),
            (json!({"state": "active\u{200b}"}), "active\u{200b}"),
            (json!({"authorizedGrantType": "DEVICE"}), "DEVICE"),
        ] {
            let outcomes = judge(&client(&changes));
            let [outcome] = outcomes.as_slice() else {
                panic!("{outcomes:?}")
            };
            assert_eq!(outcome.status, Status::Unverifiable);
            assert_eq!(outcome.found.as_deref(), Some(found));
        }
        for changes in [
            json!({"state": null}),
            json!({"authorizedGrantType": 3}),
            json!({"scope": null}),
            json!({"registeredRedirectUri": {}}),
            json!({"name": ["x"]}),
        ] {
            let outcomes = judge(&client(&changes));
            let [outcome] = outcomes.as_slice() else {
                panic!("{outcomes:?}")
            };
            assert_eq!(outcome.status, Status::Unverifiable);
        }
        let right = judge(&client(&json!({"new": 1})));
        assert_eq!(right[0].status, Status::Pass);
    }
}
