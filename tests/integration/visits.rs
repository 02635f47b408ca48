//! What a visit comes to as a whole: what is refused, replayed and printed. How one is judged is told by the tests of
//! `src/checks/browser.rs`.

use crate::support::{check, run};
use serde_json::{Value, json};

const CLIENT: &str = "c802dd59-b4d7-4f12-af6e-7c4bc682f571";

/// A healthy run with a visit of these events added, judged again.
fn replay(events: &[Value], format: &str) -> crate::support::Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    let name = file.to_str().expect("UTF-8");
    check("healthy", &["--record", name]);
    let text = std::fs::read_to_string(&file).expect("a recording");
    let mut recording: Value = serde_json::from_str(&text).expect("JSON");
    let window = json!({"is_window": true, "parent": null, "title": "", "text": ""});
    let visit = json!({
        "browser": "Chrome/1",
        "places": [window],
        "events": events,
        "dropped": 0,
        "unreached": [],
        "end": "quiet",
        "timing": {"start_ms": 1, "load_ms": null, "settle_ms": 1},
    });
    recording["visit"] =
        json!({"url": "https://phone.mirabridge.cloud/init", "observation": {"seen": visit}});
    std::fs::write(&file, recording.to_string()).expect("a writable folder");
    run(["check", "--replay", name, "--format", format])
}

fn loaded(place: usize, url: &str) -> Value {
    json!({"at_ms": 1, "place": place, "what": "loaded", "url": url, "status": 200})
}

/// How a check ended: its status with its cause, or the check it depends on.
fn ending(report: &Value, id: &str) -> String {
    let results = report["results"].as_array().expect("results");
    let result = results.iter().find(|result| result["id"] == id);
    let result = result.expect("a result");
    let word = |name: &str| result[name].as_str().unwrap_or_default();
    match (word("depends_on"), word("cause")) {
        ("", "") => word("status").to_owned(),
        ("", cause) => format!("{} {cause}", word("status")),
        (other, _) => format!("> {other}"),
    }
}

#[test]
fn what_a_page_says_cannot_act_on_a_terminal() {
    let hostile = "OAuth error \u{1b}[31m\u{202e}invalid_client\u{7}";
    let events = [
        loaded(0, "https://phone.mirabridge.cloud/init"),
        json!({"at_ms": 1, "place": 0, "what": "console", "level": "error", "text": hostile}),
        loaded(0, "https://apps.mypurecloud.de/\u{1b}]0;owned\u{7}"),
    ];
    let ran = replay(&events, "human");
    assert!(ran.stdout.contains("\\u{1b}[31m"), "{}", ran.stdout);
    for character in ['\u{1b}', '\u{7}', '\u{202e}'] {
        assert!(!ran.stdout.contains(character), "{character:?}");
    }
}

#[test]
fn a_visit_that_no_run_could_have_made_is_refused() {
    let events = vec![loaded(0, "https://phone.mirabridge.cloud/init"); 401];
    let ran = replay(&events, "json");
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("its visit is not valid"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_browser_that_is_not_there_is_wrong_usage_and_nothing_is_asked() {
    for (arguments, words) in [
        (
            &["demo", "--browser"][..],
            "--browser needs Chromium, Chrome or Edge, and none was found. Install one",
        ),
        (
            &["demo", "--browser", "--browser-path", "no/such/browser"],
            "there is no program at no/such/browser",
        ),
        (
            &["demo", "--only", "popup-blocked"],
            "--only popup-blocked needs --browser",
        ),
        (&["demo", "--screenshot", "x.png"], "--browser"),
        (
            &[
                "demo",
                "--browser",
                "--browser-path",
                env!("CARGO_BIN_EXE_mirabridge-oauth"),
                "--browser-allow",
                "https://a.example/",
            ],
            "--browser-allow: 'https://a.example/' is not the name of a host",
        ),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
}

#[test]
fn a_program_that_is_no_browser_leaves_the_page_unverified() {
    let own = env!("CARGO_BIN_EXE_mirabridge-oauth");
    let arguments = ["demo", "--browser", "--browser-path", own];
    let ran = run([&arguments[..], &["--format", "json"]].concat());
    assert_eq!(ran.status, 3, "{ran:?}");
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(ending(&report, "page-errors"), "unverifiable browser");
    assert_eq!(ending(&report, "invalid-client"), "pass");
    let first = run(arguments).stdout.replacen("\n  ", " ", 1);
    assert!(
        first.starts_with("SIMULATED ? could not check: the OAuth client is right; the page in a browser was not checked (the browser failed)"),
        "{first}"
    );
}

#[test]
fn a_dry_run_says_what_a_browser_may_contact() {
    let own = env!("CARGO_BIN_EXE_mirabridge-oauth");
    let ran = run([
        "check",
        "--region",
        "mypurecloud.de",
        "--client-id",
        CLIENT,
        "--browser",
        "--browser-path",
        own,
        "--browser-allow",
        "CDN.example",
        "--dry-run",
    ]);
    let (_, browser) = ran.stdout.split_once("\nA browser then").expect("a part");
    assert!(
        browser.contains("from *.mypurecloud.de, *.mirabridge.cloud, cdn.example on port 443, and from no other host"),
        "{browser}"
    );
}

/// What is said of the page where this is the browser, and the deadline comes before it takes orders.
#[cfg(unix)]
fn with_a_browser_that(says: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("a folder");
    let browser = folder.path().join("browser");
    let script = format!("#!/bin/sh\n{says}exec sleep 60\n");
    std::fs::write(&browser, script).expect("a writable folder");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&browser, executable).expect("a file of our own");
    let mut demo = crate::support::program();
    demo.args(["demo", "--browser", "--browser-path"])
        .arg(&browser)
        .args(["--deadline", "3s", "--format", "json"])
        .env("PATH", "/usr/bin:/bin");
    let ran = crate::support::Ran::from(demo.output().expect("the program runs"));
    assert_eq!(ran.status, 3, "{ran:?}");
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(ending(&report, "page-errors"), "unverifiable timeout");
    let results = report["results"].as_array().expect("results");
    let result = results.iter().find(|result| result["id"] == "page-errors");
    let message = result.and_then(|result| result["message"].as_str());
    message.expect("a message").to_owned()
}

#[cfg(unix)]
#[test]
fn what_the_deadline_cut_short_is_named() {
    assert_eq!(
        with_a_browser_that(""),
        "The page was not looked at: the time ran out while waiting for the browser to start."
    );
}

/// Its port is open, and whoever connects gets no answer.
#[cfg(unix)]
#[test]
fn a_browser_that_has_started_is_not_said_to_be_awaited() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    let address = port.local_addr().expect("an address");
    let says = format!("echo 'DevTools listening on ws://{address}/devtools/browser/1' >&2\n");
    assert_eq!(
        with_a_browser_that(&says),
        "The page was not looked at: the time ran out while waiting for the browser, which has started, to take commands."
    );
}

#[cfg(unix)]
#[test]
fn that_no_time_was_left_for_the_page_is_said_once() {
    let own = env!("CARGO_BIN_EXE_mirabridge-oauth");
    let arguments = ["demo", "unanswered", "--browser", "--browser-path", own];
    let ran = run([&arguments[..], &["--deadline", "1s"]].concat());
    assert!(
        ran.stdout
            .contains("The page was not looked at: the deadline came first."),
        "{}",
        ran.stdout
    );
}
