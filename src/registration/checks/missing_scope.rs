use super::{RegistrationCheck, told};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::DOCUMENTED_SCOPES;
use crate::registration::Comparison;

pub(crate) static RULE: Rule = Rule {
    id: "missing-scope",
    title: "The client has the scope it needs",
    topic: Topic::Other,
    defect: "The client lacks the scope that MiraBridge Phone needs.",
    remedy: "At Admin > Integrations > OAuth, open the client and add the scope conversations:readonly. Save.",
    symptom: "The sign-in will end with error=invalid_scope in the address. Or it works, and the phone shows no conversations; the console then names requests that ended with 403.",
    cause: "The scope was not chosen when the client was created, or was taken away in a review.",
    fix: &[
        admin::GO,
        admin::OPEN,
        "Under Scope, choose conversations:readonly and nothing else.",
        admin::SAVE,
        "Sign in once as an agent, in a browser.",
    ],
    example: Some(Example {
        before: &[r#""scope": []"#],
        after: &[r#""scope": ["conversations:readonly"]"#],
    }),
    method: "It reads the scopes in the input and asks nobody. It fails if conversations:readonly is not there, and warns if conversations is there instead, which allows more. A list of redirect URIs does not say, and neither passes nor fails.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the scope, conversations:readonly.",
        ),
        (
            Confidence::Documented("Genesys"),
            "invalid_scope for a scope that is not allowed; and that an organization enforces scopes only once an administrator has turned that on. Where they are not, nothing may be missed.",
        ),
        (
            Confidence::Inferred,
            "conversations includes conversations:readonly; and what agents see without either.",
        ),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_SCOPES],
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    told(comparison.client.scopes.as_deref(), outcome)
}

fn outcome(scopes: &[String]) -> Outcome {
    let has = |scope: &str| scopes.iter().any(|other| other == scope);
    let missing: Vec<_> = DOCUMENTED_SCOPES
        .iter()
        .copied()
        .filter(|scope| !has(scope))
        .collect();
    // The wider scope has no ending; that it includes the narrower one is an inference.
    let is_wider = |scope: &&str| scope.strip_suffix(":readonly").is_some_and(has);
    let names = missing.join(", ");
    if missing.is_empty() {
        Outcome::pass(
            Basis::Input,
            format!("It has {}.", DOCUMENTED_SCOPES.join(", ")),
        )
    } else if missing.iter().all(is_wider) {
        Outcome::warn(
            Basis::Input,
            format!(
                "It has the same scope without ':readonly', which probably includes {names} and allows more."
            ),
            RULE.remedy,
        )
    } else {
        Outcome::fail(
            Basis::Input,
            format!("Add the scope {names}: {ADMIN_MENU}"),
            format!("The client does not have the scope {names}."),
            RULE.remedy,
        )
    }
}
