//! `lint` on what people really paste: what the program says of it. What is read and how it is judged is tested beside the
//! code.

use crate::support::{Ran, program, results, run};
use serde_json::Value;
use std::io::Write as _;
use std::process::Stdio;

const CLEAN: &str = "https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.de/crm/index.html\nhttps://apps.mypurecloud.de/crm/authWindow.html\n";
const UNTOLD: &str = "  Note       The input does not say the grant type, the scopes and the state. That was not checked.\n";

fn lint(input: impl AsRef<[u8]>, more: &[&str]) -> Ran {
    let mut child = program()
        .args(["lint", "--region", "mypurecloud.de", "-"])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program that has seen enough closes the pipe.
    let _ = stdin.write_all(input.as_ref());
    drop(stdin);
    child.wait_with_output().expect("it ends").into()
}

fn report(input: impl AsRef<[u8]>, more: &[&str]) -> (Value, i32) {
    let ran = lint(input, &[&["--format", "json"], more].concat());
    let report = serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e}\n{ran:?}"));
    (report, ran.status)
}

#[test]
fn a_clean_list_is_told_in_a_line_with_what_it_does_not_tell() {
    let ran = lint(CLEAN, &[]);
    let expected = format!("✓ pass: all 3 redirect URIs are there, exactly\n{UNTOLD}");
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str(), ran.status),
        (expected.as_str(), "", 0)
    );
    assert_eq!(lint(CLEAN, &["-q"]).stdout, "");
}

#[test]
fn what_was_left_out_is_told_once() {
    let ran = lint(
        CLEAN.replace("https", "1. \"https").replace('\n', "\"\n"),
        &[],
    );
    let expected = format!(
        "✓ pass: all 3 redirect URIs are there
  Note       Numbers and quotes around the redirect URIs were ignored. If the form in Genesys Cloud
             shows them, remove them there.
{UNTOLD}"
    );
    assert_eq!((ran.stdout, ran.status), (expected, 0));
}

#[test]
fn what_nobody_sees_is_shown_with_a_caret() {
    let input = CLEAN.replace("cloud\n", "cloud\u{200b}\r\n");
    let ran = lint(input, &[]);
    assert_eq!(ran.status, 1);
    assert_eq!(
        ran.stdout,
        format!(
            "\
✗ fail: Correct the redirect URI for phone.mirabridge.cloud: Admin > Integrations > OAuth

  Region     mypurecloud.de, eu-central-1, Europe (Frankfurt)
  Grant      implicit: Token Implicit Grant (Browser)
  Evidence   the text or file that was given; Genesys Cloud was not contacted
{UNTOLD}
✗ fail: https://phone.mirabridge.cloud (altered-redirect)
  Line 1, column 1: it is registered with a zero-width space (U+200B) at the end. Genesys Cloud
  compares exact text, so the one that is needed is refused.
  Registered https://phone.mirabridge.cloud\\u{{200b}}
                                           ^
  Do         At Admin > Integrations > OAuth, in the client's redirect URIs: replace that line by
             this one, exactly, and save:

https://phone.mirabridge.cloud

  See        https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html

- not checked: missing-redirect: needs altered-redirect to pass first

✗ fail: 1 failed, 3 passed, 6 not checked; exit status 1
"
        )
    );
    let spaced = lint(CLEAN.replace("index.html", "index.html "), &[]);
    let shown = "  Registered https://apps.mypurecloud.de/crm/index.html␠\n                                                       ^\n";
    assert!(spaced.stdout.contains(shown), "{}", spaced.stdout);
}

#[test]
fn where_all_is_right_for_another_region_that_is_asked_first() {
    let ran = lint(
        CLEAN.replace("mypurecloud.de", "mypurecloud.com"),
        &["--grant", "pkce"],
    );
    let first = "✗ fail: Is --region mypurecloud.de right? The redirect URIs are those of mypurecloud.com: run mirabridge-oauth lint - --grant pkce --region mypurecloud.com\n";
    let joined = ran.stdout.replacen("\n  ", " ", 1);
    assert!(joined.starts_with(first), "{}", ran.stdout);
    assert_eq!(ran.status, 1);
}

#[test]
fn several_clients_are_judged_one_by_one_or_one_is_chosen() {
    let right = r#"{"id":"4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f","name":"Right","registeredRedirectUri":["https://phone.mirabridge.cloud","https://apps.mypurecloud.de/crm/index.html","https://apps.mypurecloud.de/crm/authWindow.html"],"state":"active"}"#;
    let wrong = r#"{"id":"11111111-2222-4333-8444-555555555555","name":"Wrong","registeredRedirectUri":[]}"#;
    let input = format!("[{right},{wrong}]");
    let ran = lint(&input, &[]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("2 clients are judged"), "{ran:?}");
    assert!(ran.stdout.contains("✗ fail: Wrong (11111111-"), "{ran:?}");
    assert!(
        ran.stdout
            .ends_with("2 clients: 1 failed, 1 passed; 0 requests; exit status 1\n"),
        "{ran:?}"
    );
    let chosen = lint(
        &input,
        &["--client-id", "4F9C2C1A-8F7E-4B8F-9D5A-0A1B2C3D4E5F"],
    );
    assert_eq!(chosen.status, 0, "{chosen:?}");
    let unknown = lint(
        &input,
        &["--client-id", "22222222-2222-4333-8444-555555555555"],
    );
    assert_eq!(unknown.status, 2);
    assert!(
        unknown.stderr.contains("it holds no client with this id"),
        "{unknown:?}"
    );
}

#[test]
fn a_client_is_called_right_only_if_all_of_it_was_judged() {
    let whole = r#"{"registeredRedirectUri":["https://phone.mirabridge.cloud","https://apps.mypurecloud.de/crm/index.html","https://apps.mypurecloud.de/crm/authWindow.html"],"authorizedGrantType":"TOKEN","scope":["conversations:readonly"],"state":"active"}"#;
    assert_eq!(
        lint(whole, &[]).stdout,
        "✓ pass: all 3 redirect URIs are there, exactly, and the client is right\n"
    );
    let ran = lint(whole.replace("\"active\"", "null"), &[]);
    assert!(
        ran.stdout
            .starts_with("✓ pass: all 3 redirect URIs are there, exactly\n"),
        "{ran:?}"
    );
}

#[test]
fn the_report_has_the_fields_of_a_check() {
    let (report, status) = report(CLEAN, &[]);
    assert_eq!((status, &report["verdict"]), (0, &"pass".into()));
    assert_eq!(report["evidence"]["source"], "input");
    assert_eq!(report["target"]["client_id"], Value::Null);
    assert_eq!(report["setup"]["init_url"], Value::Null);
    assert_eq!(report["probes"], Value::Array(Vec::new()));
    assert_eq!(
        report["notes"][0],
        UNTOLD.trim_start_matches("  Note       ").trim_end()
    );
    assert!(
        results(&report)
            .contains("pass missing-redirect https://phone.mirabridge.cloud basis=input")
    );
}

#[test]
fn a_warning_exits_as_told() {
    let input = format!("{CLEAN}https://crm.example.com/cb\n");
    let ran = lint(&input, &[]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.stdout.starts_with(
            "✓ pass with warnings: all 3 redirect URIs are there, exactly (1 warning below)\n"
        ),
        "{}",
        ran.stdout
    );
    assert_eq!(lint(&input, &["--fail-on", "warn"]).status, 1);
    assert_eq!(lint(&input, &["--only", "dangerous-redirect"]).status, 0);
    assert_eq!(lint(&input, &["--only", "invalid-redirect"]).status, 2);
}

#[test]
fn hostile_text_cannot_act() {
    let input = "https://evil.example/\u{1b}]0;title\u{7}\u{202e}\nhttps://*.x/\u{9b}31m\n";
    for format in ["human", "json"] {
        let ran = lint(input, &["--format", format]);
        let acts = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!ran.stdout.contains(acts), "{ran:?}");
        assert_eq!(ran.status, 1);
    }
}

#[test]
fn what_cannot_be_read_is_wrong_usage() {
    let large = vec![b'a'; 1024 * 1024 + 1];
    for (input, words) in [
        (&b""[..], "stdin: it is empty"),
        (b"nothing here", "there is no redirect URI in it"),
        (b"PK\x03\x04\0\0", "it is not text"),
        (&large, "longer than 1 MiB"),
    ] {
        let ran = lint(input, &[]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
        assert!(ran.stderr.contains(words), "{ran:?}");
    }
    let ran = run(["lint", "--region", "mypurecloud.de", "no/such\u{1b}file"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("no/such\\u{1b}file: cannot be read"),
        "{ran:?}"
    );
}
