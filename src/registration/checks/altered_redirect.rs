use super::{RegistrationCheck, region_question};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::RedirectUri;
use crate::probe::Cause;
use crate::registration::{Alteration, Comparison, RegisteredUri, UriMatch};

pub(crate) static RULE: Rule = Rule {
    id: "altered-redirect",
    title: "No needed redirect URI is altered",
    topic: Topic::AlteredUri,
    defect: "A needed redirect URI is registered, but not byte for byte.",
    remedy: "Replace the line by the one that is printed. Save.",
    symptom: "At the sign-in, the login window will say: The OAuth client ID or redirect URI is invalid. In the form, the line may look right: some characters cannot be seen.",
    cause: "The line was typed, or copied from a mail, a chat, a document or a spreadsheet that changed it on the way.",
    fix: &[
        admin::GO,
        admin::OPEN,
        "In Authorized redirect URIs (one per line), delete the whole line that the finding names.",
        "Paste the line that the finding prints, straight from the terminal or from mirabridge-oauth uris.",
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &["https://apps.mypurecloud.de/crm/index.html?crm=salesforce"],
        after: &["https://apps.mypurecloud.de/crm/index.html"],
    }),
    method: "It reads the input and asks nobody. What is not equal to a needed redirect URI, byte for byte, is compared with what it usually becomes: with spaces and invisible characters, percent-encoding, placeholders, another case, scheme, host, slash or query. One entry counts for one redirect URI. Each difference fails, with line and column. A placeholder in Terraform is unverifiable, as its value is elsewhere.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the redirect URIs, and that spaces and stray characters spoil them.",
        ),
        (Confidence::Reported, "Genesys Cloud compares exact text."),
        (
            Confidence::Inferred,
            "what was meant: an address that is close to a needed one is taken for a slip of it.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_EDIT,
        (
            "RFC 9700, 4.1.3: redirect URIs are compared as exact strings",
            "https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3",
        ),
    ],
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    let needed = comparison.needed.iter();
    let altered: Vec<_> = needed
        .filter_map(|(uri, uri_match)| match uri_match {
            UriMatch::Altered(entry, how) => Some(altered(comparison, uri, entry, how)),
            _ => None,
        })
        .collect();
    if altered.is_empty() {
        return vec![Outcome::pass(
            Basis::Input,
            "No misspelling stands in the place of a needed redirect URI.",
        )];
    }
    altered
}

fn altered(
    comparison: &Comparison<'_>,
    uri: &RedirectUri,
    entry: &RegisteredUri,
    how: &Alteration,
) -> Outcome {
    let place = entry.place.map_or_else(
        || "It".to_owned(),
        |place| format!("Line {}, column {}: it", place.line, place.column),
    );
    let says = format!("{place} is registered {}.", how.says);
    let outcome = if how.is_cut_off || how.is_placeholder && comparison.client.incomplete.is_some()
    {
        let message = format!("{says} What stands there in Genesys Cloud does not show.");
        let remedy = format!(
            "At {ADMIN_MENU}, copy the redirect URIs of the client out of the form, and run lint on that."
        );
        let headline = format!(
            "the input does not show the redirect URI for {} in full",
            uri.short()
        );
        Outcome::unverifiable(Cause::Unrecognized, message)
            .with_headline(headline)
            .with_remedy(remedy)
    } else {
        let act = if how.holds_others {
            "give each redirect URI a line of its own. This is one of them, exactly:"
        } else {
            "replace that line by this one, exactly, and save:"
        };
        let outcome = Outcome::fail(
            Basis::Input,
            format!("Correct the redirect URI for {}: {ADMIN_MENU}", uri.short()),
            format!(
                "{says} Genesys Cloud compares exact text, so the one that is needed is refused."
            ),
            format!("At {ADMIN_MENU}, in the client's redirect URIs: {act}"),
        );
        region_question(comparison, outcome).with_paste([uri.as_str()])
    };
    let outcome = outcome.about(Some(uri.as_str())).at(entry.place);
    outcome.with_found(&entry.text)
}
