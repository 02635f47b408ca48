//! What all results come to, in words.

use super::{Entry, Report, Run, Source, headline};
use crate::classify::Basis;
use crate::finding::{Outcome, Rule, Status, Verdict};
use crate::genesys::{ClientId, Deployment, Grant, Region};
use crate::probe::Cause;
use crate::text::counted;

/// Statuses with their words, the gravest first.
const STATUSES: [(Status, &str); 5] = [
    (Status::Fail, "failed"),
    (Status::Unverifiable, "unclear"),
    (Status::Warn, "warned"),
    (Status::Pass, "passed"),
    (Status::Skipped, "not checked"),
];

/// The place of a status among them.
pub(super) fn rank(status: Status) -> usize {
    let mut statuses = STATUSES.iter();
    statuses
        .position(|(one, _)| *one == status)
        .unwrap_or_default()
}

/// The verdict in a word, and the status whose sign goes with it.
pub(super) fn word(report: &Report) -> (Status, &'static str) {
    verdict(report.verdict, report.exit_status)
}

pub(super) fn verdict(verdict: Verdict, exit_status: u8) -> (Status, &'static str) {
    match verdict {
        // Nothing is wrong, so that the first impression must not be that something is.
        Verdict::Warn if exit_status == 0 => (Status::Pass, "pass with warnings"),
        Verdict::Warn => (Status::Warn, "warn"),
        Verdict::Pass => (Status::Pass, "pass"),
        Verdict::Fail => (Status::Fail, "fail"),
        Verdict::Unverifiable => (Status::Unverifiable, "could not check"),
    }
}

/// The status of a result in words.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Unverifiable => "could not check",
        Status::Skipped => "not checked",
        _ => status.name(),
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

/// The one thing to know of a finding, in a line.
pub(super) fn first(outcome: &Outcome) -> Option<String> {
    let open = |cause: Cause| format!("could not be verified: {}", cause.words());
    outcome.headline.clone().or_else(|| outcome.cause.map(open))
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
    // What stands in the program's own table before anything is asked is nothing that a run has shown.
    let is_shown = |(_, outcome): &&Entry| {
        report.run.source == Source::Input
            || outcome.status != Status::Pass
            || outcome.basis != Some(Basis::Input)
    };
    let counts: Vec<_> = STATUSES
        .into_iter()
        .map(|(status, word)| (report.with(status).filter(is_shown).count(), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    counts.join(", ")
}

/// The same, with what they cost and the exit status.
pub(super) fn counts(report: &Report) -> String {
    let requests = match report.run.source {
        Source::Input => String::new(),
        _ => format!(
            " {};",
            counted(report.run.evidence.exchanges().len(), "request")
        ),
    };
    let (results, exit_status) = (results(report), report.exit_status);
    format!("{results};{requests} exit status {exit_status}")
}

/// What was not checked, unless a note says why, with the same reason told once: "invalid-redirect (3), open-redirect", and the reason.
pub(super) fn not_checked(report: &Report) -> Vec<(String, &str)> {
    let mut reasons: Vec<(&str, Vec<(&str, usize)>)> = Vec::new();
    let is_noted = |reason: &str| {
        let mut notes = report.notes.iter();
        notes.any(|note| note.to_lowercase().contains(reason))
    };
    for (rule, outcome) in report.with(Status::Skipped) {
        let reason = outcome.message.as_str();
        if is_noted(reason) {
            continue;
        }
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

/// Whether two findings differ in their subject alone. What has something to paste is always told by itself.
pub(super) fn say_the_same((one_rule, one): &Entry, (other_rule, other): &Entry) -> bool {
    one_rule.id == other_rule.id
        && one.status == other.status
        && one.cause == other.cause
        && one.message == other.message
        && one.paste.is_empty()
        && other.paste.is_empty()
}

/// Whether it warns of the future, so that it is a line at the end.
pub(super) fn is_of_the_date(outcome: &Outcome) -> bool {
    outcome.status == Status::Warn && outcome.basis == Some(Basis::Date)
}

/// A line for each warning of the future.
pub(super) fn of_the_date(report: &Report) -> impl Iterator<Item = String> {
    let warnings = report.with(Status::Warn);
    let dated = warnings.filter(|(_, outcome)| is_of_the_date(outcome));
    dated.map(|(rule, outcome)| {
        let words = outcome.headline.as_deref().unwrap_or(rule.defect);
        format!("{words} ({})", rule.id)
    })
}

/// What to do once the region is known: words, and a line to copy.
pub(super) fn next_steps(report: &Report) -> Vec<(&'static str, String)> {
    let check = if report.run.overrides.is_empty() {
        "Check the rest there:"
    } else {
        "Check the rest there. Add --connect-to, --proxy and --ca-cert as they were given here:"
    };
    let open = "To sign in, open the debug init URL in a browser:";
    let steps = match &report.search {
        Some(search) => [
            (check, search.check.clone()),
            (open, report.subject.init_url.clone()),
        ],
        None => [(check, None), (open, report.init_url_elsewhere())],
    };
    let steps = steps.into_iter();
    steps
        .filter_map(|(words, line)| Some((words, line?)))
        .collect()
}

/// What a pass does not show, and how to see it.
pub(super) fn hint(report: &Report) -> Option<&'static str> {
    const BROWSER: &str = "If signing in still fails: only a browser shows a blocked popup or a login loop. Run the same command with --browser.";
    (report.is_well() && report.may_be_seen_in_a_browser()).then_some(BROWSER)
}

/// Where to read on: the sources of what is quoted, or else the first reference of the check.
pub(super) fn see(rule: &'static Rule, outcome: &Outcome) -> Vec<&'static str> {
    match outcome.sources {
        [] => rule
            .references
            .iter()
            .take(1)
            .map(|(_, url)| *url)
            .collect(),
        sources => sources.to_vec(),
    }
}

/// Titles of a table of many.
pub(super) const COLUMNS: [&str; 5] = ["Line", "Client", "Region", "Result", "Summary"];

/// How many columns at the left say nothing of anybody: that of the line, where there is no list.
pub(super) fn left_out(rows: &[[String; COLUMNS.len()]]) -> usize {
    let is_empty = |[line, ..]: &[String; COLUMNS.len()]| line.is_empty();
    usize::from(!rows.is_empty() && rows.iter().all(is_empty))
}

/// One of many in such a table; nothing of it is escaped. What a row of a list says stands here as well if it could not be
/// read.
pub(super) struct Row {
    pub(super) line: String,
    pub(super) name: String,
    pub(super) client_id: String,
    pub(super) region: String,
    pub(super) grant: String,
    pub(super) deployment: String,
    /// The first line of the report; empty if all is well.
    pub(super) headline: String,
}

impl Row {
    pub(super) fn of(report: &Report) -> Self {
        let subject = &report.subject;
        let listed = subject.listed.clone();
        let line = listed.as_ref().map(|listed| listed.line.to_string());
        let given = listed.unwrap_or_default();
        let client_id = subject.client_id.as_ref().map(ClientId::as_str);
        let region = subject.region.as_ref().map(Region::domain);
        let grant = subject.grant.map(Grant::name);
        let deployment = subject.deployment.as_ref().map(Deployment::as_str);
        let known = |known: Option<&str>, given: Option<String>| {
            known.map(str::to_owned).or(given).unwrap_or_default()
        };
        Self {
            line: line.unwrap_or_default(),
            name: known(subject.name.as_deref(), given.name),
            client_id: known(client_id, given.client_id),
            region: known(region, given.region),
            grant: known(grant, given.grant),
            deployment: known(deployment, given.deployment),
            headline: if report.is_brief() {
                String::new()
            } else {
                headline(report)
            },
        }
    }
}
