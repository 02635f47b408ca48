//! Worlds without a network: what every region answers is a function, and the search runs to its end.

use super::{Everywhere, Findings, Location, Status};
use crate::classify::Says;
use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region};
use crate::probe::{Cause, Evidence, Exchange, Failure, Observation, Probe, Purpose, Reply};
use std::time::Duration;
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

struct Told {
    location: Location,
    findings: Findings,
    requests: usize,
}

fn told(world: impl Fn(&Asked) -> Observation) -> Told {
    let everywhere = everywhere(&[]);
    let evidence = asked(&everywhere, world);
    let location = everywhere.location(&evidence);
    Told {
        findings: Findings::of(&everywhere, &location),
        location,
        requests: evidence.exchanges().len(),
    }
}

impl Told {
    /// Status, requests and headline.
    fn line(&self) -> (Status, usize, &str) {
        let headline = self.findings.headline.as_str();
        (self.location.status(), self.requests, headline)
    }

    fn says(&self, region: &str) -> Says {
        let mut answers = self.location.answers.iter();
        let answer = answers.find(|answer| answer.region.domain() == region);
        answer.expect("a region of the table").says
    }
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
    assert_eq!(told.line(), (Status::Found, 72, IN_IRELAND));
}

#[test]
fn others_that_cannot_be_asked_or_let_everybody_in_change_nothing() {
    let told = told(|asked| match asked.region.as_str() {
        TOKYO => lost(),
        "mypurecloud.com" => accepted(asked),
        _ => lives_in(asked, &[IRELAND]),
    });
    assert_eq!(told.line(), (Status::Found, 72, IN_IRELAND));
    assert_eq!(told.says(TOKYO), Says::Unclear(Cause::Timeout));
    assert_eq!(
        told.says("mypurecloud.com"),
        Says::Unclear(Cause::Indistinct)
    );
    let open: Vec<_> = told.findings.outcomes.iter().skip(1).collect();
    assert_eq!(open.len(), 2);
    assert!(open.iter().all(|outcome| outcome.remedy.is_none()));
}

#[test]
fn only_when_every_region_refuses_both_grants_it_is_nowhere() {
    let nowhere = told(|asked| lives_in(asked, &[]));
    let headline = "no region accepts this client with any of the redirect URIs";
    assert_eq!(nowhere.line(), (Status::NotFound, 144, headline));
    for pkce in [false, true] {
        let lost = told(|asked| {
            if asked.is_in(TOKYO) && asked.pkce == pkce {
                lost()
            } else {
                refused(asked)
            }
        });
        let headline = "found nowhere; 1 of 18 regions left it open (no answer in time)";
        let requests = if pkce { 144 } else { 140 };
        assert_eq!(lost.line(), (Status::Unverifiable, requests, headline));
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
    assert_eq!(told.says(TOKYO), Says::Unclear(Cause::Timeout));
    assert_eq!(told.location.status(), Status::Unverifiable);
}

#[test]
fn several_regions_settle_nothing() {
    let told = told(|asked| lives_in(asked, &[IRELAND, TOKYO]));
    let headline = "2 regions seem to know the client";
    assert_eq!(told.line(), (Status::Unverifiable, 72, headline));
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
    assert_eq!(told.says(IRELAND), Says::Unclear(Cause::Indistinct));
    assert_eq!(told.location.status(), Status::Unverifiable);
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
    assert_eq!(bounced.line(), (Status::Found, 72, IN_IRELAND));
    let hidden = told(|asked| {
        if asked.pkce {
            lives_in(asked, &[IRELAND])
        } else {
            refused(asked)
        }
    });
    assert_eq!(hidden.line(), (Status::Found, 144, IN_IRELAND));
    let found = hidden.location.found();
    let [(answer, _)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(answer.grant, Grant::Pkce);
    let message = &hidden.findings.outcomes.first().expect("a finding").message;
    assert!(message.contains("found with the PKCE grant"), "{message}");
}

#[test]
fn a_refusal_that_nobody_knows_may_be_one_of_everybody() {
    let told = told(|_| stated("policy_violation_77"));
    let headline = "no region gave a usable answer (an unknown answer)";
    assert_eq!(told.line(), (Status::Unverifiable, 144, headline));
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
    let headline = "mypurecloud.ie may know the client, with other redirect URIs";
    assert_eq!(told.line(), (Status::Unverifiable, 144, headline));
}

#[test]
fn a_captive_portal_is_named_and_asked_once() {
    let told = told(|_| redirect("http://portal.example/login"));
    let headline = "no region gave a usable answer (a captive portal answers)";
    assert_eq!(told.line(), (Status::Unverifiable, 72, headline));
}

#[test]
fn what_was_not_asked_is_open() {
    let location = everywhere(&[]).location(&Evidence::default());
    assert_eq!(location.status(), Status::Unverifiable);
    assert_eq!(location.open().len(), Region::all().len());
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
    assert_eq!(evidence.exchanges().len(), 36);
    assert_eq!(given.location(&evidence).status(), Status::Found);
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
