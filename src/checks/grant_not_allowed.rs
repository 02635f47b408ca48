use crate::checks::{Case, LiveCheck};
use crate::classify::{
    Answers, Basis, Classification, Confidence, ControlResult, Refusal, RegionReplies, Situation,
    UriVerdict,
};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::Grant;
use crate::probe::{Cause, Probe, Purpose};

pub(crate) static RULE: Rule = Rule {
    id: "grant-not-allowed",
    title: "The client has the grant that is used",
    topic: Topic::Other,
    defect: "The client has another grant type than the one checked.",
    remedy: "Ask MiraBridge which grant your version uses, and choose it for the client.",
    symptom: "The login window comes back at once, without a login page. The address it comes back to holds error=unauthorized_client: behind # with the implicit grant, behind ? with PKCE. One description says that the page for a wrong client id or redirect URI is shown instead.",
    cause: "The client was created with another grant type than the one that MiraBridge Phone asks with. Since 2026, Genesys Cloud may no longer offer the implicit grant for new clients.",
    fix: &[
        admin::ASK_GRANT,
        admin::GO,
        admin::OPEN,
        admin::CHOOSE_GRANT,
        admin::NOT_OFFERED,
        admin::SAVE,
        "Run the check again with that grant: --grant implicit or --grant pkce.",
    ],
    example: Some(Example {
        before: &["Grant Types: Code Authorization / PKCE"],
        after: &["Grant Types: Token Implicit Grant (Browser)"],
    }),
    method: "It asks with the first redirect URI and both grants. It fails if the service sends the agent straight back to the redirect URI with unauthorized_client or unsupported_response_type, while it refuses control Y, a redirect URI that nobody can register. It also fails if the grant given is refused and the other one is accepted, with both controls refused; or if an error page or body names the grant, while control X, a client id that cannot exist, is refused for something else. It passes only if this grant is accepted and the other one is refused. Otherwise nothing is said, as a service may look at the grant only after the login.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the grant type, Token Implicit Grant (Browser).",
        ),
        (
            Confidence::Documented("Genesys"),
            "error=unauthorized_client at the redirect URI, as in its SDK repositories. One third party tells of the shared error page instead.",
        ),
        (
            Confidence::Reported,
            "new clients are no longer offered the implicit grant; the dates differ.",
        ),
        (
            Confidence::Unknown,
            "whether Genesys Cloud looks at the grant before the login, and whether MiraBridge Phone works with PKCE.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_CREATE,
        (
            "RFC 6749, 4.2.2.1: unauthorized_client",
            "https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2.1",
        ),
        ("RFC 7636: PKCE", "https://www.rfc-editor.org/rfc/rfc7636"),
    ],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes).asking(probes);

/// Why nothing more can be said without a login.
const AFTER_LOGIN: &str = "Genesys Cloud checks the grant type only after the login";

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let requests = case.requests();
    let grant = case.target.grant().other();
    let mut probes = vec![requests.real(Purpose::OtherGrant, requests.first(), grant)];
    if case
        .asked()
        .is_some_and(|asked| asked.other_grant(case.target).is_some())
    {
        probes.extend(requests.with_other_grant());
    }
    probes
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let requests = case.requests();
    let grant = case.target.grant();
    let mut asked = vec![
        requests.real(Purpose::RedirectUri, requests.first(), grant),
        requests.real(Purpose::OtherGrant, requests.first(), grant.other()),
    ];
    if let Some(outcome) = of_widget(case) {
        asked.reverse();
        return vec![outcome.with_evidence(asked)];
    }
    let quoted = case.answered_with(|reply| match &reply.classification {
        Classification::Bounced { code, .. } => code != "invalid_scope",
        Classification::Refused(refusal) => refusal.is_about_grant(),
        _ => false,
    });
    asked.retain(|probe| !quoted.contains(probe));
    let outcome = case.judged(|answers| judge(case, answers));
    let later = case.sent_back_at(|code| code != "invalid_scope");
    let told = outcome.with_evidence(later).with_evidence(quoted);
    vec![told.with_evidence(asked)]
}

fn judge(case: &Case<'_>, answers: &Answers) -> Outcome {
    let (host, grant) = (case.login_host(), case.target.grant());
    match &answers.situation {
        Situation::OtherGrant(other) => {
            let message = format!(
                "{host} refuses the client with the {} grant and accepts it with the {} grant.",
                words(grant),
                words(grant.other())
            );
            wrong(grant, other.basis(), message)
        }
        Situation::GrantRefused { quote } => {
            let message = format!(
                "{host} refuses the {} grant of this client ({quote}), and a client id that cannot exist for another reason.",
                words(grant)
            );
            wrong(grant, Basis::Contrast, message)
        }
        Situation::UnknownRefusal { quote } if is_refused(answers) => Outcome::unverifiable(
            Cause::Unrecognized,
            format!(
                "{host} refuses the grant ({quote}), and that of a client id that cannot exist, too."
            ),
        ),
        Situation::Known => known(case, answers),
        _ => answers.skipped(),
    }
}

/// What the answers say of the grant that the widget uses, where that is not the one that is checked, and the one that is
/// checked is accepted.
pub(super) fn of_widget(case: &Case<'_>) -> Option<Outcome> {
    let grant = case.asked()?.other_grant(case.target)?;
    let answers = case.answers.as_ref()?;
    let is_accepted = matches!(answers.situation, Situation::Known)
        && matches!(answers.home.verdicts.first(), Some(UriVerdict::Accepted(_)));
    if !is_accepted {
        return None;
    }
    let (used, checked, host) = (words(grant), words(case.target.grant()), case.login_host());
    let asks =
        format!("The widget asks with the {used} grant, and the {checked} grant was checked.");
    let remedy = format!(
        "Ask MiraBridge which grant your version uses. For the {used} grant, the client's grant type at {ADMIN_MENU} must be {}. Then check it with --grant {}.",
        grant.admin_label(),
        grant.name()
    );
    let unclear = |cause: Cause| {
        let why = cause.words();
        Outcome::unverifiable(
            cause,
            format!("{asks} From {host} came neither an acceptance nor a refusal of it: {why}."),
        )
    };
    let Some(replies) = RegionReplies::of(case.target, grant, case.evidence) else {
        return Some(unclear(Cause::NotAsked));
    };
    let refused = |basis, quote: &str| {
        let message = format!(
            "{asks} {host} accepts the {checked} grant, and refuses the {used} grant ({quote})."
        );
        let headline =
            format!("Give the client the grant that the widget uses, {used}: {ADMIN_MENU}");
        Outcome::fail(basis, headline, message, remedy.clone())
    };
    for control in [&replies.client_control, &replies.redirect_control] {
        match control.result {
            ControlResult::Refused => {}
            ControlResult::Passed { .. } => return Some(unclear(Cause::Indistinct)),
            ControlResult::Unanswered(cause) => {
                let message = format!(
                    "{asks} A request to compare the answer with brought no usable one: {}.",
                    cause.words()
                );
                return Some(Outcome::unverifiable(cause, message));
            }
        }
    }
    if !replies.real.first()?.is_turned_down_for_grant()
        && replies.verdicts.first()?.is_turned_down()
    {
        return Some(unclear(Cause::Unrecognized));
    }
    Some(match replies.verdicts.first()? {
        UriVerdict::Bounced { quote, .. } => refused(Basis::Redirect, quote),
        UriVerdict::Refused { quote, .. } | UriVerdict::RefusedOtherwise { quote } => {
            refused(Basis::Contrast, quote)
        }
        UriVerdict::Accepted(basis) => {
            let message = format!(
                "{asks} {host} accepts both before the login, so that it does not show which of them the client has."
            );
            Outcome::warn(*basis, message, remedy)
        }
        UriVerdict::Unclear(cause) => unclear(*cause),
    })
}

/// Whether a real request was refused for its grant.
fn is_refused(answers: &Answers) -> bool {
    let mut refusals = answers.home.real.iter().filter_map(|reply| reply.refusal());
    refusals.any(Refusal::is_about_grant)
}

fn known(case: &Case<'_>, answers: &Answers) -> Outcome {
    let home = &answers.home;
    if !home.client_control.is_refused() {
        return Outcome::depends_on(&super::invalid_client::RULE);
    }
    if let Some(quote) = home.bounced(|code| code != "invalid_scope") {
        if !home.redirect_control.is_refused() {
            return Outcome::depends_on(&super::open_redirect::RULE);
        }
        let message = format!(
            "{} knows client and redirect URI and sends the agent straight back with {quote}.",
            case.login_host()
        );
        return wrong(case.target.grant(), Basis::Redirect, message);
    }
    if is_proven(case, answers) {
        return Outcome::pass(
            Basis::Contrast,
            format!(
                "The {} grant is accepted and the other one is refused.",
                words(case.target.grant())
            ),
        );
    }
    Outcome::skipped(AFTER_LOGIN)
}

/// Whether this grant was accepted and the other one refused: a client has one of them only.
pub(super) fn is_proven(case: &Case<'_>, answers: &Answers) -> bool {
    let home = &answers.home;
    matches!(home.verdicts.first(), Some(UriVerdict::Accepted(_)))
        && home.client_control.is_refused()
        && home.redirect_control.is_refused()
        && is_other_refused(case)
}

/// Whether the first URI was plainly turned down with the other grant: bounced or refused.
fn is_other_refused(case: &Case<'_>) -> bool {
    let requests = case.requests();
    let grant = case.target.grant().other();
    let probe = requests.real(Purpose::OtherGrant, requests.first(), grant);
    requests
        .reply(&probe, case.evidence)
        .is_some_and(|reply| reply.is_turned_down_for_grant())
}

/// A grant in a sentence.
fn words(grant: Grant) -> &'static str {
    match grant {
        Grant::Implicit => "implicit",
        Grant::Pkce => "PKCE",
    }
}

fn wrong(grant: Grant, basis: Basis, message: String) -> Outcome {
    let remedy = match grant {
        Grant::Implicit => format!(
            "At {ADMIN_MENU}, open the client and look at its grant type. MiraBridge documents {}; since 2026 Genesys Cloud may no longer offer it for new clients. If the client has the code grant on purpose, ask MiraBridge whether your version uses PKCE, and check with --grant pkce.",
            grant.admin_label()
        ),
        Grant::Pkce => format!(
            "At {ADMIN_MENU}, open the client and look at its grant type: PKCE needs Code Authorization. If your version of MiraBridge Phone uses the implicit grant, which is what MiraBridge documents, check without --grant pkce.",
        ),
    };
    Outcome::fail(
        basis,
        format!("Check the client's grant type: {ADMIN_MENU}"),
        message,
        remedy,
    )
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{asked_with, loaded, login, opened, visit};
    use crate::checks::testing::{
        CLIENT, FakeRequest, FakeServer, accepted, answer, genesys, refused,
    };
    use crate::probe::Observation;
    use crate::probe::Purpose::{OtherGrant, RedirectUri};
    use crate::probe::VisitEnd::Quiet;

    const ID: &str = "grant-not-allowed";

    fn unauthorized() -> Observation {
        answer(400, "", r#"{"error":"unauthorized_client"}"#)
    }

    fn is_ours(asked: &FakeRequest) -> bool {
        asked.is_authorization() && asked.host() == "login.mypurecloud.de" && asked.is_for_us()
    }

    /// An error that speaks of the grant, in a body: what it comes to for the client, its first URI and the grant.
    fn told(server: impl Fn(&FakeRequest) -> Observation) -> [String; 3] {
        let server = FakeServer::with(server);
        ["invalid-client", "invalid-redirect", ID].map(|id| {
            let told = server.tells(id);
            told.split(':').next().unwrap_or_default().to_owned()
        })
    }

    #[test]
    fn the_grant_that_the_widget_uses_is_asked_for_and_judged() {
        let uri = "https://apps.mypurecloud.de/crm/authWindow.html";
        let told = |kind: &str, reply: fn(&FakeRequest) -> Observation| {
            let request = asked_with(CLIENT, kind, uri, &login());
            let seen = visit(Quiet, vec![opened(), request, loaded(2, &login())]);
            let server = FakeServer::after(seen, |asked| {
                let is_code = is_ours(asked) && asked.names_documented() && asked.wants_code();
                if is_code {
                    reply(asked)
                } else {
                    genesys(asked)
                }
            });
            [ID, "auth-redirect", "implicit-grant-sunset"].map(|id| server.ends(id))
        };
        let bounced = |asked: &FakeRequest| {
            let back = format!("{}?error=unauthorized_client", asked.redirect_uri());
            answer(302, &back, "")
        };
        let accepts = |_: &FakeRequest| accepted();
        // A scope that is not known to the other grant says nothing of the grant.
        let scope = |asked: &FakeRequest| {
            let back = format!("{}?error=invalid_scope", asked.redirect_uri());
            answer(302, &back, "")
        };
        let in_body = |_: &FakeRequest| answer(400, "", r#"{"error":"invalid_scope"}"#);
        for reply in [scope, in_body] {
            assert_eq!(told("token", reply), ["skipped", "pass", "warn"]);
            assert_eq!(told("code", reply)[0], "unverifiable unrecognized");
        }
        assert_eq!(told("token", bounced), ["pass", "pass", "warn"]);
        assert_eq!(
            told("code", bounced),
            ["fail", "> grant-not-allowed", "warn"]
        );
        assert_eq!(told("code", accepts), ["warn", "pass", "warn"]);
        assert_eq!(
            told("code", genesys),
            ["fail", "> grant-not-allowed", "warn"]
        );
    }

    /// The widget asks with the code grant, and the implicit one is checked.
    #[test]
    fn the_grant_of_the_widget_is_judged_only_beside_its_controls_and_an_accepted_one() {
        let uri = "https://apps.mypurecloud.de/crm/authWindow.html";
        let ends = |server: fn(&FakeRequest) -> Observation| {
            let request = asked_with(CLIENT, "code", uri, &login());
            let seen = visit(Quiet, vec![opened(), request, loaded(2, &login())]);
            FakeServer::after(seen, server).ends(ID)
        };
        let anybody_with_code = ends(|asked| {
            if asked.is_authorization() && asked.wants_code() {
                accepted()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(anybody_with_code, "unverifiable indistinct");
        let not_the_first = ends(|asked| {
            if is_ours(asked) && asked.redirect_uri() == "https://phone.mirabridge.cloud" {
                refused()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(not_the_first, "skipped");
    }

    #[test]
    fn a_refusal_for_something_new_says_nothing_of_the_grant() {
        let server = FakeServer::with(|asked| {
            if asked.is_authorization() {
                answer(302, "/#/error?errorKey=somethingNew", "")
            } else {
                genesys(asked)
            }
        });
        assert_eq!(server.ends(ID), "> invalid-client");
    }

    #[test]
    fn the_answer_that_is_quoted_is_the_first_of_the_evidence() {
        let bounced = |asked: &FakeRequest| {
            let back = format!("{}?error=unauthorized_client", asked.redirect_uri());
            answer(302, &back, "")
        };
        for reply in [bounced, |_: &FakeRequest| unauthorized()] {
            let server = FakeServer::with(|asked| {
                if is_ours(asked) && asked.redirect_uri().contains("/crm/") {
                    reply(asked)
                } else {
                    genesys(asked)
                }
            });
            let outcome = server.outcomes(ID).swap_remove(0);
            let first = outcome.evidence.first().expect("a request");
            assert!(first.url.contains("index.html"), "{outcome:?}");
            let purposes = outcome.evidence.iter().map(|probe| probe.purpose);
            assert!(
                purposes.eq([RedirectUri, RedirectUri, RedirectUri, OtherGrant]),
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn the_grants_are_named() {
        let server = FakeServer::with(|asked| {
            if is_ours(asked) && asked.names_documented() && asked.wants_code() {
                accepted()
            } else if asked.is_authorization() {
                refused()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(
            server.tells(ID),
            "fail: login.mypurecloud.de refuses the client with the implicit grant and accepts it with the PKCE grant."
        );
    }

    #[test]
    fn an_error_that_names_the_grant_blames_neither_client_nor_uri() {
        // The controls show it.
        let by_controls = told(|asked| {
            if is_ours(asked) && asked.names_documented() {
                unauthorized()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(by_controls, ["pass", "skipped", "fail"]);
        // The grant is looked at before the redirect URI.
        let before_uri = told(|asked| {
            if is_ours(asked) {
                unauthorized()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(before_uri, ["pass", "skipped", "fail"]);
        // The other grant shows it.
        let by_other = told(|asked| match is_ours(asked) {
            true if asked.names_documented() && asked.wants_code() => accepted(),
            true if asked.names_documented() => unauthorized(),
            true => refused(),
            false => genesys(asked),
        });
        assert_eq!(by_other, ["pass", "pass", "fail"]);
        // Everybody gets it: nothing is shown.
        let everybody = told(|asked| {
            if asked.is_authorization() {
                unauthorized()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(
            everybody,
            [
                "unverifiable unrecognized",
                "skipped",
                "unverifiable unrecognized"
            ]
        );
        // One of three: the others are accepted with this grant.
        let one = told(|asked| {
            if is_ours(asked) && asked.redirect_uri() == "https://phone.mirabridge.cloud" {
                unauthorized()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(one, ["pass", "unverifiable unrecognized", "skipped"]);
    }
}
