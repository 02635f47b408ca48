use crate::browser::Asked;
use crate::checks::{Case, LiveCheck};
use crate::classify::{Answers, Basis, Confidence, Situation};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::genesys::Grant;

/// What is said about the withdrawal, and by whom. The official page was not found, so both are told.
const TOLD: &str = "Genesys Cloud is withdrawing the implicit grant. Two unofficial sources: no new implicit clients since March or May 2026, and the end by March or May 2027.";
/// Who says so.
pub(crate) const SOURCES: &[&str] = &[COMMUNITY, WIKI];
const COMMUNITY: &str = "https://community.genesys.com/discussion/migrating-from-implicit-grant-can-we-use-authorization-code-grant-instead-of-pkce";
const WIKI: &str = "https://wiki.tinod.net/books/genesys-cloud-administration/page/oauth-clients";

pub(crate) static RULE: Rule = Rule {
    id: "implicit-grant-sunset",
    title: "The grant type is not being withdrawn",
    topic: Topic::Other,
    defect: "The implicit grant is being withdrawn. A warning with a date.",
    remedy: "Ask MiraBridge which grant your version of MiraBridge Phone uses and when it moves to PKCE. Do not change the grant type on your own: the widget and the client must agree.",
    symptom: "Nothing, as long as the client signs agents in. When you create a new client, Token Implicit Grant (Browser) may be missing from the form. On the day the grant ends, agents can no longer sign in.",
    cause: "With the implicit grant, the token stands in the address of the page, where it can leak. RFC 9700 advises against it, and Genesys Cloud is withdrawing it.",
    fix: &[
        "Ask MiraBridge which grant your version of MiraBridge Phone uses, and when it moves to PKCE.",
        "Until then, change nothing: the widget and the client must agree.",
        "Plan the change for before the earlier end, March 2027.",
        "When MiraBridge says so, change the client and the widget together, and run the check with --grant pkce.",
    ],
    example: None,
    method: "If the implicit grant is checked, it warns, whatever today's date is. If PKCE is checked, it passes only where the answers show that the client is no implicit one: PKCE is accepted and the implicit grant is refused. Where they show that it is one, it warns. With --browser, it says which grant the widget uses. It never fails.",
    facts: &[
        (
            Confidence::Reported,
            "the dates, by a reply in the Genesys community and by a third-party page. The two differ, and Genesys' own announcement was not found.",
        ),
        (
            Confidence::Documented("RFC 9700"),
            "clients should not use the implicit grant (section 2.1.2).",
        ),
        (
            Confidence::Unknown,
            "whether MiraBridge Phone works with PKCE.",
        ),
    ],
    references: &[
        (
            "Genesys community: migrating from the implicit grant",
            COMMUNITY,
        ),
        ("OAuth clients in Genesys Cloud (third party)", WIKI),
        (
            "RFC 9700, 2.1.2: implicit grant",
            "https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2",
        ),
        references::MIRABRIDGE,
    ],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes);

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    vec![match (case.target.grant(), used(case)) {
        (Grant::Implicit, _) | (_, Some(Grant::Implicit)) => withdrawn(case),
        (Grant::Pkce, _) => case.judged(|answers| judge(case, answers)),
    }]
}

/// The grant that the widget uses, as far as a browser saw that.
fn used(case: &Case<'_>) -> Option<Grant> {
    case.asked().and_then(Asked::grant)
}

fn withdrawn(case: &Case<'_>) -> Outcome {
    let seen = match used(case) {
        Some(Grant::Implicit) => " The widget uses this grant.",
        Some(Grant::Pkce) => " The widget uses PKCE, which stays.",
        None => "",
    };
    let stop = if seen.is_empty() { "" } else { "." };
    let headline = format!("the implicit grant ends by March or May 2027{stop}{seen}");
    let message = format!("{TOLD}{seen}");
    Outcome::warn(Basis::Date, message, RULE.remedy)
        .with_headline(headline.trim_end_matches('.'))
        .with_sources(SOURCES)
}

/// Whether the client is an implicit one, although it is checked with PKCE.
fn judge(case: &Case<'_>, answers: &Answers) -> Outcome {
    match &answers.situation {
        Situation::OtherGrant(_) => withdrawn(case),
        Situation::Known if super::grant_not_allowed::is_proven(case, answers) => Outcome::pass(
            Basis::Contrast,
            "The client has the PKCE grant, which stays, and not the implicit one.",
        ),
        Situation::Known if answers.explained_by().is_none() => Outcome::skipped(
            "Genesys Cloud shows the grant type of the client only after the login",
        ),
        _ => answers.skipped(),
    }
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{asked_with, loaded, login, opened};
    use crate::checks::testing::{
        CLIENT, FakeRequest, FakeServer, accepted, answer, genesys, refused, target,
    };
    use crate::genesys::{Grant, Target};
    use crate::probe::Observation;
    use crate::probe::VisitEnd::Quiet;

    const ID: &str = "implicit-grant-sunset";

    /// How a client ends that is asked for with PKCE.
    fn ends(server: impl Fn(&FakeRequest) -> Observation) -> String {
        let implicit = target(CLIENT);
        let target = Target::new(
            implicit.region().clone(),
            implicit.client_id().clone(),
            implicit.deployment().clone(),
            Grant::Pkce,
            Vec::new(),
        );
        FakeServer::of(target, server).ends(ID)
    }

    /// Genesys Cloud, which accepts the client with these grants.
    fn with(grants: &'static [Grant]) -> impl Fn(&FakeRequest) -> Observation {
        move |asked| {
            let grant = if asked.wants_code() {
                Grant::Pkce
            } else {
                Grant::Implicit
            };
            let at_home = asked.host() == "login.mypurecloud.de" && asked.is_for_us();
            match asked.is_authorization() {
                true if at_home && asked.names_documented() && grants.contains(&grant) => {
                    accepted()
                }
                true => refused(),
                false => genesys(asked),
            }
        }
    }

    #[test]
    fn only_a_client_that_is_shown_not_to_be_implicit_passes() {
        for (grants, expected) in [
            (&[Grant::Pkce][..], "pass"),
            (&[Grant::Implicit], "warn"),
            (&[Grant::Implicit, Grant::Pkce], "skipped"),
            (&[], "> invalid-client"),
        ] {
            assert_eq!(ends(with(grants)), expected, "{grants:?}");
        }
        let sent_back = ends(|asked| {
            if asked.is_for_us() && asked.names_documented() {
                let uri = asked.redirect_uri();
                answer(302, &format!("{uri}?error=unauthorized_client"), "")
            } else {
                genesys(asked)
            }
        });
        assert_eq!(sent_back, "> grant-not-allowed");
    }

    #[test]
    fn what_the_widget_uses_is_told() {
        let uri = "https://phone.mirabridge.cloud";
        for (kind, words) in [
            ("token", "The widget uses this grant."),
            ("code", "The widget uses PKCE, which stays."),
        ] {
            let asked = asked_with(CLIENT, kind, uri, &login());
            let events = vec![opened(), asked, loaded(2, &login())];
            let told = FakeServer::seen(Quiet, events).tells(ID);
            assert!(
                told.starts_with("warn: ") && told.ends_with(words),
                "{told}"
            );
        }
    }
}
