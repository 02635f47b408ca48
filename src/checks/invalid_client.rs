use crate::checks::{
    ADMIN, Case, Confidence, Example, Later, LiveCheck, Outcome, Rule, Topic, admin, references,
};
use crate::classify::{AuthorizeRequests, Basis, Control, Decision, OtherGrant, Row, Standing};
use crate::genesys::{RedirectUri, Target};
use crate::probe::{Cause, Probe, Purpose};

pub(crate) static RULE: Rule = Rule {
    id: "invalid-client",
    title: "The client id is known",
    topic: Topic::Client,
    defect: "The client id is refused: copied wrongly, not saved, not active, or registered with none of the redirect URIs.",
    remedy: "Copy the client id again; do not type it. Check that the client is saved and active, and its redirect URIs.",
    symptom: "Instead of a login page, the login window says: The OAuth client ID or redirect URI is invalid. Its address ends in #/error?errorKey=invalidClientId. A wrong redirect URI shows the same page, so it does not tell which of the two is wrong. MiraBridge's documentation speaks of the 'Invalid client' error.",
    cause: "The client id was not copied whole, or is that of another client. Or the client was never saved, is not active, was deleted, or belongs to another organization. Or it is the right one, and none of the needed redirect URIs is registered.",
    fix: &[
        "Sign in to the organization whose agents use MiraBridge Phone. The address bar shows its region: apps.{region}.",
        admin::GO,
        "Find the client of MiraBridge Phone. If it is not in the list, it was never saved, was deleted, or belongs to another organization: create it with Add Client.",
        "Open it and copy its Client ID; do not type it.",
        "Check that the client is active, and that Authorized redirect URIs (one per line) holds exactly the lines that the finding prints.",
        admin::SAVE,
        "Use the same client id here and in the widget's URL.",
        admin::CHECK_AGAIN,
    ],
    example: Some(Example {
        before: &["4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4ef5"],
        after: &["4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f"],
    }),
    method: "It asks login.{region}/oauth/authorize with your client id and each redirect URI, and with control X: a client id that cannot exist. An acceptance counts only if X was refused in the same run. If nothing is accepted, it asks the same with the other grant and in all other regions, and asks for slips of the redirect URIs where these may be the fault. It fails if all your requests are refused as X is, and the client was found nowhere else. Where the answers do not tell a wrong id from wrong redirect URIs, the finding says so.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "an unknown client ends at errorKey=invalidClientId, as in its SDK repositories.",
        ),
        (
            Confidence::Documented("MiraBridge"),
            "as causes, an id that was copied wrongly and a client that is not saved or not active.",
        ),
        (
            Confidence::Reported,
            "the error page names client id and redirect URI in one sentence.",
        ),
        (
            Confidence::Inferred,
            "a client that is not active is answered like an unknown one.",
        ),
        (
            Confidence::Unknown,
            "whether upper and lower case matter in a client id. Genesys Cloud writes ids in lower case; yours is sent as typed.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_CREATE,
        (
            "RFC 6749, 4.1.2.1: errors of an authorization request",
            "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1",
        ),
    ],
    asks_for_itself: false,
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes)
    .asking(probes)
    .announcing(later);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let grant = case.target.grant();
    let asked = AuthorizeRequests::of(case.target);
    let Some(decision) = &case.decision else {
        // The controls first: a service that runs out of patience must not seem to refuse them.
        let mut probes = vec![asked.client_control(grant), asked.redirect_control(grant)];
        let uris = case.target.redirect_uris().iter();
        probes.extend(uris.map(|uri| asked.real(Purpose::RedirectUri, uri, grant)));
        return probes;
    };
    let mut probes = Vec::new();
    if decision.wants_elsewhere() {
        probes.extend(OtherGrant::probes(case.target));
    }
    probes
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let asked = AuthorizeRequests::of(case.target);
    let grant = case.target.grant();
    let mut outcome = match &case.decision {
        None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
        Some(decision) => judge(case, decision),
    };
    let more = std::mem::take(&mut outcome.evidence);
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
    vec![
        outcome
            .with_evidence(steps)
            .with_evidence([
                asked.real(Purpose::RedirectUri, asked.first(), grant),
                asked.client_control(grant),
                asked.redirect_control(grant),
            ])
            .with_evidence(more),
    ]
}

fn later(target: &Target) -> Vec<Later> {
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

fn judge(case: &Case<'_>, decision: &Decision) -> Outcome {
    let host = case.login_host();
    match &decision.row {
        Row::Silent(_) => Outcome::depends_on(&super::unreachable::RULE),
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
        Row::Elsewhere(_) | Row::Everywhere(_) => {
            Outcome::depends_on(&super::region_mismatch::RULE)
        }
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
        Row::Alike => {
            Outcome::unverifiable(Cause::Indistinct, alike(&host, decision.home.x.status))
        }
        Row::ControlSilent(cause) => Outcome::unverifiable(
            *cause,
            "Nothing was accepted, and a control request brought no usable answer, so what the other requests were answered proves nothing.",
        ),
        Row::Unread(cause) => Outcome::unverifiable(
            *cause,
            format!(
                "From {host} came neither an acceptance nor a refusal of your client: {}.",
                cause.words()
            ),
        ),
    }
}

/// That a client id that cannot exist was answered like the real one; this is the status that it got.
fn alike(host: &str, status: u16) -> String {
    if status < 400 {
        format!(
            "{host} does not turn away a client id that cannot exist, so what it answers to yours proves nothing. Whether yours is right shows only after a login."
        )
    } else {
        format!(
            "{host} turns away every request alike ({status}), even with a client id that cannot exist, so what it answers to yours proves nothing."
        )
    }
}

fn unknown(case: &Case<'_>, decision: &Decision, reason: &str, message: String) -> Outcome {
    let unasked = decision
        .sweep
        .as_ref()
        .map_or(0, |sweep| sweep.open().len());
    let mut message = message;
    if decision.sweep.is_none() {
        message.push_str(" The other regions were not asked.");
    } else if unasked > 0 {
        message.push_str(" Not every other region could be asked; see region-mismatch.");
    }
    if let Some(lower) = case.target.client_id().in_lower_case() {
        message.push_str(" Genesys Cloud writes client ids in lower case: ");
        message.push_str(lower.as_str());
        message.push('.');
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
            "At {ADMIN}, in the organization that lives in {}, open the MiraBridge Phone client. Copy its client id again rather than type it, check that it is saved and active, and that its redirect URIs are exactly these:",
            case.target.region().domain()
        ),
    )
    .with_reason(reason)
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
