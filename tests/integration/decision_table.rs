//! Every row of the decision table, by name: what a scenario of that row comes to.

use crate::support::report;
use serde_json::Value;

/// One row: its name, a scenario, and the outcomes for the client, the URIs in order, the region, the open
/// redirect, and whatever else the row speaks of.
struct Row {
    name: &'static str,
    scenario: &'static str,
    client: &'static str,
    uris: [&'static str; 3],
    region: &'static str,
    open_redirect: &'static str,
    more: &'static [(&'static str, &'static str)],
}

const PASS: [&str; 3] = ["pass"; 3];
const SKIPPED: [&str; 3] = ["skipped"; 3];
const INDISTINCT: [&str; 3] = ["unverifiable indistinct"; 3];

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row { name: "X and Y refused; all accepted",
        scenario: "healthy", client: "pass", uris: PASS, region: "pass", open_redirect: "pass", more: &[] },
    Row { name: "X and Y refused; some accepted, one refused",
        scenario: "uri-missing", client: "pass", uris: ["pass", "pass", "fail"], region: "pass", open_redirect: "pass", more: &[] },
    Row { name: "X and Y refused; some accepted, one without a verdict",
        scenario: "server-error-once", client: "pass", uris: ["pass", "unverifiable server_error", "pass"], region: "pass", open_redirect: "pass", more: &[] },
    Row { name: "none accepted; X and Y refused in different kinds; real ones like Y",
        scenario: "told-apart-no-uris", client: "pass", uris: ["fail"; 3], region: "pass", open_redirect: "pass", more: &[] },
    Row { name: "the same, but real ones like X; nowhere found",
        scenario: "told-apart-unknown-client", client: "fail unknown_client", uris: SKIPPED, region: "pass", open_redirect: "skipped", more: &[] },
    Row { name: "the same, but found elsewhere",
        scenario: "told-apart-other-region", client: "skipped", uris: SKIPPED, region: "fail", open_redirect: "skipped", more: &[] },
    Row { name: "none accepted, but accepted with the other grant",
        scenario: "other-grant-shared-page", client: "pass", uris: PASS, region: "pass", open_redirect: "pass", more: &[("grant-not-allowed", "fail")] },
    Row { name: "the same, one URI refused with the other grant too",
        scenario: "other-grant-uri-missing", client: "pass", uris: ["pass", "pass", "fail"], region: "pass", open_redirect: "pass", more: &[("grant-not-allowed", "fail")] },
    Row { name: "bounced with unauthorized_client",
        scenario: "other-grant-bounced", client: "pass", uris: PASS, region: "pass", open_redirect: "pass", more: &[("grant-not-allowed", "fail")] },
    Row { name: "bounced with unsupported_response_type",
        scenario: "other-grant-unsupported", client: "pass", uris: PASS, region: "pass", open_redirect: "pass", more: &[("grant-not-allowed", "fail")] },
    Row { name: "bounced with invalid_scope, without a scope parameter",
        scenario: "scope-bounced", client: "pass", uris: PASS, region: "pass", open_redirect: "pass", more: &[("invalid-scope", "fail"), ("grant-not-allowed", "skipped")] },
    Row { name: "bounced with invalid_scope, with the documented scope alone",
        scenario: "scope-parameter-bounced", client: "pass", uris: PASS, region: "pass", open_redirect: "pass", more: &[("invalid-scope", "fail")] },
    Row { name: "none accepted; found in exactly one other region",
        scenario: "other-region", client: "skipped", uris: SKIPPED, region: "fail", open_redirect: "skipped", more: &[] },
    Row { name: "none accepted; a near miss accepted and Y refused",
        scenario: "nothing-but-slash", client: "pass", uris: ["fail"; 3], region: "pass", open_redirect: "pass", more: &[] },
    Row { name: "all refused explicitly, X and Y alike; nowhere found; sweep complete",
        scenario: "unknown-client", client: "fail unknown_client_or_uris", uris: SKIPPED, region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "the same, sweep partial",
        scenario: "partial-sweep", client: "fail unknown_client_or_uris", uris: SKIPPED, region: "unverifiable server_error", open_redirect: "skipped", more: &[] },
    Row { name: "all refused with an error that no row knows",
        scenario: "unknown-refusal", client: "unverifiable unrecognized", uris: SKIPPED, region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "all refused with an errorKey that no row knows",
        scenario: "other-error-key", client: "unverifiable unrecognized", uris: SKIPPED, region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "some refused, some without a verdict; none accepted; nowhere found",
        scenario: "firewall-and-unknown-client", client: "unverifiable blocked", uris: ["fail", "fail", "unverifiable blocked"], region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "all alike without an explicit refusal: a login redirect",
        scenario: "alike-login-redirect", client: "unverifiable indistinct", uris: SKIPPED, region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "all alike without an explicit refusal: a page",
        scenario: "alike-page", client: "unverifiable indistinct", uris: SKIPPED, region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "all alike without an explicit refusal: a bare 400",
        scenario: "refuses-without-reason", client: "unverifiable indistinct", uris: SKIPPED, region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "X accepted, and Y too",
        scenario: "accepts-everything", client: "unverifiable indistinct", uris: INDISTINCT, region: "unverifiable indistinct", open_redirect: "unverifiable indistinct", more: &[] },
    Row { name: "X accepted, Y refused",
        scenario: "uri-checked-client-not", client: "unverifiable indistinct", uris: INDISTINCT, region: "unverifiable indistinct", open_redirect: "unverifiable indistinct", more: &[] },
    Row { name: "X refused, Y treated as the real ones, without a redirect to it",
        scenario: "client-checked-uri-not", client: "pass", uris: INDISTINCT, region: "pass", open_redirect: "unverifiable indistinct", more: &[] },
    Row { name: "X refused, Y treated as the real ones, with a redirect to it",
        scenario: "returns-to-any-uri", client: "pass", uris: INDISTINCT, region: "pass", open_redirect: "fail", more: &[] },
    Row { name: "X refused, Y bounced like the real ones",
        scenario: "bounces-any-uri", client: "pass", uris: INDISTINCT, region: "pass", open_redirect: "fail", more: &[] },
    Row { name: "X without a verdict after retries",
        scenario: "client-control-hangs", client: "unverifiable timeout", uris: PASS, region: "unverifiable timeout", open_redirect: "pass", more: &[] },
    Row { name: "Y without a verdict after retries",
        scenario: "redirect-control-hangs", client: "pass", uris: ["unverifiable timeout"; 3], region: "pass", open_redirect: "unverifiable timeout", more: &[] },
    Row { name: "home without a verdict",
        scenario: "server-down", client: "skipped", uris: SKIPPED, region: "skipped", open_redirect: "skipped", more: &[("unreachable", "unverifiable server_error")] },
    Row { name: "found in two regions or more",
        scenario: "two-regions", client: "skipped", uris: SKIPPED, region: "unverifiable indistinct", open_redirect: "skipped", more: &[] },
    Row { name: "any other bounce: server_error",
        scenario: "bounced-server-error", client: "unverifiable server_error", uris: ["unverifiable server_error"; 3], region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "any other bounce: temporarily_unavailable",
        scenario: "bounced-unavailable", client: "unverifiable server_error", uris: ["unverifiable server_error"; 3], region: "skipped", open_redirect: "skipped", more: &[] },
    Row { name: "any other bounce: the rest",
        scenario: "bounced-access-denied", client: "unverifiable unrecognized", uris: ["unverifiable unrecognized"; 3], region: "skipped", open_redirect: "skipped", more: &[] },
];

#[test]
fn every_row_comes_to_what_it_says() {
    // A few at a time: a machine with two cores has to answer all of them in time.
    let wrong: Vec<_> = ROWS
        .chunks(4)
        .flat_map(|rows| {
            std::thread::scope(|scope| {
                let rows: Vec<_> = rows
                    .iter()
                    .map(|row| scope.spawn(|| compare(row)))
                    .collect();
                rows.into_iter()
                    .filter_map(|row| row.join().expect("the comparison does not panic"))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with a row, if something is.
fn compare(row: &Row) -> Option<String> {
    let (report, status) = report(row.scenario, &[]);
    let mut expected = vec![("invalid-client", row.client)];
    expected.extend(row.uris.map(|uri| ("invalid-redirect", uri)));
    expected.extend([
        ("region-mismatch", row.region),
        ("open-redirect", row.open_redirect),
    ]);
    expected.extend(row.more);
    let wrong: Vec<_> = [
        "invalid-client",
        "invalid-redirect",
        "region-mismatch",
        "open-redirect",
    ]
    .into_iter()
    .chain(row.more.iter().map(|(id, _)| *id))
    .filter_map(|id| {
        let expected: Vec<_> = expected
            .iter()
            .filter(|(of, _)| *of == id)
            .map(|(_, outcome)| (*outcome).to_owned())
            .collect();
        let found = outcomes(&report, id);
        (found != expected).then(|| {
            format!(
                "{} ({}): {id} is {found:?}, not {expected:?}",
                row.name, row.scenario
            )
        })
    })
    .collect();
    let exit = exit_status(&report);
    if exit != status {
        return Some(format!("{}: exit status {status}, not {exit}", row.name));
    }
    (!wrong.is_empty()).then(|| wrong.join("\n"))
}

/// The outcomes of a check: status, and the cause or the reason that scripts compare.
fn outcomes(report: &Value, id: &str) -> Vec<String> {
    report["results"]
        .as_array()
        .expect("results")
        .iter()
        .filter(|result| result["id"] == id)
        .map(|result| {
            let status = result["status"].as_str().expect("a status");
            let cause = result["cause"].as_str();
            let reason = result["reason"].as_str().filter(|_| status == "fail");
            match cause.or(reason) {
                Some(detail) => format!("{status} {detail}"),
                None => status.to_owned(),
            }
        })
        .collect()
}

/// The exit status that the results ask for, worked out anew.
fn exit_status(report: &Value) -> i32 {
    let any = |status: &str| {
        report["results"]
            .as_array()
            .expect("results")
            .iter()
            .any(|result| result["status"] == status)
    };
    if any("fail") {
        1
    } else if any("unverifiable") {
        3
    } else {
        0
    }
}
