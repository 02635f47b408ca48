use crate::checks::{Case, LiveCheck, registration_unreadable};
use crate::classify::{Answers, Basis, Confidence, Situation, UriVerdict};
use crate::finding::{Outcome, Rule, Status, Topic, references};
use crate::probe::Purpose;

pub(crate) static RULE: Rule = Rule {
    id: "registration-differs",
    title: "Login host and registration agree",
    topic: Topic::Other,
    defect: "The login host accepts what is not registered, or refuses what is.",
    remedy: "Run the check again in a minute: a change takes some seconds. If they still differ, run it with --record FILE and report the file.",
    symptom: "That depends on which of the two is right. If the login host refuses what is registered, agents cannot sign in.",
    cause: "The client was changed some seconds ago, and the login host does not know it yet. Or this version reads an answer of the login host wrongly.",
    fix: &[
        "Run the check again in a minute.",
        "If they still differ, run it with --admin and --record FILE, and report the file. It holds no secret, and it is what corrects this version.",
        "Until then, believe what the login host does: open the debug init URL in a browser and sign in.",
    ],
    example: None,
    method: "With check --admin, it compares what the login host answered to each redirect URI with what the Platform API tells: a client that is active, has the grant type, and has the redirect URI byte for byte must be accepted; any other must be refused. Answers that are neither an acceptance nor a refusal are not compared, and neither is a client of which something is not known to this version.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "that reads can be some ten seconds old after a change, as its Terraform provider says.",
        ),
        (
            Confidence::Inferred,
            "what the login host answers to a client that is not active.",
        ),
    ],
    references: &[references::PLATFORM_API, references::GENESYS_EDIT],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    let registered = match &case.registered {
        None => return Vec::new(),
        Some(Ok(registered)) => registered,
        Some(Err(_)) => return vec![Outcome::depends_on(&registration_unreadable::RULE)],
    };
    let grant = case.target.grant();
    let uris = case.target.redirect_uris().iter().enumerate();
    let told = uris.filter_map(|(index, uri)| {
        let is_accepted = is_accepted(case.answers.as_ref()?, index)?;
        let difference = match (is_accepted, registered.forbids(uri, grant)) {
            (true, Some(why)) => Some(format!("{uri}: it is accepted, and {why}.")),
            (false, None) => Some(format!(
                "{uri}: it is refused, and it is registered exactly so."
            )),
            _ => None,
        };
        Some((uri, difference))
    });
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        let why = "the login host said nothing that could be compared with what is registered";
        return vec![Outcome::skipped(why)];
    }
    let requests = case.requests();
    let mut message = format!("{} and the Platform API do not agree.", case.login_host());
    let mut probes = Vec::new();
    for (uri, difference) in told {
        if let Some(difference) = difference {
            message = format!("{message} {difference}");
            probes.push(requests.real(Purpose::RedirectUri, uri, grant));
        }
    }
    vec![if probes.is_empty() {
        Outcome::pass(
            Basis::Registered,
            "What the login host accepts and refuses is what is registered.",
        )
    } else {
        Outcome::warn(Basis::Registered, message, RULE.remedy)
            .with_headline("the login host and the registration do not agree")
            .with_evidence(probes)
    }]
}

/// What else there is to say of what is registered. That the client is not active is no failure where the login host
/// shows that it works.
pub(super) fn others(case: &Case<'_>) -> Vec<(&'static Rule, Vec<Outcome>)> {
    let Some(Ok(registered)) = &case.registered else {
        return Vec::new();
    };
    let works = case.answers.as_ref().is_some_and(|answers| {
        let mut uris = 0..answers.home.verdicts.len();
        uris.any(|index| is_accepted(answers, index) == Some(true))
    });
    let others = registered.results().map(|(rule, outcome)| {
        let is_refuted = works && outcome.status == Status::Fail && rule.id == "client-not-active";
        let outcome = if is_refuted {
            Outcome::depends_on(&RULE)
        } else {
            outcome.clone()
        };
        (*rule, vec![outcome])
    });
    others.collect()
}

/// Whether the login host accepts the redirect URI at this position, if it says so.
fn is_accepted(answers: &Answers, index: usize) -> Option<bool> {
    let home = &answers.home;
    let controlled = home.client_control.is_refused() && home.redirect_control.is_refused();
    let tells = matches!(
        answers.situation,
        Situation::Known
            | Situation::NearMiss
            | Situation::UrisRefused
            | Situation::UnknownClient
            | Situation::UnknownClientOrUris
            | Situation::Elsewhere(_)
    );
    match home.verdicts.get(index)? {
        _ if !tells || !controlled => None,
        UriVerdict::Accepted(_) => Some(true),
        UriVerdict::Refused { .. } => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeRequest, FakeServer, accepted, genesys, refused};
    use serde_json::json;

    const URIS: [&str; 3] = [
        "https://phone.mirabridge.cloud",
        "https://apps.mypurecloud.de/crm/index.html",
        "https://apps.mypurecloud.de/crm/authWindow.html",
    ];

    #[test]
    fn what_the_login_host_does_is_compared_with_what_is_registered() {
        for (changes, when_accepted, when_refused) in [
            (json!({}), "pass", "warn"),
            (json!({"state": "inactive"}), "warn", "pass"),
            (json!({"registeredRedirectUri": []}), "warn", "pass"),
            (json!({"registeredRedirectUri": &URIS[..2]}), "warn", "warn"),
            (json!({"authorizedGrantType": "CODE"}), "warn", "pass"),
            (
                json!({"state": "suspended"}),
                "> registration-unreadable",
                "> registration-unreadable",
            ),
            (
                json!({"scope": null}),
                "> registration-unreadable",
                "> registration-unreadable",
            ),
        ] {
            let ends =
                |server: FakeServer| server.and_registered(&changes).ends("registration-differs");
            assert_eq!(ends(FakeServer::with(genesys)), when_accepted, "{changes}");
            assert_eq!(
                ends(FakeServer::with(|_| refused())),
                when_refused,
                "{changes}"
            );
        }
    }

    /// Where right and wrong are accepted alike, that what is registered is accepted shows nothing.
    #[test]
    fn without_both_controls_there_is_nothing_to_compare() {
        for accepts in [
            |_: &FakeRequest| true,
            |asked: &FakeRequest| asked.is_for_us(),
            |asked: &FakeRequest| asked.names_documented(),
        ] {
            let server = FakeServer::with(|asked| {
                if asked.is_authorization() && accepts(asked) {
                    accepted()
                } else {
                    genesys(asked)
                }
            });
            let server = server.and_registered(&json!({"registeredRedirectUri": []}));
            assert_eq!(server.ends("registration-differs"), "skipped");
        }
    }
}
