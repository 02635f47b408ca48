use super::Check;
use crate::judging::{ADMIN, DOCS, Outcome, Rule};
use crate::lint::{Case, Standing};
use crate::meaning::Basis;

/// A needed redirect URI is not registered.
pub(super) struct MissingRedirect;

static RULE: Rule = Rule {
    id: "missing-redirect",
    title: "The needed redirect URIs are registered",
    checks: "Whether each redirect URI that MiraBridge Phone needs is among those that are registered, byte for byte.",
    matters: "Genesys Cloud sends an agent back to registered addresses alone. Without one of them the phone, its embedded page or its login window ends on an error page.",
    mend: "At Admin > Integrations > OAuth, open the client and add the line that is printed to its redirect URIs, exactly. Save.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: false,
};

impl Check for MissingRedirect {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        case.needed
            .iter()
            .map(|(uri, standing)| {
                let outcome = match standing {
                    Standing::Present(entry) => Outcome::pass(
                        Basis::Input,
                        format!("Registered, exactly: line {}.", entry.line),
                    ),
                    Standing::Altered(_, _) => Outcome::depends_on("altered-redirect"),
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
}
