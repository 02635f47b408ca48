use super::RegistrationCheck;
use crate::checks::{ADMIN, Confidence, Example, Outcome, Rule, Topic, admin, references};
use crate::classify::Basis;
use crate::probe::Cause;
use crate::registration::{Case, Standing};

pub(crate) static RULE: Rule = Rule {
    id: "missing-redirect",
    title: "The needed redirect URIs are registered",
    topic: Topic::NeededUri,
    defect: "A needed redirect URI is not registered.",
    remedy: "Paste the line that is printed, exactly. Save.",
    symptom: "At the sign-in, the login window will say: The OAuth client ID or redirect URI is invalid. Sign-ins that use another redirect URI work.",
    cause: "It was forgotten, or only a part of the list was copied into the form. Or only a part of the form was copied into what lint reads.",
    fix: &[
        admin::GO,
        admin::OPEN,
        "In Authorized redirect URIs (one per line), add the line that the finding prints, exactly.",
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &["https://phone.mirabridge.cloud"],
        after: &[
            "https://phone.mirabridge.cloud",
            "https://apps.mypurecloud.de/crm/index.html",
            "https://apps.mypurecloud.de/crm/authWindow.html",
        ],
    }),
    method: "It reads the list or the JSON and asks nobody. A redirect URI passes if it is there, byte for byte; in a sentence or a comment it is unverifiable. If a slip of it is there, altered-redirect speaks. Otherwise it fails.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the three redirect URIs.",
        ),
        (
            Confidence::Unknown,
            "whether what was read is all that is registered. What was not copied is missed.",
        ),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_EDIT],
    asks_for_itself: false,
};

/// A sentence or a comment may name what is registered, and what is to be, or must not be.
fn spoken_of(line: usize) -> Outcome {
    let mut outcome = Outcome::unverifiable(
        Cause::Unrecognized,
        format!(
            "Line {line} names it in a sentence or a comment, so whether it is registered does not show."
        ),
    );
    outcome.remedy = Some(format!(
        "At {ADMIN}, copy the redirect URIs of the client out of the form, one a line, and run lint on that."
    ));
    outcome
}

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    case.needed
        .iter()
        .map(|(uri, standing)| {
            let outcome = match standing {
                Standing::Present(entry) if entry.spoken_of => spoken_of(entry.line),
                Standing::Present(entry) => Outcome::pass(
                    Basis::Input,
                    format!("Registered, exactly: line {}.", entry.line),
                ),
                Standing::Altered(_, _) => Outcome::depends_on(&super::altered_redirect::RULE),
                Standing::Missing => Outcome::fail(
                    Basis::Input,
                    format!("Add the redirect URI for {}: {ADMIN}", uri.short()),
                    "It is not among those that are registered, and none of them looks like a slip of it.",
                    format!(
                        "At {ADMIN}, add this line to the client's redirect URIs, exactly, and save:"
                    ),
                )
                .with_paste([uri.as_str()]),
            };
            outcome.about(Some(uri.as_str()))
        })
        .collect()
}
