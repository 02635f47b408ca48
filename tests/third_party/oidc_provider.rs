//! An authorization server: npm's `oidc-provider`.
//!
//! It is installed under `target`, as `oidc_provider/package-lock.json` says, and listens as `login.mypurecloud.de`;
//! every other name leads nowhere, so nothing else is ever asked.

use crate::authority::Authority;
use crate::check::{Check, Report};
use crate::npm;
use crate::server::Server;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

const HOST: &str = "login.mypurecloud.de";
const PHONE: &str = "https://phone.mirabridge.cloud";
const PHONE_SLASH: &str = "https://phone.mirabridge.cloud/";
const INDEX: &str = "https://apps.mypurecloud.de/crm/index.html";
const AUTH_WINDOW: &str = "https://apps.mypurecloud.de/crm/authWindow.html";

const GOOD: &str = "2c9d1d0e-6b0b-4a57-9a64-0d3f5b7c8e11";
const WITHOUT_AUTH_WINDOW: &str = "7e1f4a3b-52c8-4d0e-8f77-91b6c2a0d522";
const WITH_A_SLASH: &str = "b83a6c95-0f1d-4e62-a5d9-3c47e8f10b33";
const UNKNOWN: &str = "f04b7d28-9e36-4c15-b1a8-6d52f9037c44";

/// Where all names but the server's lead: a port where nobody listens, and a name that nobody has.
const NOWHERE: [&str; 2] = ["::127.0.0.1:1", "::nothing.invalid:443"];

#[test]
#[ignore = "needs node and npm: see main.rs"]
fn a_good_client_passes() {
    let server = Provider::start();
    for nowhere in NOWHERE {
        let report = server.check(GOOD, "pkce", nowhere, 0);
        assert_eq!(
            judged(&report, "invalid-client"),
            [line("", "pass contrast")],
            "{report:?}"
        );
        assert_eq!(
            judged(&report, "invalid-redirect"),
            [PHONE, INDEX, AUTH_WINDOW].map(|uri| line(uri, "pass contrast")),
            "{report:?}"
        );
    }
}

#[test]
#[ignore = "needs node and npm: see main.rs"]
fn the_one_uri_that_is_missing_is_named() {
    let server = Provider::start();
    for nowhere in NOWHERE {
        let report = server.check(WITHOUT_AUTH_WINDOW, "pkce", nowhere, 1);
        assert_eq!(
            judged(&report, "invalid-client"),
            [line("", "pass contrast")],
            "{report:?}"
        );
        assert_eq!(
            judged(&report, "invalid-redirect"),
            [
                line(PHONE, "pass contrast"),
                line(INDEX, "pass contrast"),
                line(AUTH_WINDOW, "fail signature"),
            ],
            "{report:?}"
        );
    }
}

#[test]
#[ignore = "needs node and npm: see main.rs"]
fn a_trailing_slash_is_found() {
    let server = Provider::start();
    for nowhere in NOWHERE {
        let report = server.check(WITH_A_SLASH, "pkce", nowhere, 1);
        assert_eq!(
            judged(&report, "invalid-redirect"),
            [
                line(PHONE, "fail contrast"),
                line(INDEX, "pass contrast"),
                line(AUTH_WINDOW, "pass contrast"),
            ],
            "{report:?}"
        );
        let phone = results(&report, "invalid-redirect").next();
        assert_eq!(phone.expect("one for each URI")["found"], PHONE_SLASH);
    }
}

#[test]
#[ignore = "needs node and npm: see main.rs"]
fn an_unknown_client_is_no_client_of_another_region() {
    let server = Provider::start();
    for nowhere in NOWHERE {
        let report = server.check(UNKNOWN, "pkce", nowhere, 1);
        let client = results(&report, "invalid-client").next();
        let client = client.expect("a result");
        assert_eq!(client["status"], "fail", "{report:?}");
        let reason = client["reason"].as_str().unwrap_or_default();
        assert!(
            ["unknown_client", "unknown_client_or_uris"].contains(&reason),
            "{report:?}"
        );
        let region = results(&report, "region-mismatch").next();
        let region = region.expect("a result");
        assert_eq!(region["status"], "unverifiable", "{report:?}");
        let message = region["message"].as_str().unwrap_or_default();
        for unasked in ["login.mypurecloud.com", "login.mypurecloud.ie"] {
            assert!(message.contains(unasked), "{message}");
        }
    }
}

#[test]
#[ignore = "needs node and npm: see main.rs"]
fn another_grant_than_the_clients_is_sent_back() {
    let server = Provider::start();
    for nowhere in NOWHERE {
        let report = server.check(GOOD, "implicit", nowhere, 1);
        assert_eq!(
            judged(&report, "grant-not-allowed"),
            [line("", "fail redirect")],
            "{report:?}"
        );
    }
}

/// The results of a check in a few words each: subject, status and basis.
fn judged(report: &Report, id: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    results(report, id)
        .map(|result| {
            let status = format!("{} {}", text(&result["status"]), text(&result["basis"]));
            line(&text(&result["subject"]), &status)
        })
        .collect()
}

fn results<'a>(report: &'a Report, id: &'a str) -> impl Iterator<Item = &'a Value> {
    report.results().filter(move |result| result["id"] == id)
}

fn line(subject: &str, status: &str) -> String {
    format!("{subject}: {status}")
}

/// The clients that are registered.
fn clients() -> Value {
    let client = |id: &str, uris: &[&str]| {
        json!({
            "client_id": id,
            "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code"],
            "response_types": ["code"],
            "redirect_uris": uris,
        })
    };
    json!([
        client(GOOD, &[PHONE, INDEX, AUTH_WINDOW]),
        client(WITHOUT_AUTH_WINDOW, &[PHONE, INDEX]),
        client(WITH_A_SLASH, &[PHONE_SLASH, INDEX, AUTH_WINDOW]),
    ])
}

/// A running oidc-provider.
struct Provider {
    _server: Server,
    port: u16,
    files: TempDir,
}

impl Provider {
    fn start() -> Self {
        let files = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str, text: &str| {
            let path = files.path().join(name);
            std::fs::write(&path, text).expect("a writable folder");
            path
        };
        let authority = Authority::new("Test Root");
        let identity = authority.identity(vec![HOST.to_owned()]);
        file("ca.pem", &authority.itself().certificate);
        let mut node = Command::new("node");
        node.arg(installed().join("server.mjs"))
            .arg(file("leaf.pem", &identity.certificate))
            .arg(file("key.pem", &identity.key))
            .arg(file("clients.json", &clients().to_string()));
        let (server, port) =
            Server::start(&mut node, |line| line.strip_prefix("port ")?.parse().ok());
        Self {
            _server: server,
            port,
            files,
        }
    }

    /// The report on a client, from a run that ended with this status.
    fn check(&self, client_id: &str, grant: &str, nowhere: &str, status: i32) -> Report {
        Check::new("mypurecloud.de", client_id, grant)
            .with("--skip", "redirect-page")
            .with("--skip", "init-page")
            .with("--retries", "0")
            .with(
                "--connect-to",
                format!("{HOST}:443:127.0.0.1:{}", self.port),
            )
            .with("--connect-to", nowhere)
            .with("--ca-cert", self.files.path().join("ca.pem"))
            .report(status)
    }
}

/// The folder with the server and what it needs, installed by the test that comes first.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| npm::installed("oidc_provider"))
}
