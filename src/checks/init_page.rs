use crate::judging::{Case, Check, DOCS, Outcome, Rule};
use crate::meaning::{Basis, intruder};
use crate::probe::{Cause, Probe, Purpose};

/// The debug init URL does not answer as expected.
pub(super) struct InitPage;

static RULE: Rule = Rule {
    id: "init-page",
    title: "The debug init URL answers",
    checks: "Whether a plain GET of the debug init URL is answered with 200. It is asked once and never repeated.",
    matters: "The CRM loads MiraBridge Phone from this address. Without an answer the widget stays blank, whatever the OAuth client says.",
    mend: "Open the debug init URL in a browser. Check the deployment id (--deployment) with MiraBridge, and allow phone.mirabridge.cloud in proxies and content filters.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: true,
};

impl Check for InitPage {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        if case.target.documented_uris_only() {
            vec![page(case)]
        } else {
            Vec::new()
        }
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        vec![if case.target.documented_uris_only() {
            judge_page(case, &page(case))
        } else {
            Outcome::skipped("it belongs to the documented redirect URIs, and others were given")
        }]
    }
}

fn page(case: &Case<'_>) -> Probe {
    Probe::new(Purpose::InitPage, case.target.init_url())
}

/// How a page is judged. Nobody has measured how these pages answer, so an odd answer is worth knowing and
/// never a failure.
pub(super) fn judge_page(case: &Case<'_>, probe: &Probe) -> Outcome {
    let host = probe.host();
    let outcome = match case.evidence.get(probe) {
        None => Outcome::unverifiable(Cause::NotAsked, "It was not asked for."),
        Some(Err(failure)) => Outcome::unverifiable(
            failure.cause(),
            format!("It could not be loaded: {failure}."),
        ),
        Some(Ok(reply)) => match reply.status {
            200 => match intruder(&probe.url, reply) {
                None => Outcome::pass(Basis::Transport, "It answers."),
                Some(cause) => odd(format!("It answers, but not by itself: {}.", cause.words())),
            },
            407 => Outcome::unverifiable(
                Cause::Proxy,
                "A proxy answers instead and wants a login (407).",
            ),
            511 => Outcome::unverifiable(
                Cause::CaptivePortal,
                "A captive portal answers instead (511).",
            ),
            status => odd(format!("{host} answers {status} where 200 was expected.")),
        },
    };
    outcome.told_from([probe.clone()])
}

fn odd(message: String) -> Outcome {
    Outcome::warn(
        Basis::Transport,
        message,
        "Open it in a browser. If it fails there too, allow the host in proxies and content filters, or tell MiraBridge.",
    )
}
