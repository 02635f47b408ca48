use super::{RegistrationCheck, told, unknown};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::Grant;
use crate::registration::Comparison;
use crate::registration::read::is_other_grant;

pub(crate) static RULE: Rule = Rule {
    id: "wrong-grant",
    title: "The client has the expected grant",
    topic: Topic::Other,
    defect: "The client has another grant type than the one expected.",
    remedy: "Ask MiraBridge which grant your version of MiraBridge Phone uses. At Admin > Integrations > OAuth, choose it for the client, or create a new client with it. Save.",
    symptom: "At the sign-in, the login window will come back at once with error=unauthorized_client in its address, or show the page for a wrong client id.",
    cause: "Another grant type was chosen when the client was created, or the one that MiraBridge documents was no longer offered.",
    fix: &[
        admin::ASK_GRANT,
        "If it is PKCE, run lint with --grant pkce first: the client may be right.",
        admin::GO,
        admin::OPEN,
        admin::CHOOSE_GRANT,
        admin::NOT_OFFERED,
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &[r#""authorizedGrantType": "CODE""#],
        after: &[r#""authorizedGrantType": "TOKEN""#],
    }),
    method: "It reads the grant type in the input and asks nobody: authorizedGrantType in JSON, authorized_grant_type in Terraform, or the words of the form. TOKEN is the implicit grant, and CODE the code grant, with which PKCE works. Any other known value than the one expected (--grant) fails, and an unknown one is unverifiable. A list of redirect URIs does not say, and neither passes nor fails.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the grant type, Token Implicit Grant (Browser).",
        ),
        (
            Confidence::Documented("Genesys"),
            "the values of the admin API, with none of its own for PKCE.",
        ),
        (
            Confidence::Unknown,
            "whether MiraBridge Phone works with PKCE.",
        ),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_CREATE],
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    let grant = comparison.client.grant.as_deref();
    told(grant, |grant| outcome(grant, comparison.grant))
}

fn outcome(grant: &str, expected: Grant) -> Outcome {
    let known = Grant::of_words(grant);
    if known == Some(expected) {
        Outcome::pass(
            Basis::Input,
            format!("The grant type is {}.", expected.api_value()),
        )
    } else if known.is_some() || is_other_grant(grant) {
        let is = known.map_or_else(|| grant, |known| known.api_value());
        Outcome::fail(
            Basis::Input,
            format!("Check the grant type of the client: {ADMIN_MENU}"),
            format!(
                "The grant type of the client is {is}, and {} was expected: {}.",
                expected.api_value(),
                expected.admin_label()
            ),
            RULE.remedy,
        )
        .with_found(is)
    } else {
        unknown("grant type", grant, &RULE)
    }
}
