//! What all results come to, in words.

use super::{Report, Run, Source};
use crate::checks::{Outcome, Status, Verdict};

/// The verdict in a word, and the status whose sign goes with it.
pub(super) fn word(report: &Report) -> (Status, &'static str) {
    match report.verdict {
        // Nothing is wrong, so that the first impression must not be that something is.
        Verdict::Warn if report.exit_status == 0 => (Status::Pass, "pass with warnings"),
        Verdict::Warn => (Status::Warn, "warn"),
        Verdict::Pass => (Status::Pass, "pass"),
        Verdict::Fail => (Status::Fail, "fail"),
        Verdict::Unverifiable => (Status::Unverifiable, "could not check"),
    }
}

/// What stands before everything that the simulator answered.
pub(super) fn simulated(simulated: bool) -> &'static str {
    if simulated { "SIMULATED " } else { "" }
}

/// That the run was interrupted, if it was.
pub(super) fn interrupted(run: &Run) -> Option<&'static str> {
    let note = "interrupted: only what was known by then is judged";
    run.interrupted.map(|_| note)
}

/// What was found, what is registered instead, what to do, and the lines to paste.
pub(super) fn paragraphs(outcome: &Outcome) -> Vec<String> {
    let found = outcome.found.as_ref();
    let registered = found.map(|found| format!("Registered: {found}"));
    let paragraphs = [
        Some(outcome.message.clone()),
        registered,
        outcome.remedy.clone(),
    ];
    let paragraphs = paragraphs.into_iter().flatten();
    paragraphs.chain(outcome.paste.iter().cloned()).collect()
}

/// How many results of each status there are.
pub(super) fn results(report: &Report) -> String {
    let counts: Vec<_> = [
        (Status::Fail, "failed"),
        (Status::Unverifiable, "unclear"),
        (Status::Warn, "warned"),
        (Status::Pass, "passed"),
        (Status::Skipped, "not checked"),
    ]
    .into_iter()
    .map(|(status, word)| (report.with(status).count(), word))
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    counts.join(", ")
}

/// The same, with what they cost and the exit status.
pub(super) fn counts(report: &Report) -> String {
    let requests = match (report.run.source, report.run.evidence.exchanges().len()) {
        (Source::Input, _) => String::new(),
        (_, requests) => format!(" {requests} requests;"),
    };
    let (results, exit_status) = (results(report), report.exit_status);
    format!("{results};{requests} exit status {exit_status}")
}

/// What was not checked, with the same reason told once: "invalid-redirect (3), open-redirect", and the reason.
pub(super) fn not_checked(report: &Report) -> Vec<(String, &str)> {
    let mut reasons: Vec<(&str, Vec<(&str, usize)>)> = Vec::new();
    for (rule, outcome) in report.with(Status::Skipped) {
        let reason = outcome.message.as_str();
        let position = reasons.iter().position(|(known, _)| *known == reason);
        let position = position.unwrap_or_else(|| {
            reasons.push((reason, Vec::new()));
            reasons.len() - 1
        });
        if let Some((_, ids)) = reasons.get_mut(position) {
            match ids.last_mut() {
                Some((id, count)) if *id == rule.id => *count += 1,
                _ => ids.push((rule.id, 1)),
            }
        }
    }
    let names = |ids: Vec<(&str, usize)>| {
        let names = ids.into_iter().map(|(id, count)| match count {
            1 => id.to_owned(),
            _ => format!("{id} ({count})"),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let reasons = reasons.into_iter();
    reasons.map(|(reason, ids)| (names(ids), reason)).collect()
}
