//! Every scenario of `demo --list`: the full list of results, and what a person reads.

use crate::formats::{all_reports, assert_valid};
use crate::support::{check, report, results};
use mirabridge_oauth::simulator;

/// A test for each scenario, named like it.
macro_rules! scenarios {
    ($($name:ident)*) => {
        /// The scenarios that have a test.
        const TESTED: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() {
                tell(&stringify!($name).replace('_', "-"));
            }
        )*
    };
}

scenarios! {
    healthy
    healthy_303
    healthy_relative_location
    healthy_no_fragment
    healthy_splash
    healthy_org_login
    healthy_login_hops
    healthy_pkce
    healthy_both_grants
    slow
    unknown_client
    upper_case_id
    inactive_client
    no_uris
    uri_missing
    trailing_slash
    nothing_but_slash
    stray_space
    wrong_case
    wrong_region_uris
    other_region
    two_regions
    partial_sweep
    other_grant_bounced
    other_grant_bounced_pkce
    other_grant_shared_page
    other_grant_unsupported
    other_grant_uri_missing
    scope_bounced
    scope_bounced_encoded
    scope_parameter_bounced
    init_down
    page_down
    other_error_key
    told_apart_healthy
    told_apart_unknown_client
    told_apart_other_region
    told_apart_no_uris
    bounced_server_error
    bounced_unavailable
    bounced_access_denied
    login_loop
    login_loop_itself
    login_loop_cookie
    login_endless
    login_shows_error
    login_leaves
    login_down
    captive_portal_redirect
    captive_portal_page
    firewall_page
    firewall_one_uri
    firewall_200_page
    firewall_and_unknown_client
    proxy_password
    rate_limited_once
    rate_limited
    rate_limited_retry_after
    client_control_hangs
    client_control_503
    redirect_control_hangs
    server_down
    server_error_once
    unanswered
    reset
    alike_login_redirect
    alike_page
    after_login_only
    accepts_everything
    refuses_with_reason
    refuses_without_reason
    unknown_refusal
    client_checked_uri_not
    uri_checked_client_not
    bounces_everything
    bounces_any_uri
    bounces_unknown_uris
    returns_to_any_uri
    echoes_query
    fresh_ids
    login_page_by_200
    silent_refusals
    refuses_by_200
    refuses_by_500
    loose_uri_missing
    loose_matching
    hostile_text
    hostile_error_key
    garbage_location
    two_locations
    huge_location
    huge_body
    cut_off
}

#[test]
fn every_scenario_is_tested() {
    let mut tested: Vec<_> = TESTED.iter().map(|name| name.replace('_', "-")).collect();
    // Those for a browser are healthy without one; they have tests of their own.
    let mut all: Vec<_> = simulator::scenarios()
        .iter()
        .filter(|scenario| !scenario.name.starts_with("browser-"))
        .map(|scenario| scenario.name.to_owned())
        .collect();
    tested.sort();
    all.sort();
    assert_eq!(tested, all);
}

/// Compares exit status, results and human output with the snapshot named like the scenario.
fn tell(name: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = all_reports(folder.path());
    let reports: Vec<_> = reports.iter().map(String::as_str).collect();
    let (json, status) = report(name, &reports);
    assert_valid(folder.path(), name);
    let human = check(name, &[]);
    assert_eq!(
        human.status, status,
        "the format never changes the exit status"
    );
    assert_eq!(json["exit_status"], status);
    assert_eq!(json["evidence"]["source"], "simulated");
    let first = human.stdout.lines().next().expect("a first line");
    assert!(first.chars().count() < 100, "{first}");
    assert!(first.starts_with("SIMULATED "), "{first}");
    assert_eq!(
        human.stderr, "",
        "off a terminal, nothing is said but the report"
    );
    let verdict = json["verdict"].as_str().expect("a verdict");
    let text = format!(
        "{verdict}, exit status {status}\n\n{}\n{}",
        results(&json),
        human.stdout
    );
    insta::with_settings!({ snapshot_path => "scenarios", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, masked(&text));
    });
}

/// The text without what is new in every run.
pub(crate) fn masked(text: &str) -> String {
    let running = crate::support::simulator();
    let text = text
        .replace(&running.address.to_string(), "[address]")
        .replace(&running.ca.display().to_string(), "[ca]");
    [
        "rid=",
        "/interaction/",
        "?x=",
        "request ",
        "flow=",
        "session=",
        "ID: ",
        "Trace id   ",
    ]
    .iter()
    .fold(text, |text, mark| mask_behind(&text, mark))
}

/// Replaces the token behind each `mark` that looks random.
fn mask_behind(text: &str, mark: &str) -> String {
    let mut pieces = text.split(mark);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let token: String = piece
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        masked.push_str(mark);
        if token.len() >= 8
            && token
                .chars()
                .any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        {
            masked.push_str("[fresh]");
            masked.push_str(piece.get(token.len()..).unwrap_or_default());
        } else {
            masked.push_str(piece);
        }
    }
    masked
}
