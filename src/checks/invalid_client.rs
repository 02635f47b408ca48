use crate::judging::{ADMIN, Case, Check, DOCS, Later, Outcome, Rule};
use crate::meaning::{Asked, Basis, Control, Decision, OtherGrant, Row, Standing};
use crate::probe::{Cause, Probe, Purpose};
use crate::setup::{RedirectUri, Target};

/// The client id is not that of a usable OAuth client.
pub(super) struct InvalidClient;

static RULE: Rule = Rule {
    id: "invalid-client",
    title: "The client id is known",
    checks: "Whether the region's authorization endpoint accepts the client id, while it refuses a client id that cannot exist.",
    matters: "With a wrong id, or a client that is not saved and active, every sign-in ends on an error page.",
    mend: "At Admin > Integrations > OAuth, open the client and copy its client id again, with the copy button rather than by hand. Check that the client was saved and is active, and that the region in your browser's address bar is the one you check.",
    references: &[
        ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS),
        (
            "RFC 6749, 4.1.2.1: errors of an authorization request",
            "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1",
        ),
    ],
    asks_for_itself: false,
};

impl Check for InvalidClient {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        let grant = case.target.grant();
        let asked = Asked::of(case.target);
        let Some(decision) = &case.decision else {
            // The controls first: a service that runs out of patience must not seem to refuse them.
            let mut probes = vec![asked.client_control(grant), asked.redirect_control(grant)];
            let uris = case.target.redirect_uris().iter();
            probes.extend(uris.map(|uri| asked.real(Purpose::RedirectUri, uri, grant)));
            return probes;
        };
        if decision.wants_elsewhere() {
            OtherGrant::probes(case.target)
        } else {
            Vec::new()
        }
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        let asked = Asked::of(case.target);
        let grant = case.target.grant();
        let outcome = match &case.decision {
            None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
            Some(decision) => judge(case, decision),
        };
        // What took an acceptance back comes first: it is what has to be explained.
        let taken_back = case
            .decision
            .iter()
            .filter(|decision| matches!(decision.row, Row::RefusedLater { .. }));
        let steps = taken_back.flat_map(|decision| {
            decision
                .login
                .iter()
                .flat_map(|login| login.steps.iter().rev().cloned())
        });
        vec![outcome.told_from(steps).told_from([
            asked.real(Purpose::RedirectUri, asked.first(), grant),
            asked.client_control(grant),
            asked.redirect_control(grant),
        ])]
    }

    fn later(&self, target: &Target) -> Vec<Later> {
        vec![Later {
            when: "the login host answers and accepts nothing",
            what: format!(
                "the redirect URIs and both controls with the other grant ({}) at {}",
                target.grant().other().name(),
                target.region().login_host()
            ),
            at_most: target.redirect_uris().len() + 1,
        }]
    }
}

fn judge(case: &Case<'_>, decision: &Decision) -> Outcome {
    let host = case.login_host();
    match &decision.row {
        Row::Silent(_) => Outcome::depends_on("unreachable"),
        Row::AcceptsAnybody => Outcome::unverifiable(
            Cause::Indistinct,
            format!(
                "{host} accepts even a client id that cannot exist, so accepting yours proves nothing."
            ),
        ),
        Row::Known => match decision.home.client_control {
            Control::Unanswered(cause) => Outcome::unverifiable(
                cause,
                "The client id was accepted, but the request to compare it with, a client id that cannot exist, brought no usable answer.",
            ),
            _ => Outcome::pass(
                basis(&decision.home.standings),
                format!("{host} knows the client id, and refuses one that cannot exist."),
            ),
        },
        Row::RefusedLater { quote } => Outcome::unverifiable(
            Cause::Unrecognized,
            format!("{host} accepted the request at first and then turned it down: {quote}."),
        ),
        Row::OtherGrant(other) => Outcome::pass(
            basis(&other.home.standings),
            format!("{host} knows the client id, with another grant than the one checked."),
        ),
        Row::NearMiss => {
            let basis = decision.hits().map(|hit| hit.basis).next();
            Outcome::pass(
                basis.unwrap_or(Basis::Contrast),
                format!(
                    "{host} knows the client id: it accepts a redirect URI that is almost the one needed."
                ),
            )
        }
        Row::UrisRefused => Outcome::pass(
            Basis::Contrast,
            format!(
                "{host} refuses your requests the way it refuses a wrong redirect URI, not the way it refuses a wrong client id."
            ),
        ),
        Row::Elsewhere(_) | Row::Everywhere(_) => Outcome::depends_on("region-mismatch"),
        Row::UnknownClient => unknown(
            case,
            decision,
            "unknown_client",
            format!(
                "{host} refuses the client id the way it refuses one that cannot exist, and not the way it refuses a wrong redirect URI."
            ),
        ),
        Row::UnknownClientOrUris => unknown(
            case,
            decision,
            "unknown_client_or_uris",
            format!(
                "{host} refuses this client id with every redirect URI, as it refuses a client id that cannot exist. Either the id is unknown in every region, or the client is not saved and active, or it is known here with none of these redirect URIs: the answer does not tell which."
            ),
        ),
        Row::UnknownRefusal { quote } => Outcome::unverifiable(
            Cause::Unrecognized,
            format!(
                "{host} refuses every request with an answer this tool does not know: {quote}. It may be refusing everybody."
            ),
        ),
        Row::PartlyRefused(cause) => Outcome::unverifiable(
            *cause,
            "Some requests were refused and others brought no usable answer, so whether the client id is right is not settled.",
        ),
        Row::Alike => Outcome::unverifiable(
            Cause::Indistinct,
            format!(
                "{host} does not turn away a client id that cannot exist, so what it answers to yours proves nothing. Whether yours is right shows only after a login."
            ),
        ),
        Row::ControlSilent(cause) => Outcome::unverifiable(
            *cause,
            "Nothing was accepted, and a control request brought no usable answer, so there is nothing to compare the refusals with.",
        ),
        Row::Unread(cause) => Outcome::unverifiable(
            *cause,
            format!("What {host} answered for your client is neither an acceptance nor a refusal."),
        ),
    }
}

fn unknown(case: &Case<'_>, decision: &Decision, reason: &str, message: String) -> Outcome {
    let unasked = decision
        .sweep
        .as_ref()
        .map_or(0, |sweep| sweep.unasked.len());
    let mut message = message;
    if decision.sweep.is_none() {
        message.push_str(" The other regions were not asked.");
    } else if unasked > 0 {
        message.push_str(" Not every other region could be asked; see region-mismatch.");
    }
    let basis = if reason == "unknown_client" {
        Basis::Contrast
    } else {
        Basis::Signature
    };
    Outcome::fail(
        basis,
        format!("Check the client's id, state and redirect URIs: {ADMIN}"),
        message,
        format!(
            "At {ADMIN}, in the organization that lives in {}, open the MiraBridge Phone client. Copy its client id again with the copy button, check that it is saved and active, and that its redirect URIs are exactly these:",
            case.target.region().domain()
        ),
    )
    .because(reason)
    .with_paste(case.target.redirect_uris().iter().map(RedirectUri::as_str))
}

/// The strongest basis on which a request was accepted.
pub(super) fn basis(standings: &[Standing]) -> Basis {
    let has = |basis| {
        standings
            .iter()
            .any(|standing| standing.basis() == Some(basis))
    };
    [Basis::Signature, Basis::Contrast]
        .into_iter()
        .find(|basis| has(*basis))
        .unwrap_or(Basis::Redirect)
}
