use crate::checks::{Case, LiveCheck};
use crate::classify::{Answers, Basis, Classification, Confidence, Situation};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::DOCUMENTED_SCOPES;
use crate::probe::Probe;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-scope",
    title: "The scope is allowed",
    topic: Topic::Other,
    defect: "The sign-in is refused for its scope.",
    remedy: "Give the client conversations:readonly, and no more.",
    symptom: "The agent comes back from the login window, or never sees a login page, and the address holds error=invalid_scope. Where the client lacks the scope and nobody complains, the sign-in works and the phone shows no conversations; the console then names requests that ended with 403.",
    cause: "The client lacks the scope conversations:readonly.",
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
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes).asking_for_itself(probes);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    vec![case.requests().scoped()]
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let outcome = case.judged(|answers| judge(case, answers));
    let without = case.answered_with(|reply| {
        matches!(&reply.classification, Classification::Bounced { code, .. } if code == "invalid_scope")
    });
    let later = case.sent_back_at(|code| code == "invalid_scope");
    let told = outcome.with_evidence(later).with_evidence(without);
    vec![told.with_evidence(probes(case))]
}

fn judge(case: &Case<'_>, answers: &Answers) -> Outcome {
    if !matches!(answers.situation, Situation::Known) {
        return answers.skipped();
    }
    let home = &answers.home;
    let Some(quote) = bounced(case, answers) else {
        return Outcome::skipped("Genesys Cloud checks scopes only after the login");
    };
    if !home.client_control.is_refused() {
        return Outcome::depends_on(&super::invalid_client::RULE);
    }
    if !home.redirect_control.is_refused() {
        return Outcome::depends_on(&super::open_redirect::RULE);
    }
    Outcome::fail(
        Basis::Redirect,
        format!(
            "Give the client the scope {}: {ADMIN_MENU}",
            DOCUMENTED_SCOPES.join(" ")
        ),
        format!(
            "{} knows client and redirect URI and sends the agent straight back with {quote}.",
            case.login_host()
        ),
        format!("At {ADMIN_MENU}, open the client and tick exactly this scope:"),
    )
    .with_paste(DOCUMENTED_SCOPES.iter().copied())
}

/// The error with which a request was sent back for its scope.
fn bounced(case: &Case<'_>, answers: &Answers) -> Option<String> {
    let without = answers.home.bounced(|code| code == "invalid_scope");
    let requests = case.requests();
    without.map(str::to_owned).or_else(|| {
        let reply = requests.reply(&requests.scoped(), case.evidence)?;
        match reply.classification {
            Classification::Bounced { code, quote } if code == "invalid_scope" => Some(quote),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, answer, genesys};

    #[test]
    fn a_client_may_lack_the_scope_that_is_asked_for_by_default() {
        let server = FakeServer::with(|asked| {
            let uri = asked.redirect_uri();
            if asked.is_for_us() && asked.names_documented() && !asked.names_scope() {
                answer(302, &format!("{uri}#error=invalid_scope"), "")
            } else {
                genesys(asked)
            }
        });
        assert_eq!(
            server.tells("invalid-scope"),
            "fail: login.mypurecloud.de knows client and redirect URI and sends the agent straight back with error=invalid_scope."
        );
    }

    #[test]
    fn a_scope_that_is_asked_for_by_name_may_be_refused() {
        for (error, ends) in [("invalid_scope", "fail"), ("access_denied", "skipped")] {
            let server = FakeServer::with(|asked| {
                let uri = asked.redirect_uri();
                if asked.is_for_us() && asked.names_documented() && asked.names_scope() {
                    answer(302, &format!("{uri}#error={error}"), "")
                } else {
                    genesys(asked)
                }
            });
            assert_eq!(server.ends("invalid-scope"), ends, "{error}");
        }
    }
}
