//! A file that somebody says is a recording.

use crate::{world, written};
use mirabridge_oauth::probe::Purpose;
use mirabridge_oauth::recording::Recording;
use mirabridge_oauth::report::Report;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::SystemTime;
use url::Url;

/// What holds of every file: it is refused in one line, or read, judged, told, and written again as it was read.
pub fn hold(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let recording = match Recording::from_json(text) {
        Ok(recording) => recording,
        Err(error) => {
            // Its words are escaped where they are written.
            assert!(error.to_string().len() <= data.len() + 1000);
            return;
        }
    };
    let json = recording.to_json();
    let again = Recording::from_json(&json).expect("what was written is read");
    assert_eq!(again.to_json(), json);

    let report = world::judge(&recording.target, recording.evidence.clone());
    without_secrets_it_says_the_same(&recording, &report, text);
    written::is_fit(&report, data.len());
    let replayed = world::judge(&again.target, again.evidence);
    assert_eq!(replayed.verdict, report.verdict);
}

/// Recorded again it comes to the same results, and what we asked stays as it was.
fn without_secrets_it_says_the_same(recording: &Recording, report: &Report, text: &str) {
    let now = SystemTime::UNIX_EPOCH;
    let evidence = &recording.evidence;
    let written = Recording::new(recording.target.clone(), evidence, now, Vec::new(), None);
    let json = written.to_json();
    let read = Recording::from_json(&json).expect("what was written is read");
    let (before, after) = (recording.evidence.exchanges(), read.evidence.exchanges());
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(after) {
        let purpose = before.probe.purpose;
        assert_eq!(after.probe.purpose, purpose);
        if purpose != Purpose::LoginHop {
            assert_eq!(after.probe.url, before.probe.url);
        }
    }
    let told = world::judge(&recording.target, read.evidence);
    assert_eq!(told.verdict, report.verdict, "{:#?}", report.results);
    assert_eq!(told.exit_status, report.exit_status);
    holds_no_secret(recording, text, &json);
}

/// No answer and no step towards the login page has a token that was in a cookie or in a request id before, but for what
/// we asked ourselves. The file is read here by other means than there.
fn holds_no_secret(recording: &Recording, text: &str, json: &str) {
    let document: Value = serde_json::from_str(text).expect("it was read as JSON");
    let mut secrets = BTreeSet::new();
    for exchange in list(&document["exchanges"]) {
        for cookie in list(&exchange["answer"]["reply"]["set_cookies"]) {
            let pair = cookie.as_str().and_then(|cookie| cookie.split(';').next());
            let value = pair.and_then(|pair| pair.split_once('='));
            // What is no cookie goes nowhere.
            let value = value.map(|(_, value)| value.trim());
            let kept = value.filter(|value| value.bytes().all(|byte| byte.is_ascii_graphic()));
            secrets.extend(kept.into_iter().flat_map(tokens));
        }
    }
    let mut asked = String::new();
    for exchange in recording.evidence.exchanges() {
        let Ok(url) = Url::parse(&exchange.probe.url) else {
            continue;
        };
        if exchange.probe.purpose == Purpose::LoginHop {
            let rids = url.query_pairs().filter(|(name, _)| name == "rid");
            secrets.extend(rids.flat_map(|(_, rid)| tokens(&rid).collect::<Vec<_>>()));
        } else {
            asked += &exchange.probe.url;
            asked.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
        }
    }
    asked.extend(
        recording
            .evidence
            .visited()
            .map(|visited| visited.url.clone()),
    );
    let asked = asked.to_ascii_lowercase();
    let document: Value = serde_json::from_str(json).expect("JSON");
    for exchange in list(&document["exchanges"]) {
        let mut said = exchange["answer"]["reply"].to_string() + &exchange["cookies"].to_string();
        if exchange["purpose"] == Purpose::LoginHop.to_string() {
            said += &exchange["url"].to_string();
        }
        let said = said.to_ascii_lowercase();
        for secret in &secrets {
            let is_ours = asked.contains(secret.as_str());
            assert!(
                is_ours || !said.contains(secret.as_str()),
                "{secret}: {said}"
            );
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What only a machine writes, in lower case: characters as an id has, so many that they hold 128 bits (RFC 6749 10.10),
/// and letters and digits by turns. What stands for an id is none: one may well be a part of another one.
fn tokens(value: &str) -> impl Iterator<Item = String> {
    const FEWEST: usize = 22;
    const TURNS: usize = 8;
    const OF_STAND_INS: &[u8] = b"xX0-_";
    const OTHERS: usize = 8;
    let is_of_ids = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let runs = value.split(move |c| !is_of_ids(c));
    let is_token = |run: &&str| {
        let bytes = run.as_bytes();
        let turn = |pair: &&[u8]| {
            pair.iter().all(u8::is_ascii_alphanumeric)
                && pair[0].is_ascii_digit() != pair[1].is_ascii_digit()
        };
        run.len() >= FEWEST
            && !value.contains('%')
            && bytes.windows(2).filter(turn).count() >= TURNS
            && bytes
                .iter()
                .filter(|byte| !OF_STAND_INS.contains(byte))
                .count()
                >= OTHERS
    };
    let tokens: Vec<_> = runs.filter(is_token).map(str::to_ascii_lowercase).collect();
    tokens.into_iter()
}
