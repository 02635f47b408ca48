//! What is made of a visit, told by recordings: no browser is needed to judge what one saw.

use crate::support::{check, run};
use serde_json::{Value, json};
use std::sync::OnceLock;

const CHECKS: [&str; 7] = [
    "page-errors",
    "content-blocked",
    "frame-refused",
    "popup-blocked",
    "login-loop",
    "console-oauth-errors",
    "auth-redirect",
];

const RID: &str = "dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ";
const CLIENT: &str = "c802dd59-b4d7-4f12-af6e-7c4bc682f571";

/// A run without a browser in this scenario, as a recording.
fn recording(scenario: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    check(scenario, &["--record", file.to_str().expect("UTF-8")]);
    let text = std::fs::read_to_string(&file).expect("a recording");
    serde_json::from_str(&text).expect("JSON")
}

/// The run with a visit added, judged.
fn replay(mut recording: Value, observation: &Value, format: &str) -> crate::support::Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    recording["visit"] =
        json!({"url": "https://phone.mirabridge.cloud/init", "observation": observation});
    std::fs::write(&file, recording.to_string()).expect("a writable folder");
    run([
        "check",
        "--replay",
        file.to_str().expect("UTF-8"),
        "--format",
        format,
    ])
}

fn healthy() -> Value {
    static HEALTHY: OnceLock<Value> = OnceLock::new();
    HEALTHY.get_or_init(|| recording("healthy")).clone()
}

/// A visit with these events: a page, a frame in it and a window that the frame opened.
fn visit(end: &str, events: &[Value]) -> Value {
    let place = |is_window: bool, parent: Option<usize>| json!({"is_window": is_window, "parent": parent, "title": "", "text": ""});
    json!({"seen": {
        "browser": "Chrome/1",
        "places": [place(true, None), place(false, Some(0)), place(true, Some(1))],
        "events": events,
        "dropped": 0,
        "unreached": [{"host": "apps.mypurecloud.de", "cause": "dns", "message": "the name apps.mypurecloud.de does not resolve: no"}],
        "end": end,
        "timing": {"start_ms": 1, "load_ms": null, "settle_ms": 1},
    }})
}

fn event(place: usize, what: &str, more: Value) -> Value {
    let mut event = json!({"at_ms": 1, "place": place, "what": what});
    if let (Some(event), Value::Object(more)) = (event.as_object_mut(), more) {
        event.extend(more);
    }
    event
}

fn loaded(place: usize, url: &str) -> Value {
    event(place, "loaded", json!({"url": url, "status": 200}))
}

fn opened() -> Value {
    loaded(0, "https://phone.mirabridge.cloud/init")
}

/// An authorization request in the window, answered by a redirect.
fn asked(client: &str, to: &str) -> Value {
    let url = format!(
        "https://login.mypurecloud.de/oauth/authorize?client_id={client}&response_type=token&redirect_uri=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2FauthWindow.html"
    );
    event(
        2,
        "redirected",
        json!({"url": url, "status": 302, "to": to}),
    )
}

fn login(rid: &str) -> String {
    format!("https://login.mypurecloud.de/?rid={rid}#/authenticate")
}

/// The whole way to the login page.
fn signed() -> Vec<Value> {
    vec![
        opened(),
        event(2, "window_opened", json!({})),
        asked(CLIENT, &login(RID)),
        loaded(2, &login(RID)),
    ]
}

fn and(mut events: Vec<Value>, more: Value) -> Vec<Value> {
    events.push(more);
    events
}

fn failed(resource: &str, url: &str, error: &str) -> Value {
    event(
        0,
        "failed",
        json!({"resource": resource, "url": url, "error": error}),
    )
}

fn exception() -> Value {
    event(
        0,
        "exception",
        json!({"text": "TypeError: x", "url": "https://phone.mirabridge.cloud/a.js", "line": 1}),
    )
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

fn judged(recording: Value, observation: &Value) -> Vec<String> {
    let ran = replay(recording, observation, "json");
    let report = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
    CHECKS.map(|id| ending(&report, id)).to_vec()
}

#[test]
fn the_way_to_the_login_page_passes_only_as_a_whole() {
    let other = "00000000-0000-4000-8000-000000000000";
    let error = "https://login.mypurecloud.de/#/error?errorKey=invalidClientId";
    let required = "https://apps.mypurecloud.de/crm/authWindow.html#error=login_required";
    let in_frame = |mut event: Value| {
        event["place"] = json!(1);
        event
    };
    let bounced = "https://apps.mypurecloud.de/crm/authWindow.html#error=unauthorized_client";
    for (events, expected) in [
        (signed(), "pass"),
        // Not without a request, nor with the request of another window, nor with another rid.
        (
            vec![opened(), loaded(2, &login(RID))],
            "unverifiable unrecognized",
        ),
        (
            vec![opened(), asked(CLIENT, &login(RID)), loaded(1, &login(RID))],
            "unverifiable unrecognized",
        ),
        (
            vec![
                opened(),
                asked(CLIENT, &login(RID)),
                loaded(2, &login(&RID.replace('d', "e"))),
            ],
            "unverifiable unrecognized",
        ),
        (
            vec![opened(), asked(other, &login(RID)), loaded(2, &login(RID))],
            "unverifiable unrecognized",
        ),
        (
            vec![
                opened(),
                asked(CLIENT, "https://login.mypurecloud.de/other"),
                loaded(2, "https://login.mypurecloud.de/other"),
            ],
            "unverifiable unrecognized",
        ),
        (
            vec![opened(), loaded(2, "https://login.mypurecloud.de/")],
            "fail",
        ),
        // A frame that asks whether somebody is signed in already is told that nobody is.
        (and(signed(), in_frame(asked(CLIENT, required))), "pass"),
        (
            vec![opened(), asked(CLIENT, error), loaded(2, error)],
            "fail",
        ),
        (
            vec![opened(), asked(CLIENT, bounced), loaded(2, bounced)],
            "fail",
        ),
        (
            and(
                signed(),
                event(
                    2,
                    "moved",
                    json!({"url": format!("https://login.mypurecloud.de/?rid={RID}#/error?errorKey=x")}),
                ),
            ),
            "fail",
        ),
        (
            and(
                vec![opened()],
                event(
                    2,
                    "kept_in",
                    json!({"resource": "document", "url": "https://login.mypurecloud.ie/oauth/authorize?client_id=x"}),
                ),
            ),
            "fail",
        ),
        (
            vec![
                opened(),
                asked(CLIENT, &login(RID)),
                event(
                    2,
                    "kept_in",
                    json!({"resource": "document", "url": "https://idp.example/sso"}),
                ),
            ],
            "skipped",
        ),
        (vec![opened()], "unverifiable unrecognized"),
    ] {
        let found = judged(healthy(), &visit("quiet", &events));
        assert_eq!(found.last().expect("a result"), expected, "{events:#?}");
    }
}

#[test]
fn controls_that_were_let_in_leave_nothing_proven() {
    let recording = recording("accepts-everything");
    let client = recording["target"]["client_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let events = [
        opened(),
        asked(&client, &login(RID)),
        loaded(2, &login(RID)),
    ];
    let found = judged(recording, &visit("quiet", &events));
    assert_eq!(found.last().expect("a result"), "> invalid-client");
}

#[test]
fn a_fault_of_the_network_is_never_the_pages() {
    let script = "https://phone.mirabridge.cloud/a.js";
    let answered = |status: u16| {
        event(
            0,
            "answered",
            json!({"resource": "script", "url": script, "status": status}),
        )
    };
    for (more, cause) in [
        (
            failed(
                "document",
                "https://phone.mirabridge.cloud/init",
                "net::ERR_CONNECTION_RESET",
            ),
            "connect",
        ),
        (
            failed(
                "frame",
                "https://apps.mypurecloud.de/x",
                "net::ERR_TUNNEL_CONNECTION_FAILED",
            ),
            "dns",
        ),
        (
            failed("script", script, "net::ERR_CERT_AUTHORITY_INVALID"),
            "tls",
        ),
        (failed("script", script, "net::ERR_TIMED_OUT"), "timeout"),
        (
            failed("script", script, "net::ERR_TUNNEL_CONNECTION_FAILED"),
            "proxy",
        ),
        (
            failed("script", script, "net::ERR_HTTP2_PROTOCOL_ERROR"),
            "protocol",
        ),
        (answered(403), "blocked"),
        (answered(407), "proxy"),
        (answered(429), "rate_limited"),
        (answered(503), "server_error"),
        (
            event(
                0,
                "kept_in",
                json!({"resource": "script", "url": "https://cdn.example/a.js"}),
            ),
            "not_asked",
        ),
    ] {
        // Not even if a script fails because of it.
        let found = judged(
            healthy(),
            &visit("quiet", &[opened(), more.clone(), exception()]),
        );
        assert_eq!(found[0], format!("unverifiable {cause}"), "{more}");
        assert!(!found.contains(&"fail".to_owned()), "{more}: {found:?}");
        assert_eq!(found[6], "> page-errors", "{more}");
    }
}

#[test]
fn what_a_page_does_for_want_of_something_is_not_its_fault() {
    let crm = "https://apps.mypurecloud.de/crm/index.html";
    let api = "https://api.mypurecloud.de/a";
    let lost = || failed("script", api, "net::ERR_CONNECTION_RESET");
    let lost_data = || failed("data", api, "net::ERR_CONNECTION_RESET");
    let kept_in = || {
        event(
            0,
            "kept_in",
            json!({"resource": "script", "url": "https://cdn.example/a.js"}),
        )
    };
    let answered = |resource: &str, url: &str, status: u16| {
        event(
            1,
            "answered",
            json!({"resource": resource, "url": url, "status": status}),
        )
    };
    let blocked = |by: &str, resource: &str, url: &str| {
        event(
            1,
            "blocked",
            json!({"by": by, "resource": resource, "url": url, "rule": "r"}),
        )
    };
    let says = |text: &str| event(0, "console", json!({"level": "error", "text": text}));
    let asks = || {
        event(
            1,
            "window_asked",
            json!({"url": crm, "by_gesture": false, "opened": false}),
        )
    };
    let again = || vec![opened(); 4];
    for (end, more, cause) in [
        ("quiet", vec![lost(), asks()], "connect"),
        ("quiet", vec![lost_data(), exception()], "connect"),
        (
            "quiet",
            vec![lost(), says("OAuth failed: Failed to fetch")],
            "connect",
        ),
        (
            "quiet",
            vec![lost_data(), says("OAuth failed: Failed to fetch")],
            "connect",
        ),
        (
            "quiet",
            vec![kept_in(), says("OAuth failed: Failed to fetch")],
            "not_asked",
        ),
        (
            "quiet",
            vec![
                answered("frame", crm, 403),
                blocked("frame_options", "frame", crm),
            ],
            "blocked",
        ),
        (
            "quiet",
            vec![answered("data", api, 502), blocked("cors", "data", api)],
            "server_error",
        ),
        ("quiet", vec![answered("script", api, 451)], "blocked"),
        ("quiet", vec![answered("script", api, 408)], "timeout"),
        ("loop", [vec![lost()], again()].concat(), "connect"),
        ("loop", [vec![kept_in()], again()].concat(), "not_asked"),
    ] {
        let events = [vec![opened()], more].concat();
        let found = judged(healthy(), &visit(end, &events));
        assert_eq!(found[0], format!("unverifiable {cause}"), "{events:#?}");
        assert!(
            !found.contains(&"fail".to_owned()),
            "{events:#?}: {found:?}"
        );
    }
    // A code is the service's own word, whatever else did not come.
    let events = [opened(), lost_data(), says("OAuth error: invalid_client")];
    assert_eq!(judged(healthy(), &visit("quiet", &events))[5], "fail");
}

#[test]
fn a_window_that_opened_after_all_hides_no_failing_script() {
    let asks = event(
        1,
        "window_asked",
        json!({"url": "https://apps.mypurecloud.de/", "by_gesture": false, "opened": false}),
    );
    let window = event(2, "window_opened", json!({}));
    let events = [opened(), asks, exception(), window];
    let found = judged(healthy(), &visit("quiet", &events));
    assert_eq!(found[0], "fail", "{found:?}");
}

#[test]
fn what_did_not_come_to_its_end_passes_nothing() {
    for (end, cause) in [
        ("deadline", "timeout"),
        ("died", "browser"),
        ("interrupted", "not_asked"),
    ] {
        let found = judged(healthy(), &visit(end, &[opened()]));
        assert_eq!(found[0], format!("unverifiable {cause}"));
        assert!(!found.contains(&"pass".to_owned()), "{end}: {found:?}");
    }
    let failure = json!({"failure": {"cause": "browser", "message": "the browser did not start"}});
    let found = judged(healthy(), &failure);
    assert_eq!(found[0], "unverifiable browser");
    assert!(
        found[1..].iter().all(|ending| ending == "> page-errors"),
        "{found:?}"
    );
}

#[test]
fn one_cause_is_one_failure() {
    let blocked = |by: &str, resource: &str| {
        event(
            0,
            "blocked",
            json!({"by": by, "resource": resource, "url": "https://phone.mirabridge.cloud/a.js", "rule": "r"}),
        )
    };
    let asks = |by_gesture: bool| {
        event(
            1,
            "window_asked",
            json!({"url": "https://apps.mypurecloud.de/", "by_gesture": by_gesture, "opened": by_gesture}),
        )
    };
    let oauth_exception = event(
        0,
        "exception",
        json!({"text": "Error: OAuth invalid_client", "url": "https://phone.mirabridge.cloud/a.js", "line": 1}),
    );
    let console = event(
        0,
        "console",
        json!({"level": "error", "text": "OAuth error: invalid_client"}),
    );
    for (more, failing) in [
        (vec![exception()], "page-errors"),
        (
            vec![blocked("csp", "script"), exception()],
            "content-blocked",
        ),
        (vec![blocked("frame_options", "frame")], "frame-refused"),
        (vec![asks(false), exception()], "popup-blocked"),
        (vec![console], "console-oauth-errors"),
        (vec![oauth_exception], "console-oauth-errors"),
    ] {
        let mut events = vec![opened()];
        events.extend(more);
        let found = judged(healthy(), &visit("quiet", &events));
        let failed: Vec<_> = CHECKS
            .iter()
            .zip(&found)
            .filter(|(_, ending)| *ending == "fail")
            .map(|(id, _)| *id)
            .collect();
        assert_eq!(failed, [failing], "{events:#?}");
    }
}

#[test]
fn what_stopped_nobody_is_a_warning() {
    for (more, at) in [
        (exception(), 0),
        (
            event(
                0,
                "blocked",
                json!({"by": "cors", "resource": "data", "url": "https://api.mypurecloud.de/", "rule": ""}),
            ),
            1,
        ),
        (
            event(
                0,
                "blocked",
                json!({"by": "frame_ancestors", "resource": "frame", "url": "https://apps.mypurecloud.de/", "rule": ""}),
            ),
            2,
        ),
    ] {
        let found = judged(healthy(), &visit("quiet", &and(signed(), more.clone())));
        assert_eq!(found[at], "warn", "{more}");
        assert_eq!(found[6], "pass", "{more}");
    }
}

#[test]
fn a_blocked_window_that_nobody_needed_is_a_warning() {
    let asks = event(
        1,
        "window_asked",
        json!({"url": "https://apps.mypurecloud.de/", "by_gesture": false, "opened": false}),
    );
    let mut events = signed();
    events.retain(|event| event["what"] != "window_opened");
    let found = judged(healthy(), &visit("quiet", &and(events, asks)));
    assert_eq!((found[3].as_str(), found[6].as_str()), ("warn", "pass"));
}

#[test]
fn an_info_line_must_name_a_code() {
    for (level, text, expected) in [
        (
            "info",
            "OAuth: authorization failed in the last session",
            "pass",
        ),
        ("info", "state: invalid_client", "fail"),
        ("warning", "OAuth: authorization failed", "fail"),
        (
            "error",
            "loading https://login.mypurecloud.de/oauth/authorize?error=invalid_client",
            "pass",
        ),
        ("error", "cannot draw the icon", "pass"),
    ] {
        let line = event(0, "console", json!({"level": level, "text": text}));
        let found = judged(healthy(), &visit("quiet", &and(signed(), line)));
        assert_eq!(found[5], expected, "{level}: {text}");
    }
}

#[test]
fn what_a_page_says_cannot_act_on_a_terminal() {
    let hostile = "OAuth error \u{1b}[31m\u{202e}invalid_client\u{7}";
    let mut events = vec![opened()];
    events.push(event(
        0,
        "console",
        json!({"level": "error", "text": hostile}),
    ));
    events.push(loaded(1, "https://apps.mypurecloud.de/\u{1b}]0;owned\u{7}"));
    let ran = replay(healthy(), &visit("quiet", &events), "human");
    assert!(ran.stdout.contains("\\u{1b}[31m"), "{}", ran.stdout);
    for character in ['\u{1b}', '\u{7}', '\u{202e}'] {
        assert!(!ran.stdout.contains(character), "{character:?}");
    }
}

#[test]
fn a_visit_that_no_run_could_have_made_is_refused() {
    let events = vec![opened(); 401];
    let ran = replay(healthy(), &visit("quiet", &events), "json");
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("its visit is not valid"),
        "{}",
        ran.stderr
    );
    // Positions that do not exist are survived.
    let stray = event(
        99,
        "loaded",
        json!({"url": "https://phone.mirabridge.cloud/", "status": 200}),
    );
    let ran = replay(healthy(), &visit("quiet", &[stray]), "human");
    assert_eq!(ran.status, 3, "{}", ran.stdout);
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
    let first = run(arguments).stdout;
    assert!(
        first.starts_with("SIMULATED ? unverifiable: the OAuth client is right; the page in a browser was not checked (the browser failed)"),
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
        "The page was not looked at: the time ran out while waiting for the browser, which has started, to take orders."
    );
}

#[cfg(unix)]
#[test]
fn that_no_time_was_left_for_the_page_is_said_once() {
    let own = env!("CARGO_BIN_EXE_mirabridge-oauth");
    let arguments = [
        "demo",
        "hang-before-handshake",
        "--browser",
        "--browser-path",
        own,
    ];
    let ran = run([&arguments[..], &["--deadline", "1s"]].concat());
    assert!(
        ran.stdout
            .contains("The page was not looked at: the deadline came first."),
        "{}",
        ran.stdout
    );
}
