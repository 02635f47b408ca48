//! Genesys' own description of its Platform API, and Genesys' own client for it: the SDKs that Genesys publishes.
//!
//! `describe.py` derives an OpenAPI description of the calls that the program makes. Prism stands between the program
//! and the simulated Platform API, and refuses each request and each answer that breaks it.

use crate::authority::Authority;
use crate::check::{Ran, program};
use crate::npm;
use crate::port::Port;
use crate::server::Server;
use crate::simulated::{named, simulated};
use mirabridge_oauth::genesys::Region;
use mirabridge_oauth::simulator::platform_api::{documented, listing};
use mirabridge_oauth::simulator::{ADMIN_ID, ApiRequest, Organization, Response, organization};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

const HOST: &str = "api.mypurecloud.de";
const UNKNOWN: &str = "f04b7d28-9e36-4c15-b1a8-6d52f9037c44";
const CLIENTS: &str = "/api/v2/oauth/clients";

/// Clients of every kind that is described, in a list of several pages.
const DESCRIBED: Organization = Organization {
    name: "described",
    token: "t-described",
    shows: "clients of every kind that Genesys describes",
    clients: described,
    otherwise: |request| (request.path == CLIENTS).then(|| page(request)),
};

/// An answer that Genesys would not give.
const UNDESCRIBED: Organization = Organization {
    name: "undescribed",
    token: "t-undescribed",
    shows: "a validity that is no number",
    clients: |region| {
        let mut client = documented(region);
        client["accessTokenValiditySeconds"] = json!("64800");
        vec![client]
    },
    otherwise: |_| None,
};

/// What the simulator needs for these tests.
pub(crate) const ORGANIZATIONS: [Organization; 2] = [DESCRIBED, UNDESCRIBED];

/// All that the demo shows, but the client of a later version of Genesys Cloud.
fn described(region: &Region) -> Vec<Value> {
    let mut clients = (shipped("audit").clients)(region);
    clients.retain(|client| client["state"] != "suspended");
    clients
}

fn page(request: &ApiRequest) -> Response {
    const SIZE: usize = 4;
    let clients = described(request.region);
    let number = request.query.rsplit_once("pageNumber=");
    let number: usize = number.map_or(1, |(_, number)| number.parse().expect("a number"));
    let pages: Vec<_> = clients.chunks(SIZE).collect();
    let mut page = listing(pages[number - 1]);
    page["pageNumber"] = json!(number);
    page["pageCount"] = json!(pages.len());
    page["total"] = json!(clients.len());
    if number < pages.len() {
        let next = number + 1;
        page["nextUri"] = json!(format!("{CLIENTS}?pageSize={SIZE}&pageNumber={next}"));
    }
    Response::json(200, page.to_string())
}

fn shipped(name: &str) -> &'static Organization {
    organization(name).unwrap_or_else(|| panic!("no organization {name}"))
}

#[test]
#[ignore = "needs Genesys' SDKs: see main.rs"]
fn requests_and_answers_are_as_described() {
    let healthy = named("healthy").client_id;
    let inactive = named("inactive-client").client_id;
    let check = ["check", "--admin", "--client-id"];
    let prism = Prism::start();
    for (token, arguments, status) in [
        (DESCRIBED.token, &["audit", "--usage"][..], 1),
        (DESCRIBED.token, &["audit", "--client-id", healthy], 0),
        (DESCRIBED.token, &["audit", "--client-id", UNKNOWN], 3),
        (shipped("audit-healthy").token, &["audit", "--usage"], 0),
        (shipped("audit-forbidden").token, &["audit"], 3),
        ("t-unknown", &["audit"], 3),
        (DESCRIBED.token, &[&check[..], &[healthy]].concat(), 0),
        (DESCRIBED.token, &[&check[..], &[inactive]].concat(), 1),
    ] {
        let through = prism.in_between(token, arguments);
        assert_eq!(through.status, status, "{arguments:?}: {through:?}");
        assert_eq!(
            findings(&through),
            findings(&prism.left_out(token, arguments))
        );
    }
    let log = prism.end();
    assert!(
        !log.contains("error") && !log.contains("Violation"),
        "{log}"
    );
    for call in [
        "get /api/v2/tokens/me".to_owned(),
        format!("get {CLIENTS} "),
        format!("get {CLIENTS}/{healthy} "),
        format!("post {CLIENTS}/{healthy}/usage/query "),
        format!("get {CLIENTS}/{healthy}/usage/query/results/"),
    ] {
        assert!(log.contains(&call), "{call}: {log}");
    }
}

#[test]
#[ignore = "needs Genesys' SDKs: see main.rs"]
fn what_is_not_described_is_found() {
    let later = shipped("audit").token;
    for (token, breach) in [
        (later, r#""7","state""#),
        (UNDESCRIBED.token, r#""accessTokenValiditySeconds""#),
    ] {
        let prism = Prism::start();
        let through = prism.in_between(token, &["audit"]);
        assert_eq!(through.status, 3, "{through:?}");
        let log = prism.end();
        assert!(log.contains(breach), "{breach}: {log}");
    }
}

#[test]
#[ignore = "needs Genesys' SDKs: see main.rs"]
fn genesys_reads_what_is_simulated() {
    let files = tempfile::tempdir().expect("a temporary folder");
    let healthy = named("healthy").client_id;
    let mut read = python("read.py", files.path());
    read.arg(simulated().address.port().to_string())
        .arg(write(&files, "ca.pem", &simulated().ca))
        .args([ADMIN_ID, &DESCRIBED.secret(), healthy]);
    let read = Ran::of(&mut read);
    assert_eq!((read.status, read.stderr.as_str()), (0, ""), "{read:?}");
    let read: Value = serde_json::from_str(&read.stdout).expect("JSON");
    let region = Region::parse("mypurecloud.de").expect("a region");
    // The SDK writes a date in another way than Genesys Cloud does.
    let clients = json!(described(&region)).to_string();
    let clients = clients.replace(".000Z\"", "+00:00\"");
    let clients: Value = serde_json::from_str(&clients).expect("JSON");
    assert_eq!(read["token"]["OAuthClient"]["id"], ADMIN_ID);
    assert_eq!(read["client"], clients[0]);
    assert_eq!(read["clients"], clients);
    let counted = read["usage"].as_array().and_then(|answers| answers.last());
    let counted = counted.expect("an answer");
    assert_eq!(counted["queryStatus"], "Complete");
    assert_eq!(counted["results"][0]["requests"], 420);
    assert_eq!(read["refusal"], json!([404, "not.found"]));
}

/// The program, where the Platform API is at this address and all else is simulated.
fn run(token: &str, arguments: &[&str], api: &str, trusted: &[&Path]) -> Ran {
    let mut program = program();
    program
        .args(arguments)
        .args(["--region", "mypurecloud.de", "--retries", "0"])
        .args(["--connect-to", &format!("{HOST}:443:{api}")])
        .args(["--connect-to", &format!("::{}", simulated().address)])
        .env("GENESYSCLOUD_ACCESS_TOKEN", token);
    for authority in trusted {
        program.arg("--ca-cert").arg(authority);
    }
    Ran::of(&mut program)
}

/// What was found, without what differs from run to run.
fn findings(ran: &Ran) -> Vec<&str> {
    const DIFFERENT: [&str; 5] = [
        "  Evidence ",
        "  Override ",
        "  Trace id ",
        " request; ",
        " requests; ",
    ];
    let lines = ran.stdout.lines();
    lines
        .filter(|line| !DIFFERENT.iter().any(|part| line.contains(part)))
        .collect()
}

/// A running `prism proxy --errors` before the simulated Platform API.
struct Prism {
    server: Server,
    port: Port,
    files: TempDir,
}

impl Prism {
    fn start() -> Self {
        let files = tempfile::tempdir().expect("a temporary folder");
        let authority = Authority::new("Test Root");
        let identity = authority.identity(vec![HOST.to_owned()]);
        write(&files, "prism.pem", &authority.itself().certificate);
        let simulator = write(&files, "simulator.pem", &simulated().ca);
        let (port, behind) = (Port::reserve(), Port::reserve());
        let mut node = Command::new("node");
        node.arg(installed().join("server.mjs"))
            .arg(port.address().port().to_string())
            .arg(write(&files, "leaf.pem", &identity.certificate))
            .arg(write(&files, "key.pem", &identity.key))
            .arg(behind.address().port().to_string())
            .arg(write(&files, "description.json", description()))
            .arg(format!("https://{HOST}:{}", simulated().address.port()))
            .env("NODE_EXTRA_CA_CERTS", simulator)
            .env("NO_COLOR", "1");
        let is_up = |line: &str| line.contains("Prism is listening").then_some(());
        let (server, ()) = Server::start(&mut node, is_up);
        Self {
            server,
            port,
            files,
        }
    }

    /// The program, for which Prism is the Platform API.
    fn in_between(&self, token: &str, arguments: &[&str]) -> Ran {
        let trusted = ["prism.pem", "simulator.pem"].map(|name| self.files.path().join(name));
        let trusted = trusted.each_ref().map(PathBuf::as_path);
        run(token, arguments, &self.port.address().to_string(), &trusted)
    }

    /// The program without Prism.
    fn left_out(&self, token: &str, arguments: &[&str]) -> Ran {
        let trusted = self.files.path().join("simulator.pem");
        run(
            token,
            arguments,
            &simulated().address.to_string(),
            &[&trusted],
        )
    }

    /// All that it said.
    fn end(self) -> String {
        self.server.end().join("\n")
    }
}

fn write(files: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = files.path().join(name);
    std::fs::write(&path, text).expect("a writable folder");
    path
}

/// The folder with Prism and the SDK for JavaScript, installed by the test that comes first.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| npm::installed("genesys_sdk"))
}

/// The description, derived by the test that comes first.
fn description() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let home = tempfile::tempdir().expect("a temporary folder");
        let types = installed().join("node_modules/purecloud-platform-client-v2/index.d.ts");
        let derived = Ran::of(python("describe.py", home.path()).arg(types));
        assert_eq!(derived.status, 0, "{derived:?}");
        derived.stdout
    })
}

/// A script with the SDK for Python, from where `.ci/run` installs it, or else from the path. The SDK looks for its
/// configuration at home.
fn python(script: &str, home: &Path) -> Command {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let installed = project.join("target/genesys-sdk/bin/python");
    let mut python = Command::new(if installed.exists() {
        installed
    } else {
        "python3".into()
    });
    python
        .arg(project.join("tests/third_party/genesys_sdk").join(script))
        .env("HOME", home);
    python
}
