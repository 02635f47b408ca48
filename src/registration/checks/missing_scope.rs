use super::{Check, of_client};
use crate::classify::Basis;
use crate::genesys::DOCUMENTED_SCOPES;
use crate::judging::{ADMIN, Example, Outcome, Rule, Sure, Topic, admin, references};
use crate::registration::Case;

/// The client lacks a scope.
pub(super) struct MissingScope;

static RULE: Rule = Rule {
    id: "missing-scope",
    title: "The client has the scope it needs",
    topic: Topic::Other,
    defect: "The client lacks the scope that MiraBridge Phone needs.",
    remedy: "At Admin > Integrations > OAuth, open the client and add the scope conversations:readonly. Save.",
    checks: "Whether the JSON of the client names the scope that MiraBridge Phone needs.",
    symptom: "The sign-in will end with error=invalid_scope in the address. Or it works, and the phone shows no conversations; the console then names requests that ended with 403.",
    cause: "The scope was not chosen when the client was created, or was taken away in a review.",
    matters: "Before the login nothing shows that it is missing, so check cannot see it and lint can.",
    mend: &[
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
    knows: "It reads scope in the JSON and asks nobody. It fails if conversations:readonly is not there, and warns if conversations is there instead, which allows more. A list of redirect URIs does not tell, and neither passes nor fails.",
    facts: &[
        (
            Sure::Documented("MiraBridge"),
            "the scope, conversations:readonly.",
        ),
        (
            Sure::Documented("Genesys"),
            "invalid_scope for a scope that is not allowed; and that an organization enforces scopes only once an administrator has turned that on. Where they are not, nothing may be missed.",
        ),
        (
            Sure::Inferred,
            "conversations includes conversations:readonly; and what agents see without either.",
        ),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_SCOPES],
    asks_for_itself: false,
};

impl Check for MissingScope {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        of_client(case, |client| {
            let scopes = client.scopes.as_ref()?;
            let has = |scope: &str| scopes.iter().any(|other| other == scope);
            let missing: Vec<_> = DOCUMENTED_SCOPES
                .iter()
                .copied()
                .filter(|scope| !has(scope))
                .collect();
            // The wider scope without the ending; that it includes the narrower one is an inference.
            let wider = missing
                .iter()
                .all(|scope| scope.strip_suffix(":readonly").is_some_and(&has));
            let names = missing.join(", ");
            Some(if missing.is_empty() {
                Outcome::pass(
                    Basis::Input,
                    format!("It has {}.", DOCUMENTED_SCOPES.join(", ")),
                )
            } else if wider {
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
                    format!("Add the scope {names}: {ADMIN}"),
                    format!("The client has not got the scope {names}."),
                    RULE.remedy,
                )
            })
        })
    }
}
