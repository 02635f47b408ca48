//! A search that three regions answered, each otherwise, told in both formats.

use super::LocationReport;
use crate::checks::Outcome;
use crate::checks::testing::CLIENT;
use crate::classify::{Answer, Basis, Says};
use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region};
use crate::locate::{Everywhere, Findings, Location, Status};
use crate::probe::{Cause, Evidence, Exchange, Failure, Probe, Purpose};
use crate::report::sample::PLAIN;
use crate::report::{RenderOptions, Run};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

fn real(domain: &str) -> Probe {
    Probe::new(
        Purpose::RegionSweep,
        format!("https://login.{domain}/oauth/authorize"),
    )
}

fn control(domain: &str) -> Probe {
    Probe::new(
        Purpose::RegionControl,
        format!("https://login.{domain}/oauth/authorize?x"),
    )
}

fn answer(domain: &str, says: Says) -> Answer {
    Answer {
        region: Region::parse(domain).expect("a region"),
        grant: Grant::Pkce,
        says,
        probe: real(domain),
        control: control(domain),
    }
}

fn report(uris: &[&str]) -> LocationReport {
    let mut evidence = Evidence::default();
    for probe in [real("mypurecloud.ie"), control("mypurecloud.ie")] {
        evidence.push(Exchange {
            round: 1,
            probe,
            observation: Err(Failure::NotAsked { why: "no time" }),
            elapsed: Duration::ZERO,
        });
    }
    let found = Outcome::pass(Basis::Signature, "it knows the client")
        .about(Some("mypurecloud.ie"))
        .with_found_region("mypurecloud.ie")
        .with_evidence([control("mypurecloud.ie")]);
    let uris = uris.iter().map(|uri| RedirectUri::new(uri).expect("a URI"));
    LocationReport {
        run: Run::new(evidence, SystemTime::UNIX_EPOCH, Vec::new()),
        everywhere: Everywhere::new(
            ClientId::parse(CLIENT).expect("an id"),
            Deployment::default(),
            uris.collect(),
        ),
        location: Location {
            answers: vec![
                answer("mypurecloud.ie", Says::Knows(Basis::Signature)),
                answer("mypurecloud.de", Says::Refuses { known: true }),
                answer("mypurecloud.jp", Says::Unclear(Cause::Timeout)),
            ],
        },
        findings: Findings {
            headline: "mypurecloud.ie knows the client".to_owned(),
            outcomes: vec![
                found,
                Outcome::unverifiable(Cause::Timeout, "one did not answer"),
            ],
            check: Some("mirabridge-oauth check".to_owned()),
        },
        status: Status::Found,
        exit_status: 0,
    }
}

#[test]
fn a_person_reads_the_answer_what_it_rests_on_and_what_to_do() {
    let version = env!("CARGO_PKG_VERSION");
    let verified = crate::genesys::table_verified();
    let mut report = report(&[]);
    let text = report.human(PLAIN);
    assert_eq!(
        text,
        format!(
            "✓ found: mypurecloud.ie knows the client

  Client     {CLIENT}
  Regions    3, all that were listed on {verified}
  Asked with the redirect URIs that MiraBridge Phone needs in each
  Evidence   live, 1970-01-01T00:00:00Z, mirabridge-oauth {version}

✓ found
  Where      mypurecloud.ie
  Asked      https://login.mypurecloud.ie/oauth/authorize?x
  Answer     no time
  Means      it knows the client
  See        https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html

? unverifiable
  Means      one did not answer
  Do         Try again, with a longer --timeout and --deadline if the network is slow.

  Next       Check the rest there:

mirabridge-oauth check

known in 1, refused in 1, open in 1; 2 requests; exit status 0
"
        )
    );
    let verbose = RenderOptions {
        verbose: true,
        ..PLAIN
    };
    let regions = "mypurecloud.ie: knows the client [signature]
mypurecloud.de: refuses the client
mypurecloud.jp: no usable answer: no answer in time

known in 1";
    let told = report.human(verbose);
    assert!(told.contains(regions), "{told}");
    assert!(told.contains("\nRound 1\n"), "{told}");
    let quiet = RenderOptions {
        quiet: true,
        ..PLAIN
    };
    assert_eq!(
        report.human(quiet),
        "✓ found: mypurecloud.ie knows the client\n"
    );
    report.status = Status::NotFound;
    assert!(report.human(quiet).starts_with("✗ not found: "));
    report.location.answers.truncate(1);
    report.run.overrides = vec!["proxy p".to_owned()];
    let text = report.human(PLAIN);
    assert!(text.contains("\nknown in 1; 2 requests; "), "{text}");
    assert!(
        text.contains("Check the rest there. Add --connect-to"),
        "{text}"
    );
}

#[test]
fn what_is_counted_as_open_is_not_told_as_settled() {
    let verbose = RenderOptions {
        verbose: true,
        ..PLAIN
    };
    for says in [Says::Refuses { known: false }, Says::RefusesOtherwise] {
        let mut report = report(&[]);
        report.location.answers = vec![answer("mypurecloud.jp", says)];
        let told = report.human(verbose);
        let open = "mypurecloud.jp: refuses the client for a reason that is not known, which leaves it open\n\nopen in 1;";
        assert!(told.contains(open), "{told}");
    }
}

#[test]
fn a_program_reads_what_each_region_says() {
    let report = report(&["https://a.example"]);
    let text = report.human(PLAIN);
    assert!(
        text.contains("\n  Asked with https://a.example\n"),
        "{text}"
    );
    assert!(!text.contains("MiraBridge Phone needs"), "{text}");
    let told: Value = serde_json::from_str(&report.json()).expect("JSON");
    assert_eq!(told["redirect_uris"], json!(["https://a.example"]));
    assert_eq!(told["status"], "found");
    assert_eq!(told["found_region"], "mypurecloud.ie");
    assert_eq!(told["check"], "mirabridge-oauth check");
    assert_eq!(told["findings"][0]["probes"], json!([1]));
    assert_eq!(told["findings"][1]["cause"], "timeout");
    let place = |domain,
                 aws,
                 status,
                 cause: Option<&str>,
                 basis: Option<&str>,
                 probes: &[usize]| {
        json!({
            "domain": domain, "aws_region": aws, "status": status, "cause": cause, "basis": basis,
            "grant": "pkce", "probes": probes,
        })
    };
    assert_eq!(
        told["regions"],
        json!([
            place(
                "mypurecloud.ie",
                "eu-west-1",
                "knows",
                None,
                Some("signature"),
                &[0, 1]
            ),
            place("mypurecloud.de", "eu-central-1", "refuses", None, None, &[]),
            place(
                "mypurecloud.jp",
                "ap-northeast-1",
                "unverifiable",
                Some("timeout"),
                None,
                &[]
            ),
        ])
    );
    assert_eq!(told["probes"].as_array().map(Vec::len), Some(2));
}
