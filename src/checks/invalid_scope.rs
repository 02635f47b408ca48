use crate::judging::{ADMIN, Case, Check, DOCS, Outcome, Rule};
use crate::meaning::{Asked, Basis, Control, Decision, Reaction, Row, Standing};
use crate::probe::{Cause, Probe};
use crate::setup::DOCUMENTED_SCOPES;

/// The client lacks the scope that is needed.
pub(super) struct InvalidScope;

static RULE: Rule = Rule {
    id: "invalid-scope",
    title: "The scope is allowed",
    checks: "Whether the authorization endpoint turns the client down for its scope. Most services look at scopes only after the login; then nothing is said.",
    matters: "Without the scope conversations:readonly, agents sign in and the widget sees no conversations, or the sign-in itself is sent back with invalid_scope.",
    mend: "At Admin > Integrations > OAuth, open the client and give it the scope conversations:readonly, and no more than it needs.",
    references: &[
        ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS),
        (
            "RFC 6749, 3.3: access token scope",
            "https://www.rfc-editor.org/rfc/rfc6749#section-3.3",
        ),
    ],
    asks_for_itself: true,
};

impl Check for InvalidScope {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        vec![Asked::of(case.target).scoped()]
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        let outcome = match &case.decision {
            None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
            Some(decision) => judge(case, decision),
        };
        vec![outcome.told_from([Asked::of(case.target).scoped()])]
    }
}

fn judge(case: &Case<'_>, decision: &Decision) -> Outcome {
    match &decision.row {
        Row::Known => {}
        Row::Silent(_) => return Outcome::depends_on("unreachable"),
        Row::Elsewhere(_) | Row::Everywhere(_) => {
            return Outcome::depends_on("region-mismatch");
        }
        Row::OtherGrant(_) => return Outcome::depends_on("grant-not-allowed"),
        Row::NearMiss | Row::UrisRefused => return Outcome::depends_on("invalid-redirect"),
        _ => return Outcome::depends_on("invalid-client"),
    }
    let home = &decision.home;
    let Some(quote) = bounced(case, decision) else {
        return Outcome::skipped("the service looks at scopes only after the login");
    };
    if home.client_control != Control::Refused {
        return Outcome::depends_on("invalid-client");
    }
    if home.redirect_control != Control::Refused {
        return Outcome::depends_on("open-redirect");
    }
    Outcome::fail(
        Basis::Redirect,
        format!(
            "Give the client the scope {}: {ADMIN}",
            DOCUMENTED_SCOPES.join(" ")
        ),
        format!(
            "{} knows client and redirect URI and sends the agent straight back with {quote}.",
            case.login_host()
        ),
        format!("At {ADMIN}, open the client and tick exactly this scope:"),
    )
    .with_paste(DOCUMENTED_SCOPES.iter().copied())
}

/// The error with which a request was sent back for its scope.
fn bounced(case: &Case<'_>, decision: &Decision) -> Option<String> {
    let without = decision
        .home
        .standings
        .iter()
        .find_map(|standing| match standing {
            Standing::Bounced { code, quote } if code == "invalid_scope" => Some(quote.clone()),
            _ => None,
        });
    let asked = Asked::of(case.target);
    without.or_else(
        || match asked.reading(&asked.scoped(), case.evidence)?.reaction {
            Reaction::Bounced { code, quote } if code == "invalid_scope" => Some(quote),
            _ => None,
        },
    )
}
