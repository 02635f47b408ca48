use crate::checks::{
    ADMIN, Case, Confidence, Example, LiveCheck, Outcome, Rule, Topic, admin, references,
};
use crate::classify::{AuthorizeRequests, Basis, Control, Decision, Reaction, Row, Standing};
use crate::genesys::DOCUMENTED_SCOPES;
use crate::probe::{Cause, Probe};

pub(crate) static RULE: Rule = Rule {
    id: "invalid-scope",
    title: "The scope is allowed",
    topic: Topic::Other,
    defect: "The sign-in is refused for its scope.",
    remedy: "Give the client conversations:readonly, and no more.",
    symptom: "The agent comes back from the login window, or never sees a login page, and the address holds error=invalid_scope. Where the client lacks the scope and nobody complains, the sign-in works and the phone shows no conversations; the console then names requests that ended with 403.",
    cause: "The client has not got the scope conversations:readonly.",
    fix: &[
        admin::GO,
        admin::OPEN,
        "Under Scope, choose conversations:readonly and nothing else.",
        admin::SAVE,
        "Sign in once as an agent, in a browser: whether scopes are right shows only there.",
    ],
    example: Some(Example {
        before: &["Scope: users:readonly"],
        after: &["Scope: conversations:readonly"],
    }),
    method: "One request carries scope=conversations:readonly. All others carry no scope, as those of Genesys' own SDKs. It fails if one of them is sent straight back to the redirect URI with invalid_scope, while both controls are refused. It never passes: before the login, no answer shows that a scope is right.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the scope, conversations:readonly and nothing more.",
        ),
        (
            Confidence::Documented("Genesys"),
            "invalid_scope for a scope that is not allowed; and that an organization enforces scopes only once an administrator has turned that on. That page may be older than your organization.",
        ),
        (
            Confidence::Inferred,
            "what agents see where the scope is missing and nobody complains.",
        ),
        (
            Confidence::Unknown,
            "whether the endpoint takes a scope, and whether it looks at it before the login.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_SCOPES,
        (
            "RFC 6749, 3.3: access token scope",
            "https://www.rfc-editor.org/rfc/rfc6749#section-3.3",
        ),
    ],
    asks_for_itself: true,
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes).asking(probes);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    vec![AuthorizeRequests::of(case.target).scoped()]
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let outcome = match &case.decision {
        None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
        Some(decision) => judge(case, decision),
    };
    vec![outcome.with_evidence([AuthorizeRequests::of(case.target).scoped()])]
}

fn judge(case: &Case<'_>, decision: &Decision) -> Outcome {
    match &decision.row {
        Row::Known => {}
        Row::Silent(_) => return Outcome::depends_on(&super::unreachable::RULE),
        Row::Elsewhere(_) | Row::Everywhere(_) => {
            return Outcome::depends_on(&super::region_mismatch::RULE);
        }
        Row::OtherGrant(_) => return Outcome::depends_on(&super::grant_not_allowed::RULE),
        Row::NearMiss | Row::UrisRefused => {
            return Outcome::depends_on(&super::invalid_redirect::RULE);
        }
        _ => return Outcome::depends_on(&super::invalid_client::RULE),
    }
    let home = &decision.home;
    let Some(quote) = bounced(case, decision) else {
        return Outcome::skipped("the service looks at scopes only after the login");
    };
    if home.client_control != Control::Refused {
        return Outcome::depends_on(&super::invalid_client::RULE);
    }
    if home.redirect_control != Control::Refused {
        return Outcome::depends_on(&super::open_redirect::RULE);
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
    let asked = AuthorizeRequests::of(case.target);
    without.or_else(
        || match asked.reading(&asked.scoped(), case.evidence)?.reaction {
            Reaction::Bounced { code, quote } if code == "invalid_scope" => Some(quote),
            _ => None,
        },
    )
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, answer, genesys};

    #[test]
    fn a_client_may_lack_the_scope_that_is_asked_for_by_default() {
        let staged = FakeServer::with(|asked| {
            let uri = asked.redirect_uri();
            if asked.is_for_us() && asked.names_documented() && !asked.names_scope() {
                answer(302, &format!("{uri}#error=invalid_scope"), "")
            } else {
                genesys(asked)
            }
        });
        assert_eq!(
            staged.tells("invalid-scope"),
            "fail: login.mypurecloud.de knows client and redirect URI and sends the agent straight back with error=invalid_scope."
        );
    }
}
