//! The menu of faults: each is played in the place of the login host, and told with its exact cause, message and advice.
//! Whatever the fault: status 3, nothing passes that was hit, and nothing is said of the client.

use super::authority::trusted;
use super::check::{command, json, ran, result, words};
use super::faults::connect_to;
use crate::support::{Ran, program, simulator};
use serde_json::Value;
use std::process::Command;

/// A test for each fault, named like it: cause, message and advice. A star stands for the system's own words.
macro_rules! menu {
    ($($name:ident: $cause:literal, $advice:ident, $message:literal;)*) => {
        $(
            #[test]
            fn $name() {
                assert_told(&stringify!($name).replace('_', "-"), $cause, $message, $advice);
            }
        )*
    };
}

const DNS: &str = "Check that this computer is online and that its DNS server knows the name; in a company network, the proxy may have to be named with --proxy or HTTPS_PROXY.";
const CONNECT: &str = "Check the network and the firewall: port 443 of that host must be reachable; in a company network, the proxy may have to be named with --proxy or HTTPS_PROXY.";
const LONGER: &str = "Try again, with a longer --timeout and --deadline if the network is slow.";
#[cfg(target_os = "linux")]
const NO_CONNECTION: &str = "Most likely a proxy is needed here or a firewall drops the connection. In a company network, name the proxy with --proxy or HTTPS_PROXY; else ask for port 443 of that host to be opened. On a slow network, try a longer --timeout and --deadline.";
const CLOCK: &str = "Look at this computer's clock and set it right if it is wrong. If it is right, whoever answers there shows an old certificate: most likely a router or a proxy of your network.";
const STRANGER: &str = "Open that host in a browser on this computer and see who answers: a captive portal wants a sign-in; a router or proxy is a matter for your network team.";
const TRUST: &str =
    "If your network inspects TLS, export its root certificate and pass it with --ca-cert FILE.";
const OTHER_TLS: &str = "Genesys Cloud speaks TLS 1.2 and newer, so most likely something in between answers: ask your network team which proxy or firewall ends TLS here.";
const NO_TLS: &str = "Open a browser and sign in to the network's own page, if it shows one. In a company network, the proxy may have to be named with --proxy or HTTPS_PROXY.";
const STATUS: &str = "Look at https://status.mypurecloud.com and try again later.";
const PAUSE: &str = "Wait a few minutes and try again.";
const ELSEWHERE: &str = "Something between this computer and Genesys Cloud sends broken answers: try again from another network.";

menu! {
    dns_failure: "dns", DNS, "the name login.mypurecloud.de.invalid does not resolve: names under .invalid do not exist";
    refused: "connect", CONNECT, "there is no connection to 127.0.0.1:*";

    reset_on_connect: "connect", CONNECT, "the connection to login.mypurecloud.de:443 was cut during the TLS handshake: the other side closed or reset it";
    close_on_connect: "connect", CONNECT, "the connection to login.mypurecloud.de:443 was cut during the TLS handshake: the other side closed or reset it";
    reset_in_handshake: "connect", CONNECT, "the connection to login.mypurecloud.de:443 was cut during the TLS handshake: the other side closed or reset it";
    tls_truncated: "connect", CONNECT, "the connection to login.mypurecloud.de:443 was cut during the TLS handshake: the other side closed or reset it";
    no_answer: "connect", CONNECT, "the connection to login.mypurecloud.de:443 was cut before the answer: the other side closed or reset it";
    reset_after_headers: "connect", CONNECT, "the connection to login.mypurecloud.de:443 was cut in the middle of the answer: the other side closed or reset it";
    reset_in_body: "connect", CONNECT, "the connection to login.mypurecloud.de:443 was cut in the middle of the answer: the other side closed or reset it";

    tls_expired: "tls", CLOCK, "there is no secure connection to login.mypurecloud.de: its certificate expired on 2021-01-01, or this computer's clock is ahead: it says 2*";
    tls_not_yet_valid: "tls", CLOCK, "there is no secure connection to login.mypurecloud.de: its certificate is not valid before 2090-01-01, or this computer's clock is behind: it says 2*";
    tls_wrong_host: "tls", STRANGER, "there is no secure connection to login.mypurecloud.de: its certificate is for another host: portal.hotel.example";
    tls_self_signed: "tls", STRANGER, "there is no secure connection to login.mypurecloud.de: its certificate is self-signed, by \"router.local\"; most likely a router, a proxy or a captive portal answers here";
    tls_self_signed_authority: "tls", STRANGER, "there is no secure connection to login.mypurecloud.de: its certificate is self-signed, by \"router.local\"; most likely a router, a proxy or a captive portal answers here";
    tls_unknown_authority: "tls", TRUST, "there is no secure connection to login.mypurecloud.de: its certificate was issued by \"Acme Web Gateway, Acme Ltd\", which this computer does not trust; most likely a proxy or virus scanner inspects TLS here";
    tls_inspected: "tls", TRUST, "there is no secure connection to login.mypurecloud.de: its certificate was issued by \"Zscaler Root CA, Zscaler Inc.\", which this computer does not trust; most likely a proxy or virus scanner inspects TLS here";
    tls_hostile_name: "tls", TRUST, "there is no secure connection to login.mypurecloud.de: its certificate was issued by \"\u{1b}]0;owned\u{7}\u{202e}Root, \u{1b}[2J\nLtd\", which this computer does not trust; most likely a proxy or virus scanner inspects TLS here";
    tls_only_1_1: "tls", OTHER_TLS, "there is no secure connection to login.mypurecloud.de: it offers no TLS version this tool speaks (1.2 or 1.3)";
    tls_old_alert: "tls", OTHER_TLS, "there is no secure connection to login.mypurecloud.de: it offers no TLS version this tool speaks (1.2 or 1.3)";
    tls_no_cipher: "tls", OTHER_TLS, "there is no secure connection to login.mypurecloud.de: it refused the TLS handshake (HandshakeFailure)";
    plain_http: "tls", NO_TLS, "there is no secure connection to login.mypurecloud.de: what answered on that port speaks HTTP without TLS: HTTP/1.1 400 Bad Request";
    captive_portal_plain_redirect: "tls", NO_TLS, "there is no secure connection to login.mypurecloud.de: what answered on that port speaks HTTP without TLS: HTTP/1.1 302 Found, to http://portal.guest-wifi.example/login";
    captive_portal_plain_page: "tls", NO_TLS, "there is no secure connection to login.mypurecloud.de: what answered on that port speaks HTTP without TLS: HTTP/1.1 200 OK";
    not_tls: "tls", NO_TLS, "there is no secure connection to login.mypurecloud.de: what answered on that port does not speak TLS, but says: 220 mail.example ESMTP \u{1b}[2J\u{202e}\u{fffd}";

    garbage: "protocol", ELSEWHERE, "the answer is broken: its header is not valid HTTP";
    nul_in_header: "protocol", ELSEWHERE, "the answer is broken: its header is not valid HTTP";
    length_invalid: "protocol", ELSEWHERE, "the answer is broken: its header is not valid HTTP";
    length_too_long: "protocol", ELSEWHERE, "the answer is broken: it ends before it is complete";
    chunks_invalid: "protocol", ELSEWHERE, "the answer is broken: its body is not valid HTTP";
    endless_headers: "too_large", ELSEWHERE, "the header of the answer is too large";
    endless_header: "too_large", ELSEWHERE, "the header of the answer is too large";
    endless_body: "too_large", ELSEWHERE, "the body of the answer is too large";
    http2_goaway: "rate_limited", PAUSE, "login.mypurecloud.de ended the connection (HTTP/2 GOAWAY, ENHANCE_YOUR_CALM)";
    http2_goaway_in_order: "server_error", STATUS, "login.mypurecloud.de ended the connection (HTTP/2 GOAWAY, NO_ERROR)";
    http2_reset: "server_error", STATUS, "login.mypurecloud.de ended the request (HTTP/2 RST_STREAM, INTERNAL_ERROR)";
    http2_refused: "server_error", STATUS, "login.mypurecloud.de ended the request (HTTP/2 RST_STREAM, REFUSED_STREAM)";
}

/// A check of the healthy client, with this fault in the place of the login host and a simulator in that of all others.
fn faulty(fault: &str) -> Command {
    let running = simulator();
    let others = format!("::{}", running.address);
    let mut check = command(["--connect-to", &connect_to(fault), "--connect-to", &others]);
    check.arg("--ca-cert").arg(&trusted().pem);
    check.arg("--ca-cert").arg(&running.ca);
    check
}

/// What a run says of a fault, to a program and to a person. What waits for an answer has time to get as far as that.
fn played(fault: &str, waits: bool) -> (Value, Ran) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("report.json");
    let mut check = faulty(fault);
    if waits {
        check.args(["--deadline", "2s"]);
    }
    let person = ran(check
        .arg("--report")
        .arg(format!("json={}", file.display())));
    let program = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{person:?}"));
    assert_eq!(person.stderr, "");
    let hidden = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    assert!(!person.stdout.contains(hidden), "{person:?}");
    assert!(!program.contains(hidden), "{program:?}");
    let report: Value = serde_json::from_str(&program).expect("JSON");
    (report, person)
}

/// Whatever was hit, nothing is said of the client: neither that it is right nor that it is wrong.
#[track_caller]
fn assert_nothing_of_the_client(report: &Value) {
    assert_eq!(report["verdict"], "unverifiable", "{report:#}");
    assert_eq!(report["exit_status"], 3);
    for result in report["results"].as_array().expect("results") {
        assert_ne!(result["status"], "fail", "{result:#}");
        let proves = matches!(
            result["basis"].as_str(),
            Some("signature" | "contrast" | "redirect")
        );
        assert!(!(proves && result["status"] == "pass"), "{result:#}");
    }
}

#[track_caller]
fn assert_told(fault: &str, cause: &str, message: &str, advice: &str) {
    let (report, person) = played(fault, cause == "timeout");
    assert_eq!(person.status, 3, "{person:?}");
    assert_nothing_of_the_client(&report);
    let first = format!(
        "SIMULATED ? could not check: login.mypurecloud.de gave no usable answer ({})",
        words(cause)
    );
    assert_eq!(person.stdout.lines().next(), Some(first.as_str()));
    let unreachable = result(&report, "unreachable");
    assert_eq!(unreachable["cause"], cause, "{unreachable:#}");
    assert_eq!(unreachable["remedy"], advice, "{unreachable:#}");
    let told = unreachable["message"].as_str().expect("a message");
    let rest = ". This says nothing about the OAuth client.";
    let told = told
        .strip_prefix("From here, ")
        .and_then(|told| told.strip_suffix(rest));
    let told = told.unwrap_or_else(|| panic!("{unreachable:#}"));
    match message.strip_suffix('*') {
        Some(start) => assert!(
            told.starts_with(start) && told.len() > start.len(),
            "{told}"
        ),
        None => assert_eq!(told, message),
    }
}

/// What hangs, or drips so slowly that it never ends, and where. All at once, so that they wait together.
#[test]
fn what_hangs_is_told_by_where_it_hangs() {
    const HANGS: &[(&str, &str, &str)] = &[
        ("hang-before-handshake", "the TLS handshake", LONGER),
        ("hang-in-handshake", "the TLS handshake", LONGER),
        ("hang-before-answer", "the header of the answer", LONGER),
        ("hang-in-headers", "the header of the answer", LONGER),
        ("hang-after-headers", "the body of the answer", LONGER),
        ("hang-in-body", "the body of the answer", LONGER),
        ("slow-drip-handshake", "the TLS handshake", LONGER),
        ("slow-drip-headers", "the header of the answer", LONGER),
        ("slow-drip-body", "the body of the answer", LONGER),
        #[cfg(target_os = "linux")]
        ("hang-on-connect", "a connection", NO_CONNECTION),
    ];
    std::thread::scope(|scope| {
        for (fault, awaited, advice) in HANGS {
            scope.spawn(move || {
                let message = format!("the time ran out while waiting for {awaited}");
                assert_told(fault, "timeout", &message, advice);
            });
        }
    });
}

/// What is no verdict, in an answer that came whole: the client's id is not settled.
#[track_caller]
fn assert_unread(fault: &str, answer: &str) {
    let (report, person) = played(fault, false);
    assert_eq!(person.status, 3, "{person:?}");
    assert_nothing_of_the_client(&report);
    assert_eq!(result(&report, "invalid-client")["cause"], "unrecognized");
    let shown = format!("  Answer     {answer}\n");
    assert!(person.stdout.contains(&shown), "{}", person.stdout);
}

#[test]
fn length_too_short() {
    assert_unread("length-too-short", "200 Hello");
}

#[test]
fn gzip_bomb() {
    assert_unread("gzip-bomb", "200, compressed, which was not asked for");
}

/// Why each request had no answer.
fn failures(report: &Value) -> Vec<&Value> {
    let probes = report["probes"].as_array().expect("probes");
    probes.iter().map(|probe| &probe["failure"]).collect()
}

/// What a library said of an answer is evidence, and no sentence for the administrator.
#[test]
fn the_words_of_a_library_are_kept_for_those_who_look_further() {
    const WORDS: &str = "Invalid chunk size line: missing size digit";
    let (report, person) = played("chunks-invalid", false);
    let details = failures(&report);
    assert!(
        details.iter().any(|one| one["detail"] == WORDS),
        "{details:?}"
    );
    assert!(!person.stdout.contains(WORDS), "{person:?}");
    let verbose = ran(faulty("chunks-invalid").arg("-v"));
    assert!(
        verbose.stdout.contains(&format!("\n| {WORDS}\n")),
        "{verbose:?}"
    );
}

#[test]
fn a_replay_tells_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["tls-expired", "plain-http", "tls-inspected", "garbage"] {
        let file = folder.path().join(name);
        let (live, ran) = json(faulty(name).arg("--record").arg(&file));
        let mut replay = program();
        replay.args(["check", "--replay"]).arg(&file);
        let (replayed, again) = json(&mut replay);
        assert_eq!(ran.status, again.status, "{again:?}");
        assert_eq!(live["results"], replayed["results"], "{name}");
        assert_eq!(failures(&live), failures(&replayed), "{name}");
    }
}
