//! Which proxy is asked, if any: the environment and the options.

use super::authority::trusted;
use super::check::{check_at, command, json, overrides, ran, result};
use super::server::nobody;
use super::service::Service;
use super::tunnel::Tunnel;

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
        crate::support::program()
            .args(["check", "--region-domain", "nothing.invalid"])
            .args(["--client-id", "c802dd59-b4d7-4f12-af6e-7c4bc682f571"])
            .env("HTTPS_PROXY", format!("http://{}", tunnel.address))
            .env("NO_PROXY", "nothing.invalid"),
    );
    assert_eq!(run.status, 3, "{run:?}");
    assert!(overrides(&report).is_empty(), "{run:?}");
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
fn a_proxy_that_cannot_be_read_is_wrong_usage() {
    for proxy in [
        "",
        "http://",
        "http://agent:s3cr3t@127.0.0.1:99999",
        "socks5://127.0.0.1:1080",
        "http://a b",
    ] {
        let run = ran(&mut command(["--proxy", proxy]));
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (2, ""),
            "{proxy}: {run:?}"
        );
        assert!(run.stderr.starts_with("error: --proxy: "), "{run:?}");
        assert!(!run.stderr.contains("s3cr3t"), "{run:?}");
    }
}
