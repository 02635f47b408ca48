//! What is registered instead: every usual slip is found, and nothing is found that is not there.

use crate::answers::{json, own_page, redirect, refusal, timeout, to_sign_in};
use crate::ask::Ask;
use crate::world::{CLIENT_ID, HOME, check, check_target, statuses, target};
use mirabridge_oauth::genesys::{
    ClientId, Deployment, Grant, RedirectUri, Region, Target, near_misses,
};
use mirabridge_oauth::judging::{Outcome, Status};
use mirabridge_oauth::probe::{Cause, Observation, Purpose};
use mirabridge_oauth::report::Report;
use std::collections::HashSet;

const PHONE: &str = "https://phone.mirabridge.cloud";
const INDEX: &str = "https://apps.mypurecloud.de/crm/index.html";
const WINDOW: &str = "https://apps.mypurecloud.de/crm/authWindow.html";

/// Genesys Cloud, where a redirect URI of the client that is checked is right if it `fits`.
fn genesys_with(fits: impl Fn(&str) -> bool) -> impl Fn(&Ask) -> Observation {
    move |ask| {
        if !ask.is_authorization() {
            return own_page(ask);
        }
        let is_real = ask.client_id().eq_ignore_ascii_case(CLIENT_ID);
        if ask.is_at_home() && is_real && fits(&ask.redirect_uri()) {
            to_sign_in(ask.number)
        } else {
            refusal()
        }
    }
}

fn on(uri: &str, report: &Report) -> Outcome {
    let mut results = report.results.iter();
    let found = results.find(|(rule, outcome)| {
        rule.id == "invalid-redirect" && outcome.subject.as_deref() == Some(uri)
    });
    found.expect("a result on each redirect URI").1.clone()
}

fn of_client(report: &Report) -> Outcome {
    let mut results = report.results.iter();
    let found = results.find(|(rule, _)| rule.id == "invalid-client");
    found.expect("a result on the client").1.clone()
}

fn asked(report: &Report, purpose: Purpose) -> usize {
    let exchanges = report.run.evidence.exchanges().iter();
    exchanges
        .filter(|exchange| exchange.probe.purpose == purpose)
        .count()
}

fn with_id(id: &str, uris: &[&str]) -> Target {
    Target::new(
        Region::parse(HOME).expect("a region"),
        ClientId::parse(id).expect("a client id").client_id,
        Deployment::default(),
        Grant::Implicit,
        uris.iter()
            .map(|uri| RedirectUri::new(uri).expect("a redirect URI"))
            .collect(),
    )
}

/// Each slip in its likeliest form, alone in the registration: all three redirect URIs are refused and share the
/// bounds. With upper case in the client id, even more is asked for.
#[test]
fn no_slip_falls_victim_to_the_bounds() {
    let target = with_id(&CLIENT_ID.to_ascii_uppercase(), &[]);
    for needed in target.redirect_uris() {
        let mut slips = HashSet::new();
        for miss in near_misses(needed, target.region()) {
            if !slips.insert(miss.slip) {
                continue;
            }
            let report = check_target(&target, genesys_with(|uri| uri == miss.uri.as_str()));
            let outcome = on(needed.as_str(), &report);
            assert_eq!(outcome.found.as_deref(), Some(miss.uri.as_str()));
            assert!(outcome.message.contains(miss.slip.says()), "{outcome:?}");
            let most = [Purpose::NearMiss, Purpose::LowerCaseId].map(|why| asked(&report, why));
            assert!(most.iter().sum::<usize>() <= 60, "{most:?}");
        }
    }
}

#[test]
fn one_redirect_uri_is_asked_in_two_rounds_of_24_at_the_most() {
    for missing in [PHONE, INDEX, WINDOW] {
        let documented = [PHONE, INDEX, WINDOW];
        let fits = |uri: &str| uri != missing && documented.contains(&uri);
        let report = check(Grant::Implicit, genesys_with(fits));
        let near: Vec<_> = report
            .run
            .evidence
            .exchanges()
            .iter()
            .filter(|exchange| exchange.probe.purpose == Purpose::NearMiss)
            .map(|exchange| exchange.round)
            .collect();
        let rounds: HashSet<_> = near.iter().collect();
        assert_eq!((near.len(), rounds.len()), (24, 2));
        assert!(
            on(missing, &report)
                .message
                .contains("None of its usual slips")
        );
    }
}

#[test]
fn a_slash_that_is_missing_is_found() {
    let target = with_id(CLIENT_ID, &["https://phone.example/"]);
    let report = check_target(&target, genesys_with(|uri| uri == "https://phone.example"));
    let outcome = on("https://phone.example/", &report);
    assert_eq!(outcome.found.as_deref(), Some("https://phone.example"));
    let remedy = outcome.remedy.expect("a remedy");
    assert!(remedy.contains("add the slash at the end"), "{remedy}");
}

/// A client that lacks the first redirect URI in a server with its own idea of what is the same.
#[test]
fn what_a_loose_server_overlooks_is_told_of_what_it_accepts() {
    type Same = fn(&str) -> String;
    let loose: [(Same, &str); 3] = [
        (
            |uri| uri.trim_end_matches('/').to_owned(),
            "(with a slash more or less at its end)",
        ),
        (str::to_ascii_lowercase, "(with its host in upper case)"),
        (
            |uri| uri.split('?').next().unwrap_or_default().to_owned(),
            "(with a query behind it)",
        ),
    ];
    for (same, words) in loose {
        let registered = ["http://phone.mirabridge.cloud", INDEX, WINDOW].map(same);
        let report = check(
            Grant::Implicit,
            genesys_with(|uri| registered.contains(&same(uri))),
        );
        for uri in [INDEX, WINDOW] {
            let outcome = on(uri, &report);
            assert_eq!(outcome.status, Status::Pass);
            assert!(outcome.message.contains(words), "{outcome:?}");
        }
        // What it overlooks is not what is wrong.
        let outcome = on(PHONE, &report);
        assert_eq!(
            outcome.found.as_deref(),
            Some("http://phone.mirabridge.cloud")
        );
    }
}

#[test]
fn an_exact_server_is_not_called_loose() {
    let registered = ["http://phone.mirabridge.cloud", INDEX, WINDOW];
    let report = check(
        Grant::Implicit,
        genesys_with(|uri| registered.contains(&uri)),
    );
    assert!(!on(INDEX, &report).message.contains("altered"));
    // Right or unknown, nothing is asked for its sake.
    for fits in [
        |uri: &str| [PHONE, INDEX, WINDOW].contains(&uri),
        |_: &str| false,
    ] {
        let report = check(Grant::Implicit, genesys_with(fits));
        assert_eq!(asked(&report, Purpose::LooseControl), 0);
    }
}

/// Where whatever begins like something registered is accepted, so is the phone's URI with the page's behind it.
#[test]
fn nothing_is_found_where_a_beginning_is_enough() {
    let report = check(
        Grant::Implicit,
        genesys_with(|uri| uri.starts_with(PHONE) || uri.starts_with(WINDOW)),
    );
    let outcome = on(INDEX, &report);
    assert_eq!((outcome.status, &outcome.found), (Status::Fail, &None));
    assert_eq!(outcome.paste, [INDEX]);
    assert!(
        outcome.message.contains("need not be registered"),
        "{outcome:?}"
    );
}

#[test]
fn several_near_misses_are_not_taken_for_one() {
    let report = check(
        Grant::Implicit,
        genesys_with(|uri| uri.starts_with("https://phone.mirabridge.cloud/")),
    );
    let outcome = on(PHONE, &report);
    assert_eq!(outcome.status, Status::Fail);
    assert_eq!(
        outcome.found.as_deref(),
        Some("https://phone.mirabridge.cloud/")
    );
    let words = "'https://phone.mirabridge.cloud/', 'https://phone.mirabridge.cloud//'. Either all of these are registered, or";
    assert!(outcome.message.contains(words), "{outcome:?}");
}

/// Genesys Cloud, if it minds the case of a client id; the client has these redirect URIs.
fn minding(ask: &Ask, registered: &[&str]) -> Observation {
    if !ask.is_authorization() {
        own_page(ask)
    } else if ask.is_at_home() && ask.is_real() && registered.contains(&ask.redirect_uri().as_str())
    {
        to_sign_in(ask.number)
    } else {
        refusal()
    }
}

#[test]
fn a_client_id_is_found_in_lower_case() {
    let typed = CLIENT_ID.to_ascii_uppercase();
    for registered in [&[PHONE, INDEX, WINDOW][..], &[WINDOW]] {
        let report = check_target(&with_id(&typed, &[]), |ask| minding(ask, registered));
        let outcome = of_client(&report);
        assert_eq!(outcome.status, Status::Fail);
        assert_eq!(outcome.reason.as_deref(), Some("client_id_case"));
        assert_eq!(outcome.found.as_deref(), Some(CLIENT_ID));
        assert_eq!(outcome.paste, [CLIENT_ID]);
        assert_eq!(statuses(&report, "invalid-redirect"), [Status::Skipped; 3]);
        assert_eq!(statuses(&report, "open-redirect"), [Status::Skipped]);
        assert_eq!(statuses(&report, "region-mismatch"), [Status::Pass]);
        assert_eq!(report.exit_status, 1);
    }
}

#[test]
fn a_client_id_is_found_in_lower_case_by_contrast_too() {
    let typed = CLIENT_ID.to_ascii_uppercase();
    let report = check_target(&with_id(&typed, &[]), |ask| {
        if !ask.is_authorization() {
            own_page(ask)
        } else if !ask.is_at_home() || !ask.is_real() {
            json(400, r#"{"error":"invalid_client"}"#)
        } else if ask.names_needed_uri() {
            redirect("/login?x=1")
        } else {
            json(400, r#"{"error":"invalid_redirect_uri"}"#)
        }
    });
    assert_eq!(of_client(&report).found.as_deref(), Some(CLIENT_ID));
}

#[test]
fn a_client_id_in_lower_case_is_not_asked_for_twice() {
    let report = check(Grant::Implicit, |ask| minding(ask, &[]));
    assert_eq!(asked(&report, Purpose::LowerCaseId), 0);
    assert_eq!(
        of_client(&report).reason.as_deref(),
        Some("unknown_client_or_uris")
    );
}

/// The first redirect URI brings no answer and the others are refused: that it is accepted later, in lower case,
/// says nothing about the case.
#[test]
fn a_lost_answer_is_not_blamed_on_the_case() {
    let typed = CLIENT_ID.to_ascii_uppercase();
    let report = check_target(&with_id(&typed, &[]), |ask| {
        let is_first = ask.client_id() == typed && ask.redirect_uri() == PHONE;
        if is_first && ask.is_at_home() && !ask.wants_code() {
            timeout()
        } else if ask.is_real() {
            minding(ask, &[PHONE])
        } else {
            refusal_or_page(ask)
        }
    });
    let outcome = of_client(&report);
    assert_eq!(
        (outcome.status, outcome.cause),
        (Status::Unverifiable, Some(Cause::Timeout))
    );
    assert_eq!(outcome.found, None);
    assert!(asked(&report, Purpose::LowerCaseId) > 0);
}

fn refusal_or_page(ask: &Ask) -> Observation {
    if ask.is_authorization() {
        refusal()
    } else {
        own_page(ask)
    }
}

#[test]
fn the_target_of_these_tests_is_the_documented_one() {
    let uris: Vec<_> = target(Grant::Implicit)
        .redirect_uris()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(uris, [PHONE, INDEX, WINDOW]);
}
