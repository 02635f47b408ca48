use crate::checks::{Case, LiveCheck};
use crate::classify::{
    Answers, Basis, Confidence, ControlResult, Refusal, RegionReplies, Situation,
};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::probe::{Cause, Probe};

pub(crate) static RULE: Rule = Rule {
    id: "open-redirect",
    title: "An unregistered redirect URI is refused",
    topic: Topic::Other,
    defect: "The service redirects to an address that nobody registered.",
    remedy: "Not your client's fault. Report it to Genesys Cloud Care with the output of check -v.",
    symptom: "Nobody sees it: agents sign in as usual. It only shows with a wrong redirect URI.",
    cause: "A fault of the service, or something else that answers in its place, such as a test server or a proxy. Nothing in your client can cause it.",
    fix: &[
        "Change nothing in the client.",
        "Make sure that it was Genesys Cloud that answered: the header of the report names no override, and the check says the same from another network.",
        "Report it to Genesys Cloud Care with the output of check -v.",
    ],
    example: None,
    method: "It asks with control Y: your client id and a redirect URI under .invalid. It passes if the client is known and Y is refused. It fails only if the server redirected to that very URI, while it refused control X, a client id that cannot exist. If Y is led to a login page like a real request, the finding is unverifiable: the service may look at the URI after the login.",
    facts: &[
        (
            Confidence::Documented("RFC 2606"),
            "names under .invalid are reserved and belong to nobody.",
        ),
        (
            Confidence::Reported,
            "Genesys Cloud refuses redirect URIs that are not registered, so this is not to be expected.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        (
            "RFC 9700, 4.11: open redirection",
            "https://www.rfc-editor.org/rfc/rfc9700#section-4.11",
        ),
        (
            "RFC 2606, 2: reserved names",
            "https://www.rfc-editor.org/rfc/rfc2606#section-2",
        ),
    ],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes).asking(probes);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    vec![case.requests().redirect_control(case.target.grant())]
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let outcome = case.judged(|answers| judge(case, answers));
    let situation = case.answers.as_ref().map(|answers| &answers.situation);
    let grant = match (situation, case.target.grant()) {
        (Some(Situation::OtherGrant(_)), grant) => grant.other(),
        (_, grant) => grant,
    };
    vec![outcome.with_evidence([case.requests().redirect_control(grant)])]
}

fn judge(case: &Case<'_>, answers: &Answers) -> Outcome {
    let home = &answers.home;
    let redirects = home.redirect_control.result == ControlResult::Passed { redirected: true };
    match &answers.situation {
        Situation::AcceptsAnybody => accepts_anybody(case),
        Situation::Known | Situation::NearMiss | Situation::UrisRefused => by_control(case, home),
        Situation::OtherGrant(other) => by_control(case, other),
        Situation::Unread(_) if redirects => by_control(case, home),
        _ => answers.skipped(),
    }
}

fn by_control(case: &Case<'_>, replies: &RegionReplies) -> Outcome {
    let host = case.login_host();
    let control = &replies.redirect_control;
    match (control.result, replies.client_control.result) {
        (ControlResult::Refused, _) => {
            let is_known = control.reply.refusal().is_some_and(Refusal::is_known);
            let basis = if is_known {
                Basis::Signature
            } else {
                Basis::Contrast
            };
            Outcome::pass(
                basis,
                format!("{host} refuses a redirect URI that nobody registered."),
            )
        }
        (ControlResult::Passed { redirected: true }, ControlResult::Refused) => Outcome::fail(
            Basis::Redirect,
            format!("Tell Genesys Cloud Care: {host} redirects to any address"),
            format!(
                "{host} redirected to a redirect URI under .invalid, which nobody can have registered."
            ),
            "Nothing in your client can cause this. Make sure that this is really Genesys Cloud (the head of the report names what leads elsewhere), then report it to Genesys Cloud Care with the output of this command with -v.",
        ),
        (ControlResult::Unanswered(cause), _) => Outcome::unverifiable(
            cause,
            "The request with a redirect URI that nobody registered brought no usable answer.",
        ),
        (_, ControlResult::Unanswered(cause)) => Outcome::unverifiable(
            cause,
            "The control request for the client brought no usable answer to compare with.",
        ),
        (_, ControlResult::Passed { .. }) => accepts_anybody(case),
        _ => Outcome::unverifiable(
            Cause::Indistinct,
            format!(
                "{host} treats a redirect URI that nobody registered like a real one, but does not redirect to it before the login."
            ),
        ),
    }
}

fn accepts_anybody(case: &Case<'_>) -> Outcome {
    Outcome::unverifiable(
        Cause::Indistinct,
        format!(
            "{} accepts even a client id that cannot exist, so that what it does with a redirect URI proves nothing.",
            case.login_host()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::CHECK;
    use crate::checks::Case;
    use crate::checks::testing::{CLIENT, FakeServer, accepted, answer, genesys, target};
    use crate::probe::{Evidence, Failure, Purpose};

    fn lost() -> Failure {
        Failure::Timeout {
            waiting_for: "an answer",
        }
    }

    #[test]
    fn what_it_judges_it_asks_for_whoever_else_does() {
        let (target, evidence) = (target(CLIENT), Evidence::default());
        let probes = (CHECK.probes)(&Case::new(&target, &evidence));
        let purposes: Vec<_> = probes.iter().map(|probe| probe.purpose).collect();
        assert_eq!(purposes, [Purpose::RedirectControl]);
    }

    #[test]
    fn a_redirect_to_anywhere_is_told_even_if_nothing_else_was_answered() {
        let server = FakeServer::with(|asked| {
            let uri = asked.redirect_uri();
            match (asked.is_authorization(), asked.names_documented()) {
                (true, false) => answer(302, &format!("{uri}#error=access_denied"), ""),
                (true, true) if asked.is_for_us() => Err(lost()),
                _ => genesys(asked),
            }
        });
        assert_eq!(
            server.tells("open-redirect"),
            "fail: login.mypurecloud.de redirected to a redirect URI under .invalid, which nobody can have registered."
        );
    }

    #[test]
    fn without_the_control_of_the_client_there_is_nothing_to_compare_with() {
        let server = FakeServer::with(|asked| {
            if asked.is_authorization() && !asked.is_for_us() {
                Err(lost())
            } else if asked.is_authorization() {
                accepted()
            } else {
                genesys(asked)
            }
        });
        assert_eq!(
            server.tells("open-redirect"),
            "unverifiable timeout: The control request for the client brought no usable answer to compare with."
        );
    }
}
