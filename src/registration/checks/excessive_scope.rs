use super::{RegistrationCheck, told};
use crate::classify::{Basis, Confidence};
use crate::finding::{Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::DOCUMENTED_SCOPES;
use crate::registration::Comparison;

pub(crate) static RULE: Rule = Rule {
    id: "excessive-scope",
    title: "The client has no scope it does not need",
    topic: Topic::Other,
    defect: "The client may do more than it needs.",
    remedy: "At Admin > Integrations > OAuth, open the client and take away every scope but conversations:readonly. Save.",
    symptom: "Nobody sees it: agents sign in as usual. Where Genesys Cloud asks an administrator to approve the client, the list is longer than it need be.",
    cause: "Scopes were chosen to be on the safe side, or the client serves other products as well.",
    fix: &[
        "Find out whether another product uses this client. If so, give it a client of its own.",
        admin::GO,
        admin::OPEN,
        "Under Scope, take away every scope but conversations:readonly.",
        admin::SAVE,
        "Sign in once as an agent, in a browser.",
    ],
    example: Some(Example {
        before: &[r#""scope": ["conversations:readonly", "users"]"#],
        after: &[r#""scope": ["conversations:readonly"]"#],
    }),
    method: "It reads the scopes in the input and asks nobody. Every scope but conversations:readonly is named in a warning. It never fails. A list of redirect URIs does not say, and neither passes nor warns.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "one scope, and that a client should have no more than it needs.",
        ),
        (
            Confidence::Documented("Genesys"),
            "where scopes are not enforced, an application may do all that its user may do. There, fewer scopes change nothing yet.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_SCOPES,
        (
            "RFC 9700, 2.3: the privileges of a token are kept to the least",
            "https://www.rfc-editor.org/rfc/rfc9700#section-2.3",
        ),
    ],
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    told(comparison.client.scopes.as_deref(), outcome)
}

fn outcome(scopes: &[String]) -> Outcome {
    let more: Vec<_> = scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| !DOCUMENTED_SCOPES.contains(scope))
        .collect();
    match more.as_slice() {
        [] => Outcome::pass(Basis::Input, "It has no scope that is not needed."),
        // What was found is text of the input alone, without a comma of ours.
        [one] => warning(&format!("scope {one}")).with_found(*one),
        _ => warning(&format!("scopes {}", more.join(", "))),
    }
}

fn warning(scopes: &str) -> Outcome {
    Outcome::warn(
        Basis::Input,
        format!("The client also has the {scopes}, which MiraBridge Phone does not need."),
        RULE.remedy,
    )
}
