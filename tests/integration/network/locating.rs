//! `locate` where the network fails it.

use super::authority::trusted;
use super::check::ran;
use super::replies::{Answer, healthy, redirect, status};
use super::server::{nobody, tcp, wait};
use super::service::{Asked, Service};
use crate::support::{Ran, program};
use mirabridge_oauth::genesys::Region;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

fn command(rules: &[String], more: &[&str]) -> Command {
    let mut command = program();
    command.args(["locate", "--client-id"]);
    command.arg("c802dd59-b4d7-4f12-af6e-7c4bc682f571");
    for rule in rules {
        command.args(["--connect-to", rule]);
    }
    command.arg("--ca-cert").arg(&trusted().pem).args(more);
    command
}

fn everything(address: SocketAddr) -> String {
    format!("::{address}")
}

fn json(rules: &[String], more: &[&str]) -> (Value, Ran) {
    let ran = ran(command(rules, more).args(["--format", "json"]));
    let report =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran:?}"));
    (report, ran)
}

/// Each region's status, with its cause where there is one.
fn regions(report: &Value) -> BTreeMap<&str, String> {
    let regions = report["regions"].as_array().expect("regions").iter();
    regions
        .map(|region| {
            let text = |name: &str| region[name].as_str().unwrap_or_default();
            let says = format!("{} {}", text("status"), text("cause"));
            (text("domain"), says.trim_end().to_owned())
        })
        .collect()
}

/// The client lives in Frankfurt, and no other region knows it.
fn in_frankfurt(asked: &Asked) -> Answer {
    if asked.host == "login.mypurecloud.de" {
        healthy(asked)
    } else {
        redirect(&format!(
            "https://{}/#/error?errorKey=invalidClientId",
            asked.host
        ))
    }
}

#[test]
fn a_region_that_cannot_be_reached_does_not_hide_another() {
    let service = Service::in_every_region(|asked, _| in_frankfurt(asked));
    let rules = [
        format!("login.mypurecloud.jp:443:{}", nobody()),
        everything(service.address),
    ];
    let (report, run) = json(&rules, &["--retries", "0"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    assert_eq!(report["status"], "found");
    assert_eq!(report["found_region"], "mypurecloud.de");
    let told = regions(&report);
    assert_eq!(
        told.get("mypurecloud.de").map(String::as_str),
        Some("knows")
    );
    assert_eq!(
        told.get("mypurecloud.jp").map(String::as_str),
        Some("unverifiable connect")
    );
    let refusing = told.values().filter(|says| *says == "refuses").count();
    assert_eq!(refusing, Region::all().len() - 2);
    let human = ran(&mut command(&rules, &["--retries", "0"]));
    assert_eq!(human.status, 0, "{human:?}");
    assert!(
        human
            .stdout
            .contains("login.mypurecloud.jp left it open (no connection)"),
        "{human:?}"
    );
}

#[test]
fn a_region_that_cannot_be_reached_may_be_the_one() {
    let service = Service::in_every_region(|asked, _| in_frankfurt(asked));
    let rules = [
        format!("login.mypurecloud.de:443:{}", nobody()),
        everything(service.address),
    ];
    let (report, run) = json(&rules, &["--retries", "0"]);
    assert_eq!((run.status, run.stderr.as_str()), (3, ""), "{run:?}");
    assert_eq!(report["status"], "unverifiable");
    assert_eq!(report["found_region"], Value::Null);
    assert_eq!(
        report["headline"],
        format!(
            "found nowhere; 1 of {} regions left it open (no connection)",
            Region::all().len()
        )
    );
}

#[test]
fn nobody_else_than_the_login_hosts_is_asked_whatever_they_answer() {
    let service = Service::in_every_region(|asked, _| {
        if asked.target.starts_with("/oauth/authorize") {
            redirect("https://foreign.example/login")
        } else {
            status(200)
        }
    });
    let (report, run) = json(&[everything(service.address)], &[]);
    assert_eq!(run.status, 3, "{run:?}");
    assert!(
        regions(&report)
            .values()
            .all(|says| says == "unverifiable captive_portal"),
        "{report:#}"
    );
    let asked = service.asked();
    assert_eq!(asked.len(), 4 * Region::all().len());
    assert!(asked.iter().all(|asked| asked.host.starts_with("login.")));
    assert!(
        asked
            .iter()
            .all(|asked| asked.target.starts_with("/oauth/authorize?"))
    );
}

#[test]
fn it_is_over_at_its_deadline() {
    let server = tcp(wait);
    let started = Instant::now();
    let (report, run) = json(&[everything(server)], &["--deadline", "1s"]);
    let took = started.elapsed();
    assert_eq!(run.status, 3, "{run:?}");
    assert!(took < Duration::from_millis(2500), "{took:?}");
    assert!(
        regions(&report)
            .values()
            .all(|says| says == "unverifiable timeout"),
        "{report:#}"
    );
}

#[test]
#[cfg(unix)]
fn interrupted_it_tells_what_it_knows() {
    use super::server::client_hello;
    use std::process::Stdio;
    use std::sync::mpsc;

    let service = Service::in_every_region(|asked, _| in_frankfurt(asked));
    let (hangs, hanging) = mpsc::channel();
    let server = tcp(move |connection| {
        client_hello(connection)?;
        let _ = hangs.send(());
        wait(connection)
    });
    let rules = [
        format!("login.mypurecloud.jp:443:{server}"),
        everything(service.address),
    ];
    let child = command(&rules, &["--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    // Who has said hello listens for signals, too.
    hanging.recv().expect("it connects");
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.expect("every Unix has it").success());
    let run: Ran = child.wait_with_output().expect("it ends").into();
    assert_eq!((run.status, run.stderr.as_str()), (130, ""), "{run:?}");
    let report: Value = serde_json::from_str(&run.stdout).expect("a whole report");
    assert_eq!(report["exit_status"], 130);
    assert_eq!(report["evidence"]["interrupted"], true);
    let told = regions(&report);
    assert_eq!(
        told.get("mypurecloud.jp").map(String::as_str),
        Some("unverifiable not_asked")
    );
}
