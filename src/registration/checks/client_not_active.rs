use super::{RegistrationCheck, told, unknown};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::registration::Comparison;

pub(crate) static RULE: Rule = Rule {
    id: "client-not-active",
    title: "The client is active",
    topic: Topic::Other,
    defect: "The client is not active, or its tokens end within a shift.",
    remedy: "At Admin > Integrations > OAuth, open the client and make it active. Save. A client that is disabled can be enabled by Genesys Cloud Care alone.",
    symptom: "At the sign-in, the login window will say: The OAuth client ID or redirect URI is invalid. With tokens that are too short, agents have to sign in again during a shift.",
    cause: "Somebody made the client inactive or deleted it: Genesys Cloud keeps a client inactive for seven days before it is gone. Or Genesys Cloud Care disabled it.",
    fix: &[
        admin::GO,
        "If its state is disabled, ask Genesys Cloud Care why, and to enable it again. Nobody else can.",
        "Find the client of MiraBridge Phone. If it was deleted, restore it while it is there: in its row, under Actions, choose More.",
        "If not, open it and make it active. Where Terraform or the admin API manages it, set state to active there, or the next run undoes the change.",
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &[r#""state": "inactive""#],
        after: &[r#""state": "active""#],
    }),
    method: "It reads the state and the lifetime of tokens in the input and asks nobody. The states inactive, disabled and deleted fail, and an unknown one is unverifiable. Tokens that last less than an hour are a warning. A list of redirect URIs does not say, and neither passes nor fails.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the states active, disabled (by Genesys Cloud Care), inactive and deleted; 300 to 172800 seconds for a token; seven days to restore a deleted client that is older than 30 days.",
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
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    let client = comparison.client;
    let short = client.token_seconds.filter(|seconds| *seconds < SHORT);
    match (client.state.as_deref(), short) {
        (None, Some(seconds)) => vec![short_lived("", seconds)],
        (state, _) => told(state, |state| outcome(state, client.token_seconds)),
    }
}

fn outcome(state: &str, token_seconds: Option<i64>) -> Outcome {
    let failed = |headline: String, message: &str, remedy: String| {
        Outcome::fail(Basis::Input, headline, message, remedy).with_found(state)
    };
    match state.to_ascii_lowercase().as_str() {
        "active" => active(token_seconds),
        "inactive" => failed(
            format!("Activate the client: {ADMIN_MENU}"),
            "The client is inactive. Nobody can sign in with it, and it may be about to be deleted.",
            format!(
                "At {ADMIN_MENU}, open the client and make it active, or restore it if it was deleted. Save."
            ),
        ),
        "disabled" => failed(
            "Ask Genesys Cloud Care to enable the client".to_owned(),
            "The client is disabled. Genesys Cloud Care, the support of Genesys, did that, and nobody else can undo it.",
            "Ask Genesys Cloud Care why the client was disabled, and to enable it again."
                .to_owned(),
        ),
        "deleted" => failed(
            format!("Restore the client, or create a new one: {ADMIN_MENU}"),
            "The client is deleted.",
            format!(
                "At {ADMIN_MENU}, restore the client while it is in the list. If it is gone, create a new one and put its client id into the widget's URL."
            ),
        ),
        _ => unknown("state", state, &RULE),
    }
}

fn active(token_seconds: Option<i64>) -> Outcome {
    match token_seconds {
        Some(seconds @ ..SHORT) => short_lived("The client is active. ", seconds),
        Some(seconds) => Outcome::pass(
            Basis::Input,
            format!("The client is active, and its tokens last {seconds} seconds."),
        ),
        None => Outcome::pass(Basis::Input, "The client is active."),
    }
}

fn short_lived(state: &str, seconds: i64) -> Outcome {
    Outcome::warn(
        Basis::Input,
        format!("{state}Its tokens last {seconds} seconds: agents have to sign in during a shift."),
        format!(
            "At {ADMIN_MENU}, set the token duration of the client to more than a shift, such as 64800 seconds (18 hours)."
        ),
    )
}

/// Shorter than an hour, a token ends within a shift.
const SHORT: i64 = 60 * 60;
