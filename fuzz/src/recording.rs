//! A file that somebody says is a recording.

use crate::{world, written};
use mirabridge_oauth::judging::Status;
use mirabridge_oauth::probe::{Cause, Evidence, Probe, Purpose};
use mirabridge_oauth::recording::{Recording, Redacted};
use mirabridge_oauth::report::Report;

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
    without_secrets_it_says_the_same(&recording, &report);
    written::is_fit(&report, data.len());
    let replayed = world::judge(&again.target, again.evidence);
    assert_eq!(replayed.verdict, report.verdict);
}

/// What we asked stays as it was, whatever the secrets are; and so does every result, where no answer lost a word.
///
/// A file may call anything a secret: where a cookie is named `errorKey`, its value taken out of an answer takes out
/// what the answer said. That is as it must be, as a value that is unknown to us may be somebody's session. But a result
/// must not rest on what the values of cookies and request ids are.
fn without_secrets_it_says_the_same(recording: &Recording, report: &Report) {
    let redacted = Redacted::of(&recording.target, &recording.evidence).into_evidence();
    let (before, after) = (recording.evidence.exchanges(), redacted.exchanges());
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(after) {
        let purpose = before.probe.purpose;
        assert_eq!(after.probe.purpose, purpose);
        if purpose != Purpose::LoginHop {
            assert_eq!(after.probe.url, before.probe.url);
        }
    }
    if words(&recording.evidence) == words(&redacted)
        && first_alike(&recording.evidence) == first_alike(&redacted)
    {
        let told = world::judge(&recording.target, redacted);
        assert_eq!(told.verdict, report.verdict, "{:#?}", report.results);
        assert_eq!(results(&told), results(report));
    }
}

fn results(report: &Report) -> Vec<(&str, Option<&str>, Status, Option<Cause>)> {
    let results = report.results.iter();
    results
        .map(|(rule, outcome)| {
            let subject = outcome.subject.as_deref();
            (rule.id, subject, outcome.status, outcome.cause)
        })
        .collect()
}

/// All texts that are judged, but for request ids and what stands in cookies.
fn words(evidence: &Evidence) -> Vec<String> {
    let mut words = Vec::new();
    for exchange in evidence.exchanges() {
        words.push(without_rids(&exchange.probe.url));
        if let Ok(reply) = &exchange.observation {
            words.extend(reply.headers.iter().map(|(_, value)| without_rids(value)));
            words.push(without_rids(&reply.body));
        }
    }
    words.push(format!("{:?}", evidence.visited()));
    words
}

/// A text without the request ids in it, as far as they have the characters of one.
fn without_rids(text: &str) -> String {
    let mut parts = text.split_inclusive("?rid=");
    let first = parts.next().unwrap_or_default().to_owned();
    let is_of_ids = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    parts.fold(first, |text, part| {
        text + part.trim_start_matches(is_of_ids)
    })
}

/// For each request the first that is the same: a few secrets are too short to have a placeholder of their own.
fn first_alike(evidence: &Evidence) -> Vec<Option<usize>> {
    let probes = evidence.exchanges().iter().map(|exchange| &exchange.probe);
    let first = |probe: &Probe| {
        let mut probes = evidence.exchanges().iter().map(|exchange| &exchange.probe);
        probes.position(|other| other.url == probe.url && other.cookies == probe.cookies)
    };
    probes.map(first).collect()
}
