//! Proxies that work, from the command line and from the environment.

use super::authority::trusted;
use super::check::{command, json, overrides, ran};
use super::service::Service;
use super::tunnel::Tunnel;
use std::process::Command;

fn through(proxy: &str) -> Command {
    let mut check = command(["--proxy", proxy]);
    check.arg("--ca-cert").arg(&trusted().pem);
    check
}

/// A password, and how it is sent.
const LOGIN: &str = "agent:s3cr3t-w0rd";
const SENT: &str = "YWdlbnQ6czNjcjN0LXcwcmQ=";

#[test]
fn a_login_is_sent_to_the_proxy_and_never_shown() {
    let tunnel = Tunnel::to(Service::healthy().address);
    let proxy = format!("http://{LOGIN}@{}", tunnel.address);
    for more in [&["-v"][..], &["--format", "json"], &["--dry-run"]] {
        let run = ran(through(&proxy).args(more));
        assert_eq!(run.status, 0, "{run:?}");
        let told = run.stdout + &run.stderr;
        for secret in ["s3cr3t", "agent", SENT] {
            assert!(!told.contains(secret), "{told}");
        }
    }
    let heads = tunnel.heads();
    let login = format!("proxy-authorization: Basic {SENT}\r\n");
    assert!(!heads.is_empty());
    for head in heads {
        assert!(
            head.starts_with("CONNECT ") && head.contains(":443 HTTP/1.1\r\n"),
            "{head}"
        );
        assert!(
            head.to_ascii_lowercase()
                .contains(&login.to_ascii_lowercase()),
            "{head}"
        );
        assert!(head.contains("mirabridge-oauth/"), "{head}");
    }
}

#[test]
fn a_password_may_have_any_character() {
    let tunnel = Tunnel::to(Service::healthy().address);
    for login in ["u:p@ss\\", "u:p%40ss%5C"] {
        let run = ran(&mut through(&format!("http://{login}@{}", tunnel.address)));
        assert_eq!(run.status, 0, "{run:?}");
    }
    for head in tunnel.heads() {
        assert!(
            head.contains("Basic dTpwQHNzXA==\r\n"),
            "u:p@ss\\ is sent: {head}"
        );
    }
}

#[test]
fn the_proxy_is_named_in_the_report() {
    let tunnel = Tunnel::to(Service::healthy().address);
    let (report, run) = json(&mut through(&tunnel.address.to_string()));
    assert_eq!(run.status, 0, "{run:?}");
    let expected = format!("proxy http://{}", tunnel.address);
    assert_eq!(overrides(&report).last(), Some(&expected.as_str()));
}

#[test]
fn a_proxy_may_be_spoken_to_over_tls() {
    let tunnel = Tunnel::over_tls_to(Service::healthy().address);
    let (report, run) = json(&mut through(&format!("https://{LOGIN}@{}", tunnel.address)));
    assert_eq!(run.status, 0, "{run:?}");
    let expected = format!("proxy https://{}", tunnel.address);
    assert_eq!(overrides(&report).last(), Some(&expected.as_str()));
    assert!(!tunnel.heads().is_empty());
}
