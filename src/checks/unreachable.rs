use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence, Situation, proxy_says};
use crate::finding::{Example, Outcome, Rule, Topic, references};
use crate::probe::{Cause, Failure, Purpose, Reply};

pub(crate) static RULE: Rule = Rule {
    id: "unreachable",
    title: "The region's login host answers",
    topic: Topic::LoginHost,
    defect: "The region's login host does not answer, or something else answers in its place. This says nothing about the client.",
    remedy: "Fix the cause that is named, or run the check from a network where agents work.",
    symptom: "Agents in the same network get no login page. Chrome and Edge name the reason in the window and in the console: ERR_NAME_NOT_RESOLVED, ERR_CONNECTION_TIMED_OUT, ERR_PROXY_CONNECTION_FAILED or ERR_CERT_AUTHORITY_INVALID. A firewall or a captive portal shows a page of its own. If this computer is in another network than the agents, they may see nothing of it.",
    cause: "The name does not resolve, port 443 is closed, a proxy has to be named or wants a login, a proxy inspects TLS with a certificate that this computer does not trust, this computer's clock is wrong, the host asks for a pause, or Genesys Cloud has an outage. The finding says which.",
    fix: &[
        "Read what the finding means: it names what came instead of an answer.",
        "Open https://login.{region} in a browser on the same computer. If it loads there, the browser knows a proxy or a certificate that this command does not know.",
        "For a proxy, name it with --proxy or HTTPS_PROXY. For TLS inspection, give its root certificate with --ca-cert.",
        "If the browser fails too, ask your network team to allow login.{region}, port 443. For an outage, look at https://status.mypurecloud.com.",
        "Or run the check in a network where agents work.",
    ],
    example: Some(Example {
        before: &["mirabridge-oauth check"],
        after: &["mirabridge-oauth check --proxy http://proxy.example.com:8080"],
    }),
    method: "It sends nothing of its own: it reads how the requests of the other checks to login.{region} ended. An answer with the marks of somebody else does not count: a proxy's 407, a firewall's page, a captive portal. Nor does a 429 or a fault of the server. If nothing else came, the finding is unverifiable and names the most frequent cause. As soon as one answer may be Genesys Cloud's own, it passes. It never fails.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the login host is login. and the region's domain, as in its SDKs.",
        ),
        (
            Confidence::Inferred,
            "who answers instead. It is told by marks that are common to proxies, firewalls and portals; an answer without them is taken for the service's own.",
        ),
    ],
    references: &[references::MIRABRIDGE],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    let host = case.login_host();
    let requests = case.requests();
    let first = requests.real(Purpose::RedirectUri, requests.first(), case.target.grant());
    let outcome = match case.answers.as_ref().map(|answers| &answers.situation) {
        None => Outcome::unverifiable(Cause::NotAsked, format!("{host} was not asked.")),
        Some(Situation::Silent(cause)) => {
            let failure = failure(case, *cause, &host);
            let told = failure.map_or_else(
                || instead(case, *cause, &host),
                |failure| match cause {
                    // Nothing was tried, so nothing is in the way from here.
                    Cause::NotAsked => format!("No answer came from {host}: {failure}."),
                    _ => format!("From here, {failure}."),
                },
            );
            Outcome::unverifiable(
                *cause,
                format!("{told} This says nothing about the OAuth client."),
            )
            .with_remedy(failure.map_or(cause.advice(), Failure::advice))
        }
        Some(_) => Outcome::pass(Basis::Transport, format!("{host} answers.")),
    };
    vec![outcome.with_evidence([first])]
}

/// The first failure for this cause.
fn failure<'a>(case: &Case<'a>, cause: Cause, host: &str) -> Option<&'a Failure> {
    let exchanges = case.evidence.exchanges().iter();
    exchanges
        .filter(|exchange| exchange.probe.host() == host)
        .filter_map(|exchange| exchange.observation.as_ref().err())
        .find(|failure| failure.cause() == cause)
        // That one was not asked says less than the answer for which it was not.
        .filter(|failure| {
            let mut replies = replies(case, host);
            !matches!(failure, Failure::RateLimited) || !replies.any(|reply| reply.status == 429)
        })
}

/// What came instead of an answer, in a sentence.
fn instead(case: &Case<'_>, cause: Cause, host: &str) -> String {
    match cause {
        Cause::CaptivePortal => {
            let answers = case.answers.as_ref();
            match answers.and_then(|answers| answers.home.client_control.reply.foreign()) {
                Some(portal) => format!(
                    "Requests to {host} are sent on to {portal}: a captive portal, or the sign-in page of a proxy or a firewall."
                ),
                None => format!("A captive portal answers instead of {host}."),
            }
        }
        Cause::Blocked => format!("A firewall or bot filter answers instead of {host}."),
        Cause::Proxy => {
            let mut replies = replies(case, host);
            let says = replies.find_map(proxy_says);
            let says = says.unwrap_or_else(|| "wants a login".to_owned());
            format!("A proxy answers instead of {host} and {says}.")
        }
        Cause::RateLimited => format!("{host} answers 429, too many requests: it asks to wait."),
        Cause::ServerError => {
            let fault = replies(case, host).find(|reply| reply.status >= 500);
            fault.map_or_else(
                || format!("{host} answers with a fault of its own."),
                |reply| {
                    format!(
                        "{host} answers {}: it, or something before it, is out of order.",
                        reply.status
                    )
                },
            )
        }
        _ => format!("Nothing that {host} answers can be read."),
    }
}

/// What answered requests to this host.
fn replies<'a>(case: &Case<'a>, host: &str) -> impl Iterator<Item = &'a Reply> {
    let exchanges = case.evidence.exchanges().iter();
    exchanges
        .filter(move |exchange| exchange.probe.host() == host)
        .filter_map(|exchange| exchange.observation.as_ref().ok())
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, answer, genesys};
    use crate::probe::{Failure, Observation};

    const ID: &str = "unreachable";
    const PORTAL: &str = "https://portal.example/login";

    /// The login host answers so, whatever it is asked.
    fn always(reply: &Observation) -> FakeServer {
        FakeServer::with(|asked| {
            if asked.is_authorization() {
                reply.clone()
            } else {
                genesys(asked)
            }
        })
    }

    #[test]
    fn what_came_instead_of_an_answer_is_told() {
        for (reply, told) in [
            (
                answer(302, PORTAL, ""),
                "unverifiable captive_portal: Requests to login.mypurecloud.de are sent on to portal.example: a captive portal, or the sign-in page of a proxy or a firewall.",
            ),
            (
                answer(511, "", ""),
                "unverifiable captive_portal: A captive portal answers instead of login.mypurecloud.de.",
            ),
            (
                answer(403, "", ""),
                "unverifiable blocked: A firewall or bot filter answers instead of login.mypurecloud.de.",
            ),
            (
                answer(407, "", ""),
                "unverifiable proxy: A proxy answers instead of login.mypurecloud.de and wants a login (407).",
            ),
            (
                answer(429, "", ""),
                "unverifiable rate_limited: login.mypurecloud.de answers 429, too many requests: it asks to wait.",
            ),
            (
                answer(500, "", ""),
                "unverifiable server_error: login.mypurecloud.de answers 500: it, or something before it, is out of order.",
            ),
            (
                Err(Failure::NotAsked {
                    why: "the time was up",
                }),
                "unverifiable not_asked: No answer came from login.mypurecloud.de: the time was up.",
            ),
        ] {
            let told = format!("{told} This says nothing about the OAuth client.");
            assert_eq!(always(&reply).tells(ID), told);
        }
        assert_eq!(
            FakeServer::with(genesys).tells(ID),
            "pass: login.mypurecloud.de answers."
        );
    }

    /// One of several failures is told, and its advice with it.
    #[test]
    fn the_failure_is_one_of_the_cause() {
        let waited = Failure::Timeout {
            waiting_for: "an answer",
        };
        let server = FakeServer::with(|asked| {
            if !asked.is_authorization() {
                genesys(asked)
            } else if asked.is_for_us() {
                Err(waited.clone())
            } else {
                Err(Failure::NotAsked {
                    why: "the time was up",
                })
            }
        });
        let outcome = server.outcomes(ID).swap_remove(0);
        assert!(
            outcome
                .message
                .starts_with(&format!("From here, {waited}.")),
            "{outcome:?}"
        );
        assert_eq!(outcome.remedy.as_deref(), Some(waited.advice()));
    }

    /// That it asks to wait is what its answer says; that the rest was not asked follows from it.
    #[test]
    fn an_answer_says_more_than_what_was_not_asked_for_it() {
        let server = FakeServer::with(|asked| match asked.is_authorization() {
            true if asked.is_for_us() => Err(Failure::RateLimited),
            true => answer(429, "", ""),
            false => genesys(asked),
        });
        let outcome = server.outcomes(ID).swap_remove(0);
        assert!(
            outcome.message.starts_with(
                "login.mypurecloud.de answers 429, too many requests: it asks to wait."
            ),
            "{outcome:?}"
        );
    }
}
