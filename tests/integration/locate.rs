//! `locate` against the simulator.

use crate::formats::assert_report;
use crate::scenarios::masked;
use crate::support::{Ran, assert_nothing_acts, mapped, run, scenario, simulator};
use mirabridge_oauth::genesys::Region;
use serde_json::Value;

fn client_id(name: &str) -> &'static str {
    scenario(name).client_id
}

fn locate(name: &str, more: &[&str]) -> Ran {
    let running = simulator();
    let mut arguments = vec!["locate", "--client-id", client_id(name)];
    arguments.extend(more);
    let mut arguments: Vec<_> = arguments.into_iter().map(str::to_owned).collect();
    arguments.extend(mapped(running.address, &running.ca));
    run(arguments)
}

fn report(name: &str, more: &[&str]) -> (Value, i32) {
    let ran = locate(name, &[&["--format", "json"], more].concat());
    let report = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|error| panic!("{name}: {error}\n{ran:?}"));
    (report, ran.status)
}

/// A run, and its reports in these formats.
fn with_files<const N: usize>(name: &str, more: &[&str], formats: [&str; N]) -> (Ran, [String; N]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |format: &str| folder.path().join(format).display().to_string();
    let reports = formats.map(|format| format!("--report={format}={}", file(format)));
    let reports: Vec<_> = reports.iter().map(String::as_str).collect();
    let ran = locate(name, &[more, &reports].concat());
    let read = |format| std::fs::read_to_string(file(format)).expect("a report");
    (ran, formats.map(read))
}

/// Compares with the snapshot of this name, but for what is new in every run.
fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => "locate", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, masked(text));
    });
}

fn first_line(ran: &Ran) -> &str {
    ran.stdout.lines().next().expect("a first line")
}

#[test]
fn the_answer_comes_first_and_what_to_paste_follows() {
    let ran = locate("other-region", &[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    snapshot("found", &ran.stdout);
}

#[test]
fn every_scenario_ends_as_it_must() {
    let mut lines = String::new();
    for name in [
        "uri-missing",
        "unknown-client",
        "two-regions",
        "partial-sweep",
        "told-apart-other-region",
        "told-apart-no-uris",
        "other-grant-shared-page",
        "accepts-everything",
        "unknown-refusal",
        "rate-limited",
    ] {
        let (ran, [json]) = with_files(name, &["-q"], ["json"]);
        let json: Value = serde_json::from_str(&json).expect("JSON");
        let status = ran.status;
        assert_eq!(ran.stderr, "", "{name}");
        assert_eq!(json["exit_status"], status);
        assert_eq!(json["evidence"]["source"], "simulated", "{name}");
        let line = first_line(&ran);
        assert_eq!(ran.stdout, format!("{line}\n"));
        assert!(line.chars().count() < 100, "{line}");
        let headline = json["headline"].as_str().expect("a headline");
        assert!(line.ends_with(headline), "{line}");
        let line = line.strip_prefix("SIMULATED ").expect("it says so");
        let line = line.replace(
            &format!(" of {} regions", Region::all().len()),
            " of all regions",
        );
        lines.extend([format!("{status} {name}: {line}\n")]);
    }
    snapshot("statuses", &lines);
}

#[test]
fn programs_get_all_of_it() {
    let (json, _) = report("other-region", &[]);
    let probes = json["probes"].as_array().expect("probes");
    assert_eq!(probes.len(), 4 * Region::all().len());
    for field in [
        "round", "purpose", "url", "status", "location", "headers", "failure",
    ] {
        assert!(probes[0].get(field).is_some(), "{field}");
    }
    // What shows that Ireland knows the client is the request there and its control.
    let regions = json["regions"].as_array().expect("regions");
    let ireland = regions
        .iter()
        .find(|region| region["domain"] == "mypurecloud.ie")
        .expect("Ireland");
    let indices = ireland["probes"].as_array().expect("indices").iter();
    let shown: Vec<_> = indices
        .map(|index| usize::try_from(index.as_u64().expect("a number")).expect("small"))
        .map(|index| (&probes[index]["purpose"], &probes[index]["url"]))
        .collect();
    assert_eq!(shown[0].0, "redirect-uri");
    assert_eq!(shown[1].0, "client-control");
    assert!(shown.iter().all(|(_, url)| {
        let url = url.as_str().expect("a URL");
        url.starts_with("https://login.mypurecloud.ie/oauth/authorize?")
    }));
    let told = |field: &str| &json[field];
    assert_eq!(told("status"), "found");
    assert_eq!(told("verdict"), "pass");
    assert_eq!(told("found_region"), "mypurecloud.ie");
    assert!(
        told("check")
            .as_str()
            .expect("a command")
            .contains(" --region mypurecloud.ie ")
    );
    let init_url = json["setup"]["init_url"].as_str().expect("a URL");
    assert!(init_url.contains("region=mypurecloud.ie&"), "{init_url}");
    let result = &json["results"][0];
    assert_eq!(
        (&result["id"], &result["status"]),
        (&"invalid-client".into(), &"pass".into())
    );
    assert_eq!(result["paste"].as_array().map(Vec::len), Some(3));
    let says = regions.iter().map(|region| region["status"].as_str());
    let knows = says.clone().filter(|says| *says == Some("knows"));
    let refuses = says.filter(|says| *says == Some("refuses"));
    assert_eq!((knows.count(), refuses.count()), (1, regions.len() - 1));
}

#[test]
fn every_format_tells_it() {
    for (scenario, status) in [("other-region", 0), ("no-uris", 1), ("two-regions", 3)] {
        let formats = ["json", "junit", "sarif", "github", "markdown", "html"];
        let (ran, files) = with_files(scenario, &[], formats);
        assert_eq!((ran.status, ran.stderr.as_str()), (status, ""), "{ran:?}");
        let json = serde_json::from_str(&files[0]).expect("JSON");
        assert_report(&json, scenario);
        let headline = json["headline"].as_str().expect("a headline");
        assert!(ran.stdout.contains(headline), "{ran:?}");
        for (format, text) in formats.iter().zip(&files) {
            let words = match *format {
                "junit" => "invalid-client",
                _ => headline,
            };
            assert!(text.contains(words), "{format}: {text}");
        }
    }
}

#[test]
fn the_command_that_it_prints_passes() {
    let ran = locate("other-region", &[]);
    let command = ran
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("mirabridge-oauth "));
    let running = simulator();
    let mut arguments: Vec<_> = command
        .expect("a command")
        .split(' ')
        .map(str::to_owned)
        .collect();
    arguments.extend(mapped(running.address, &running.ca));
    let checked = run(arguments);
    assert_eq!(checked.status, 0, "{checked:?}");
    assert!(checked.stdout.contains("mypurecloud.ie, eu-west-1"));
}

#[test]
fn a_redirect_uri_that_is_registered_finds_a_client_with_none_of_the_others() {
    assert_eq!(locate("nothing-but-slash", &[]).status, 1);
    let (json, status) = report(
        "nothing-but-slash",
        &["--redirect-uri", "https://phone.mirabridge.cloud/"],
    );
    assert_eq!(status, 0);
    assert_eq!(json["found_region"], "mypurecloud.de");
    let asked_with = &json["setup"]["redirect_uris"];
    assert_eq!(asked_with[0], "https://phone.mirabridge.cloud/");
    // What is to be pasted is what is needed, not what was asked with.
    assert_eq!(
        json["results"][0]["paste"][0],
        "https://phone.mirabridge.cloud"
    );
    let probes = json["probes"].as_array().expect("probes");
    assert_eq!(probes.len(), 2 * Region::all().len());
}

#[test]
fn a_dry_run_lists_exactly_round_one_and_sends_nothing() {
    let dry = run([
        "locate",
        "--client-id",
        client_id("other-region"),
        "--connect-to",
        "::127.0.0.1:1",
        "--dry-run",
    ]);
    assert_eq!((dry.status, dry.stderr.as_str()), (0, ""));
    let listed: Vec<_> = dry
        .stdout
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("https://"))
        .collect();
    let (json, _) = report("unknown-client", &[]);
    let in_round = |round: u64| {
        let probes = json["probes"].as_array().expect("probes").iter();
        probes.filter(move |probe| probe["round"] == round)
    };
    let own = |url: &str| url.contains(client_id("other-region"));
    assert_eq!(listed.len(), in_round(1).count());
    assert_eq!(
        listed.iter().filter(|url| own(url)).count(),
        3 * Region::all().len()
    );
    let (json, _) = report("other-region", &[]);
    let asked: Vec<_> = json["probes"]
        .as_array()
        .expect("probes")
        .iter()
        .map(|probe| probe["url"].as_str().expect("a URL"))
        .collect();
    assert_eq!(listed, asked);
    let most = format!("(at most {})", 4 * Region::all().len());
    assert!(dry.stdout.contains(&most), "{}", dry.stdout);
}

#[test]
fn what_is_pasted_for_a_client_id_is_understood_and_every_region_asked() {
    let id = client_id("other-region");
    let pasted = format!("https://login.mypurecloud.de/oauth/authorize?client_id={id}&x=1");
    let running = simulator();
    let mut arguments = vec!["locate".to_owned(), "--client-id".to_owned(), pasted];
    arguments.extend(mapped(running.address, &running.ca));
    let ran = run(arguments);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(first_line(&ran).contains("mypurecloud.ie"), "{ran:?}");
    assert!(
        ran.stderr
            .contains("from the URL in --client-id: region mypurecloud.de"),
        "{ran:?}"
    );
}

#[test]
fn wrong_usage_asks_nobody() {
    for (arguments, words) in [
        (&["locate"][..], "--client-id is missing"),
        (&["locate", "--client-id", "x"], "--client-id:"),
        (
            &[
                "locate",
                "--client-id",
                client_id("healthy"),
                "--redirect-uri",
                "x y",
            ],
            "--redirect-uri:",
        ),
        (
            &[
                "locate",
                "--client-id",
                client_id("healthy"),
                "--region",
                "mypurecloud.de",
            ],
            "--region",
        ),
        (
            &[
                "locate",
                "--client-id",
                client_id("healthy"),
                "--timeout",
                "soon",
            ],
            "--timeout",
        ),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
        assert!(ran.stderr.contains(words), "{ran:?}");
    }
}

#[test]
fn hostile_text_reaches_no_format_as_it_is() {
    for scenario in ["hostile-text", "hostile-error-key", "garbage-location"] {
        let (ran, [json]) = with_files(scenario, &["-v"], ["json"]);
        assert_nothing_acts(&ran.stdout);
        assert_nothing_acts(&json);
    }
}

#[test]
fn verbose_shows_every_region_and_every_exchange() {
    let ran = locate("other-region", &["-v"]);
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.contains("\nmypurecloud.ie: knows the client\n"));
    assert!(
        ran.stdout
            .contains("\nmypurecloud.de: refuses the client\n")
    );
    let requests = ran.stdout.matches("\n> GET https://login.").count();
    assert_eq!(requests, 4 * Region::all().len());
}
