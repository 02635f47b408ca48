//! What a run writes, where, and with which exit status.

use crate::support::{
    Ran, arguments, assert_nothing_acts, check, mapped, program, report, run, scenario, simulator,
};
use serde_json::Value;

#[test]
fn json_has_the_documented_fields_in_the_documented_order() {
    let ran = check("trailing-slash", &["--format", "json"]);
    let positions: Vec<_> = [
        "\"format_version\"",
        "\"tool\"",
        "\"evidence\"",
        "\"target\"",
        "\"setup\"",
        "\"verdict\"",
        "\"exit_status\"",
        "\"results\"",
        "\"probes\"",
    ]
    .map(|field| {
        ran.stdout
            .find(field)
            .unwrap_or_else(|| panic!("{field} is missing"))
    })
    .to_vec();
    assert!(positions.is_sorted(), "{positions:?}");
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["tool"]["name"], "mirabridge-oauth");
    assert_eq!(json["evidence"]["source"], "simulated");
    assert_eq!(json["target"]["aws_region"], "eu-central-1");
    assert_eq!(json["setup"]["scopes"][0], "conversations:readonly");
    let failed = json["results"]
        .as_array()
        .expect("results")
        .iter()
        .find(|result| result["status"] == "fail")
        .expect("a failure");
    for field in [
        "id",
        "subject",
        "status",
        "cause",
        "basis",
        "depends_on",
        "reason",
        "message",
        "remedy",
        "found",
        "found_region",
        "docs",
        "probes",
    ] {
        assert!(failed.get(field).is_some(), "{field}");
    }
    assert_eq!(failed["found"], "https://phone.mirabridge.cloud/");
    let probes = json["probes"].as_array().expect("probes");
    let indices = failed["probes"].as_array().expect("indices");
    let told_from: Vec<_> = indices
        .iter()
        .map(|index| usize::try_from(index.as_u64().expect("a number")).expect("small"))
        .map(|index| probes[index]["purpose"].as_str().expect("a purpose"))
        .collect();
    assert_eq!(told_from, ["redirect-uri", "redirect-control", "near-miss"]);
    for field in [
        "round",
        "purpose",
        "method",
        "url",
        "status",
        "location",
        "headers",
        "failure",
        "elapsed_ms",
    ] {
        assert!(probes[0].get(field).is_some(), "{field}");
    }
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    let without_times = || {
        let (mut json, _) = report("told-apart-unknown-client", &[]);
        json["evidence"]["taken_at"] = Value::Null;
        for probe in json["probes"].as_array_mut().expect("probes") {
            probe["elapsed_ms"] = Value::Null;
            probe["headers"]["date"] = Value::Null;
            probe["headers"]["inin-correlation-id"] = Value::Null;
        }
        json.to_string()
    };
    assert_eq!(without_times(), without_times());
}

#[test]
fn a_healthy_check_asks_little_and_names_itself_simulated_everywhere() {
    let (json, status) = report("healthy", &[]);
    assert_eq!(status, 0);
    assert_eq!(json["verdict"], "warn");
    assert!(json["probes"].as_array().expect("probes").len() <= 14);
    for more in [
        &[][..],
        &["-v"],
        &["--format", "json"],
        &["--color", "always"],
    ] {
        let ran = check("healthy", more);
        assert!(ran.stdout.to_uppercase().contains("SIMULATED"), "{more:?}");
    }
}

#[test]
fn the_threshold_moves_the_exit_status_and_never_the_verdict() {
    for (scenario, verdict, statuses) in [
        ("healthy-pkce", "pass", [0, 0, 0]),
        ("healthy", "warn", [0, 0, 1]),
        ("uri-missing", "fail", [1, 1, 1]),
        ("accepts-everything", "unverifiable", [0, 3, 3]),
    ] {
        for (threshold, expected) in ["fail", "unverifiable", "warn"].into_iter().zip(statuses) {
            let (json, status) = report(scenario, &["--fail-on", threshold]);
            assert_eq!(
                (json["verdict"].as_str(), status),
                (Some(verdict), expected),
                "{scenario} {threshold}"
            );
            assert_eq!(json["exit_status"], status);
        }
    }
}

#[test]
fn what_is_left_out_is_skipped_and_its_own_requests_are_not_sent() {
    let (json, status) = report(
        "healthy-pkce",
        &[
            "--skip",
            "redirect-page,init-page",
            "--skip",
            "invalid-scope",
        ],
    );
    assert_eq!(status, 0);
    let results = json["results"].as_array().expect("results");
    let left_out: Vec<_> = results
        .iter()
        .filter(|result| result["reason"] == "left out with --skip")
        .map(|result| result["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(
        left_out,
        [
            "invalid-scope",
            "redirect-page",
            "redirect-page",
            "redirect-page",
            "init-page"
        ]
    );
    let purposes: Vec<_> = json["probes"]
        .as_array()
        .expect("probes")
        .iter()
        .map(|probe| probe["purpose"].as_str().expect("a purpose").to_owned())
        .collect();
    assert_eq!(
        purposes,
        [
            "client-control",
            "redirect-control",
            "redirect-uri",
            "redirect-uri",
            "redirect-uri",
            "other-grant",
            "login-hop"
        ]
    );
}

#[test]
fn one_check_alone_still_rests_on_the_controls() {
    let (json, status) = report("healthy-pkce", &["--only", "invalid-client"]);
    assert_eq!((json["verdict"].as_str(), status), (Some("pass"), 0));
    let (json, status) = report("healthy-pkce", &["--only", "init-page"]);
    assert_eq!(
        (json["verdict"].as_str(), status),
        (Some("unverifiable"), 3),
        "a page alone proves nothing"
    );
}

#[test]
fn quiet_says_nothing_but_what_is_not_right() {
    let healthy = check("healthy", &["-q"]);
    assert_eq!(
        (
            healthy.stdout.as_str(),
            healthy.stderr.as_str(),
            healthy.status
        ),
        ("", "", 0)
    );
    let scenario = scenario("healthy");
    let from_environment = program()
        .env("GENESYSCLOUD_REGION", scenario.region)
        .env("MIRABRIDGE_CLIENT_ID", scenario.client_id)
        .args(["check", "-q"])
        .args(mapped(simulator().address, &simulator().ca))
        .output();
    let from_environment: Ran = from_environment.expect("the program runs").into();
    assert_eq!(
        (
            from_environment.stdout + &from_environment.stderr,
            from_environment.status
        ),
        (String::new(), 0)
    );
    let wrong = check("uri-missing", &["-q"]);
    assert!(
        wrong
            .stdout
            .contains("https://apps.mypurecloud.de/crm/authWindow.html\n")
    );
    assert_eq!(wrong.status, 1);
}

#[test]
fn the_report_goes_to_a_file_or_says_why_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.json");
    let ran = check(
        "uri-missing",
        &[
            "--format",
            "json",
            "--output",
            file.to_str().expect("UTF-8"),
        ],
    );
    assert_eq!((ran.stdout.as_str(), ran.status), ("", 1));
    let json: Value =
        serde_json::from_str(&std::fs::read_to_string(&file).expect("it was written"))
            .expect("JSON");
    assert_eq!(json["verdict"], "fail");
    let nowhere = folder.path().join("no").join("such").join("folder");
    let ran = check("healthy", &["--output", nowhere.to_str().expect("UTF-8")]);
    assert_eq!(ran.status, 4, "{ran:?}");
    assert!(ran.stderr.contains("cannot write"), "{ran:?}");
}

#[test]
fn colours_and_signs_follow_the_terminal() {
    let plain = check("uri-missing", &[]).stdout;
    assert!(!plain.contains('\u{1b}'));
    let coloured = check("uri-missing", &["--color", "always"]).stdout;
    assert!(coloured.contains('\u{1b}'));
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(
        without_trace(&stripped),
        without_trace(&plain),
        "colours are all that differs"
    );
    let scenario = scenario("uri-missing");
    let ascii = program()
        .env("LANG", "C")
        .args(arguments(scenario))
        .output()
        .expect("the program runs");
    let ascii = String::from_utf8(ascii.stdout).expect("UTF-8");
    assert!(ascii.is_ascii());
    assert!(ascii.starts_with("SIMULATED [x] fail: "), "{ascii}");
}

#[test]
fn a_dry_run_lists_exactly_round_one_and_sends_nothing() {
    let scenario = scenario("uri-missing");
    let mut dry = arguments(scenario);
    dry.push("--dry-run".to_owned());
    let ran = run(&dry);
    assert_eq!(ran.status, 0);
    let (json, _) = report("uri-missing", &[]);
    let asked: Vec<_> = json["probes"]
        .as_array()
        .expect("probes")
        .iter()
        .filter(|probe| probe["round"] == 1)
        .map(|probe| probe["url"].as_str().expect("a URL").to_owned())
        .collect();
    let listed: Vec<_> = ran
        .stdout
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("https://"))
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, asked);
    for later in ["the other grant", "other regions", "likely mistakes", "hop"] {
        assert!(ran.stdout.contains(later), "{later}");
    }
    let conditions: Vec<_> = ran
        .stdout
        .lines()
        .filter(|line| line.ends_with(':'))
        .collect();
    let each_once: std::collections::BTreeSet<_> = conditions.iter().collect();
    assert!(conditions.len() > 3);
    assert_eq!(conditions.len(), each_once.len(), "{conditions:?}");
    // With nobody listening, a dry run fares as well.
    let nobody = run([
        "check",
        "--region",
        "mypurecloud.de",
        "--client-id",
        scenario.client_id,
        "--connect-to",
        "::127.0.0.1:1",
        "--dry-run",
    ]);
    assert_eq!(nobody.status, 0, "{nobody:?}");
}

#[test]
fn redirect_uris_of_ones_own_are_asked_about_and_never_fetched() {
    let (json, _) = report(
        "healthy-pkce",
        &[
            "--redirect-uri",
            "https://phone.mirabridge.cloud",
            "--redirect-uri",
            "https://other.example/callback?x=1",
        ],
    );
    let probes = json["probes"].as_array().expect("probes");
    assert!(probes.iter().all(|probe| {
        !probe["url"]
            .as_str()
            .expect("a URL")
            .starts_with("https://other.example")
    }));
    let results = json["results"].as_array().expect("results");
    let of = |subject: &str, id: &str| {
        let result = results
            .iter()
            .find(|result| result["subject"] == subject && result["id"] == id);
        result.expect("a result")["status"]
            .as_str()
            .expect("a status")
            .to_owned()
    };
    assert_eq!(
        of("https://phone.mirabridge.cloud", "invalid-redirect"),
        "pass"
    );
    assert_eq!(
        of("https://other.example/callback?x=1", "invalid-redirect"),
        "fail"
    );
    assert_eq!(
        of("https://phone.mirabridge.cloud", "redirect-page"),
        "skipped"
    );
}

#[test]
fn an_unlisted_region_is_asked_and_warned_about() {
    let running = simulator();
    let scenario = scenario("healthy-pkce");
    let mut arguments = vec![
        "check",
        "--region-domain",
        "new1.pure.cloud",
        "--client-id",
        scenario.client_id,
        "--format",
        "json",
        "--connect-to",
    ];
    let everything = format!("::{}", running.address);
    let ca = running.ca.display().to_string();
    arguments.extend([everything.as_str(), "--ca-cert", &ca]);
    let ran = run(&arguments);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["target"]["aws_region"], Value::Null);
    let warned = json["results"]
        .as_array()
        .expect("results")
        .iter()
        .any(|result| result["id"] == "unlisted-region" && result["status"] == "warn");
    assert!(warned);
    // The simulator has no certificate for that name, so nothing can be verified.
    assert_eq!(ran.status, 3);
}

#[test]
fn hostile_text_reaches_no_format_as_it_is() {
    for scenario in ["hostile-text", "hostile-error-key", "garbage-location"] {
        for more in [&[][..], &["-v"], &["--format", "json"]] {
            let ran = check(scenario, more);
            assert_nothing_acts(&ran.stdout);
        }
    }
}

/// A report without the ids that are new in every answer.
fn without_trace(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("Trace id"));
    lines.collect::<Vec<_>>().join("\n")
}
