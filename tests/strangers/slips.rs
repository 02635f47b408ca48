//! Every usual slip, registered in place of what is needed: the check names it.

use crate::answers::{refusal, to_sign_in};
use crate::ask::Ask;
use crate::services::everywhere;
use crate::world;
use mirabridge_oauth::classify::MAX_NEAR_MISSES;
use mirabridge_oauth::finding::{Outcome, Status};
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::{Observation, Purpose};
use mirabridge_oauth::report::Report;
use std::collections::HashSet;

const PHONE: &str = "https://phone.mirabridge.cloud";
const INDEX: &str = "https://apps.mypurecloud.de/crm/index.html";
const WINDOW: &str = "https://apps.mypurecloud.de/crm/authWindow.html";
const NEEDED: [&str; 3] = [PHONE, INDEX, WINDOW];

/// What is needed, what is registered instead, and the correction in a line.
type Slip = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const SLIPS: &[Slip] = &[
    (PHONE, "https://phone.mirabridge.cloud/", "remove the slash at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html/", "remove the slash at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html/", "remove the slash at the end"),
    (PHONE, "http://phone.mirabridge.cloud", "write https instead of http"),
    (INDEX, "http://apps.mypurecloud.de/crm/index.html", "write https instead of http"),
    (WINDOW, "http://apps.mypurecloud.de/crm/authWindow.html", "write https instead of http"),
    (PHONE, "https://www.phone.mirabridge.cloud", "remove the www."),
    (INDEX, "https://www.apps.mypurecloud.de/crm/index.html", "remove the www."),
    (WINDOW, "https://www.apps.mypurecloud.de/crm/authWindow.html", "remove the www."),
    (INDEX, "https://apps.mypurecloud.com/crm/index.html", "write the host of your own region"),
    (WINDOW, "https://apps.mypurecloud.com/crm/authWindow.html", "write the host of your own region"),
    (INDEX, "https://login.mypurecloud.de/crm/index.html", "write apps. instead of login."),
    (WINDOW, "https://login.mypurecloud.de/crm/authWindow.html", "write apps. instead of login."),
    (INDEX, "https://api.mypurecloud.de/crm/index.html", "write apps. instead of api."),
    (WINDOW, "https://api.mypurecloud.de/crm/authWindow.html", "write apps. instead of api."),
    (PHONE, "https://phone.MiraBridge.cloud", "write the host in lower case"),
    (INDEX, "https://apps.MyPureCloud.de/crm/index.html", "write the host in lower case"),
    (WINDOW, "https://apps.MyPureCloud.de/crm/authWindow.html", "write the host in lower case"),
    (INDEX, "https://apps.mypurecloud.de/crm/Index.html", "write the path with exactly the same upper and lower case"),
    (WINDOW, "https://apps.mypurecloud.de/crm/AuthWindow.html", "write the path with exactly the same upper and lower case"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authwindow.html", "write the path with exactly the same upper and lower case"),
    (PHONE, "https://phone.mirabridge.cloud:443", "remove the :443"),
    (INDEX, "https://apps.mypurecloud.de:443/crm/index.html", "remove the :443"),
    (WINDOW, "https://apps.mypurecloud.de:443/crm/authWindow.html", "remove the :443"),
    (INDEX, "https://apps.mypurecloud.de/crm/", "write the name of the file at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/", "write the name of the file at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm", "write the name of the file at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm", "write the name of the file at the end"),
    (INDEX, "https://apps.mypurecloud.de", "write the path behind the host"),
    (WINDOW, "https://apps.mypurecloud.de", "write the path behind the host"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html?crm=framework-local-secure", "remove the question mark and all behind it"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html?crm=framework-local-secure", "remove the question mark and all behind it"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html?dedicatedLoginWindow=true", "remove the question mark and all behind it"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html?dedicatedLoginWindow=true", "remove the question mark and all behind it"),
    (PHONE, " https://phone.mirabridge.cloud", "remove the space at the start"),
    (INDEX, " https://apps.mypurecloud.de/crm/index.html", "remove the space at the start"),
    (WINDOW, " https://apps.mypurecloud.de/crm/authWindow.html", "remove the space at the start"),
    (PHONE, "https://phone.mirabridge.cloud ", "remove the space at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html ", "remove the space at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html ", "remove the space at the end"),
    (PHONE, "https://phone.mirabridge.cloud%20", "remove the %20 at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html%20", "remove the %20 at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html%20", "remove the %20 at the end"),
    (PHONE, "\"https://phone.mirabridge.cloud\"", "remove the quotes"),
    (INDEX, "\"https://apps.mypurecloud.de/crm/index.html\"", "remove the quotes"),
    (WINDOW, "\"https://apps.mypurecloud.de/crm/authWindow.html\"", "remove the quotes"),
    (PHONE, "https://phone.mirabridge.cloud,", "remove the comma at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html,", "remove the comma at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html,", "remove the comma at the end"),
    (PHONE, "https://phone.mirabridge.cloud;", "remove the semicolon at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html;", "remove the semicolon at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html;", "remove the semicolon at the end"),
    (PHONE, "https://phone.mirabridge.cloudhttps://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (INDEX, "https://phone.mirabridge.cloudhttps://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (WINDOW, "https://apps.mypurecloud.de/crm/index.htmlhttps://apps.mypurecloud.de/crm/authWindow.html", "give each redirect URI an entry of its own"),
    (PHONE, "https://phone.mirabridge.cloud,https://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (INDEX, "https://phone.mirabridge.cloud,https://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (WINDOW, "https://apps.mypurecloud.de/crm/index.html,https://apps.mypurecloud.de/crm/authWindow.html", "give each redirect URI an entry of its own"),
    (PHONE, "https://phone.mirabridge.cloud//", "remove the slashes that do not belong there"),
    (INDEX, "https://apps.mypurecloud.de//crm/index.html", "remove the slashes that do not belong there"),
    (WINDOW, "https://apps.mypurecloud.de//crm/authWindow.html", "remove the slashes that do not belong there"),
    (PHONE, "phone.mirabridge.cloud", "write https:// before it"),
];

#[test]
fn each_is_named_where_the_rest_is_right() {
    for slip in SLIPS {
        let others = NEEDED.into_iter().filter(|uri| *uri != slip.0);
        assert_named(slip, &check(&others.chain([slip.1]).collect::<Vec<_>>()));
    }
}

/// All three redirect URIs are refused then and share the bounds.
#[test]
fn each_is_named_where_nothing_else_is_right() {
    let mut kinds = HashSet::new();
    for slip in SLIPS.iter().filter(|slip| kinds.insert(slip.2)) {
        assert_named(slip, &check(&[slip.1]));
    }
}

#[test]
fn slips_of_all_three_are_named_at_once() {
    let registered = [
        "https://www.phone.mirabridge.cloud",
        "https://apps.mypurecloud.de/crm/index.html%20",
        "https://apps.mypurecloud.de/crm/AuthWindow.html",
    ];
    let report = check(&registered);
    for (needed, registered) in NEEDED.into_iter().zip(registered) {
        assert_eq!(on(needed, &report).found.as_deref(), Some(registered));
    }
}

#[test]
fn an_entry_is_turned_into_one_redirect_uri_only() {
    let report = check(&[PHONE, "https://apps.mypurecloud.de/crm/"]);
    let remedy = |uri| on(uri, &report).remedy.expect("a remedy");
    assert!(remedy(INDEX).contains("write the name of the file at the end"));
    assert!(remedy(WINDOW).contains("add this one"));
}

/// Checks a client with these redirect URIs.
fn check(registered: &[&str]) -> Report {
    let answer = |ask: &Ask| -> Observation {
        let fits = registered.contains(&ask.redirect_uri().as_str());
        if fits && ask.is_at_home() && ask.is_real() {
            to_sign_in(ask.number)
        } else {
            refusal()
        }
    };
    world::check(Grant::Implicit, |ask| everywhere(ask, answer(ask)))
}

fn on(uri: &str, report: &Report) -> Outcome {
    let mut results = report.results.iter();
    let found = results.find(|(rule, outcome)| {
        rule.id == "invalid-redirect" && outcome.subject.as_deref() == Some(uri)
    });
    found.expect("a result on each redirect URI").1.clone()
}

fn asked(report: &Report, purpose: Purpose) -> usize {
    let exchanges = report.run.evidence.exchanges().iter();
    exchanges
        .filter(|exchange| exchange.probe.purpose == purpose)
        .count()
}

#[track_caller]
fn assert_named(&(needed, registered, correction): &Slip, report: &Report) {
    let outcome = on(needed, report);
    assert_eq!(outcome.status, Status::Fail, "{registered:?}: {outcome:?}");
    assert_eq!(outcome.found.as_deref(), Some(registered), "{outcome:?}");
    assert_eq!(outcome.paste, [needed], "{registered:?}");
    let remedy = outcome.remedy.unwrap_or_default();
    assert!(remedy.contains(correction), "{registered:?}: {remedy}");
    let rounds = report.run.evidence.exchanges().iter();
    assert!(
        rounds.map(|exchange| exchange.round).max() <= Some(5),
        "{registered:?}"
    );
    assert!(
        asked(report, Purpose::NearMiss) <= MAX_NEAR_MISSES,
        "{registered:?}"
    );
}
