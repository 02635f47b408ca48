use super::RegistrationCheck;
use crate::checks::{ADMIN, Confidence, Example, Outcome, Rule, Topic, admin, references};
use crate::classify::Basis;
use crate::registration::danger::{Danger, danger};
use crate::registration::{Case, Entry};

pub(crate) static RULE: Rule = Rule {
    id: "dangerous-redirect",
    title: "No other redirect URI is dangerous",
    topic: Topic::OtherUri,
    defect: "A redirect URI that is not needed may lead tokens astray.",
    remedy: "Delete it, unless you know what needs it.",
    symptom: "Nobody sees it: agents sign in as usual. The damage is that a token goes to a stranger.",
    cause: "Left over from a test, a move to another region or an earlier product, or one client is used for several products.",
    fix: &[
        "Find out whether anything still needs the line. Another product gets a client of its own.",
        admin::GO,
        admin::OPEN,
        "In Authorized redirect URIs (one per line), delete the line that the finding names.",
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &[
            "https://phone.mirabridge.cloud",
            "http://localhost:8080/callback",
            "http://intranet.example.com/login",
        ],
        after: &["https://phone.mirabridge.cloud"],
    }),
    method: "It reads the list or the JSON and asks nobody. A wildcard, an http address, a script, and a host that only looks like a needed one fail. A local address, another region, another product, a bare IP address, and what is no web address are warnings. Other pages of the needed hosts pass.",
    facts: &[
        (
            Confidence::Documented("RFC 9700"),
            "http is not allowed, and what the attacks are.",
        ),
        (
            Confidence::Reported,
            "Genesys Cloud compares exact text, so a wildcard may match nothing there. It is still wrong.",
        ),
        (
            Confidence::Unknown,
            "whether something else needs the line.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_EDIT,
        (
            "RFC 9700, 4.1: insufficient redirect URI validation",
            "https://www.rfc-editor.org/rfc/rfc9700#section-4.1",
        ),
        (
            "RFC 9700, 2.6: no http in redirect URIs",
            "https://www.rfc-editor.org/rfc/rfc9700#section-2.6",
        ),
    ],
    asks_for_itself: false,
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, outcomes);

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let outcomes: Vec<_> = case
        .extra
        .iter()
        .filter_map(|entry| {
            let outcome = judge(entry, danger(&entry.text, case.region))?;
            Some(
                outcome
                    .about(Some(&entry.text))
                    .at(entry.line, entry.column),
            )
        })
        .collect();
    if outcomes.is_empty() {
        return vec![Outcome::pass(
            Basis::Input,
            "No other redirect URI is registered.",
        )];
    }
    outcomes
}

/// What an extra entry is worth; nothing, where it is spoken of in a sentence and does no harm.
fn judge(entry: &Entry, danger: Danger) -> Option<Outcome> {
    let place = format!("Line {}, column {}.", entry.line, entry.column);
    let remedy = format!(
        "At {ADMIN}, delete this line from the client's redirect URIs, unless you know what needs it."
    );
    match danger {
        Danger::None | Danger::Doubtful(_) if entry.in_prose => None,
        Danger::None => Some(Outcome::pass(
            Basis::Input,
            format!(
                "{place} Not needed, and harmless: it leads to a page that is needed anyway or to its neighbour."
            ),
        )),
        Danger::Doubtful(why) => Some(Outcome::warn(
            Basis::Input,
            format!("{place} Not needed. {why}"),
            remedy,
        )),
        Danger::Grave(why) => Some(Outcome::fail(
            Basis::Input,
            format!("Delete a dangerous redirect URI: {ADMIN}"),
            format!("{place} Not needed. {why}"),
            remedy,
        )),
    }
}
