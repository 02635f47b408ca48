//! Everything that is asked in a check, answered by whatever the bytes hold.

use crate::{world, written};
use mirabridge_oauth::finding::Status;
use mirabridge_oauth::genesys::{Grant, Target};
use mirabridge_oauth::probe::{Evidence, Observation, Probe, Purpose};
use mirabridge_oauth::recording::Recording;
use mirabridge_oauth::report::Report;
use std::time::SystemTime;
use url::Url;

/// What stands between two answers, on a line of its own.
const BETWEEN: &[u8] = b"\n%%\n";
const LOST: &[u8] = b"timeout";
const REFUSED: &[u8] = b"302\nlocation: /#/error?errorKey=invalidClientId\n\n";

/// The answers to the redirect URIs come first, in their order.
const CLIENT_CONTROL: usize = 3;
const REDIRECT_CONTROL: usize = 4;
const OTHER_GRANT: usize = 5;
const OTHER_CONTROL: usize = 6;
const SCOPE: usize = 7;
const SLIP: usize = 8;
const PAGE: usize = 9;
const SWEEP: usize = 10;
const SWEEP_CONTROL: usize = 11;
const ALL: usize = 12;

/// What holds of every set of answers.
pub fn hold(data: &[u8]) {
    let target = world::target(Grant::Implicit);
    let answers = Answers::of(data);
    let evidence = answers.evidence(&target);
    let report = world::judge(&target, evidence.clone());
    written::is_fit(&report, data.len());
    nobody_passes_like_a_control(&answers, &report);
    less_proves_no_more(&answers, &target, &report, data.len());
    a_replay_says_the_same(&target, &evidence, &report);
}

/// The bytes of each answer.
#[derive(Clone)]
struct Answers<'a>([&'a [u8]; ALL]);

impl<'a> Answers<'a> {
    fn of(data: &'a [u8]) -> Self {
        let mut answers = [LOST; ALL];
        let mut rest = data;
        for answer in &mut answers {
            let end = rest.windows(BETWEEN.len()).position(|part| part == BETWEEN);
            let Some(end) = end else {
                *answer = rest;
                break;
            };
            *answer = &rest[..end];
            rest = &rest[end + BETWEEN.len()..];
        }
        Self(answers)
    }

    fn evidence(&self, target: &Target) -> Evidence {
        world::ask(target, |probe| self.to(target, probe))
    }

    fn to(&self, target: &Target, probe: &Probe) -> Observation {
        let place = match probe.purpose {
            Purpose::RedirectUri => place_of(target, probe),
            Purpose::ClientControl => CLIENT_CONTROL,
            Purpose::RedirectControl => REDIRECT_CONTROL,
            Purpose::OtherGrant => OTHER_GRANT,
            Purpose::OtherGrantControl => OTHER_CONTROL,
            Purpose::Scope => SCOPE,
            Purpose::NearMiss => SLIP,
            Purpose::RegionSweep => SWEEP,
            Purpose::RegionControl => SWEEP_CONTROL,
            // Pages, and what only an audit asks.
            _ => PAGE,
        };
        world::answer(self.0[place])
    }

    fn with(&self, place: usize, answer: &'a [u8]) -> Self {
        let mut changed = self.clone();
        changed.0[place] = answer;
        changed
    }

    fn are_alike(&self, places: &[usize]) -> bool {
        places
            .windows(2)
            .all(|two| self.0[two[0]] == self.0[two[1]])
    }
}

/// Which of the redirect URIs a request names.
fn place_of(target: &Target, probe: &Probe) -> usize {
    let url = Url::parse(&probe.url).expect("a probe asks for a URL");
    let (_, named) = url
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri")
        .expect("a redirect URI");
    let mut uris = target.redirect_uris().iter();
    uris.position(|uri| uri.as_str() == named)
        .expect("one of the target's, byte for byte")
}

/// An answer that a control got too, byte for byte, shows nothing.
fn nobody_passes_like_a_control(answers: &Answers<'_>, report: &Report) {
    if answers.are_alike(&[OTHER_GRANT, OTHER_CONTROL]) {
        for (place, status) in statuses(report, "invalid-redirect").enumerate() {
            let passes = status == Status::Pass;
            let alike = answers.are_alike(&[place, REDIRECT_CONTROL]);
            assert!(!(passes && alike), "{:#?}", report.results);
        }
    }
    if answers.are_alike(&[0, 1, 2, CLIENT_CONTROL, OTHER_GRANT, OTHER_CONTROL]) {
        assert_ne!(report.exit_status, 0, "{:#?}", report.results);
    }
}

fn statuses(report: &Report, id: &str) -> impl Iterator<Item = Status> {
    let results = report.results.iter().filter(move |(rule, _)| rule.id == id);
    results.map(|(_, outcome)| outcome.status)
}

/// One more answer that is lost, or one more redirect URI that is refused, makes no verdict better.
fn less_proves_no_more(answers: &Answers<'_>, target: &Target, report: &Report, turn: usize) {
    if report.exit_status == 0 {
        return;
    }
    let place = turn % (REDIRECT_CONTROL + 1);
    let worse = if turn.is_multiple_of(2) && place < CLIENT_CONTROL {
        REFUSED
    } else {
        LOST
    };
    let evidence = answers.with(place, worse).evidence(target);
    let worse = world::judge(target, evidence);
    assert_ne!(worse.exit_status, 0, "{:#?}", report.results);
}

/// A recording is judged as the run was, and its replay says what was said of it.
fn a_replay_says_the_same(target: &Target, evidence: &Evidence, report: &Report) {
    let now = SystemTime::UNIX_EPOCH;
    let recording = Recording::new(target.clone(), evidence, now, Vec::new(), None);
    let told = world::judge(target, recording.evidence.clone());
    assert_eq!(told.verdict, report.verdict, "{:#?}", report.results);
    assert_eq!(told.exit_status, report.exit_status);
    let read = Recording::from_json(&recording.to_json()).expect("what was written is read");
    assert_eq!(&read.target, target);
    let replayed = world::judge(&read.target, read.evidence);
    let results = |report: &Report| format!("{:#?}", report.results);
    assert_eq!(results(&replayed), results(&told));
}
