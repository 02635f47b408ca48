//! `audit` against the simulated Platform API, and against organizations that answer in another way.

use crate::formats::{all_formats, all_reports};
use crate::support::{Ran, mapped, program, run, simulator};
use mirabridge_oauth::simulator::platform_api::{documented, error, listing};
use mirabridge_oauth::simulator::{
    ADMIN_ID, ApiRequest, HEALTHY, ORGANIZATIONS, Organization, Response,
};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

const CLIENTS: &str = "/api/v2/oauth/clients";

/// What stands in answers and must be in no output.
const CLIENT_SECRET: &str = "simulated-secret-of-a-client";

const fn odd(token: &'static str, otherwise: fn(&ApiRequest) -> Option<Response>) -> Organization {
    Organization {
        name: token,
        token,
        shows: "an answer of another kind",
        clients: |region| vec![documented(region)],
        otherwise,
    }
}

fn on_list(request: &ApiRequest, answer: impl FnOnce() -> Response) -> Option<Response> {
    (request.path == CLIENTS).then(answer)
}

fn page(request: &ApiRequest, first: &str, others: usize) -> Response {
    let number = request.query.rsplit_once("pageNumber=");
    let number: usize = number.map_or(1, |(_, number)| number.parse().expect("a number"));
    let mut clients = vec![json!({
        "id": format!("00000000-0000-4000-8000-{number:012}"),
        "name": "Other", "registeredRedirectUri": [],
    })];
    if number == others {
        clients.push(documented(request.region));
    }
    let mut page = listing(&clients);
    page["total"] = json!(others + 1);
    let next = first.replace("{NEXT}", &(number + 1).to_string());
    page["nextUri"] = if number < others {
        json!(next)
    } else {
        Value::Null
    };
    Response::json(200, page.to_string())
}

/// Organizations of these tests, each with a token of its own.
pub(crate) const OTHERS: &[Organization] = &[
    odd("t-uncounted", |request| {
        let is_result = request.path.contains("/usage/query/results/");
        is_result.then(|| Response::json(200, r#"{"queryStatus": "Running"}"#))
    }),
    odd("t-no-usage", |request| {
        let is_usage = request.path.contains("/usage/query");
        is_usage.then(|| {
            error(
                403,
                "missing.any.permissions",
                "Missing one of: usage:client:view",
            )
        })
    }),
    odd("t-expired", |_| {
        Some(error(
            401,
            "credentials.expired",
            "The token t-expired has expired.",
        ))
    }),
    odd("t-limited", |request| {
        on_list(request, || {
            let text = "Rate limit exceeded the maximum. Retry the request in [3600] seconds";
            error(429, "too.many.requests", text)
        })
    }),
    odd("t-down", |request| {
        on_list(request, || error(503, "service.unavailable", "Sorry"))
    }),
    odd("t-portal", |_| {
        Some(Response::html(200, "<h1>Sign in to the Wi-Fi</h1>"))
    }),
    odd("t-firewall", |_| {
        Some(Response::html(403, "<h1>Request blocked</h1>"))
    }),
    odd("t-empty", |request| {
        on_list(request, || Response::json(200, ""))
    }),
    odd("t-broken", |request| {
        on_list(request, || Response::json(200, "{\"entities\": ["))
    }),
    odd("t-shape", |request| {
        on_list(request, || Response::json(200, "{\"clients\": []}"))
    }),
    odd("t-redirect", |request| {
        on_list(request, || {
            Response::redirect("https://evil.example/?token=t-redirect")
        })
    }),
    odd("t-nobody", |request| {
        on_list(request, || Response::json(200, listing(&[]).to_string()))
    }),
    odd("t-just-saved", |request| {
        let id = request.path.strip_prefix("/api/v2/oauth/clients/")?;
        let mut client = documented(request.region);
        client["id"] = json!(id);
        client["secret"] = json!(CLIENT_SECRET);
        client["description"] = json!(format!("t-just-saved {CLIENT_SECRET}"));
        Some(Response::json(200, client.to_string()))
    }),
    odd("t-me-refused", |request| {
        let is_own = request.path == "/api/v2/tokens/me";
        is_own.then(|| error(403, "missing.permissions", "No."))
    }),
    odd("t-pages", |request| {
        let next = "https://api.mypurecloud.de/api/v2/oauth/clients?pageSize=1&pageNumber={NEXT}";
        on_list(request, || page(request, next, 4))
    }),
    odd("t-foreign-page", |request| {
        on_list(request, || {
            page(
                request,
                "https://evil.example/api/v2/oauth/clients?pageNumber={NEXT}",
                4,
            )
        })
    }),
    odd("t-circle", |request| {
        on_list(request, || page(request, CLIENTS, 4))
    }),
    odd("t-endless", |request| {
        on_list(request, || {
            page(request, "/api/v2/oauth/clients?pageNumber={NEXT}", 100_000)
        })
    }),
    odd("t-short", |request| {
        on_list(request, || {
            let mut page = listing(&[documented(request.region)]);
            page["total"] = json!(30);
            Response::json(200, page.to_string())
        })
    }),
    odd("t-old-list", |request| {
        on_list(request, || {
            let mut client = documented(request.region);
            let fields = client.as_object_mut().expect("an object");
            fields.remove("authorizedGrantType");
            fields.remove("registeredRedirectUri");
            Response::json(200, listing(&[client]).to_string())
        })
    }),
    odd("t-inactive", |request| {
        on_list(request, || {
            let mut client = documented(request.region);
            client["state"] = json!("inactive");
            Response::json(200, listing(&[client]).to_string())
        })
    }),
    odd("t-echo-of-everything", |request| {
        on_list(request, || {
            let mut client = documented(request.region);
            client["secret"] = json!(CLIENT_SECRET);
            client["description"] =
                json!(format!("t-echo-of-everything {CLIENT_SECRET} \u{1b}[31m"));
            client["state"] = json!("t-echo-of-everything");
            client["registeredRedirectUri"] =
                json!([format!("https://a.example/?x={CLIENT_SECRET}")]);
            client["t-echo-of-everything"] = json!(1);
            Response::json(200, listing(&[client]).to_string())
        })
    }),
];

fn audit(token: &str, more: &[&str]) -> Ran {
    command(more)
        .env("GENESYSCLOUD_ACCESS_TOKEN", token)
        .output()
        .expect("it runs")
        .into()
}

fn command(more: &[&str]) -> Command {
    let running = simulator();
    let mut command = program();
    command.args(["audit", "--region", "mypurecloud.de"]);
    command
        .args(mapped(running.address, &running.ca))
        .args(more);
    command
}

fn report(token: &str, more: &[&str]) -> (Value, i32) {
    let ran = audit(token, &[&["--format", "json"], more].concat());
    let report = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|error| panic!("{token}: {error}\n{ran:?}"));
    crate::formats::assert_audit(&report, token);
    (report, ran.status)
}

fn token(name: &str) -> &'static str {
    let mut organizations = ORGANIZATIONS.iter();
    organizations
        .find(|one| one.name == name)
        .expect("it ships")
        .token
}

/// What is not right: of each client, and of the run.
fn findings(report: &Value) -> Vec<String> {
    let clients = report["clients"].as_array().expect("clients").iter();
    let results = clients.map(|client| {
        (
            client["name"].as_str().unwrap_or_default(),
            &client["results"],
        )
    });
    let results = results.chain([("run", &report["results"])]);
    let line = |name: &str, result: &Value| {
        let text = |name: &str| result[name].as_str().unwrap_or_default().to_owned();
        let cause = if result["cause"].is_null() {
            String::new()
        } else {
            format!(" {}", text("cause"))
        };
        format!("{name}: {} {}{cause}", text("status"), text("id"))
    };
    results
        .flat_map(|(name, results)| {
            results
                .as_array()
                .expect("results")
                .iter()
                .map(move |one| (name, one))
        })
        .filter(|(_, one)| {
            !["pass", "skipped"].contains(&one["status"].as_str().unwrap_or_default())
        })
        .map(|(name, one)| line(name, one))
        .collect()
}

#[test]
fn a_client_that_is_right_passes_by_what_is_registered() {
    let (report, status) = report(token("audit-healthy"), &[]);
    assert_eq!(
        (status, &report["verdict"]),
        (0, &json!("pass")),
        "{report:#}"
    );
    assert_eq!(report["evidence"]["source"], "simulated");
    assert_eq!(report["audit"]["organization"]["name"], "Acme (simulated)");
    assert_eq!(
        report["audit"]["token"],
        json!({"kind": "access_token", "scopes": ["oauth:readonly"]})
    );
    let client = &report["clients"][0];
    assert_eq!(client["redirect_uris"][0], "https://phone.mirabridge.cloud");
    for result in client["results"].as_array().expect("results") {
        let basis = result["basis"].as_str();
        assert!(matches!(basis, Some("registered") | None), "{result:#}");
    }
    assert_eq!(report["probes"].as_array().map(Vec::len), Some(2));
    let ran = audit(token("audit-healthy"), &[]);
    assert!(
        ran.stdout.starts_with("SIMULATED ✓ pass: MiraBridge Phone"),
        "{}",
        ran.stdout
    );
    assert_eq!(
        ran.stderr,
        "the token is taken from GENESYSCLOUD_ACCESS_TOKEN\n"
    );
}

#[test]
fn every_client_that_looks_like_mirabridges_is_judged_by_itself() {
    let (report, status) = report(token("audit"), &[]);
    assert_eq!(
        (status, &report["verdict"], &report["other_clients"]),
        (1, &json!("fail"), &json!(2))
    );
    assert_eq!(
        findings(&report),
        [
            "MiraBridge Phone: warn duplicate-client",
            "MiraBridge Phone 2024: fail client-not-active",
            "MiraBridge Phone 2024: fail pending-deletion",
            "MiraBridge Phone Berlin: fail missing-redirect",
            "MiraBridge Phone Berlin: warn duplicate-client",
            "MiraBridge Phone Lyon: fail client-not-active",
            "MiraBridge Phone Oslo: warn excessive-scope",
            "MiraBridge Phone Oslo: warn duplicate-client",
            "MiraBridge Phone pilot: unverifiable unknown-registration unrecognized",
            "MiraBridge Phone, newer sign-in: fail wrong-grant",
            "Softphone (test): fail altered-redirect",
            "Softphone (test): warn duplicate-client",
            "Softphone (test): warn undocumented-client",
        ]
    );
    let verdicts = report["clients"].as_array().expect("clients").iter();
    let verdicts: Vec<_> = verdicts
        .map(|client| client["verdict"].as_str().expect("a word"))
        .collect();
    assert_eq!(
        verdicts,
        [
            "warn",
            "fail",
            "fail",
            "fail",
            "warn",
            "unverifiable",
            "fail",
            "fail"
        ]
    );
}

#[test]
fn whatever_cannot_be_read_is_unverifiable_with_its_cause() {
    for (token, causes) in [
        (token("audit-forbidden"), &["forbidden"][..]),
        ("t-of-nobody", &["unauthorized"]),
        ("t-expired", &["unauthorized"]),
        ("t-limited", &["rate_limited"]),
        ("t-down", &["server_error"]),
        ("t-portal", &["captive_portal"]),
        ("t-firewall", &["blocked"]),
        ("t-empty", &["protocol"]),
        ("t-broken", &["protocol"]),
        ("t-shape", &["unrecognized"]),
        ("t-redirect", &["captive_portal"]),
        ("t-nobody", &["indistinct"]),
        ("t-foreign-page", &["unrecognized"]),
        ("t-circle", &["unrecognized"]),
        ("t-endless", &["unrecognized"]),
        ("t-short", &["unrecognized"]),
    ] {
        let (report, status) = report(token, &["--retries", "0"]);
        assert_eq!(
            (status, &report["verdict"]),
            (3, &json!("unverifiable")),
            "{token}"
        );
        let results = report["results"].as_array().expect("results").iter();
        let told: Vec<_> = results
            .map(|result| {
                assert_eq!(result["id"], "registration-unreadable", "{token}");
                result["cause"].as_str().expect("a cause")
            })
            .collect();
        assert_eq!(told, causes, "{token}: {report:#}");
    }
    let (report, _) = report(token("audit-forbidden"), &[]);
    let remedy = report["results"][0]["remedy"].as_str().expect("a remedy");
    assert!(remedy.contains("oauth:client:view"), "{remedy}");
}

#[test]
fn a_list_is_read_to_its_end_and_no_farther() {
    let (pages, status) = report("t-pages", &[]);
    assert_eq!(
        (status, &pages["other_clients"]),
        (0, &json!(4)),
        "{pages:#}"
    );
    assert_eq!(pages["probes"].as_array().map(Vec::len), Some(5));
    let (endless, _) = report("t-endless", &[]);
    assert_eq!(endless["probes"].as_array().map(Vec::len), Some(101));
    let (foreign, _) = report("t-foreign-page", &[]);
    assert_eq!(foreign["probes"].as_array().map(Vec::len), Some(2));
    let (circle, _) = report("t-circle", &[]);
    assert_eq!(circle["probes"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_a_list_leaves_out_is_asked_for_and_a_silent_organization_is_no_reason_to_stop() {
    for token in ["t-old-list", "t-me-refused"] {
        let (report, status) = report(token, &[]);
        assert_eq!(
            (status, &report["verdict"]),
            (0, &json!("pass")),
            "{token}: {report:#}"
        );
    }
    let (me, _) = report("t-me-refused", &[]);
    assert_eq!(me["audit"]["organization"], Value::Null);
    let (inactive, status) = report("t-inactive", &[]);
    assert_eq!((status, findings(&inactive).len()), (1, 1), "{inactive:#}");
    let (lenient, status) = report("t-inactive", &["--skip", "client-not-active"]);
    assert_eq!(
        (status, &lenient["verdict"]),
        (3, &json!("unverifiable")),
        "never a pass"
    );
}

#[test]
fn one_client_is_asked_for_by_its_id() {
    let (one, status) = report(token("audit"), &["--client-id", HEALTHY.client_id]);
    assert_eq!(status, 0, "{one:#}");
    assert_eq!(
        one["clients"][0]["why"],
        "it was asked for with --client-id"
    );
    let (none, status) = report(
        token("audit"),
        &["--client-id", "00000000-0000-4000-8000-000000000000"],
    );
    assert_eq!((status, &none["clients"]), (3, &json!([])));
    assert_eq!(
        findings(&none),
        ["run: unverifiable registration-unreadable unrecognized"]
    );
    let (pkce, _) = report(
        token("audit"),
        &[
            "--client-id",
            "c741dfc9-0e63-44f5-ac22-53690cb718ca",
            "--grant",
            "pkce",
        ],
    );
    assert_eq!(pkce["verdict"], "pass", "{pkce:#}");
}

#[test]
fn a_token_comes_by_stdin_or_for_an_id_and_a_secret() {
    let organization = &ORGANIZATIONS[1];
    let mut child = command(&["--token-stdin"])
        .env("GENESYSCLOUD_ACCESS_TOKEN", "another")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    writeln!(stdin, " Bearer {} \r", organization.token).expect("it reads");
    drop(stdin);
    let ran = Ran::from(child.wait_with_output().expect("it ends"));
    assert_eq!(
        (ran.status, ran.stderr.as_str()),
        (0, "the token is taken from stdin\n")
    );
    let exchanged = |secret: &str| {
        let mut command = command(&["--format", "json"]);
        command.env("GENESYSCLOUD_OAUTHCLIENT_ID", ADMIN_ID);
        command.env("GENESYSCLOUD_OAUTHCLIENT_SECRET", secret);
        let ran = Ran::from(command.output().expect("it runs"));
        assert!(
            !format!("{ran:?}").contains(secret)
                && !format!("{ran:?}").contains(organization.token)
        );
        let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        (ran.status, report)
    };
    let (status, report) = exchanged(&organization.secret());
    assert_eq!(
        (status, &report["audit"]["token"]["kind"]),
        (0, &json!("client_credentials"))
    );
    assert_eq!(report["probes"][0]["method"], "POST");
    let (status, report) = exchanged("another-secret");
    assert_eq!(status, 3);
    assert_eq!(
        findings(&report),
        ["run: unverifiable registration-unreadable unauthorized"]
    );
    assert_eq!(
        report["probes"].as_array().map(Vec::len),
        Some(1),
        "nothing else is asked"
    );
}

#[test]
fn without_a_token_or_with_half_of_one_it_is_wrong_usage() {
    for (variables, words) in [
        (&[][..], "no token: set GENESYSCLOUD_ACCESS_TOKEN"),
        (
            &[("GENESYSCLOUD_OAUTHCLIENT_ID", ADMIN_ID)],
            "GENESYSCLOUD_OAUTHCLIENT_SECRET is missing",
        ),
        (
            &[("GENESYSCLOUD_OAUTHCLIENT_SECRET", "s3cr3t")],
            "GENESYSCLOUD_OAUTHCLIENT_ID is missing",
        ),
        (
            &[("GENESYSCLOUD_ACCESS_TOKEN", "s3cr3t s3cr3t")],
            "GENESYSCLOUD_ACCESS_TOKEN is no token",
        ),
        (
            &[
                ("GENESYSCLOUD_OAUTHCLIENT_ID", "s3cr3t"),
                ("GENESYSCLOUD_OAUTHCLIENT_SECRET", "x"),
            ],
            "GENESYSCLOUD_OAUTHCLIENT_ID is no client id",
        ),
    ] {
        let mut command = command(&[]);
        let ran = Ran::from(
            command
                .envs(variables.iter().copied())
                .output()
                .expect("it runs"),
        );
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
        assert!(
            ran.stderr.contains(words) && !ran.stderr.contains("s3cr3t"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn no_secret_is_in_any_output_and_the_same_answers_give_the_same_bytes() {
    let tokens = OTHERS
        .iter()
        .map(|organization| organization.token)
        .filter(|token| *token != "t-endless");
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<_> = all_formats()
        .iter()
        .map(|format| folder.path().join(format))
        .collect();
    for token in tokens.chain([token("audit")]) {
        let mut command = command(&["--retries", "0", "-v"]);
        command.args(all_reports(folder.path()));
        let ran = command.env("GENESYSCLOUD_ACCESS_TOKEN", token).output();
        let ran = Ran::from(ran.expect("it runs"));
        let read = files
            .iter()
            .map(|file| std::fs::read_to_string(file).expect("a report"));
        for text in [ran.stdout, ran.stderr].into_iter().chain(read) {
            assert!(
                !text.contains(token) && !text.contains(CLIENT_SECRET),
                "{token}: {text}"
            );
            assert!(!text.contains('\u{1b}'), "{token}: {text}");
        }
    }
    let bytes = || {
        let (mut report, _) = report(token("audit"), &[]);
        report["evidence"]["taken_at"] = Value::Null;
        report["audit"]["taken_at"] = Value::Null;
        for probe in report["probes"].as_array_mut().expect("probes") {
            probe["elapsed_ms"] = Value::Null;
            probe["headers"]["date"] = Value::Null;
        }
        report.to_string()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn the_demo_runs_the_real_audit() {
    let ran = run(["demo", "audit-healthy"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(
        ran.stdout.contains("Belongs to Acme (simulated)"),
        "{}",
        ran.stdout
    );
    let ran = run([
        "demo",
        "audit",
        "--format",
        "json",
        "--only",
        "client-not-active",
    ]);
    assert_eq!(ran.status, 1);
    let ran = run(["demo", "audit", "--browser"]);
    assert_eq!(ran.status, 2);
}

#[test]
fn usage_is_counted_and_an_unused_or_failing_client_warns() {
    const OSLO: &str = "f1c7b0e2-1d5a-4be0-9a51-7a0c4f6e8d20";
    let (used, status) = report(token("audit-healthy"), &["--usage"]);
    assert_eq!((status, &used["verdict"]), (0, &json!("pass")), "{used:#}");
    let usage = &used["clients"][0]["usage"];
    assert_eq!(
        (&usage["days"], &usage["requests"], &usage["errors"]),
        (&json!(7), &json!(420), &json!(0))
    );
    assert_eq!(usage["last_day"], "2026-11-27");
    let methods: Vec<_> = used["probes"]
        .as_array()
        .expect("probes")
        .iter()
        .map(|one| &one["method"])
        .collect();
    assert_eq!(methods, ["GET", "GET", "POST", "GET", "GET"]);
    let (oslo, _) = report(token("audit"), &["--client-id", OSLO, "--usage", "3"]);
    assert_eq!(
        findings(&oslo),
        [
            "MiraBridge Phone Oslo: warn excessive-scope",
            "MiraBridge Phone Oslo: warn unused-client",
            "MiraBridge Phone Oslo: warn failing-client",
        ]
    );
    let shown = audit(token("audit"), &["--client-id", OSLO, "--usage", "3", "-v"]);
    let asked = shown.stdout.lines().filter_map(|line| {
        let (method, url) = line.strip_prefix("> ")?.split_once(' ')?;
        Some(format!("{method} {}", url.split_once("/v2/")?.1))
    });
    let client = format!("oauth/clients/{OSLO}");
    assert_eq!(
        asked.take(4).collect::<Vec<_>>(),
        [
            "GET tokens/me?preserveIdleTTL=true".to_owned(),
            format!("GET {client}"),
            format!("POST {client}/usage/query"),
            format!("GET {client}/usage/query/results/3f2a9c0e-6d1b-4e8f-9a7c-5b4d3e2f1a00"),
        ],
        "{shown:?}"
    );
    let (slow, status) = report("t-uncounted", &["--usage", "--deadline", "2s"]);
    assert_eq!(status, 3);
    assert_eq!(
        findings(&slow),
        ["MiraBridge Phone: unverifiable unused-client timeout"]
    );
    let (refused, _) = report("t-no-usage", &["--usage", "--retries", "0"]);
    assert_eq!(
        findings(&refused),
        ["MiraBridge Phone: unverifiable unused-client forbidden"]
    );
}

#[test]
fn what_changed_since_an_earlier_report_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("baseline.json");
    let path = file.to_str().expect("a path in UTF-8");
    let many = audit(token("audit"), &["--format", "json", "--output", path]);
    assert_eq!(many.status, 1);
    let (same, _) = report(
        token("audit"),
        &["--baseline", path, "--only", "changed-since-baseline"],
    );
    assert_eq!(
        (findings(&same), same["audit"]["baseline"].is_object()),
        (Vec::new(), true)
    );
    let (one, status) = report("t-inactive", &["--baseline", path]);
    assert_eq!(status, 1);
    let told = findings(&one);
    assert_eq!(told[1], "MiraBridge Phone: warn changed-since-baseline");
    let gone = told
        .iter()
        .filter(|line| *line == "run: warn changed-since-baseline");
    assert_eq!(gone.count(), 7, "{told:?}");
    let ran = audit(token("audit"), &["--baseline", "Cargo.toml"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
}

#[test]
fn the_record_is_a_table_for_people_and_a_sheet() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("record.csv");
    let sheet = format!("csv={}", file.display());
    let ran = audit(
        token("audit"),
        &["--format", "markdown", "--report", &sheet],
    );
    let mut lines = ran.stdout.lines();
    let header = lines.next().expect("a header");
    assert!(
        header.starts_with("| Client id | Name | Purpose |"),
        "{header}"
    );
    let rows: Vec<_> = lines
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(rows.len(), 8);
    assert!(rows[0].contains("Softphone of the service desk") && rows[0].contains("warn"));
    let record = std::fs::read(&file).expect("a sheet");
    let mut record = csv::Reader::from_reader(&record[3..]);
    let records: Vec<_> = record.records().map(|row| row.expect("a row")).collect();
    assert_eq!(records.len(), 8);
    assert_eq!(
        (&records[0][1], &records[0][10]),
        ("MiraBridge Phone", "warn")
    );
    let refused = audit(token("audit-forbidden"), &["--report", &sheet]);
    assert_eq!(refused.status, 3);
    let record = std::fs::read_to_string(&file).expect("a sheet");
    assert!(
        record.contains("registration-unreadable") && record.contains("unverifiable"),
        "{record}"
    );
    let ran = audit(token("audit"), &["--format", "html"]);
    assert!(
        ran.stdout.starts_with("<!doctype html>") && ran.stdout.contains("MiraBridge Phone Berlin")
    );
}

/// A check of the client of a scenario, with a token.
fn check(scenario: &str, token: &str, more: &[&str]) -> (Value, Ran) {
    let running = simulator();
    let id = mirabridge_oauth::simulator::scenario(scenario)
        .expect("it ships")
        .client_id;
    let ran = program()
        .args([
            "check",
            "--region",
            "mypurecloud.de",
            "--client-id",
            id,
            "--admin",
            "--format",
            "json",
        ])
        .args(mapped(running.address, &running.ca))
        .args(more)
        .env("GENESYSCLOUD_ACCESS_TOKEN", token)
        .output();
    let ran = Ran::from(ran.expect("it runs"));
    let report =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran:?}"));
    (report, ran)
}

/// The results with this id: status, cause and what else tells them apart.
fn results<'a>(report: &'a Value, id: &str) -> Vec<&'a Value> {
    let results = report["results"].as_array().expect("results").iter();
    results.filter(|one| one["id"] == id).collect()
}

#[test]
fn a_check_with_a_token_says_which_of_the_causes_it_is() {
    let every = token("audit");
    for (scenario, token, exit_status, words, unreadable, differs) in [
        ("healthy", every, 0, "knows the client id", "pass", "pass"),
        (
            "inactive-client",
            every,
            1,
            "(client-not-active)",
            "pass",
            "pass",
        ),
        (
            "unknown-client",
            every,
            1,
            "is in another organization than the token",
            "skipped",
            "skipped",
        ),
        (
            "unknown-client",
            "t-just-saved",
            1,
            "see registration-differs",
            "pass",
            "warn",
        ),
        (
            "healthy",
            "t-expired",
            3,
            "knows the client id",
            "unverifiable",
            "skipped",
        ),
        (
            "unknown-client",
            "t-portal",
            1,
            "One of three things",
            "unverifiable",
            "skipped",
        ),
        (
            "healthy",
            "t-of-nobody",
            3,
            "knows the client id",
            "unverifiable",
            "skipped",
        ),
    ] {
        let (report, ran) = check(scenario, token, &["--retries", "0"]);
        assert_eq!(ran.status, exit_status, "{scenario} {token}: {report:#}");
        let message = results(&report, "invalid-client")[0]["message"].as_str();
        assert!(
            message.is_some_and(|message| message.contains(words)),
            "{scenario} {token}: {message:?}"
        );
        for (id, status) in [
            ("registration-unreadable", unreadable),
            ("registration-differs", differs),
        ] {
            let results = results(&report, id);
            assert_eq!(
                (results.len(), &results[0]["status"]),
                (1, &json!(status)),
                "{scenario} {token} {id}"
            );
        }
    }
    let (plain, _) = check(
        "healthy",
        every,
        &["--skip", "registration-unreadable,registration-differs"],
    );
    assert_eq!(
        results(&plain, "registration-differs")[0]["status"],
        "skipped"
    );
}

#[test]
fn a_recording_holds_what_is_registered_without_secrets_and_replays_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    let path = file.to_str().expect("a path in UTF-8");
    for (scenario, token) in [
        ("unknown-client", "t-just-saved"),
        ("inactive-client", token("audit")),
        ("unknown-client", token("audit")),
        ("healthy", "t-expired"),
        ("healthy", "t-portal"),
    ] {
        let (report, ran) = check(scenario, token, &["--retries", "0", "--record", path]);
        let recording = std::fs::read_to_string(&file).expect("a recording");
        for text in [&recording, &ran.stdout, &ran.stderr] {
            assert!(
                !text.contains(token) && !text.contains(CLIENT_SECRET),
                "{token}: {text}"
            );
        }
        assert_eq!(
            recording.contains("registeredRedirectUri"),
            token == "t-just-saved" || scenario == "inactive-client"
        );
        let replayed = run(["check", "--replay", path, "--format", "json"]);
        let replayed: Value = serde_json::from_str(&replayed.stdout).expect("a report");
        assert_eq!(replayed["results"], report["results"], "{scenario} {token}");
        assert_eq!(replayed["verdict"], report["verdict"]);
    }
}

#[test]
fn a_check_takes_an_id_and_a_secret_too_and_no_token_without_admin() {
    let running = simulator();
    let check = |more: &[&str], secret: &str| {
        let mut command = program();
        command.args([
            "check",
            "--region",
            "mypurecloud.de",
            "--client-id",
            HEALTHY.client_id,
            "--format",
            "json",
        ]);
        command
            .args(mapped(running.address, &running.ca))
            .args(more);
        command.env("GENESYSCLOUD_OAUTHCLIENT_ID", ADMIN_ID);
        command.env("GENESYSCLOUD_OAUTHCLIENT_SECRET", secret);
        let ran = Ran::from(command.output().expect("it runs"));
        assert!(!format!("{ran:?}").contains(secret));
        ran
    };
    let secret = ORGANIZATIONS[0].secret();
    assert_eq!(check(&["--admin"], &secret).status, 0);
    let refused = check(&["--admin"], "another-secret");
    let report: Value = serde_json::from_str(&refused.stdout).expect("a report");
    assert_eq!(
        (
            refused.status,
            &results(&report, "registration-unreadable")[0]["cause"]
        ),
        (3, &json!("unauthorized"))
    );
    let without = check(&[], &secret);
    let report: Value = serde_json::from_str(&without.stdout).expect("a report");
    assert!(without.status == 0 && results(&report, "registration-unreadable").is_empty());
    assert!(!without.stdout.contains("/api/v2/"), "{}", without.stdout);
    assert_eq!(check(&["--token-stdin"], &secret).status, 2);
}
