use super::{Check, of_client};
use crate::judging::{ADMIN, DOCS, Outcome, Rule};
use crate::lint::Case;
use crate::meaning::Basis;

/// The client has another grant than the one expected.
pub(super) struct WrongGrant;

static RULE: Rule = Rule {
    id: "wrong-grant",
    title: "The client has the expected grant",
    checks: "Whether the grant type in the JSON of the client is the one that MiraBridge Phone uses.",
    matters: "A client can do what its grant type allows and nothing else, so that the sign-in is turned down. The admin API has no value of its own for PKCE: it is CODE.",
    mend: "Ask MiraBridge which grant your version of MiraBridge Phone uses. At Admin > Integrations > OAuth, choose it for the client, or create a new client with it. Save.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: false,
};

impl Check for WrongGrant {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        of_client(case, |client| {
            let (grant, is) = (case.grant, client.grant.as_deref()?);
            if is.eq_ignore_ascii_case(grant.api_value()) {
                return Some(Outcome::pass(
                    Basis::Input,
                    format!(
                        "The grant is {}: {}.",
                        grant.api_value(),
                        grant.admin_label()
                    ),
                ));
            }
            Some(
                Outcome::fail(
                    Basis::Input,
                    format!("Check the grant type of the client: {ADMIN}"),
                    format!(
                        "The grant of the client is {is}, and {} was expected: {}.",
                        grant.api_value(),
                        grant.admin_label()
                    ),
                    RULE.mend,
                )
                .with_found(is),
            )
        })
    }
}
