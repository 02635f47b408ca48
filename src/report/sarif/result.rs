use super::document::{Finding, FindingProperties, Message};
use super::{fingerprint, location, rules, text};
use crate::checks::{Outcome, Status};
use crate::classify::Basis;
use crate::probe::Cause;
use crate::report::{Entry, Report, summary};

/// What is not right, in the order of the checks.
pub(super) fn results(report: &Report) -> Vec<Finding> {
    let found = report.results.iter();
    found.filter_map(|entry| finding(report, entry)).collect()
}

fn finding(report: &Report, (rule, outcome): &Entry) -> Option<Finding> {
    let level = match outcome.status {
        Status::Fail => "error",
        // The standard has a kind of its own for what is open, and forbids it a level, which GitHub needs.
        Status::Unverifiable | Status::Warn => "warning",
        Status::Pass | Status::Skipped => return None,
    };
    Some(Finding {
        rule_id: rule.id,
        rule_index: rules::index(rule),
        level,
        message: Message {
            text: message(report, outcome),
        },
        locations: [location::of(report, outcome)],
        partial_fingerprints: fingerprint::of(report, rule.id, outcome),
        properties: FindingProperties {
            status: outcome.status.name(),
            cause: outcome.cause.map(Cause::name),
            basis: outcome.basis.map(Basis::name),
        },
    })
}

/// The one thing to know first: where there is little room, the first sentence is all that is shown.
fn message(report: &Report, outcome: &Outcome) -> String {
    let first = match (&outcome.headline, outcome.cause) {
        (Some(headline), _) => Some(format!("{headline}.")),
        (None, Some(cause)) => Some(format!("Could not be verified: {}.", cause.words())),
        (None, None) => None,
    };
    let mut paragraphs: Vec<String> = first.into_iter().collect();
    paragraphs.push(outcome.message.clone());
    let found = outcome.found.as_ref();
    paragraphs.extend(found.map(|found| format!("Registered: {found}")));
    paragraphs.extend(outcome.remedy.clone());
    paragraphs.extend(outcome.paste.iter().cloned());
    let paragraphs: Vec<_> = paragraphs.iter().map(|words| text(words)).collect();
    format!(
        "{}{}",
        summary::simulated(&report.run),
        paragraphs.join("\n\n")
    )
}
