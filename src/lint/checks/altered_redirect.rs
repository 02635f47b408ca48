use super::Check;
use crate::judging::{ADMIN, DOCS, Outcome, Rule};
use crate::lint::{Case, Standing};
use crate::meaning::Basis;

/// A needed redirect URI is registered, but not byte for byte.
pub(super) struct AlteredRedirect;

static RULE: Rule = Rule {
    id: "altered-redirect",
    title: "No needed redirect URI is altered",
    checks: "Whether something is registered that was meant to be a needed redirect URI and is not: a slash too many, an invisible character, another region, quotes that were pasted along.",
    matters: "Genesys Cloud compares redirect URIs as exact text. What looks right and is not ends the sign-in on an error page, and nobody sees why.",
    mend: "At Admin > Integrations > OAuth, open the client, delete the line that is named, and paste the one that is printed. Save.",
    references: &[
        ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS),
        (
            "RFC 9700, 4.1.3: redirect URIs are compared as exact strings",
            "https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3",
        ),
    ],
    asks_for_itself: false,
};

impl Check for AlteredRedirect {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        let altered: Vec<_> = case
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
                    .with_found(&entry.text)
                    .with_paste([uri.as_str()]),
                ),
                Standing::Present(_) | Standing::Missing => None,
            })
            .collect();
        if altered.is_empty() {
            return vec![Outcome::pass(
                Basis::Input,
                "Nothing that is registered is a slip of a needed redirect URI.",
            )];
        }
        altered
    }
}
