//! `lint` on what people really paste.

use crate::support::{Ran, program, results, run};
use serde_json::Value;
use std::io::Write as _;
use std::process::Stdio;

const CLEAN: &str = "https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.de/crm/index.html\nhttps://apps.mypurecloud.de/crm/authWindow.html\n";

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

/// What is not right, as lines.
fn wrong(input: impl AsRef<[u8]>) -> String {
    let (report, _) = report(input, &[]);
    let lines = results(&report);
    let lines = lines
        .lines()
        .filter(|line| line.starts_with("fail") || line.starts_with("warn"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn a_clean_list_is_one_line() {
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(CLEAN.replace('\n', "\r\n").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let bullets: String = CLEAN
        .lines()
        .flat_map(|uri| ["• “", uri, "”\r\n"])
        .collect();
    let rows: String = CLEAN
        .lines()
        .flat_map(|uri| ["Phone\t", uri, "\tTOKEN\r\n"])
        .collect();
    let mail = format!(
        "Hi Anna,\n\nplease register these (see https://docs.mirabridge.cloud/phone for why):\n\n> {}\nThanks!\n",
        CLEAN.trim().replace('\n', "\n> ")
    );
    let big_endian: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(CLEAN.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let csv = |mark: &str| {
        let row = |uri| format!("Phone{mark}{uri}{mark}TOKEN\r\n");
        CLEAN.lines().map(row).collect::<String>()
    };
    let terraform = format!(
        "registered_redirect_uris = [\"{}\"]\n",
        CLEAN.trim().replace('\n', "\", \"")
    );
    let html: String = CLEAN
        .lines()
        .flat_map(|uri| ["<li><a href=\"", uri, "\">", uri, "</a></li>"])
        .collect();
    for input in [
        big_endian,
        CLEAN.replace('\n', "\r").into_bytes(),
        CLEAN.replace('\n', "\u{2028}").into_bytes(),
        csv(",").into_bytes(),
        csv(";").into_bytes(),
        terraform.into_bytes(),
        html.into_bytes(),
        CLEAN.as_bytes().to_vec(),
        format!("\u{feff}{CLEAN}").into_bytes(),
        utf16,
        bullets.into_bytes(),
        rows.into_bytes(),
        mail.into_bytes(),
    ] {
        let ran = lint(&input, &[]);
        assert_eq!(
            (ran.stdout.as_str(), ran.stderr.as_str(), ran.status),
            ("✓ pass: all 3 redirect URIs are there, exactly\n", "", 0),
            "{}",
            String::from_utf8_lossy(&input)
        );
        assert_eq!(lint(&input, &["-q"]).stdout, "");
    }
}

#[test]
fn what_nobody_sees_is_shown_with_a_caret() {
    let input = CLEAN.replace("cloud\n", "cloud\u{200b}\r\n");
    let ran = lint(input, &[]);
    assert_eq!(ran.status, 1);
    assert_eq!(
        ran.stdout,
        "\
✗ fail: Correct the redirect URI for phone.mirabridge.cloud: Admin > Integrations > OAuth

  Region     mypurecloud.de, eu-central-1, Europe (Frankfurt)
  Grant      implicit: Token Implicit Grant (Browser)
  Evidence   what was given to read; Genesys Cloud was not asked

✗ fail altered-redirect  https://phone.mirabridge.cloud
  Registered https://phone.mirabridge.cloud\\u{200b}
                                           ^
  Means      It stands in line 1, column 1. Character 31 of it is a zero-width space (U+200B).
             Genesys Cloud compares exact text, so the one that is needed is refused.
  Do         At Admin > Integrations > OAuth, in the client's redirect URIs: remove that character,
             so that the line reads exactly:

https://phone.mirabridge.cloud

  See        https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html

- not judged: missing-redirect: depends on altered-redirect, which did not pass
- not judged: wrong-grant, missing-scope, excessive-scope, client-not-active, pending-deletion: the list does not tell

1 failed, 3 passed, 6 not judged; exit status 1
"
    );
    let spaced = lint(CLEAN.replace("index.html", "index.html "), &[]);
    let shown = "  Registered https://apps.mypurecloud.de/crm/index.html␠\n                                                       ^\n";
    assert!(spaced.stdout.contains(shown), "{}", spaced.stdout);
}

#[test]
fn what_mail_programs_do_is_named() {
    let broken = CLEAN.replace("crm/index.html", "crm/\nindex.html");
    let ran = lint(&broken, &[]);
    assert_eq!(ran.status, 1);
    let words =
        "It stands in line 2, column 1. It is broken: the rest, 'index.html', stands in the next";
    assert!(ran.stdout.contains(words), "{}", ran.stdout);
    let rewritten = CLEAN.replace(
        "https://apps.mypurecloud.de/crm/index.html",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html&data=05%7C02&reserved=0",
    );
    assert_eq!(
        wrong(&rewritten),
        "fail altered-redirect https://apps.mypurecloud.de/crm/index.html basis=input found=https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html&data=05%7C02&reserved=0\n"
    );
}

/// A pass must be true whatever is registered: what may be the manner of a list, and may be registered, is a warning.
#[test]
fn what_all_have_is_a_warning_where_it_may_be_registered() {
    let joined = CLEAN.replacen('\n', ", ", 1);
    for (input, words) in [
        (
            CLEAN.replace('\n', " \n"),
            "A space stands behind every redirect URI.",
        ),
        (
            CLEAN.replace("https", " https"),
            "A space stands before every redirect URI.",
        ),
        (joined, "Line 1 holds several redirect URIs"),
    ] {
        let ran = lint(&input, &[]);
        assert_eq!(ran.status, 0, "{ran:?}");
        let first = "\u{2713} pass with warnings: all 3 redirect URIs are there, as far as this shows (1 warning below)\n";
        assert!(ran.stdout.starts_with(first), "{}", ran.stdout);
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
    }
}

#[test]
fn a_client_is_called_right_only_if_all_of_it_was_judged() {
    let uris: Vec<_> = CLEAN.lines().collect();
    let json = serde_json::json!({ "registeredRedirectUri": uris }).to_string();
    assert_eq!(
        lint(json, &[]).stdout,
        "\u{2713} pass: all 3 redirect URIs are there, exactly\n"
    );
}

#[test]
fn every_flaw_of_a_mess_is_named() {
    let mess = "Redirect URIs:\r\n\r\n\
        • “https://phone.mirabridge.cloud/”\r\n\
        • “\u{a0}https://apps.mypurecloud.de/crm/index.html”\r\n\
        • “https://apps.mypurecloud.de/crm/authwindow.html”\r\n\
        • “http://localhost:3000/cb”\r\n\
        • “https://*.example.com/cb”\r\n\
        • “https://apps.mypurecloud.ie/crm/index.html”\r\n";
    assert_eq!(
        wrong(mess),
        "fail altered-redirect https://phone.mirabridge.cloud basis=input found=https://phone.mirabridge.cloud/\n\
         fail altered-redirect https://apps.mypurecloud.de/crm/index.html basis=input found=\u{a0}https://apps.mypurecloud.de/crm/index.html\n\
         fail altered-redirect https://apps.mypurecloud.de/crm/authWindow.html basis=input found=https://apps.mypurecloud.de/crm/authwindow.html\n\
         warn dangerous-redirect http://localhost:3000/cb basis=input\n\
         fail dangerous-redirect https://*.example.com/cb basis=input\n\
         warn dangerous-redirect https://apps.mypurecloud.ie/crm/index.html basis=input\n"
    );
}

#[test]
fn a_missing_uri_is_printed_for_pasting() {
    let ran = lint(
        "https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.de/crm/index.html",
        &[],
    );
    assert_eq!(ran.status, 1);
    assert!(
        ran.stdout
            .starts_with("✗ fail: Add the redirect URI for authWindow.html")
    );
    assert!(
        ran.stdout
            .contains("\nhttps://apps.mypurecloud.de/crm/authWindow.html\n")
    );
}

fn client(change: impl FnOnce(&mut Value)) -> String {
    let uris: Vec<_> = CLEAN.lines().collect();
    let mut client = serde_json::json!({
        "id": "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f", "name": "MiraBridge Phone",
        "registeredRedirectUri": uris, "authorizedGrantType": "TOKEN",
        "scope": ["conversations:readonly"], "state": "active",
        "accessTokenValiditySeconds": 86400,
    });
    change(&mut client);
    serde_json::to_string_pretty(&client).expect("JSON")
}

#[test]
fn a_client_is_judged_as_a_whole() {
    let ran = lint(client(|_| {}), &[]);
    assert_eq!(
        ran.stdout,
        "✓ pass: all 3 redirect URIs are there, exactly, and the client is right\n"
    );
    for (field, value, finding) in [
        (
            "authorizedGrantType",
            "\"CODE\"",
            "fail wrong-grant basis=input found=CODE\n",
        ),
        ("scope", "[]", "fail missing-scope basis=input\n"),
        (
            "scope",
            "[\"conversations:readonly\",\"users\"]",
            "warn excessive-scope basis=input found=users\n",
        ),
        (
            "state",
            "\"inactive\"",
            "fail client-not-active basis=input found=inactive\n",
        ),
        (
            "accessTokenValiditySeconds",
            "300",
            "warn client-not-active basis=input\n",
        ),
        (
            "dateToDelete",
            "\"2026-12-01T00:00:00Z\"",
            "fail pending-deletion basis=input found=2026-12-01T00:00:00Z\n",
        ),
    ] {
        let value: Value = serde_json::from_str(value).expect("JSON");
        assert_eq!(
            wrong(client(|client| client[field] = value)),
            finding,
            "{field}"
        );
    }
    let pkce = client(|client| client["authorizedGrantType"] = "CODE".into());
    assert_eq!(lint(pkce, &["--grant", "pkce"]).status, 0);
    let spaced = client(|client| {
        client["registeredRedirectUri"][0] = "https://phone.mirabridge.cloud ".into();
    });
    assert!(wrong(spaced).starts_with("fail altered-redirect https://phone.mirabridge.cloud"));
}

#[test]
fn the_report_has_the_fields_of_a_check() {
    let (report, status) = report(CLEAN, &[]);
    assert_eq!((status, &report["verdict"]), (0, &"pass".into()));
    assert_eq!(report["evidence"]["source"], "input");
    assert_eq!(report["target"]["client_id"], Value::Null);
    assert_eq!(report["setup"]["init_url"], Value::Null);
    assert_eq!(report["probes"], Value::Array(Vec::new()));
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
        (b"\xff\xff", "neither UTF-8 nor UTF-16"),
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

#[test]
fn what_is_only_spoken_of_is_no_pass() {
    for text in [
        "Please do not register https://phone.mirabridge.cloud and https://apps.mypurecloud.de/crm/index.html or https://apps.mypurecloud.de/crm/authWindow.html, they are wrong",
        "# https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.de/crm/index.html\nhttps://apps.mypurecloud.de/crm/authWindow.html\n",
        "  // \"https://phone.mirabridge.cloud\",\n  \"https://apps.mypurecloud.de/crm/index.html\",\n  \"https://apps.mypurecloud.de/crm/authWindow.html\",\n",
        "<!-- https://phone.mirabridge.cloud -->\nhttps://apps.mypurecloud.de/crm/index.html\nhttps://apps.mypurecloud.de/crm/authWindow.html\n",
    ] {
        let ran = lint(text.as_bytes(), &[]);
        assert_eq!(ran.status, 3, "{text}\n{}", ran.stdout);
        assert!(
            ran.stdout.contains("in a sentence or a comment"),
            "{}",
            ran.stdout
        );
    }
}
