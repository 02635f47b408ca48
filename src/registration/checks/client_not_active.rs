use super::{RegistrationCheck, of_client};
use crate::checks::{ADMIN, Confidence, Example, Outcome, Rule, Topic, admin, references};
use crate::classify::Basis;
use crate::registration::Case;

pub(crate) static RULE: Rule = Rule {
    id: "client-not-active",
    title: "The client is active",
    topic: Topic::Other,
    defect: "The client is not active, or its tokens last oddly long or short.",
    remedy: "At Admin > Integrations > OAuth, open the client and make it active. Save.",
    symptom: "At the sign-in, the login window will say: The OAuth client ID or redirect URI is invalid. With tokens that are too short, agents have to sign in again during a shift.",
    cause: "The client was disabled, or was deleted: Genesys Cloud deactivates a client for seven days before it is gone.",
    fix: &[
        admin::GO,
        "Find the client of MiraBridge Phone. If it was deleted, restore it while it is there: in its row, under Actions, choose More.",
        "If not, open it and make it active. Where Terraform or the admin API manages it, set state to active there, or the next run undoes the change.",
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &[r#""state": "inactive""#],
        after: &[r#""state": "active""#],
    }),
    method: "It reads state and accessTokenValiditySeconds in the JSON and asks nobody. A state other than active fails. Tokens that last less than an hour or more than two days are a warning. A list of redirect URIs does not tell, and neither passes nor fails.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the states active, disabled and inactive; 300 to 172800 seconds for a token; seven days to restore a deleted client that is older than 30 days.",
        ),
        (
            Confidence::Reported,
            "Genesys recommends tokens of 64800 seconds, 18 hours, for agents.",
        ),
        (
            Confidence::Inferred,
            "a client that is not active is answered like an unknown one.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_EDIT,
        references::GENESYS_CREATE,
    ],
    asks_for_itself: false,
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    of_client(case, |client| {
        let state = client.state.as_deref()?;
        if !state.eq_ignore_ascii_case("active") {
            return Some(
                Outcome::fail(
                    Basis::Input,
                    format!("Activate the client: {ADMIN}"),
                    format!("The state of the client is {state}."),
                    RULE.remedy,
                )
                .with_found(state),
            );
        }
        Some(match client.token_seconds {
            Some(seconds @ (..SHORT | LONG..)) => Outcome::warn(
                Basis::Input,
                format!(
                    "The client is active. Its tokens last {seconds} seconds, which is odd: agents would have to sign in during a shift, or a lost token would serve for days."
                ),
                format!(
                    "At {ADMIN}, set the token duration of the client to more than a shift, such as 64800 seconds (18 hours)."
                ),
            ),
            Some(seconds) => Outcome::pass(
                Basis::Input,
                format!("The client is active, and its tokens last {seconds} seconds."),
            ),
            None => Outcome::pass(Basis::Input, "The client is active."),
        })
    })
}

/// Shorter than an hour, a token ends within a shift.
const SHORT: i64 = 60 * 60;
/// Longer than two days, a token outlives what anybody needs.
const LONG: i64 = 2 * 24 * 60 * 60 + 1;
