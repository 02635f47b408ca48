//! Which proxy is asked, if any: the environment and the options.

use super::authority::trusted;
use super::check::{check_at, command, json, overrides, ran, result};
use super::server::nobody;
use super::service::Service;
use super::tunnel::Tunnel;
use crate::support::program;
use std::process::Command;

#[test]
fn the_proxy_of_the_environment_is_used_and_announced() {
    let tunnel = Tunnel::to(Service::healthy().address);
    for (name, value) in [
        ("HTTPS_PROXY", "http://"),
        ("https_proxy", ""),
        ("ALL_PROXY", "http://"),
    ] {
        let mut check = command([] as [&str; 0]);
        check.arg("--ca-cert").arg(&trusted().pem);
        check.env(name, format!("{value}agent:s3cr3t@{}", tunnel.address));
        let (report, run) = json(&mut check);
        assert_eq!(run.status, 0, "{run:?}");
        let expected = format!("proxy http://{} (from the environment)", tunnel.address);
        assert_eq!(overrides(&report).last(), Some(&expected.as_str()));
        assert!(!run.stdout.contains("s3cr3t"), "{run:?}");
    }
}

#[test]
fn no_proxy_is_respected() {
    let tunnel = Tunnel::to(nobody());
    let (report, run) = json(
        check_nothing()
            .env("HTTPS_PROXY", format!("http://{}", tunnel.address))
            .env("NO_PROXY", "localhost .nothing.invalid"),
    );
    assert_eq!(run.status, 3, "{run:?}");
    let named = [
        format!("proxy http://{} (from the environment)", tunnel.address),
        "no-proxy login.nothing.invalid, apps.nothing.invalid, api.nothing.invalid (from the environment)".to_owned(),
    ];
    assert_eq!(overrides(&report), named);
    assert_eq!(
        result(&report, "unreachable")["cause"],
        "dns",
        "asked directly: {run:?}"
    );
    let heads = tunnel.heads();
    assert!(
        !heads.is_empty()
            && heads
                .iter()
                .all(|head| head.starts_with("CONNECT phone.mirabridge.cloud:443 ")),
        "{heads:?}"
    );
}

#[test]
fn connect_to_passes_the_proxy_of_the_environment_by() {
    let (service, tunnel) = (Service::healthy(), Tunnel::to(nobody()));
    let mut check = check_at(service.address, &[]);
    let (report, run) = json(check.env("HTTPS_PROXY", format!("http://{}", tunnel.address)));
    assert_eq!(run.status, 0, "{run:?}");
    assert!(
        !overrides(&report)
            .iter()
            .any(|set| set.starts_with("proxy")),
        "{run:?}"
    );
    assert!(tunnel.heads().is_empty());
}

#[test]
fn connect_to_beside_proxy_is_wrong_usage() {
    let run = ran(&mut check_at(
        nobody(),
        &["--proxy", "http://agent:s3cr3t@127.0.0.1:1"],
    ));
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("cannot be used with"), "{run:?}");
    assert!(!run.stderr.contains("s3cr3t"), "{run:?}");
}

#[test]
fn where_nobody_is_asked_through_the_proxy_that_is_said() {
    let (report, run) = json(
        check_nothing()
            .env("HTTPS_PROXY", format!("http://{}", nobody()))
            .env("NO_PROXY", "*"),
    );
    assert_eq!(run.status, 3, "{run:?}");
    let [direct] = overrides(&report)[..] else {
        panic!("{run:?}");
    };
    assert!(direct.starts_with("no-proxy login.nothing.invalid, "));
    assert!(direct.ends_with(" more (from the environment)"), "{direct}");
}

/// A check of a region that nobody has, which only a proxy could resolve.
fn check_nothing() -> Command {
    let mut check = program();
    check
        .args(["check", "--region-domain", "nothing.invalid"])
        .args(["--client-id", "c802dd59-b4d7-4f12-af6e-7c4bc682f571"])
        .args(["--retries", "0"]);
    check
}

/// Of what cannot be read nothing is told, as any of it may be a part of a password.
#[test]
fn a_proxy_that_cannot_be_read_is_wrong_usage() {
    for (proxy, why) in [
        ("http://", "percent-encoded"),
        (
            "http://agent:Spr1ng@Tulip@127.0.0.1:99999",
            "percent-encoded",
        ),
        ("http://agent:Spr1ng@Tulip#9@127.0.0.1:1", "%23 for #"),
        ("agent:Spr1ng@Tulip/9@127.0.0.1:1", "%2F for /"),
        ("https://agent:Spr1ng?Tulip@127.0.0.1:1", "%3F for ?"),
        ("http://agent:Spr1ng Tulip@127.0.0.1:1", "percent-encoded"),
        ("'http://agent:Spr1ng@127.0.0.1:1'", "quotes"),
        (
            "socks5://agent:Spr1ng@127.0.0.1:1080",
            "only proxies with http://",
        ),
        ("http://wpad.Tulip.example/wpad.dat", "PAC file"),
    ] {
        let mut environment = command([] as [&str; 0]);
        environment.env("HTTPS_PROXY", proxy);
        for (check, name) in [
            (&mut command(["--proxy", proxy]), "--proxy"),
            (&mut environment, "HTTPS_PROXY"),
        ] {
            let run = ran(check);
            assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
            assert!(
                run.stderr.starts_with(&format!("error: {name}: ")),
                "{run:?}"
            );
            assert!(run.stderr.contains(why), "{run:?}");
            for part in ["Spr1ng", "Tulip", "agent"] {
                assert!(!run.stderr.contains(part), "{run:?}");
            }
        }
    }
}

#[test]
#[cfg(unix)]
fn a_variable_that_is_no_text_is_not_taken_for_none() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let value = OsStr::from_bytes(b"http://agent:Spr1ng\xff@127.0.0.1:1");
    for name in ["https_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        let run = ran(check_nothing().env(name, value));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
        let expected = format!(
            "error: the environment variable {name} is not valid UTF-8; set it anew, or unset it\n"
        );
        assert!(run.stderr.starts_with(&expected), "{run:?}");
    }
    for name in ["GENESYSCLOUD_REGION", "MIRABRIDGE_CLIENT_ID"] {
        let run = ran(program().arg("check").env(name, value));
        assert_eq!(run.status, 2, "{run:?}");
    }
}
