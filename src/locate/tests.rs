//! Worlds without a network: what every region answers is a function, and the search runs to its end.

use super::{Everywhere, report};
use crate::classify::{Basis, RegionResult};
use crate::finding::{Status, Verdict};
use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region};
use crate::probe::{Cause, Evidence, Exchange, Failure, Observation, Probe, Purpose, Reply};
use crate::report::{Report, Run, headline};
use std::time::{Duration, SystemTime};
use url::Url;

const ID: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";
const IRELAND: &str = "mypurecloud.ie";
const TOKYO: &str = "mypurecloud.jp";

/// A request, as a world sees it.
struct Asked {
    region: String,
    /// Whether it is for the client, and not for the id that cannot exist.
    real: bool,
    pkce: bool,
    redirect_uri: String,
}

impl Asked {
    fn of(probe: &Probe) -> Self {
        let url = Url::parse(&probe.url).expect("a URL");
        let parameter = |name: &str| {
            let pair = url.query_pairs().find(|(key, _)| key == name);
            pair.map(|(_, value)| value.into_owned())
                .unwrap_or_default()
        };
        let host = url.host_str().expect("a host");
        Self {
            region: host
                .strip_prefix("login.")
                .expect("a login host")
                .to_owned(),
            real: parameter("client_id") == ID,
            pkce: parameter("response_type") == "code",
            redirect_uri: parameter("redirect_uri"),
        }
    }

    fn is_in(&self, region: &str) -> bool {
        self.region == region
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "what a world answers may be a failure, too"
)]
fn redirect(location: &str) -> Observation {
    Ok(Reply::new(302, [("location", location.as_bytes())], b""))
}

fn accepted(asked: &Asked) -> Observation {
    let rid = "r".repeat(43);
    redirect(&format!("https://login.{}/?rid={rid}", asked.region))
}

fn refused(asked: &Asked) -> Observation {
    let region = &asked.region;
    redirect(&format!(
        "https://login.{region}/#/error?errorKey=invalidClientId"
    ))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "what a world answers may be a failure, too"
)]
fn stated(error: &str) -> Observation {
    let body = format!(r#"{{"error":"{error}"}}"#);
    Ok(Reply::new(400, [], body.as_bytes()))
}

fn lost() -> Observation {
    Err(Failure::Timeout {
        waiting_for: "the header of the answer",
    })
}

fn everywhere(uris: &[&str]) -> Everywhere {
    let uris = uris.iter().map(|uri| RedirectUri::new(uri).expect("a URI"));
    Everywhere::new(
        ClientId::parse(ID).expect("an id"),
        Deployment::default(),
        uris.collect(),
    )
}

/// Asks a world all that is wanted.
fn asked(everywhere: &Everywhere, world: impl Fn(&Asked) -> Observation) -> Evidence {
    let mut evidence = Evidence::default();
    for round in 1.. {
        let probes = evidence.new_among(everywhere.probes(&evidence));
        if probes.is_empty() {
            break;
        }
        for probe in probes {
            evidence.push(Exchange {
                round,
                observation: world(&Asked::of(&probe)),
                probe,
                elapsed: Duration::ZERO,
            });
        }
    }
    evidence
}

fn judged(everywhere: &Everywhere, evidence: Evidence) -> Report {
    let run = Run::new(evidence, SystemTime::UNIX_EPOCH, Vec::new());
    report(everywhere, run)
}

fn told(world: impl Fn(&Asked) -> Observation) -> Report {
    let everywhere = everywhere(&[]);
    let evidence = asked(&everywhere, world);
    judged(&everywhere, evidence)
}

/// Verdict, requests for each region, and headline.
fn line(report: &Report) -> (Verdict, usize, String) {
    let requests = report.run.evidence.exchanges().len();
    let each = requests / Region::all().len();
    assert_eq!(each * Region::all().len(), requests);
    (report.verdict, each, headline(report))
}

fn regions(report: &Report) -> &[RegionResult] {
    &report.search.as_ref().expect("a search").regions
}

/// How a region is known to know the client, or why that is open.
fn says(report: &Report, region: &str) -> (Option<Basis>, Option<Cause>) {
    let mut answers = regions(report).iter();
    let answer = answers.find(|answer| answer.region.domain() == region);
    let answer = answer.expect("a region of the table");
    (answer.verdict.basis(), answer.verdict.undecided_alone())
}

/// The client lives there, and the service is as it is known.
fn lives_in(asked: &Asked, regions: &[&str]) -> Observation {
    if asked.real && regions.iter().any(|region| asked.is_in(region)) {
        accepted(asked)
    } else {
        refused(asked)
    }
}

const IN_IRELAND: &str = "mypurecloud.ie (eu-west-1, Europe (Ireland)) knows the client";

#[test]
fn one_region_that_knows_the_client_settles_it() {
    let told = told(|asked| lives_in(asked, &[IRELAND]));
    assert_eq!(line(&told), (Verdict::Pass, 4, IN_IRELAND.to_owned()));
    assert_eq!(told.exit_status, 0);
    let [(rule, outcome)] = &told.results[..] else {
        panic!("{:?}", told.results)
    };
    assert_eq!(rule.id, "invalid-client");
    assert_eq!(outcome.found_region.as_deref(), Some(IRELAND));
    assert!(outcome.paste.iter().all(|line| !line.contains("/init?")));
}

#[test]
fn others_that_cannot_be_asked_or_let_everybody_in_change_nothing() {
    let told = told(|asked| match asked.region.as_str() {
        TOKYO => lost(),
        "mypurecloud.com" => accepted(asked),
        _ => lives_in(asked, &[IRELAND]),
    });
    assert_eq!(line(&told), (Verdict::Pass, 4, IN_IRELAND.to_owned()));
    assert_eq!(says(&told, TOKYO), (None, Some(Cause::Timeout)));
    let indistinct = (None, Some(Cause::Indistinct));
    assert_eq!(says(&told, "mypurecloud.com"), indistinct);
    let mut others = told.results.iter().skip(1);
    assert_eq!(others.len(), 2);
    assert!(others.all(|(_, outcome)| outcome.status == Status::Skipped));
}

#[test]
fn only_when_every_region_refuses_both_grants_it_is_nowhere() {
    let nowhere = told(|asked| lives_in(asked, &[]));
    let none = "no region accepts this client with any of the redirect URIs";
    assert_eq!(line(&nowhere), (Verdict::Fail, 8, none.to_owned()));
    assert_eq!(nowhere.exit_status, 1);
    for pkce in [false, true] {
        let lost = told(|asked| {
            if asked.is_in(TOKYO) && asked.pkce == pkce {
                lost()
            } else {
                refused(asked)
            }
        });
        let open = format!(
            "found nowhere; 1 of {} regions left it open (no answer in time)",
            Region::all().len()
        );
        assert_eq!(
            (lost.verdict, headline(&lost)),
            (Verdict::Unverifiable, open)
        );
        assert_eq!(lost.exit_status, 3);
    }
}

#[test]
fn one_lost_answer_leaves_a_region_open() {
    let told = told(|asked| {
        if asked.is_in(TOKYO) && asked.real && asked.redirect_uri.ends_with("authWindow.html") {
            lost()
        } else {
            refused(asked)
        }
    });
    assert_eq!(says(&told, TOKYO), (None, Some(Cause::Timeout)));
    assert_eq!(told.verdict, Verdict::Unverifiable);
}

#[test]
fn several_regions_settle_nothing() {
    let told = told(|asked| lives_in(asked, &[IRELAND, TOKYO]));
    let several = "2 regions seem to know the client".to_owned();
    assert_eq!(line(&told), (Verdict::Unverifiable, 4, several));
}

#[test]
fn who_lets_everybody_in_does_not_know_the_client() {
    let told = told(|asked| {
        if asked.is_in(IRELAND) {
            accepted(asked)
        } else {
            refused(asked)
        }
    });
    assert_eq!(says(&told, IRELAND), (None, Some(Cause::Indistinct)));
    assert_eq!(told.verdict, Verdict::Unverifiable);
}

#[test]
fn a_client_with_the_other_grant_is_found() {
    let bounced = told(|asked| {
        if asked.is_in(IRELAND) && asked.real && !asked.pkce {
            redirect(&format!("{}#error=unauthorized_client", asked.redirect_uri))
        } else {
            lives_in(asked, &[IRELAND])
        }
    });
    assert_eq!(line(&bounced), (Verdict::Pass, 4, IN_IRELAND.to_owned()));
    let hidden = told(|asked| {
        if asked.pkce {
            lives_in(asked, &[IRELAND])
        } else {
            refused(asked)
        }
    });
    assert_eq!(line(&hidden), (Verdict::Pass, 8, IN_IRELAND.to_owned()));
    let mut known = regions(&hidden)
        .iter()
        .filter(|one| one.verdict.basis().is_some());
    assert!(known.all(|one| one.grant == Grant::Pkce));
    let (_, outcome) = hidden.results.first().expect("a result");
    let message = &outcome.message;
    assert!(message.contains("found with the PKCE grant"), "{message}");
}

#[test]
fn a_refusal_that_nobody_knows_may_be_one_of_everybody() {
    let told = told(|_| stated("policy_violation_77"));
    let none = "no region gave a usable answer (an unknown answer)".to_owned();
    assert_eq!(line(&told), (Verdict::Unverifiable, 8, none));
}

#[test]
fn a_refusal_unlike_that_of_an_impossible_id_is_a_hint() {
    let told = told(|asked| {
        if asked.is_in(IRELAND) && asked.real {
            stated("invalid_redirect_uri")
        } else {
            stated("invalid_client")
        }
    });
    let hint = "mypurecloud.ie may know the client, with other redirect URIs".to_owned();
    assert_eq!(line(&told), (Verdict::Unverifiable, 8, hint));
}

#[test]
fn a_captive_portal_is_named_and_asked_once() {
    let told = told(|_| redirect("http://portal.example/login"));
    let none = "no region gave a usable answer (a captive portal answers)".to_owned();
    assert_eq!(line(&told), (Verdict::Unverifiable, 4, none));
}

#[test]
fn what_was_not_asked_is_open() {
    let report = judged(&everywhere(&[]), Evidence::default());
    assert_eq!(report.verdict, Verdict::Unverifiable);
    assert!(
        regions(&report)
            .iter()
            .all(|one| one.verdict.undecided_alone() == Some(Cause::NotAsked))
    );
    assert_eq!(regions(&report).len(), Region::all().len());
}

#[test]
fn redirect_uris_that_are_given_are_asked_with_alone() {
    let given = everywhere(&["https://phone.mirabridge.cloud/"]);
    let evidence = asked(&given, |asked| {
        if asked.redirect_uri == "https://phone.mirabridge.cloud/" {
            lives_in(asked, &[IRELAND])
        } else {
            refused(asked)
        }
    });
    let report = judged(&given, evidence);
    assert_eq!(line(&report), (Verdict::Pass, 2, IN_IRELAND.to_owned()));
}

#[test]
fn the_second_round_is_announced_as_large_as_it_can_be() {
    let everywhere = everywhere(&[]);
    let evidence = asked(&everywhere, refused);
    let second = evidence.exchanges().iter().filter(|one| one.round == 2);
    assert_eq!(second.clone().count(), everywhere.later().at_most);
    let purposes: Vec<_> = second.map(|one| one.probe.purpose).collect();
    assert!(purposes.contains(&Purpose::OtherGrant) && !purposes.contains(&Purpose::RedirectUri));
}
