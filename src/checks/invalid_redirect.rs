mod instead;

use crate::checks::{
    ADMIN, Case, Confidence, Example, Later, LiveCheck, Outcome, Rule, Topic, admin, references,
};
use crate::classify::{
    AuthorizeRequests, Basis, Control, Decision, Home, MAX_NEAR_MISSES, Near, Row, Standing,
};
use crate::genesys::{Grant, RedirectUri, Target};
use crate::probe::{Cause, Probe, Purpose};
use instead::near_miss;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-redirect",
    title: "The redirect URIs are registered",
    topic: Topic::RedirectUri,
    defect: "This redirect URI is not registered, or not exactly so.",
    remedy: "Paste the line that is printed, exactly. Save.",
    symptom: "Instead of a login page, the login window says: The OAuth client ID or redirect URI is invalid. A wrong client id shows the same page. MiraBridge's documentation speaks of the 'Invalid redirect URI' error. If only one of the redirect URIs is wrong, only the sign-ins that use it end there.",
    cause: "Genesys Cloud compares redirect URIs as exact text. A slash at the end, a space, http for https, ?crm= and more behind it, or another region's domain makes it another URI. Or it was never registered.",
    fix: &[
        admin::GO,
        admin::OPEN,
        "In Authorized redirect URIs (one per line), delete the line that is wrong, with all spaces around it.",
        "Paste the line that the finding prints. Each redirect URI has a line of its own, without quotes, commas or spaces, and the first one ends without a slash.",
        admin::SAVE,
        admin::CHECK_AGAIN,
    ],
    example: Some(Example {
        before: &["https://phone.mirabridge.cloud/"],
        after: &["https://phone.mirabridge.cloud"],
    }),
    method: "It asks login.{region}/oauth/authorize with your client id and each redirect URI, and with control Y: your client id and a URI under .invalid, which nobody can register. A URI passes if it is accepted and Y was refused in the same run. It fails if it is refused although the service knows the client: by another URI, by a slip of it, or by refusing it as it refuses Y and not X, a client id that cannot exist. Then the usual slips of it are asked for; one that is accepted is what is registered instead. If the other requests brought no answer, a refused URI fails too, and the finding says that id or URI is not settled.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the three redirect URIs, byte for byte, and that spaces and stray characters spoil them.",
        ),
        (
            Confidence::Reported,
            "Genesys Cloud compares exact text, and shows one page for a wrong client id and a wrong redirect URI.",
        ),
        (
            Confidence::Inferred,
            "a wrong redirect URI gets the same errorKey as an unknown client.",
        ),
        (Confidence::Unknown, "whether upper and lower case matter."),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_EDIT,
        (
            "RFC 9700, 4.1.3: redirect URIs are compared as exact strings",
            "https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3",
        ),
    ],
    asks_for_itself: false,
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes)
    .asking(probes)
    .announcing(later);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let search = case
        .decision
        .as_ref()
        .and_then(|decision| decision.search(case.target));
    search.map_or_else(Vec::new, |search| search.probes(case.evidence))
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let uris = case.target.redirect_uris();
    (0..uris.len())
        .zip(uris)
        .map(|(index, uri)| {
            let outcome = match &case.decision {
                None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
                Some(decision) => judge(case, decision, index, uri),
            };
            outcome.about(Some(uri.as_str()))
        })
        .collect()
}

fn later(target: &Target) -> Vec<Later> {
    vec![Later {
        when: "a redirect URI is refused, and the client is found in no other region",
        what: format!(
            "likely slips of the refused redirect URIs at {}, in two rounds",
            target.region().login_host()
        ),
        at_most: MAX_NEAR_MISSES,
    }]
}

fn judge(case: &Case<'_>, decision: &Decision, index: usize, uri: &RedirectUri) -> Outcome {
    let grant = case.target.grant();
    let given = |outcome| of(case, outcome, uri, grant);
    match &decision.row {
        Row::Silent(_) => Outcome::depends_on(&super::unreachable::RULE),
        Row::AcceptsAnybody => given(indistinct(case)),
        Row::Known | Row::NearMiss | Row::UrisRefused | Row::PartlyRefused(_) | Row::Unread(_) => {
            given(standing(case, decision, &decision.home, index, uri))
        }
        Row::OtherGrant(other) => of(
            case,
            standing(case, decision, &other.home, index, uri),
            uri,
            grant.other(),
        ),
        Row::Elsewhere(_) | Row::Everywhere(_) => {
            Outcome::depends_on(&super::region_mismatch::RULE)
        }
        Row::RefusedLater { .. }
        | Row::UnknownClient
        | Row::UnknownClientOrUris
        | Row::UnknownRefusal { .. }
        | Row::Alike
        | Row::ControlSilent(_) => Outcome::depends_on(&super::invalid_client::RULE),
    }
}

fn standing(
    case: &Case<'_>,
    decision: &Decision,
    home: &Home,
    index: usize,
    uri: &RedirectUri,
) -> Outcome {
    let host = case.login_host();
    match home.standings.get(index) {
        Some(known @ (Standing::Accepted(_) | Standing::Bounced { .. })) => {
            match home.redirect_control {
                Control::Refused => Outcome::pass(
                    known.basis().unwrap_or(Basis::Contrast),
                    "It is accepted, and a redirect URI that cannot be registered is refused.",
                ),
                Control::Passed { .. } => indistinct(case),
                Control::Unanswered(cause) => Outcome::unverifiable(
                    cause,
                    "It was accepted, but the request to compare it with, a redirect URI that cannot be registered, brought no usable answer.",
                ),
            }
        }
        Some(Standing::Refused { .. })
            if matches!(decision.row, Row::Known)
                && matches!(home.redirect_control, Control::Passed { .. }) =>
        {
            indistinct(case)
        }
        Some(Standing::Refused { quote }) => {
            let reading = home.real.get(index);
            let known = reading
                .and_then(|reading| reading.refusal())
                .is_some_and(|refusal| refusal.known.is_some());
            match decision.near.get(index).and_then(Near::likeliest) {
                Some(hit) => near_miss(decision, index, uri, hit),
                None => missing(
                    case,
                    decision,
                    index,
                    uri,
                    quote,
                    if known {
                        Basis::Signature
                    } else {
                        Basis::Contrast
                    },
                ),
            }
        }
        Some(Standing::NoVerdict(cause)) => Outcome::unverifiable(
            *cause,
            format!(
                "From {host} came neither an acceptance nor a refusal of it: {}.",
                cause.words()
            ),
        ),
        None => Outcome::unverifiable(Cause::NotAsked, format!("{host} was not asked about it.")),
    }
}

fn indistinct(case: &Case<'_>) -> Outcome {
    Outcome::unverifiable(
        Cause::Indistinct,
        format!(
            "{} treats a redirect URI that cannot be registered the same way, so its answer proves nothing.",
            case.login_host()
        ),
    )
}

fn missing(
    case: &Case<'_>,
    decision: &Decision,
    index: usize,
    uri: &RedirectUri,
    quote: &str,
    basis: Basis,
) -> Outcome {
    let host = case.login_host();
    let why = match decision.row {
        Row::PartlyRefused(_) => format!(
            "{host} refuses it ({quote}); whether for the client id or for the redirect URI is not settled."
        ),
        Row::UrisRefused => format!(
            "{host} refuses it the way it refuses a redirect URI that cannot be registered ({quote})."
        ),
        _ => format!("{host} knows the client and refuses this redirect URI ({quote})."),
    };
    let slips = if decision.near.get(index).is_some_and(|near| near.exhausted) {
        " None of its usual slips that were asked for is accepted either."
    } else {
        " Not all of its usual slips could be asked for, so something like it may be registered."
    };
    Outcome::fail(
        basis,
        match decision.row {
            Row::PartlyRefused(_) => format!("Check the client id and the redirect URIs: {ADMIN}"),
            _ => format!("Add the redirect URI for {}: {ADMIN}", uri.short()),
        },
        why + slips,
        format!("At {ADMIN}, add this line to the client's redirect URIs, exactly, and save:"),
    )
    .with_paste([uri.as_str()])
}

/// The outcome with the requests it was told from, the URI's own first.
fn of(case: &Case<'_>, mut outcome: Outcome, uri: &RedirectUri, grant: Grant) -> Outcome {
    let asked = AuthorizeRequests::of(case.target);
    let near = std::mem::take(&mut outcome.evidence);
    let mut outcome = outcome.with_evidence([
        asked.real(Purpose::RedirectUri, uri, grant),
        asked.redirect_control(grant),
    ]);
    outcome.evidence.extend(near);
    outcome
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, accepted, genesys, refused};

    const ID: &str = "invalid-redirect";
    const PHONE: &str = "https://phone.mirabridge.cloud";
    const INDEX: &str = "https://apps.mypurecloud.de/crm/index.html";
    const WINDOW: &str = "https://apps.mypurecloud.de/crm/authWindow.html";

    /// Genesys Cloud, where a redirect URI of our client is right if it `fits`.
    fn registered(fits: impl Fn(&str) -> bool) -> FakeServer {
        FakeServer::with(|asked| {
            if !asked.is_authorization() {
                genesys(asked)
            } else if asked.is_for_us() && !asked.wants_code() && fits(&asked.redirect_uri()) {
                accepted()
            } else {
                refused()
            }
        })
    }

    fn messages(staged: &FakeServer) -> Vec<String> {
        let outcomes = staged.outcomes(ID).into_iter();
        outcomes.map(|outcome| outcome.message).collect()
    }

    #[test]
    fn a_refusal_says_nothing_where_what_nobody_registered_is_accepted() {
        let indistinct = "login.mypurecloud.de treats a redirect URI that cannot be registered the same way, so its answer proves nothing.";
        let staged = registered(|uri| uri != INDEX);
        assert_eq!(messages(&staged), [indistinct; 3]);
    }

    /// One line can be mended into one redirect URI; a line that holds several is to be divided.
    #[test]
    fn a_line_is_corrected_once() {
        let remedies = |line: &str| -> Vec<_> {
            let staged = registered(|uri| uri == PHONE || uri == line);
            let outcomes = staged.outcomes(ID).into_iter();
            outcomes.filter_map(|outcome| outcome.remedy).collect()
        };
        let folder = remedies("https://apps.mypurecloud.de/crm/");
        let [index, window] = folder.as_slice() else {
            panic!("{folder:?}")
        };
        assert!(
            index.ends_with("so that the line reads exactly:"),
            "{index}"
        );
        assert_eq!(
            window,
            "At Admin > Integrations > OAuth, correct that line as told above, and add this one to the client's redirect URIs as well, exactly:"
        );
        let listed = remedies(&format!("{INDEX},{WINDOW}"));
        let [index, window] = listed.as_slice() else {
            panic!("{listed:?}")
        };
        assert_eq!(index, window);
        assert!(
            index.ends_with("so that the line reads exactly:"),
            "{index}"
        );
    }
}
