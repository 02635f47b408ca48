//! What is registered instead: every usual slip is found, and nothing is found that is not there.

use crate::answers::{own_page, refusal, to_sign_in};
use crate::ask::Ask;
use crate::world::{CLIENT_ID, HOME, check, check_target, target};
use mirabridge_oauth::checks::Outcome;
use mirabridge_oauth::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target};
use mirabridge_oauth::probe::{Observation, Purpose};
use mirabridge_oauth::report::Report;
use std::collections::HashSet;

pub(crate) const PHONE: &str = "https://phone.mirabridge.cloud";
pub(crate) const INDEX: &str = "https://apps.mypurecloud.de/crm/index.html";
pub(crate) const WINDOW: &str = "https://apps.mypurecloud.de/crm/authWindow.html";

/// Genesys Cloud, where a redirect URI of the client that is checked is right if it `fits`.
pub(crate) fn genesys_with(fits: impl Fn(&str) -> bool) -> impl Fn(&Ask) -> Observation {
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

pub(crate) fn on(uri: &str, report: &Report) -> Outcome {
    let mut results = report.results.iter();
    let found = results.find(|(rule, outcome)| {
        rule.id == "invalid-redirect" && outcome.subject.as_deref() == Some(uri)
    });
    found.expect("a result on each redirect URI").1.clone()
}

pub(crate) fn asked(report: &Report, purpose: Purpose) -> usize {
    let exchanges = report.run.evidence.exchanges().iter();
    exchanges
        .filter(|exchange| exchange.probe.purpose == purpose)
        .count()
}

fn with_id(id: &str, uris: &[&str]) -> Target {
    Target::new(
        Region::parse(HOME).expect("a region"),
        ClientId::parse(id).expect("a client id"),
        Deployment::default(),
        Grant::Implicit,
        uris.iter()
            .map(|uri| RedirectUri::new(uri).expect("a redirect URI"))
            .collect(),
    )
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

#[test]
fn the_target_of_these_tests_is_the_documented_one() {
    let uris: Vec<_> = target(Grant::Implicit)
        .redirect_uris()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(uris, [PHONE, INDEX, WINDOW]);
}
