use super::RegistrationCheck;
use crate::checks::{ADMIN, Confidence, Example, Outcome, Rule, Topic, admin, references};
use crate::classify::Basis;
use crate::registration::danger::{Danger, danger};
use crate::registration::{Comparison, Entry};

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
    method: "It reads the input and asks nobody. A wildcard, an http address, a script, and a host that only looks like a needed one fail. A local address, another region, another product, the debug init URL, a bare IP address, and what is no web address are warnings. Other pages of the needed hosts pass. A link in a sentence or a comment is no redirect URI.",
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

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    let outcomes: Vec<_> = comparison
        .extra
        .iter()
        .map(|entry| outcome(entry, danger(&entry.text, comparison.region)))
        .collect();
    if outcomes.is_empty() {
        return vec![Outcome::pass(
            Basis::Input,
            "No other redirect URI is registered.",
        )];
    }
    outcomes
}

fn outcome(entry: &Entry, danger: Danger) -> Outcome {
    let place = entry.place;
    let where_ = place.map_or_else(String::new, |place| {
        format!("Line {}, column {}. ", place.line, place.column)
    });
    let remedy = format!(
        "At {ADMIN}, delete this line from the client's redirect URIs, unless you know what needs it."
    );
    let outcome = match danger {
        Danger::Grave(why) => Outcome::fail(
            Basis::Input,
            format!("Delete a dangerous redirect URI: {ADMIN}"),
            format!("{where_}Not needed. {why}"),
            remedy,
        ),
        Danger::None => Outcome::pass(
            Basis::Input,
            format!(
                "{where_}Not needed, and harmless: it leads to a page that is needed anyway or to its neighbour."
            ),
        ),
        Danger::Doubtful(why) => {
            Outcome::warn(Basis::Input, format!("{where_}Not needed. {why}"), remedy)
        }
    };
    let outcome = outcome.about(Some(&entry.text));
    match place {
        Some(place) => outcome.at(place.line, place.column),
        None => outcome,
    }
}
