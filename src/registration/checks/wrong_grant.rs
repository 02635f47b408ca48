use super::{RegistrationCheck, of_client};
use crate::checks::{ADMIN, Confidence, Example, Outcome, Rule, Topic, admin, references};
use crate::classify::Basis;
use crate::registration::Case;

pub(crate) static RULE: Rule = Rule {
    id: "wrong-grant",
    title: "The client has the expected grant",
    topic: Topic::Other,
    defect: "The client has another grant type than the one expected.",
    remedy: "Ask MiraBridge which grant your version of MiraBridge Phone uses. At Admin > Integrations > OAuth, choose it for the client, or create a new client with it. Save.",
    symptom: "At the sign-in, the login window will come back at once with error=unauthorized_client in its address, or show the page for a wrong client id.",
    cause: "Another grant type was chosen when the client was created, or the one that MiraBridge documents was no longer offered.",
    fix: &[
        "Ask MiraBridge which grant your version of MiraBridge Phone uses. Its documentation says Token Implicit Grant (Browser).",
        "If it is PKCE, run lint with --grant pkce first: the client may be right.",
        admin::GO,
        admin::OPEN,
        "Under Grant Types, choose the one that MiraBridge named: Token Implicit Grant (Browser), or for PKCE Code Authorization / PKCE, which older forms call Code Authorization.",
        "If the form does not offer it, ask MiraBridge. It may take a new client (Add Client), and its new id in the widget's URL.",
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &[r#""authorizedGrantType": "CODE""#],
        after: &[r#""authorizedGrantType": "TOKEN""#],
    }),
    method: "It reads authorizedGrantType in the JSON and asks nobody: TOKEN is the implicit grant, and CODE the code grant, with which PKCE works. Any other value than the one expected (--grant) fails. A list of redirect URIs does not tell, and neither passes nor fails.",
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
    asks_for_itself: false,
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    of_client(case, |client| {
        let (grant, is) = (case.grant, client.grant.as_deref()?);
        if is.eq_ignore_ascii_case(grant.api_value()) {
            return Some(Outcome::pass(
                Basis::Input,
                format!(
                    "The grant is {}: {}.",
                    grant.api_value(),
                    grant.admin_label()
                ),
            ));
        }
        Some(
            Outcome::fail(
                Basis::Input,
                format!("Check the grant type of the client: {ADMIN}"),
                format!(
                    "The grant of the client is {is}, and {} was expected: {}.",
                    grant.api_value(),
                    grant.admin_label()
                ),
                RULE.remedy,
            )
            .with_found(is),
        )
    })
}
