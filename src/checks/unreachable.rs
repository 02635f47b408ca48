use crate::judging::{Case, Check, DOCS, Outcome, Rule};
use crate::meaning::{Asked, Basis, Row};
use crate::probe::{Cause, Probe, Purpose};

/// The login host of the region does not answer.
pub(super) struct Unreachable;

static RULE: Rule = Rule {
    id: "unreachable",
    title: "The region's login host answers",
    checks: "Whether login.{region} answers at all, and whether it is Genesys Cloud that answers rather than a proxy, a firewall or a captive portal.",
    matters: "Agents sign in through this host. If it cannot be reached from here, nothing else can be verified from here, and nothing is said about the OAuth client.",
    mend: "The finding names the cause: DNS, connection, TLS, proxy, firewall or a fault of the service. Mend that, or run the check from a network where agents work.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: false,
};

impl Check for Unreachable {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, _: &Case<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        let host = case.login_host();
        let asked = Asked::of(case.target);
        let first = asked.real(Purpose::RedirectUri, asked.first(), case.target.grant());
        let outcome = match case.decision.as_ref().map(|decision| &decision.row) {
            None => Outcome::unverifiable(Cause::NotAsked, format!("{host} was not asked.")),
            Some(Row::Silent(cause)) => {
                let silence = silence(case, *cause, &host);
                Outcome::unverifiable(
                    *cause,
                    format!("{silence} This says nothing about the OAuth client."),
                )
            }
            Some(_) => Outcome::pass(Basis::Transport, format!("{host} answers.")),
        };
        vec![outcome.told_from([first])]
    }
}

/// What came instead of an answer, in a sentence.
fn silence(case: &Case<'_>, cause: Cause, host: &str) -> String {
    let failure = case
        .evidence
        .exchanges()
        .iter()
        .filter(|exchange| exchange.probe.host() == host)
        .find_map(|exchange| {
            exchange
                .observation
                .as_ref()
                .err()
                .filter(|failure| failure.cause() == cause)
        });
    if let Some(failure) = failure {
        return format!("From here, {failure}.");
    }
    match cause {
        Cause::CaptivePortal => format!("A captive portal answers instead of {host}."),
        Cause::Blocked => format!("A firewall or bot filter answers instead of {host}."),
        Cause::Proxy => format!("A proxy answers instead of {host} and wants a login."),
        Cause::RateLimited => format!("{host} answers 429: it asks to be left alone for a while."),
        Cause::ServerError => format!("{host} answers with a fault of its own."),
        _ => format!("Nothing that {host} answers can be read."),
    }
}
