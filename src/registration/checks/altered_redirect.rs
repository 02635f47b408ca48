use super::RegistrationCheck;
use crate::checks::{ADMIN, Confidence, Example, Outcome, Rule, Topic, admin, references};
use crate::classify::Basis;
use crate::registration::{Case, Doubt, Standing};

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
    method: "It reads the list or the JSON and asks nobody. What is not equal to a needed redirect URI, byte for byte, is compared with its usual slips, with and without invisible characters. One entry counts for one redirect URI. Each alteration fails, with line and column. Bullets, quotes and commas that all entries have are taken for the list's. Where that may be wrong, as with a space behind all of them, it warns.",
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
    asks_for_itself: false,
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    let altered = case
        .needed
        .iter()
        .filter_map(|(uri, standing)| match standing {
            Standing::Altered(entry, how) => Some(
                Outcome::fail(
                    Basis::Input,
                    format!("Correct the redirect URI for {}: {ADMIN}", uri.short()),
                    format!(
                        "It stands in line {}, column {}. {} Genesys Cloud compares exact text, so the one that is needed is refused.",
                        entry.line, entry.column, how.says
                    ),
                    format!(
                        "At {ADMIN}, in the client's redirect URIs: {}, so that the line reads exactly:",
                        how.fix
                    ),
                )
                .about(Some(uri.as_str()))
                .at(entry.line, entry.column)
                .with_found(&entry.text)
                .with_paste([uri.as_str()]),
            ),
            Standing::Present(_) | Standing::Missing => None,
        });
    let doubts = case.registration.doubts.iter().copied().map(doubtful);
    let altered: Vec<_> = altered.chain(doubts).collect();
    if altered.is_empty() {
        return vec![Outcome::pass(
            Basis::Input,
            "Nothing that is registered is a slip of a needed redirect URI.",
        )];
    }
    altered
}

/// What may be no more than the manner of the list.
fn doubtful(doubt: Doubt) -> Outcome {
    let (message, remedy) = match doubt {
        Doubt::SpaceBehind => (
            "A space stands behind every redirect URI. If that is the manner of this list, all is well; if the spaces are registered, none of them is right.".to_owned(),
            "remove any space at the end of a line",
        ),
        Doubt::SpaceBefore => (
            "A space stands before every redirect URI. If that is the manner of this list, all is well; if the spaces are registered, none of them is right.".to_owned(),
            "remove any space at the start of a line",
        ),
        Doubt::Together(line) => (
            format!(
                "Line {line} holds several redirect URIs, and others have a line of their own. If it is one entry in the form, none of those is registered."
            ),
            "give each redirect URI an entry of its own",
        ),
    };
    let remedy = format!("At {ADMIN}, look at the client's redirect URIs, and {remedy}.");
    Outcome::warn(Basis::Input, message, remedy)
}
