use crate::checks::{Case, Later, LiveCheck};
use crate::classify::{Answers, Basis, Confidence, ControlResult, RegionResult, Situation, Sweep};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::Target;
use crate::probe::{Cause, Probe, Purpose};

pub(crate) static RULE: Rule = Rule {
    id: "region-mismatch",
    title: "The client lives in this region",
    topic: Topic::Other,
    defect: "The client lives in another region.",
    remedy: "Use that region in the redirect URIs, in the widget's URL and with --region.",
    symptom: "Instead of a login page, the login window says: The OAuth client ID or redirect URI is invalid, although the client is there in Genesys Cloud for everybody to see. MiraBridge's documentation also names a login that loops or times out.",
    cause: "The region was guessed, or copied from an example or another customer. Usual slips are mypurecloud.com for an organization in Australia, and mypurecloud.au. Or the client id is that of another organization.",
    fix: &[
        "Open Genesys Cloud as your agents do, and read the region in the address bar: apps.{region}.",
        "If it is the region that the finding names, go on. If not, the client id is that of another organization: take the one from your own.",
        admin::GO,
        admin::OPEN,
        "Replace the lines in Authorized redirect URIs (one per line) by those that the finding prints.",
        admin::SAVE,
        "Use the same region in the widget's URL, and run the check with it: --region.",
    ],
    example: Some(Example {
        before: &["https://apps.mypurecloud.com/crm/index.html"],
        after: &["https://apps.mypurecloud.com.au/crm/index.html"],
    }),
    method: "Other regions are asked only if the region given answered, accepted nothing with either grant, is not in trouble itself (5xx) and did not ask for fewer requests. Each is asked for the client with the phone's redirect URI and the two of that region, or with those of --redirect-uri, and for control X, a client id that cannot exist. A region knows the client if it accepts one and refuses X. Exactly one such region: it fails. Several, or regions that do not show it: unverifiable, with their names. It passes if the region given knows the client.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the regions and their hosts, as in its SDKs.",
        ),
        (
            Confidence::Documented("MiraBridge"),
            "a wrong region as a cause of a login that loops or times out.",
        ),
        (
            Confidence::Inferred,
            "a client is known in one region only, and is answered like an unknown one in all others.",
        ),
    ],
    references: &[references::MIRABRIDGE, references::GENESYS_REGIONS],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes)
    .asking(probes)
    .announcing(later);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let wanted = case.answers.as_ref().is_some_and(Answers::wants_sweep);
    if !wanted {
        return Vec::new();
    }
    Sweep::probes(case.target)
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    vec![case.judged(|answers| judge(case, answers))]
}

fn later(target: &Target) -> Vec<Later> {
    let regions = Sweep::elsewhere(target).count();
    vec![Later {
        when: "the login host answers and accepts nothing",
        what: format!(
            "the redirect URIs and a control at the login hosts of the {regions} other regions"
        ),
        at_most: regions * (target.needed_uris().len() + 1),
    }]
}

fn judge(case: &Case<'_>, answers: &Answers) -> Outcome {
    let home = case.target.region().domain();
    let lives_here = |basis| Outcome::pass(basis, format!("The client lives in {home}."));
    match &answers.situation {
        Situation::AcceptsAnybody => Outcome::unverifiable(
            Cause::Indistinct,
            format!(
                "{} accepts every client id, so it does not show where yours lives.",
                case.login_host()
            ),
        ),
        Situation::Known => match answers.home.client_control.result {
            ControlResult::Unanswered(cause) => Outcome::unverifiable(
                cause,
                "The client id was accepted here, but the request to compare it with brought no usable answer.",
            ),
            _ => lives_here(answers.home.basis()),
        },
        Situation::OtherGrant(other) => lives_here(other.basis()),
        Situation::NearMiss => {
            lives_here(answers.any_near_miss().map_or(Basis::Contrast, |near| near.basis))
        }
        Situation::UrisRefused | Situation::GrantRefused { .. } => lives_here(Basis::Contrast),
        Situation::Elsewhere(found) => elsewhere(case, found),
        Situation::Everywhere(regions) => Outcome::unverifiable(
            Cause::Indistinct,
            format!(
                "Several regions answer as if they knew the client: {}. A client lives in one region only.",
                list(regions.iter().map(|found| found.region.domain()))
            ),
        )
        .with_evidence(regions.iter().map(|found| found.probe.clone())),
        Situation::UnknownClient | Situation::UnknownClientOrUris => match &answers.sweep {
            None => Outcome::unverifiable(Cause::NotAsked, "The other regions were not asked."),
            Some(sweep) if !sweep.undecided().is_empty() => partial(sweep),
            Some(_) if matches!(answers.situation, Situation::UnknownClient) => Outcome::pass(
                Basis::Contrast,
                "No other region knows the client id either.",
            ),
            Some(_) => answers.skipped(),
        },
        _ => answers.skipped(),
    }
}

fn elsewhere(case: &Case<'_>, found: &RegionResult) -> Outcome {
    let region = &found.region;
    let domain = region.domain();
    let there = case.target.in_region(region);
    let (what, paste) = if there.documented_uris_only() {
        let uris = there.redirect_uris().iter().map(ToString::to_string);
        ("The redirect URIs for it:", uris.collect())
    } else {
        ("The debug init URL for it:", vec![there.init_url()])
    };
    let grant = case.target.grant();
    let here = case.requests();
    Outcome::fail(
        found.verdict.basis().unwrap_or(Basis::Contrast),
        format!("Use region {domain}, also in {ADMIN_MENU}"),
        format!(
            "{} does not accept the client, and {} knows it. An OAuth client lives in one region only.",
            case.login_host(),
            region.login_host()
        ),
        format!(
            "Use {domain} everywhere: in the client's redirect URIs at {ADMIN_MENU} of that organization, in the widget's URL, and here (--region {domain}). {what}"
        ),
    )
    .with_paste(paste)
    .with_found_region(domain)
    .with_evidence(found.evidence())
    .with_evidence([here.real(Purpose::RedirectUri, here.first(), grant)])
}

fn partial(sweep: &Sweep) -> Outcome {
    let open = sweep.undecided();
    let mut causes: Vec<(Cause, Vec<String>)> = Vec::new();
    for (answer, cause) in &open {
        let host = answer.region.login_host();
        match causes.iter_mut().find(|(known, _)| known == cause) {
            Some((_, hosts)) => hosts.push(host),
            None => causes.push((*cause, vec![host])),
        }
    }
    let told = causes.iter().map(|(cause, hosts)| {
        let hosts = list(hosts.iter().map(String::as_str));
        format!("{}: {hosts}", cause.name())
    });
    let told = told.collect::<Vec<_>>().join("; ");
    let others = match sweep.asked() - open.len() {
        0 => "",
        1 => " The other one does not know the client.",
        _ => " The others do not know the client.",
    };
    let first = open.first();
    Outcome::unverifiable(
        first.map_or(Cause::NotAsked, |(_, cause)| *cause),
        format!(
            "{} of {} other regions do not show whether they know the client ({told}).{others}",
            open.len(),
            sweep.asked(),
        ),
    )
    .with_evidence(first.into_iter().flat_map(|(answer, _)| answer.evidence()))
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeRequest, FakeServer, accepted, answer, genesys, refused};
    use crate::genesys::Region;
    use crate::probe::{Failure, Observation};
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    fn lost() -> Failure {
        Failure::Timeout {
            waiting_for: "an answer",
        }
    }

    #[test]
    fn other_regions_are_asked_only_about_a_client_that_is_accepted_nowhere() {
        for (is_known, hosts) in [(true, 1), (false, Region::all().len())] {
            let asked = RefCell::new(BTreeSet::new());
            FakeServer::with(|request| {
                if request.is_authorization() {
                    asked.borrow_mut().insert(request.host().to_owned());
                }
                if is_known {
                    genesys(request)
                } else {
                    refused()
                }
            });
            assert_eq!(asked.into_inner().len(), hosts);
        }
    }

    #[test]
    fn where_the_client_lives_is_told_by_whatever_shows_it() {
        let is_ours =
            |asked: &FakeRequest| asked.host() == "login.mypurecloud.de" && asked.is_for_us();
        let of_uri = || answer(302, "/#/error?errorKey=invalidRedirectUri", "");
        let ends = |reply: &dyn Fn(&FakeRequest) -> Option<Observation>| {
            let server = FakeServer::with(|asked| {
                if asked.is_authorization() {
                    reply(asked).unwrap_or_else(refused)
                } else {
                    genesys(asked)
                }
            });
            server.ends("region-mismatch")
        };
        let accepts =
            |is_right: &dyn Fn(&FakeRequest) -> bool| ends(&|asked| is_right(asked).then(accepted));
        let knows = |asked: &FakeRequest| asked.is_for_us() && asked.names_documented();
        assert_eq!(accepts(&|_| true), "unverifiable indistinct");
        assert_eq!(accepts(&|asked| is_ours(asked) && knows(asked)), "pass");
        let with_code = |asked: &FakeRequest| is_ours(asked) && asked.wants_code();
        assert_eq!(accepts(&|asked| with_code(asked) && knows(asked)), "pass");
        let with_slash =
            |asked: &FakeRequest| is_ours(asked) && asked.redirect_uri().ends_with("l/");
        assert_eq!(accepts(&with_slash), "pass");
        let at = |asked: &FakeRequest, region: &str| asked.host().ends_with(region) && knows(asked);
        assert_eq!(accepts(&|asked| at(asked, ".ie")), "fail");
        assert_eq!(
            accepts(&|asked| at(asked, ".ie") || at(asked, ".jp")),
            "unverifiable indistinct"
        );
        assert_eq!(ends(&|asked| is_ours(asked).then(of_uri)), "pass");
        let is_y = |asked: &FakeRequest| is_ours(asked) && !asked.names_documented();
        assert_eq!(ends(&|asked| is_y(asked).then(of_uri)), "pass");
        assert_eq!(accepts(&|_| false), "> invalid-client");
        let without_x = ends(&|asked| {
            if asked.is_for_us() {
                knows(asked).then(accepted)
            } else {
                Some(Err(lost()))
            }
        });
        assert_eq!(without_x, "unverifiable timeout");
    }

    #[test]
    fn regions_that_leave_it_open_are_told_with_the_cause_of_each() {
        let server = FakeServer::with(|request| match request.host() {
            "login.mypurecloud.jp" => Err(lost()),
            "login.mypurecloud.ie" if request.is_for_us() => answer(200, "", "<p>Welcome</p>"),
            _ => refused(),
        });
        let told = server.tells("region-mismatch");
        let causes = "(unrecognized: login.mypurecloud.ie; timeout: login.mypurecloud.jp)";
        assert!(told.contains(causes), "{told}");
    }

    /// The regions that answer do not know the client.
    #[test]
    fn what_the_other_regions_say_is_told_as_far_as_they_were_asked() {
        let others = Region::all().len() - 1;
        for (answering, rest) in [
            (0, ""),
            (1, " The other one does not know the client."),
            (2, " The others do not know the client."),
        ] {
            let elsewhere = Region::all()
                .iter()
                .filter(|region| region.domain() != "mypurecloud.de");
            let silent: Vec<_> = elsewhere.skip(answering).map(Region::login_host).collect();
            let server = FakeServer::with(|request| {
                if silent.iter().any(|host| host == request.host()) {
                    Err(lost())
                } else {
                    refused()
                }
            });
            assert_eq!(
                server.tells("region-mismatch"),
                format!(
                    "unverifiable timeout: {} of {others} other regions do not show whether they know the client (timeout: {}).{rest}",
                    others - answering,
                    silent.join(", ")
                )
            );
        }
    }
}
