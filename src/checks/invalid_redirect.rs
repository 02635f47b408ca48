use crate::checks::{Case, Later, LiveCheck};
use crate::classify::{
    AcceptedNearMiss, Answers, Basis, Confidence, ControlResult, MAX_NEAR_MISSES, MOST_LIKELY,
    RegionReplies, Search, Situation, UriVerdict,
};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Status, Topic, admin, references};
use crate::genesys::{Grant, NearMissKind, RedirectUri, Region, Target};
use crate::probe::{Cause, Probe, Purpose};

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
    method: "It asks login.{region}/oauth/authorize with your client id and each redirect URI, and with control Y: your client id and a URI under .invalid, which nobody can register. A URI passes if it is accepted and Y was refused in the same run. It fails if it is refused although the service knows the client: by another URI, by a near miss of it, or by refusing it as it refuses Y and not X, a client id that cannot exist. Then the usual mistakes are asked for; one that is accepted is what is registered instead, and it is tried on the other redirect URIs, too. If the other requests brought no answer, a refused URI fails too, and the finding says that id or URI is not settled.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the three redirect URIs, byte for byte, and that spaces and stray characters make them wrong.",
        ),
        (
            Confidence::Documented("Genesys"),
            "redirect URIs are compared as exact text.",
        ),
        (
            Confidence::Reported,
            "Genesys Cloud shows one page for a wrong client id and a wrong redirect URI.",
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
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes)
    .asking(probes)
    .announcing(later);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let search = case.answers.as_ref().and_then(Answers::search);
    let mut probes = search.map_or_else(Vec::new, Search::probes);
    let sent = case.asked().and_then(|asked| asked.other_uri(case.target));
    let grant = case.target.grant();
    probes.extend(sent.map(|uri| case.requests().real(Purpose::RedirectUri, &uri, grant)));
    probes
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let uris = case.target.redirect_uris().iter().enumerate();
    uris.map(|(index, uri)| {
        let outcome = case.judged(|answers| judge(case, answers, index, uri));
        outcome.about(Some(uri.as_str()))
    })
    .chain(of_widget(case))
    .collect()
}

/// The redirect URI that the widget sends, where it is none of those that are checked: judged as one more of them.
pub(super) fn of_widget(case: &Case<'_>) -> Option<Outcome> {
    let uri = case.asked()?.other_uri(case.target)?;
    let target = case.target.clone().with_login_uri(uri.clone());
    let index = case.target.redirect_uris().len();
    let case = Case {
        target: &target,
        answers: Answers::of(&target, case.evidence),
        ..case.clone()
    };
    let mut outcome = case.judged(|answers| judge(&case, answers, index, &uri));
    if matches!(outcome.status, Status::Pass | Status::Unverifiable) {
        outcome.message = format!("The widget sends it. {}", outcome.message);
    }
    Some(outcome.about(Some(uri.as_str())))
}

fn later(target: &Target) -> Vec<Later> {
    let host = target.region().login_host();
    vec![
        Later {
            when: "a redirect URI is refused, and the client is found in no other region",
            what: format!("likely mistakes in the refused redirect URIs at {host}, in two rounds"),
            at_most: MOST_LIKELY,
        },
        Later {
            when: "the client is known, and a redirect URI is still refused",
            what: format!("other mistakes in it at {host}"),
            at_most: MAX_NEAR_MISSES - MOST_LIKELY,
        },
    ]
}

fn judge(case: &Case<'_>, answers: &Answers, index: usize, uri: &RedirectUri) -> Outcome {
    let grant = case.target.grant();
    let given = |outcome| with_requests(case, outcome, uri, grant);
    match &answers.situation {
        Situation::AcceptsAnybody => given(indistinct(case)),
        Situation::Known
        | Situation::NearMiss
        | Situation::UrisRefused
        | Situation::PartlyRefused(_)
        | Situation::Unread(_) => given(verdict(case, answers, &answers.home, index, uri)),
        Situation::OtherGrant(other) => with_requests(
            case,
            verdict(case, answers, other, index, uri),
            uri,
            grant.other(),
        ),
        _ => answers.skipped(),
    }
}

fn verdict(
    case: &Case<'_>,
    answers: &Answers,
    replies: &RegionReplies,
    index: usize,
    uri: &RedirectUri,
) -> Outcome {
    let host = case.login_host();
    let control = replies.redirect_control.result;
    match replies.verdicts.get(index) {
        Some(known @ (UriVerdict::Accepted(_) | UriVerdict::Bounced { .. })) => match control {
            ControlResult::Refused => Outcome::pass(
                known.basis().unwrap_or(Basis::Contrast),
                "It is accepted, and a redirect URI that cannot be registered is refused.",
            ),
            ControlResult::Passed { .. } => indistinct(case),
            ControlResult::Unanswered(cause) => Outcome::unverifiable(
                cause,
                "It was accepted, but the request to compare it with, a redirect URI that cannot be registered, brought no usable answer.",
            ),
        },
        Some(UriVerdict::Refused { .. })
            if matches!(answers.situation, Situation::Known)
                && matches!(control, ControlResult::Passed { .. }) =>
        {
            indistinct(case)
        }
        Some(UriVerdict::Refused { quote, is_known }) => match answers.near_miss(index) {
            Some(near) => near_miss(case, answers, index, uri, &near),
            None if case.target.login_uri() == Some(uri) => of_login(case, uri, quote, *is_known),
            None => missing(case, answers, index, uri, (quote, *is_known)),
        },
        Some(UriVerdict::RefusedOtherwise { quote }) => Outcome::unverifiable(
            Cause::Unrecognized,
            format!("{host} answers with {quote}, which does not say whether it is registered."),
        ),
        Some(UriVerdict::Unclear(cause)) => Outcome::unverifiable(
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

/// What is registered instead, as far as it was proved.
fn near_miss(
    case: &Case<'_>,
    answers: &Answers,
    index: usize,
    uri: &RedirectUri,
    near: &AcceptedNearMiss,
) -> Outcome {
    let kind = near.miss.kind;
    // One entry can be corrected into one URI only, unless it holds several.
    let taken = kind != NearMissKind::Joined
        && (0..index)
            .filter_map(|before| answers.near_miss(before))
            .any(|before| before.miss.uri == near.miss.uri);
    let by_widget = case.asked().and_then(|asked| asked.other_uri(case.target));
    let is_in_use = [case.target.login_uri(), by_widget.as_ref()].contains(&Some(&near.miss.uri));
    let remedy = if is_in_use {
        format!(
            "The login asks with the line that is registered, so keep it. At {ADMIN_MENU}, add this one as well, exactly, and ask MiraBridge why the login asks with the other:"
        )
    } else if taken {
        format!(
            "At {ADMIN_MENU}, correct that line as told above, and add this one to the client's redirect URIs as well, exactly:"
        )
    } else {
        format!(
            "At {ADMIN_MENU}, in the client's redirect URIs: {}, so that the line reads exactly:",
            kind.fix()
        )
    };
    Outcome::fail(
        near.basis,
        if is_in_use {
            format!("Add the redirect URI for {}: {ADMIN_MENU}", uri.short())
        } else {
            format!("Correct the redirect URI for {}: {ADMIN_MENU}", uri.short())
        },
        format!(
            "It is {}. Genesys Cloud compares exact text, so the one that is needed is refused.",
            kind.description()
        ),
        remedy,
    )
    .with_found(near.miss.uri.as_str())
    .with_paste([uri.as_str()])
    .with_evidence([near.probe.clone()])
}

/// A login asked with another redirect URI than the documented ones: it is the login that is to be corrected, mostly.
fn of_login(case: &Case<'_>, uri: &RedirectUri, quote: &str, is_known: bool) -> Outcome {
    let (host, home) = (case.login_host(), case.target.region().domain());
    let mut regions = Region::all().iter();
    let owner = regions.find(|region| RedirectUri::documented(region).contains(uri));
    let whose = match owner {
        Some(region) => format!("It is a redirect URI of the region {region}."),
        None => "MiraBridge does not document it.".to_owned(),
    };
    Outcome::fail(
        if is_known {
            Basis::Signature
        } else {
            Basis::Contrast
        },
        "Find out why the login asks with a redirect URI that is not registered".to_owned(),
        format!(
            "The login window asked with this redirect URI, and {host} refuses it ({quote}). {whose}"
        ),
        format!(
            "Do not register it for this reason alone. Open the page that starts the login, and compare the region and the addresses in its settings with those of {home}. If they are right, ask MiraBridge which redirect URI your version uses."
        ),
    )
}

fn missing(
    case: &Case<'_>,
    answers: &Answers,
    index: usize,
    uri: &RedirectUri,
    (quote, is_known): (&str, bool),
) -> Outcome {
    let host = case.login_host();
    let why = match answers.situation {
        Situation::PartlyRefused(_) => format!(
            "{host} refuses it ({quote}); whether for the client id or for the redirect URI is not settled."
        ),
        Situation::UrisRefused => format!(
            "{host} refuses it the way it refuses a redirect URI that cannot be registered ({quote})."
        ),
        _ => format!("{host} knows the client and refuses this redirect URI ({quote})."),
    };
    let near = if answers.near_misses_are_refused(index) {
        " No misspelled form of it is registered either."
    } else {
        " Not all of the usual mistakes in it could be asked for, so something like it may be registered."
    };
    let outcome = Outcome::fail(
        if is_known {
            Basis::Signature
        } else {
            Basis::Contrast
        },
        match answers.situation {
            Situation::PartlyRefused(_) => {
                format!("Check the client id and the redirect URIs: {ADMIN_MENU}")
            }
            _ => format!("Add the redirect URI for {}: {ADMIN_MENU}", uri.short()),
        },
        why + near,
        match answers.situation {
            Situation::PartlyRefused(_) => format!(
                "At {ADMIN_MENU}, compare the client id first. If it is right and this line is not among the client's redirect URIs, add it, exactly, and save:"
            ),
            _ => format!(
                "At {ADMIN_MENU}, add this line to the client's redirect URIs, exactly, and save:"
            ),
        },
    )
    .with_paste([uri.as_str()]);
    match &case.registered {
        Some(Ok(registered)) => registered.settled(case.target, Some(uri), outcome),
        _ => outcome,
    }
}

/// The outcome with the requests that showed it, the URI's own first.
fn with_requests(
    case: &Case<'_>,
    mut outcome: Outcome,
    uri: &RedirectUri,
    grant: Grant,
) -> Outcome {
    let requests = case.requests();
    let near = std::mem::take(&mut outcome.evidence);
    outcome
        .with_evidence([
            requests.real(Purpose::RedirectUri, uri, grant),
            requests.redirect_control(grant),
        ])
        .with_evidence(near)
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{asked_with, loaded, login, opened, visit};
    use crate::checks::testing::{CLIENT, FakeServer, accepted, answer, genesys, refused, target};
    use crate::finding::Status;
    use crate::genesys::RedirectUri;
    use crate::probe::VisitEnd::Quiet;

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

    fn messages(server: &FakeServer) -> Vec<String> {
        let outcomes = server.outcomes(ID).into_iter();
        outcomes.map(|outcome| outcome.message).collect()
    }

    /// It answers everybody with the same bare error, and part of it is broken.
    #[test]
    fn a_service_in_trouble_blames_no_redirect_uri() {
        let server = FakeServer::with(|asked| {
            if !asked.is_authorization() {
                genesys(asked)
            } else if asked.redirect_uri().contains("/crm/") {
                answer(500, "", "")
            } else {
                answer(400, "", "")
            }
        });
        let outcomes = server.outcomes("invalid-redirect");
        assert!(
            outcomes
                .iter()
                .all(|outcome| outcome.status != Status::Fail)
        );
        assert_eq!(server.ends("invalid-client"), "unverifiable server_error");
    }

    #[test]
    fn a_refusal_says_nothing_where_what_nobody_registered_is_accepted() {
        let indistinct = "login.mypurecloud.de treats a redirect URI that cannot be registered the same way, so its answer proves nothing.";
        let server = registered(|uri| uri != INDEX);
        assert_eq!(messages(&server), [indistinct; 3]);
    }

    #[test]
    fn a_refusal_says_what_it_blames() {
        let first = |server: &FakeServer| server.outcomes(ID).swap_remove(0);
        let by_uri = first(&FakeServer::with(|asked| {
            if asked.is_authorization() && asked.is_for_us() {
                answer(302, "/#/error?errorKey=invalidRedirectUri", "")
            } else {
                genesys(asked)
            }
        }));
        assert!(
            by_uri.message.starts_with("login.mypurecloud.de refuses it the way it refuses a redirect URI that cannot be registered (errorKey=invalidRedirectUri)."),
            "{by_uri:?}"
        );
        assert!(
            by_uri
                .message
                .ends_with(" No misspelled form of it is registered either."),
            "{by_uri:?}"
        );
        let headline = by_uri.headline.as_deref().unwrap_or_default();
        assert!(headline.starts_with("Add the redirect URI"), "{by_uri:?}");
        // The near misses bring no answer.
        let by_some = first(&FakeServer::with(|asked| {
            let uri = asked.redirect_uri();
            match asked.is_authorization() && asked.is_for_us() {
                true if asked.names_documented() || uri.contains(".invalid") => {
                    answer(302, "/#/error?errorKey=invalidRedirectUri", "")
                }
                true => answer(500, "", ""),
                false => genesys(asked),
            }
        }));
        assert!(
            by_some
                .message
                .ends_with("so something like it may be registered."),
            "{by_some:?}"
        );
        let partly = first(&FakeServer::with(|asked| {
            if asked.redirect_uri().contains("/crm/") {
                answer(500, "", "")
            } else if asked.is_authorization() {
                refused()
            } else {
                genesys(asked)
            }
        }));
        assert!(
            partly.message.starts_with("login.mypurecloud.de refuses it (errorKey=invalidClientId); whether for the client id or for the redirect URI is not settled."),
            "{partly:?}"
        );
        let headline = partly.headline.as_deref().unwrap_or_default();
        assert!(
            headline.starts_with("Check the client id and the redirect URIs"),
            "{partly:?}"
        );
        let remedy = partly.remedy.as_deref().unwrap_or_default();
        assert!(
            remedy.contains("compare the client id first."),
            "{partly:?}"
        );
    }

    /// It is the login that is wrong, so no line is printed to be registered.
    #[test]
    fn what_a_login_asked_with_is_not_to_be_registered() {
        for (uri, whose) in [
            (
                "https://phone.mirabridge.cloud/",
                "MiraBridge does not document it.",
            ),
            (
                "https://apps.mypurecloud.ie/crm/index.html",
                "It is a redirect URI of the region mypurecloud.ie.",
            ),
        ] {
            let login = RedirectUri::new(uri).expect("a redirect URI");
            let server = FakeServer::of(target(CLIENT).with_login_uri(login), genesys);
            let outcomes = server.outcomes(ID);
            let [.., of_login] = outcomes.as_slice() else {
                panic!("{outcomes:?}")
            };
            assert_eq!(outcomes.len(), 4);
            assert_eq!(of_login.status, Status::Fail);
            assert!(of_login.message.ends_with(whose), "{of_login:?}");
            assert!(of_login.paste.is_empty(), "{of_login:?}");
            let others = outcomes
                .iter()
                .filter(|outcome| outcome.status == Status::Pass);
            assert_eq!(others.count(), 3);
        }
    }

    /// What the widget sends is one more of them; a request for another client says nothing of ours.
    #[test]
    fn what_the_widget_sends_is_asked_for_and_judged() {
        const OTHER: &str = "https://phone.mirabridge.cloud/other";
        const NOBODY: &str = "00000000-0000-4000-8000-000000000000";
        let sent = |client: &str| {
            let request = asked_with(client, "token", OTHER, &login());
            visit(Quiet, vec![opened(), request, loaded(2, &login())])
        };
        let told = |client: &str, is_registered: bool| {
            let server = FakeServer::after(sent(client), |asked| {
                let is_other = asked.is_authorization() && asked.redirect_uri() == OTHER;
                if is_other && asked.is_for_us() && is_registered {
                    accepted()
                } else {
                    genesys(asked)
                }
            });
            messages(&server).get(3).cloned()
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told(CLIENT, true),
            text(
                "The widget sends it. It is accepted, and a redirect URI that cannot be registered is refused."
            )
        );
        assert_eq!(
            told(CLIENT, false),
            text(
                "The login window asked with this redirect URI, and login.mypurecloud.de refuses it (errorKey=invalidClientId). MiraBridge does not document it."
            )
        );
        assert_eq!(told(NOBODY, false), None);
        let seen = FakeServer::with(genesys).and_visited(sent(CLIENT));
        assert_eq!(
            messages(&seen).get(3).cloned(),
            text("The widget sends it. The service was not asked.")
        );
    }

    /// One line can be corrected into one redirect URI; a line that holds several is to be divided.
    #[test]
    fn a_line_is_corrected_once() {
        let remedies = |line: &str| -> Vec<_> {
            let server = registered(|uri| uri == PHONE || uri == line);
            let outcomes = server.outcomes(ID).into_iter();
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
