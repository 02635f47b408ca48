use super::Check;
use crate::judging::{ADMIN, DOCS, Outcome, Rule};
use crate::lint::danger::{Danger, danger};
use crate::lint::{Case, Entry};
use crate::meaning::Basis;

/// A redirect URI is registered that is not needed, and may lead a token astray.
pub(super) struct DangerousRedirect;

static RULE: Rule = Rule {
    id: "dangerous-redirect",
    title: "No other redirect URI is dangerous",
    checks: "Whether the redirect URIs that are registered and not needed are harmless: no wildcard, no http, no local address, no other region, no other product, no bare IP address.",
    matters: "The login service sends tokens to every registered address. RFC 9700 lists how attackers use those that are too wide, not encrypted or forgotten.",
    mend: "At Admin > Integrations > OAuth, open the client and delete the line that is named, unless you know what needs it. Give another product a client of its own. Save.",
    references: &[
        ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS),
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

impl Check for DangerousRedirect {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        let outcomes: Vec<_> = case
            .extra
            .iter()
            .filter_map(|entry| {
                Some(judge(entry, danger(&entry.text, case.region))?.about(Some(&entry.text)))
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
