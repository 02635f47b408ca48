use super::{RegistrationCheck, region_question};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::RedirectUri;
use crate::probe::Cause;
use crate::registration::{Comparison, RegisteredUri, UriMatch};

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
    method: "It reads the input and asks nobody. JSON and CSV are taken as they are. In other text, quotes, bullets, numbers, commas and brackets around an address are left out, and the report says so. A redirect URI passes if it is there, byte for byte. It is unverifiable where the text calls it missing, old or wrong, has it in a comment, or does not hold the whole list. If it is there with a difference, altered-redirect fails. Otherwise it fails.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the three redirect URIs.",
        ),
        (
            Confidence::Unknown,
            "whether what was read is all that is registered. Lines that were not copied look missing.",
        ),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_EDIT],
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    let outcome = |uri: &RedirectUri, uri_match: &UriMatch<'_>| match uri_match {
        UriMatch::Registered(entry) if entry.left_out.is_empty() => {
            Outcome::pass(Basis::Input, format!("{} has it, exactly.", line(entry)))
        }
        UriMatch::Registered(entry) => {
            Outcome::pass(Basis::Input, format!("{} has it.", line(entry)))
                .with_reason("surroundings_left_out")
        }
        UriMatch::Altered(_, _) => Outcome::depends_on(&super::altered_redirect::RULE),
        UriMatch::NotCounted(entry) => {
            let why = entry.not_counted.as_deref().unwrap_or_default();
            open(
                uri,
                format!("{} names it, but the text {why}.", line(entry)),
            )
        }
        UriMatch::Missing => match &comparison.client.incomplete {
            Some(why) => open(uri, format!("Not all redirect URIs are known: {why}.")),
            None => missing(comparison, uri),
        },
    };
    let needed = comparison.needed.iter();
    needed
        .map(|(uri, uri_match)| outcome(uri, uri_match).about(Some(uri.as_str())))
        .collect()
}

fn line(entry: &RegisteredUri) -> String {
    let place = entry.place;
    place.map_or_else(
        || "The client".to_owned(),
        |place| format!("Line {}", place.line),
    )
}

fn missing(comparison: &Comparison<'_>, uri: &RedirectUri) -> Outcome {
    let headline = format!("Add the redirect URI for {}: {ADMIN_MENU}", uri.short());
    let remedy =
        format!("At {ADMIN_MENU}, add this line to the client's redirect URIs, exactly, and save:");
    let message = "It is not registered, nor is anything similar.";
    let outcome = Outcome::fail(Basis::Input, headline, message, remedy);
    region_question(comparison, outcome).with_paste([uri.as_str()])
}

/// What is registered does not show.
fn open(uri: &RedirectUri, message: String) -> Outcome {
    let remedy = format!(
        "At {ADMIN_MENU}, copy the redirect URIs of the client out of the form, one a line, and run lint on that."
    );
    let headline = format!(
        "the input does not say whether the redirect URI for {} is registered",
        uri.short()
    );
    Outcome::unverifiable(Cause::Unrecognized, message)
        .with_headline(headline)
        .with_remedy(remedy)
}
