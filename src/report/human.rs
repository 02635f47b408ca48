//! The report for a person at a terminal: a few lines when all is well, what to do when it is not.

mod exchange;
mod finding;
mod verbose;

use super::headline::headline;
use super::look::Look;
use super::{Report, Source};
use crate::judging::{Outcome, Rule, Status, Verdict};
use crate::meaning::Basis;
use std::fmt::Write as _;

/// A result: the check and what it states.
type Entry = (&'static Rule, Outcome);

pub(super) fn render(report: &Report, look: Look) -> String {
    let well = report.exit_status == 0 && matches!(report.verdict, Verdict::Pass | Verdict::Warn);
    if look.quiet && well {
        return String::new();
    }
    let mut text = first_line(report, look);
    // Of a list that is right there is no more to tell: the person has it before them.
    if report.source == Source::Input && report.verdict == Verdict::Pass && !look.verbose {
        return text;
    }
    text.push_str(&header(report, look));
    for status in [Status::Fail, Status::Unverifiable] {
        text.push_str(&finding::render(report, look, &with(report, status)));
    }
    if !look.quiet || report.verdict == Verdict::Warn {
        text.push_str(&warnings(report, look, well));
    }
    if !look.quiet {
        text.push('\n');
        text.push_str(&closing(report, look));
    }
    if look.verbose {
        text.push_str(&verbose::render(report, look));
    }
    text
}

fn first_line(report: &Report, look: Look) -> String {
    let (status, word) = match report.verdict {
        // Nothing is wrong, so that the first impression must not be that something is.
        Verdict::Warn if report.exit_status == 0 => (Status::Pass, "pass with warnings"),
        Verdict::Warn => (Status::Warn, "warn"),
        Verdict::Pass => (Status::Pass, "pass"),
        Verdict::Fail => (Status::Fail, "fail"),
        Verdict::Unverifiable => (Status::Unverifiable, "unverifiable"),
    };
    let simulated = if report.simulated { "SIMULATED " } else { "" };
    let sign = look.paint(
        Look::style(status),
        &format!("{} {word}:", look.glyph(status)),
    );
    format!("{simulated}{sign} {}\n", look.show(&headline(report)))
}

fn header(report: &Report, look: Look) -> String {
    let about = &report.about;
    let region = &about.region;
    let place: Vec<_> = [region.aws_region(), region.place()]
        .into_iter()
        .flatten()
        .collect();
    let place = if place.is_empty() {
        String::new()
    } else {
        format!(", {}", place.join(", "))
    };
    let grant = about.grant;
    let taken = format!(
        "{}, mirabridge-oauth {}",
        humantime::format_rfc3339_seconds(report.taken_at),
        env!("CARGO_PKG_VERSION")
    );
    let simulated = "SIMULATED: answered by the built-in simulator, not by Genesys Cloud";
    let evidence = match report.source {
        Source::Live => format!("live, {taken}"),
        Source::Simulated => simulated.to_owned(),
        Source::Replay => format!("replay of {taken}"),
        Source::Input => "what was given to read; Genesys Cloud was not asked".to_owned(),
    };
    let mut text = String::from("\n");
    let mut line =
        |label: &str, value: &str| text.push_str(&look.paragraph(label, &look.show(value)));
    line("Region", &format!("{}{place}", region.domain()));
    if let Some(client_id) = &about.client_id {
        line("Client", client_id.as_str());
    }
    line(
        "Grant",
        &format!("{}: {}", grant.name(), grant.admin_label()),
    );
    line("Evidence", &evidence);
    if report.source == Source::Replay && report.simulated {
        line("Note", simulated);
    }
    for set in &report.overrides {
        line("Override", set);
    }
    if report.interrupted {
        line("Note", "interrupted: only what was known by then is judged");
    }
    text
}

/// Warnings in full. Next to something that is wrong, those that are no matter of today are a line each.
fn warnings(report: &Report, look: Look, well: bool) -> String {
    let (later, now): (Vec<_>, Vec<_>) = with(report, Status::Warn)
        .into_iter()
        .partition(|(_, outcome)| !well && outcome.basis == Some(Basis::Date));
    let mut text = finding::render(report, look, &now);
    for (rule, _) in later {
        let mark = look.paint(
            Look::style(Status::Warn),
            &format!("{} warn", look.glyph(Status::Warn)),
        );
        writeln!(
            text,
            "\n{mark} {}: see 'mirabridge-oauth explain {}'",
            rule.id, rule.id
        )
        .expect(WRITES);
    }
    text
}

/// The summary, with what was not judged and why; with -v, what passed as well.
fn closing(report: &Report, look: Look) -> String {
    let mut text = String::new();
    if look.verbose {
        for (rule, outcome) in with(report, Status::Pass) {
            let subject = outcome
                .subject
                .as_deref()
                .map_or_else(String::new, |subject| format!(" {}", look.show(subject)));
            let sign = look.paint(Look::style(Status::Pass), look.glyph(Status::Pass));
            let basis = outcome.basis.map_or("", Basis::name);
            writeln!(
                text,
                "{sign} {}{subject}: {} [{basis}]",
                rule.id,
                look.show(&outcome.message)
            )
            .expect(WRITES);
        }
    }
    for (ids, reason) in by_reason(&with(report, Status::Skipped)) {
        let line = format!(
            "{} not judged: {ids}: {}",
            look.glyph(Status::Skipped),
            look.show(&reason)
        );
        text.push_str(&look.paint(Look::style(Status::Skipped), &line));
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let counts: Vec<_> = [
        (Status::Fail, "failed"),
        (Status::Unverifiable, "unverifiable"),
        (Status::Warn, "warned"),
        (Status::Pass, "passed"),
        (Status::Skipped, "not judged"),
    ]
    .into_iter()
    .map(|(status, word)| (with(report, status).len(), word))
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let requests = match (report.source, report.evidence.exchanges().len()) {
        (Source::Input, _) => String::new(),
        (_, requests) => format!(" {requests} requests;"),
    };
    writeln!(
        text,
        "{};{requests} exit status {}",
        counts.join(", "),
        report.exit_status
    )
    .expect(WRITES);
    text
}

/// Skipped results with the same reason on one line: "invalid-redirect (3), open-redirect".
fn by_reason(skipped: &[&Entry]) -> Vec<(String, String)> {
    let mut reasons: Vec<&str> = Vec::new();
    for (_, outcome) in skipped {
        if !reasons.contains(&outcome.message.as_str()) {
            reasons.push(&outcome.message);
        }
    }
    let ids = |reason: &str| {
        let mut ids: Vec<(&str, usize)> = Vec::new();
        for (rule, _) in skipped
            .iter()
            .filter(|(_, outcome)| outcome.message == reason)
        {
            match ids.last_mut() {
                Some((id, count)) if *id == rule.id => *count += 1,
                _ => ids.push((rule.id, 1)),
            }
        }
        let names = ids.into_iter().map(|(id, count)| match count {
            1 => id.to_owned(),
            _ => format!("{id} ({count})"),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    reasons
        .into_iter()
        .map(|reason| (ids(reason), reason.to_owned()))
        .collect()
}

fn with(report: &Report, status: Status) -> Vec<&Entry> {
    let results = report.results.iter();
    results
        .filter(|(_, outcome)| outcome.status == status)
        .collect()
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";
