//! mitmproxy, as a proxy that looks into TLS and changes what it sees.

use crate::authority::Authority;
use crate::check::{Check, Report, same_as_direct};
use crate::port::Port;
use crate::server::{Server, tied};
use crate::simulated::simulated;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A running mitmproxy.
struct Mitmproxy {
    _server: Server,
    port: u16,
    files: TempDir,
}

impl Mitmproxy {
    /// What it does to answers is told by `addon.py`.
    fn meddling(how: &str) -> Self {
        Self::start(
            simulated().address,
            &simulated().ca,
            &[&format!("meddling={how}")],
        )
    }

    fn start(upstream: SocketAddr, trusted: &str, options: &[&str]) -> Self {
        let files = tempfile::tempdir().expect("a temporary folder");
        let upstream_ca = files.path().join("upstream.pem");
        std::fs::write(&upstream_ca, trusted).expect("a writable folder");
        let addon =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/third_party/mitmproxy/addon.py");
        let mut mitmdump = tied(mitmdump());
        mitmdump.arg("--quiet").arg("--scripts").arg(addon);
        mitmdump.args(["--listen-host", "127.0.0.1", "--listen-port", "0"]);
        let own = [
            format!("confdir={}", files.path().display()),
            format!("ssl_verify_upstream_trusted_ca={}", upstream_ca.display()),
            format!("upstream={upstream}"),
        ];
        for option in own
            .iter()
            .map(String::as_str)
            .chain(options.iter().copied())
        {
            mitmdump.args(["--set", option]);
        }
        let (server, port) = Server::start(&mut mitmdump, |line| {
            line.strip_prefix("port ")?.parse().ok()
        });
        Self {
            _server: server,
            port,
            files,
        }
    }

    /// Its address, with a login and `@` before the host or with `""`.
    fn name_with(&self, login: &str) -> String {
        format!("http://{login}127.0.0.1:{}", self.port)
    }

    /// The check through this proxy, which it does not trust.
    fn untrusted(&self, check: Check) -> Check {
        check
            .with("--proxy", self.name_with(""))
            .with("--retries", "0")
    }

    /// The check through this proxy.
    fn through(&self, check: Check) -> Check {
        self.untrusted(check).with("--ca-cert", self.ca())
    }

    /// The check of a good client.
    fn check(&self) -> Check {
        self.through(Check::of("healthy"))
    }

    fn report(&self, status: i32) -> Report {
        self.check().report(status)
    }

    /// The file with its authority, which it made when it started.
    fn ca(&self) -> PathBuf {
        self.files.path().join("mitmproxy-ca-cert.pem")
    }
}

/// The program, from where `.ci/run` installs it, or else from the path.
fn mitmdump() -> PathBuf {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/mitmproxy/bin/mitmdump");
    if installed.exists() {
        installed
    } else {
        "mitmdump".into()
    }
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn whoever_is_trusted_changes_nothing() {
    for http_2 in ["http2=true", "http2=false"] {
        let proxy = Mitmproxy::start(simulated().address, &simulated().ca, &[http_2]);
        same_as_direct(|check| proxy.through(check));
    }
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn whoever_is_not_trusted_is_named() {
    let proxy = Mitmproxy::meddling("");
    let report = proxy.untrusted(Check::of("healthy")).unreachable(
        "tls",
        "no trusted TLS connection",
        "From here, there is no secure connection to login.mypurecloud.de: its certificate was issued by \"mitmproxy\", which this computer does not trust; most likely a proxy or virus scanner inspects TLS here",
    );
    let remedy = report.result("unreachable")["remedy"].as_str();
    assert!(
        remedy.is_some_and(|remedy| remedy.contains("--ca-cert FILE")),
        "{remedy:?}"
    );
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn a_login_is_asked_for() {
    let proxy = Mitmproxy::start(
        simulated().address,
        &simulated().ca,
        &["proxyauth=agent:s3cr3t"],
    );
    for (login, does) in [
        ("", "wants a login (407, Basic)"),
        (
            "agent:wrong@",
            "refused the login it was given (407, Basic)",
        ),
    ] {
        let check = Check::of("healthy").with("--proxy", proxy.name_with(login));
        check.with("--ca-cert", proxy.ca()).unreachable(
            "proxy",
            "no way through the proxy",
            &format!("From here, the proxy {} {does}", proxy.name_with("")),
        );
    }
    let check = Check::of("healthy").with("--proxy", proxy.name_with("agent:s3cr3t@"));
    let report = check.with("--ca-cert", proxy.ca()).report(0);
    assert!(!report.0.to_string().contains("s3cr3t"), "{report:?}");
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn a_page_of_the_proxy_is_nobody_elses() {
    let report = Mitmproxy::meddling("block-200").report(3);
    report.claims_nothing();
    let client = report.result("invalid-client");
    assert_eq!(client["cause"], "unrecognized", "{client:#}");
    let pages = report
        .results()
        .filter(|result| matches!(result["id"].as_str(), Some("redirect-page" | "init-page")));
    for page in pages {
        assert_eq!(page["status"], "warn", "{page:#}");
        let message = page["message"].as_str().expect("a message");
        assert!(
            message.ends_with("so an intermediary such as a firewall answers for both."),
            "{message}"
        );
    }
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn a_page_that_forbids_is_no_refusal() {
    Mitmproxy::meddling("block-403").check().unreachable(
        "blocked",
        "a firewall answers",
        "A firewall or bot filter answers instead of login.mypurecloud.de",
    );
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn redirects_without_an_address_prove_nothing() {
    let report = Mitmproxy::meddling("no-location").report(3);
    report.claims_nothing();
    assert_eq!(
        report.result("invalid-client")["cause"],
        "unrecognized",
        "{report:?}"
    );
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn redirects_to_somebody_else_prove_nothing() {
    Mitmproxy::meddling("elsewhere").check().unreachable(
        "captive_portal",
        "a captive portal answers",
        "Requests to login.mypurecloud.de are sent on to sso.acme.example: a captive portal, or the sign-in page of a proxy or a firewall",
    );
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn redirects_to_two_addresses_prove_nothing() {
    Mitmproxy::meddling("two-locations").check().unreachable(
        "protocol",
        "the answer is broken",
        "Nothing that login.mypurecloud.de answers can be read",
    );
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn who_lets_everybody_in_lets_nobody_pass() {
    let proxy = Mitmproxy::meddling("accept");
    for scenario in ["healthy", "unknown-client"] {
        let report = proxy.through(Check::of(scenario)).report(3);
        assert_eq!(report.0["verdict"], "unverifiable", "{report:?}");
        for id in ["invalid-client", "invalid-redirect", "open-redirect"] {
            let result = report.result(id);
            assert_eq!(result["status"], "unverifiable", "{result:#}");
            assert_eq!(result["cause"], "indistinct", "{result:#}");
        }
    }
}

#[test]
#[ignore = "needs mitmproxy: see main.rs"]
fn a_fault_of_the_proxy_is_not_the_services() {
    const ANSWERS: &str =
        "A proxy answers instead of login.mypurecloud.de and cannot pass the request on (502)";
    let nobody = Port::reserve();
    let stranger = Authority::new("Other Root").itself().certificate;
    for proxy in [
        Mitmproxy::start(simulated().address, &stranger, &[]),
        Mitmproxy::start(
            nobody.address(),
            &simulated().ca,
            &["connection_strategy=lazy"],
        ),
    ] {
        proxy
            .check()
            .unreachable("proxy", "no way through the proxy", ANSWERS);
    }
    let proxy = Mitmproxy::start(nobody.address(), &simulated().ca, &[]);
    let refused = format!(
        "From here, the proxy {} could not make a tunnel to login.mypurecloud.de (502)",
        proxy.name_with("")
    );
    proxy
        .check()
        .unreachable("proxy", "no way through the proxy", &refused);
}
