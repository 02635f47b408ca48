use crate::checks::{Case, Later, LiveCheck};
use crate::classify::{Answers, Basis, Confidence, ControlResult, Situation};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::{RedirectUri, Target};
use crate::platform_api::is_absent;
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
    method: "It asks login.{region}/oauth/authorize with your client id and each redirect URI, and with control X: a client id that cannot exist. An acceptance counts only if X was refused in the same run. If nothing is accepted, it asks the same with the other grant and in all other regions, and asks for near misses of the redirect URIs where these may be the fault. It fails if all your requests are refused as X is, and the client was found nowhere else. A fault of the service (5xx) is never a refusal, and an error about the grant never blames the client. Where the answers do not tell a wrong id from wrong redirect URIs, the finding says so.",
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
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes)
    .asking(probes)
    .announcing(later);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let grant = case.target.grant();
    let requests = case.requests();
    match &case.answers {
        // The controls first: a service that runs out of patience must not seem to refuse them.
        None => [
            requests.client_control(grant),
            requests.redirect_control(grant),
        ]
        .into_iter()
        .chain(requests.each(Purpose::RedirectUri, grant))
        .collect(),
        Some(answers) if answers.wants_other_grant() => requests.with_other_grant(),
        Some(_) => Vec::new(),
    }
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let requests = case.requests();
    let grant = case.target.grant();
    let mut outcome = case.judged(|answers| judge(case, answers));
    let more = std::mem::take(&mut outcome.evidence);
    // What took an acceptance back comes first: it is what has to be explained.
    let taken_back = case
        .answers
        .iter()
        .filter(|answers| matches!(answers.situation, Situation::RefusedLater { .. }));
    let steps = taken_back.flat_map(|answers| {
        let login = answers.login.iter();
        login.flat_map(|login| login.steps.iter().rev().cloned())
    });
    vec![
        outcome
            .with_evidence(steps)
            .with_evidence([
                requests.real(Purpose::RedirectUri, requests.first(), grant),
                requests.client_control(grant),
                requests.redirect_control(grant),
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

fn judge(case: &Case<'_>, answers: &Answers) -> Outcome {
    let host = case.login_host();
    match &answers.situation {
        Situation::Silent(_) | Situation::Elsewhere(_) | Situation::Everywhere(_) => {
            answers.skipped()
        }
        Situation::AcceptsAnybody => Outcome::unverifiable(
            Cause::Indistinct,
            format!(
                "{host} accepts even a client id that cannot exist, so accepting yours proves nothing."
            ),
        ),
        Situation::Known => match answers.home.client_control.result {
            ControlResult::Unanswered(cause) => Outcome::unverifiable(
                cause,
                "The client id was accepted, but the request to compare it with, a client id that cannot exist, brought no usable answer.",
            ),
            _ => Outcome::pass(
                answers.home.basis(),
                format!("{host} knows the client id, and refuses one that cannot exist."),
            ),
        },
        Situation::RefusedLater { quote } => Outcome::unverifiable(
            Cause::Unrecognized,
            format!("{host} accepted the request at first and then refused it: {quote}."),
        ),
        Situation::OtherGrant(other) => Outcome::pass(
            other.basis(),
            format!("{host} knows the client id, with another grant than the one checked."),
        ),
        Situation::GrantRefused { quote } => Outcome::pass(
            Basis::Contrast,
            format!(
                "{host} refuses the grant of your client ({quote}), and a client id that cannot exist for another reason."
            ),
        ),
        Situation::NearMiss => Outcome::pass(
            answers
                .any_near_miss()
                .map_or(Basis::Contrast, |near| near.basis),
            format!(
                "{host} knows the client id: it accepts a redirect URI that is almost the one needed."
            ),
        ),
        Situation::UrisRefused => Outcome::pass(
            Basis::Contrast,
            format!(
                "{host} refuses your requests the way it refuses a wrong redirect URI, not the way it refuses a wrong client id."
            ),
        ),
        Situation::UnknownClient => unknown(
            case,
            answers,
            ("unknown_client", Basis::Contrast),
            format!(
                "{host} refuses the client id the way it refuses one that cannot exist, and not the way it refuses a wrong redirect URI."
            ),
        ),
        Situation::UnknownClientOrUris => unknown(
            case,
            answers,
            ("unknown_client_or_uris", Basis::Signature),
            format!(
                "{host} refuses this client id with every redirect URI, as it refuses a client id that cannot exist. One of three things: the id is unknown in every region; the client is not saved and active; or it is known here with none of these redirect URIs. The answer is the same for all three."
            ),
        ),
        Situation::UnknownRefusal { quote } => Outcome::unverifiable(
            Cause::Unrecognized,
            format!(
                "{host} refuses every request, with an answer that does not say whether the client is right: {quote}. It may be refusing everybody."
            ),
        ),
        Situation::PartlyRefused(cause) => Outcome::unverifiable(
            *cause,
            "Some requests were refused and others brought no usable answer, so whether the client id is right is not settled.",
        ),
        Situation::Alike => {
            let status = answers.home.client_control.reply.status;
            Outcome::unverifiable(Cause::Indistinct, alike(&host, status))
        }
        Situation::ControlSilent(cause) => Outcome::unverifiable(
            *cause,
            "Nothing was accepted, and a control request brought no usable answer, so what the other requests were answered proves nothing.",
        ),
        Situation::Unread(cause) => Outcome::unverifiable(
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
            "{host} does not refuse a client id that cannot exist, so what it answers to yours proves nothing. Whether yours is right shows only after a login."
        )
    } else {
        format!(
            "{host} answers every request with {status}, even one with a client id that cannot exist, so what it answers to yours proves nothing."
        )
    }
}

fn unknown(
    case: &Case<'_>,
    answers: &Answers,
    (reason, basis): (&str, Basis),
    mut message: String,
) -> Outcome {
    let open = answers.sweep.as_ref().map(|sweep| sweep.undecided().len());
    match open {
        None => message.push_str(" The other regions were not asked."),
        Some(0) => {}
        Some(_) => {
            message.push_str(" Not every other region could be asked; see region-mismatch.");
        }
    }
    if let Some(lower) = case.target.client_id().in_lower_case() {
        message.push_str(" Genesys Cloud writes client ids in lower case: ");
        message.push_str(lower.as_str());
        message.push('.');
    }
    let outcome = Outcome::fail(
        basis,
        format!("Check the client's id, state and redirect URIs: {ADMIN_MENU}"),
        message,
        format!(
            "At {ADMIN_MENU}, in the organization that lives in {}, open the MiraBridge Phone client. Copy the client id again; do not type it. Check that the client is saved and active, and that its redirect URIs are exactly these:",
            case.target.region().domain()
        ),
    )
    .with_reason(reason)
    .with_paste(case.target.needed_uris().iter().map(RedirectUri::as_str));
    match &case.registered {
        Some(Ok(registered)) => registered.settled(case.target, None, outcome),
        Some(Err(unread)) if is_absent(unread) => Outcome {
            headline: Some(format!("Check the client's id: {ADMIN_MENU}")),
            message: format!(
                "{} The Platform API tells which: {}",
                outcome.message, unread.message
            ),
            remedy: unread.remedy.clone(),
            paste: Vec::new(),
            ..outcome
        },
        _ => outcome,
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{CLIENT, FakeServer, answer, genesys, refused, target};
    use crate::probe::Purpose;

    #[test]
    fn the_other_grant_has_controls_of_its_own_where_nothing_is_accepted() {
        let controls = |server: FakeServer| {
            let exchanges = server.evidence.exchanges().iter();
            let purposes = exchanges.map(|exchange| exchange.probe.purpose);
            purposes
                .filter(|purpose| *purpose == Purpose::OtherGrantControl)
                .count()
        };
        assert_eq!(controls(FakeServer::with(genesys)), 0);
        assert_eq!(controls(FakeServer::with(|_| refused())), 2);
    }

    #[test]
    fn an_id_in_capital_letters_is_told_in_lower_case() {
        let told = |id: &str| FakeServer::of(target(id), |_| refused()).tells("invalid-client");
        let words = format!("Genesys Cloud writes client ids in lower case: {CLIENT}.");
        assert!(told(&CLIENT.to_ascii_uppercase()).ends_with(&words));
        assert!(!told(CLIENT).contains("lower case"));
    }

    #[test]
    fn a_page_for_everybody_is_named_by_its_status() {
        let told = |status| {
            FakeServer::with(|asked| {
                let page = "<form><input></form>";
                answer(
                    if asked.is_authorization() {
                        status
                    } else {
                        200
                    },
                    "",
                    page,
                )
            })
            .tells("invalid-client")
        };
        assert!(told(200).ends_with("Whether yours is right shows only after a login."));
        assert!(told(400).contains("answers every request with 400"));
    }
}
