//! Squid, as the proxy of a company: it asks for logins, refuses hosts, has error pages, and looks into TLS.

use crate::authority::{Authority, Identity};
use crate::check::{Check, Report, same_as_direct};
use crate::port::Port;
use crate::server::{Server, tied};
use crate::simulated::simulated;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A running Squid.
struct Squid {
    _server: Server,
    port: Port,
    files: Folder,
}

/// The authority of a Squid that looks into TLS.
const INSPECTOR: &str = "Office Network";

/// Anybody's login with this password is right.
const LOGIN: &str = "agent:s3cr3t";

impl Squid {
    /// A proxy that makes tunnels. Whatever is asked for, they end at `upstream`, but for names that do not exist.
    fn tunneling_to(upstream: SocketAddr, rules: &str) -> Self {
        Self::start(|files, address| {
            files.write("trusted.pem", &simulated().ca);
            // A helper is Squid's only way to lead a tunnel to another port than the one it was asked for.
            let lead =
                format!("while read -r asked; do echo 'OK rewrite-url=\"{upstream}\"'; done\n");
            format!(
                "http_port {address}
                acl unknown dstdomain .invalid
                url_rewrite_program /bin/sh {}
                url_rewrite_children 1 startup=1
                url_rewrite_access deny unknown
                {rules}",
                files.write("lead.sh", &lead)
            )
        })
    }

    /// A proxy that looks into TLS. Whatever is asked for comes from `upstream`.
    fn inspecting(upstream: SocketAddr, rules: &str) -> Self {
        Self::start(|files, address| {
            let Identity { certificate, key } = Authority::new(INSPECTOR).itself();
            files.write("trusted.pem", &certificate);
            format!(
                "http_port {address} ssl-bump tls-cert={} generate-host-certificates=on
                sslcrtd_program {}
                sslcrtd_children 1 startup=1
                ssl_bump bump all
                cache_peer {} parent {} 0 no-query originserver tls tls-cafile={} ssldomain=login.mypurecloud.de
                never_direct allow all
                {rules}",
                files.write("authority.pem", &(certificate + &key)),
                certificate_maker().display(),
                upstream.ip(),
                upstream.port(),
                files.write("upstream.pem", &simulated().ca)
            )
        })
    }

    fn start(configuration: impl FnOnce(&Folder, SocketAddr) -> String) -> Self {
        let port = Port::reserve();
        let files = Folder::new();
        let address = port.address();
        let own = configuration(&files, address);
        // No name is ever looked up but those that do not exist, and those where nobody answers.
        let configuration = format!(
            "{own}
            http_access allow localhost
            visible_hostname proxy.example
            pid_filename none
            access_log none
            cache_store_log none
            cache_log /dev/null
            coredump_dir none
            pinger_enable off
            cache deny all
            hosts_file none
            dns_nameservers 127.255.255.254
            udp_incoming_address 127.0.0.1
            dns_timeout 1 second
            dns_retransmit_interval 1 second
            shutdown_lifetime 0 seconds
            forward_timeout 2 seconds
            "
        );
        let mut squid = tied("squid");
        squid.args(["-N", "-d", "1", "-n"]);
        squid.arg(format!("thirdparty{}", address.port()));
        squid.args(["-f", &files.write("squid.conf", &configuration)]);
        let (server, ()) =
            Server::start(&mut squid, |line| line.contains("Accepting").then_some(()));
        Self {
            _server: server,
            port,
            files,
        }
    }

    fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The check through this proxy, given a login or `""`. It trusts whom Squid leads to.
    fn through(&self, check: Check, login: &str) -> Check {
        let at = if login.is_empty() { "" } else { "@" };
        check
            .with("--proxy", format!("http://{login}{at}{}", self.address()))
            .with("--ca-cert", self.files.0.path().join("trusted.pem"))
            .with("--retries", "0")
    }

    fn check(&self) -> Check {
        self.through(Check::of("healthy"), "")
    }

    /// The report of a check, with a login or `""`, that this proxy makes no tunnel for.
    #[track_caller]
    fn refused(&self, login: &str, how: &str) -> Report {
        self.through(Check::of("healthy"), login).unreachable(
            "proxy",
            "no way through the proxy",
            &format!("From here, the proxy http://{} {how}", self.address()),
        )
    }
}

/// A folder that everybody may read: Squid started by root goes on as somebody else.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let permissions = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(folder.path(), permissions).expect("a folder of our own");
        }
        Self(folder)
    }

    /// The path of a new file with this text.
    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("a writable folder");
        path.display().to_string()
    }
}

/// The program of Squid that makes certificates, which only a Squid with OpenSSL has.
fn certificate_maker() -> PathBuf {
    let places = [
        "/usr/lib/squid",
        "/usr/lib64/squid",
        "/usr/libexec/squid",
        "/usr/local/libexec/squid",
    ];
    let mut makers = places
        .iter()
        .map(|place| Path::new(place).join("security_file_certgen"));
    makers
        .find(|maker| maker.exists())
        .expect("a Squid with OpenSSL: squid-openssl of Debian and Ubuntu")
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn a_tunnel_changes_nothing() {
    let squid = Squid::tunneling_to(simulated().address, "");
    same_as_direct(|check| squid.through(check, ""));
    let report = squid.check().report(0);
    assert_eq!(
        report.overrides().last(),
        Some(&format!("proxy http://{}", squid.address()).as_str())
    );
}

fn with_logins() -> Squid {
    Squid::tunneling_to(simulated().address, "
    auth_param basic program /bin/sh -c 'while read -r login; do case $login in \"agent s3cr3t\") echo OK;; *) echo ERR;; esac; done'
    auth_param basic children 1 startup=1
    auth_param basic realm office
    acl known proxy_auth REQUIRED
    http_access deny !known")
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn a_login_that_is_missing() {
    let squid = with_logins();
    squid.refused("", "wants a login (407, Basic)");
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn a_login_that_is_wrong() {
    let squid = with_logins();
    let report = squid.refused("agent:s3cr3", "refused the login it was given (407, Basic)");
    assert!(!report.0.to_string().contains("s3cr3"), "{report:?}");
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn a_login_that_is_right() {
    let squid = with_logins();
    same_as_direct(|check| squid.through(check, LOGIN));
    let report = squid.through(Check::of("healthy"), LOGIN).report(0);
    assert!(!report.0.to_string().contains("s3cr3t"), "{report:?}");
}

const DENIED: &str = "acl denied dstdomain .mypurecloud.de
    http_access deny denied";

#[test]
#[ignore = "needs squid: see main.rs"]
fn a_host_that_is_denied() {
    let squid = Squid::tunneling_to(simulated().address, DENIED);
    let report = squid.refused(
        "",
        "refused a tunnel to login.mypurecloud.de (403, ERR_ACCESS_DENIED)",
    );
    let remedy = report.result("unreachable")["remedy"].as_str();
    assert!(
        remedy.is_some_and(|remedy| remedy.contains("whether it allows this host")),
        "{remedy:?}"
    );
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn a_host_that_refuses() {
    let nobody = Port::reserve();
    let squid = Squid::tunneling_to(nobody.address(), "");
    squid.refused(
        "",
        "could not make a tunnel to login.mypurecloud.de (503, ERR_CONNECT_FAIL)",
    );
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn a_name_that_does_not_resolve() {
    let squid = Squid::tunneling_to(simulated().address, "");
    let report = squid.through(Check::nowhere(), "").report(3);
    report.claims_nothing();
    let unreachable = report.result("unreachable");
    assert_eq!(unreachable["cause"], "proxy", "{unreachable:#}");
    let message = unreachable["message"].as_str().expect("a message");
    // Squid 5 calls it ERR_CANNOT_FORWARD, and others ERR_DNS_FAIL.
    let expected = "could not make a tunnel to login.nowhere.invalid (50";
    assert!(
        message.contains(expected) && message.contains(", ERR_"),
        "{message}"
    );
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn an_inspector_that_is_trusted_changes_nothing() {
    let squid = Squid::inspecting(simulated().address, "");
    same_as_direct(|check| squid.through(check, ""));
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn an_inspector_that_is_not_trusted() {
    let squid = Squid::inspecting(simulated().address, "");
    let check = Check::of("healthy").with("--proxy", format!("http://{}", squid.address()));
    let report = check.unreachable(
        "tls",
        "no trusted TLS connection",
        "From here, there is no secure connection to login.mypurecloud.de: its certificate was issued by \"Office Network\", which this computer does not trust; most likely a proxy or virus scanner inspects TLS here",
    );
    let remedy = report.result("unreachable")["remedy"].as_str();
    assert!(
        remedy.is_some_and(|remedy| remedy.contains("--ca-cert FILE")),
        "{remedy:?}"
    );
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn an_inspector_that_denies_a_host() {
    let squid = Squid::inspecting(simulated().address, DENIED);
    let report = squid.check().unreachable(
        "proxy",
        "no way through the proxy",
        "A proxy answers instead of login.mypurecloud.de and refuses the request (403, ERR_ACCESS_DENIED)",
    );
    let pages: Vec<_> = report
        .results()
        .filter(|result| result["id"] == "redirect-page")
        .collect();
    assert_eq!(pages[0]["status"], "pass", "{report:?}");
    for page in &pages[1..] {
        assert_eq!(page["cause"], "proxy", "{page:#}");
        assert_eq!(
            page["message"],
            "A proxy answers instead and refuses the request (403, ERR_ACCESS_DENIED)."
        );
    }
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn an_inspector_that_denies_some_addresses() {
    let rules = "acl denied url_regex authWindow
        http_access deny denied";
    let squid = Squid::inspecting(simulated().address, rules);
    let report = squid.check().report(3);
    let uris: Vec<_> = report
        .results()
        .filter(|result| result["id"] == "invalid-redirect")
        .collect();
    let statuses: Vec<_> = uris.iter().map(|uri| uri["status"].as_str()).collect();
    assert_eq!(
        statuses,
        [Some("pass"), Some("pass"), Some("unverifiable")],
        "{report:?}"
    );
    assert_eq!(uris[2]["cause"], "proxy");
    assert_eq!(
        uris[2]["message"],
        "From login.mypurecloud.de came neither an acceptance nor a refusal of it: no way through the proxy."
    );
}

#[test]
#[ignore = "needs squid: see main.rs"]
fn an_inspector_that_finds_nobody() {
    let nobody = Port::reserve();
    let squid = Squid::inspecting(nobody.address(), "");
    let report = squid.check().report(3);
    report.claims_nothing();
    let unreachable = report.result("unreachable");
    assert_eq!(unreachable["cause"], "proxy", "{unreachable:#}");
    let message = unreachable["message"].as_str().expect("a message");
    let expected =
        "A proxy answers instead of login.mypurecloud.de and cannot pass the request on (50";
    assert!(
        message.starts_with(expected) && message.contains(", ERR_"),
        "{message}"
    );
}
