//! A check at a server that is a list of answers, without a network or a clock.

use mirabridge_oauth::checks::wanted;
use mirabridge_oauth::finding::Selection;
use mirabridge_oauth::genesys::{ClientId, Deployment, Grant, Region, Target};
use mirabridge_oauth::probe::{
    Cause, Evidence, Exchange, Failure, MAX_ROUNDS, Observation, Probe, Reply,
};
use mirabridge_oauth::report::{Report, Run};
use std::time::{Duration, SystemTime};

/// What is checked, where the bytes do not say.
pub fn target(grant: Grant) -> Target {
    let id = ClientId::parse("4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f").expect("a client id");
    Target::new(
        Region::parse("mypurecloud.de").expect("a region"),
        id,
        Deployment::default(),
        grant,
        Vec::new(),
    )
}

/// An answer as bytes: the status, or the names of a cause and of what it calls for, in the first line; headers; a blank line; the body.
pub fn answer(data: &[u8]) -> Observation {
    let (first, mut rest) = line(data);
    let first = String::from_utf8_lossy(first);
    let Ok(status) = first.trim().parse() else {
        let mut words = first.split_whitespace();
        return Err(Failure::Recorded {
            cause: words
                .next()
                .and_then(Cause::named)
                .unwrap_or(Cause::Timeout),
            advice: words
                .next()
                .and_then(|name| serde_json::from_value(name.into()).ok()),
            message: first.into_owned(),
            detail: None,
        });
    };
    let mut headers = Vec::new();
    loop {
        let (header, after) = line(rest);
        rest = after;
        if header.is_empty() {
            break;
        }
        let at = header.iter().position(|byte| *byte == b':');
        let (name, value) = header.split_at(at.unwrap_or(header.len()));
        let name = String::from_utf8_lossy(name).into_owned();
        headers.push((name, value.get(1..).unwrap_or_default().trim_ascii()));
    }
    let headers = headers.iter().map(|(name, value)| (name.as_str(), *value));
    Ok(Reply::new(status, headers, rest))
}

fn line(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &[]),
    }
}

/// Everything that is asked, round by round, of a server that is a function.
pub fn ask(target: &Target, server: impl Fn(&Probe) -> Observation) -> Evidence {
    let selection = Selection::default();
    let mut evidence = Evidence::default();
    for round in 1..=MAX_ROUNDS {
        let new = evidence.new_among(wanted(target, &evidence, &selection));
        if new.is_empty() {
            break;
        }
        for probe in new {
            evidence.push(Exchange {
                round,
                observation: server(&probe),
                probe,
                elapsed: Duration::ZERO,
            });
        }
    }
    evidence
}

/// What comes of it.
pub fn judge(target: &Target, evidence: Evidence) -> Report {
    let run = Run::new(evidence, SystemTime::UNIX_EPOCH, Vec::new());
    Report::new(target, run, &Selection::default())
}
