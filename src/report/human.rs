//! The report for a person at a terminal: a line when all is well, what to do when it is not.

use super::headline::headline;
use super::look::{GLUE, Look};
use super::{Report, Source, verbose};
use crate::judging::{Outcome, Rule, Status, Verdict};
use crate::probe::{Exchange, Purpose};
use anstyle::Style;
use std::fmt::Write as _;

pub(super) fn render(report: &Report, look: Look) -> String {
    let well = report.exit_status == 0 && matches!(report.verdict, Verdict::Pass | Verdict::Warn);
    if look.quiet && well && !report.interrupted {
        return String::new();
    }
    let mut text = first_line(report, look);
    text.push_str(&header(report, look));
    let mut remedy = None;
    for status in [Status::Fail, Status::Unverifiable, Status::Warn] {
        for (rule, outcome) in with(report, status) {
            text.push('\n');
            text.push_str(&finding(report, look, rule, outcome, &mut remedy));
        }
    }
    text.push('\n');
    text.push_str(&closing(report, look));
    if look.verbose {
        text.push_str(&verbose::render(report, look));
    }
    text
}

/// The status that stands for a verdict.
fn sign(verdict: Verdict) -> Status {
    match verdict {
        Verdict::Pass => Status::Pass,
        Verdict::Warn => Status::Warn,
        Verdict::Fail => Status::Fail,
        Verdict::Unverifiable => Status::Unverifiable,
    }
}

fn first_line(report: &Report, look: Look) -> String {
    let (status, word) = match report.verdict {
        // Nothing is wrong, so that the first impression must not be that something is.
        Verdict::Warn if report.exit_status == 0 => (Status::Pass, "pass with warnings"),
        verdict => (sign(verdict), verdict.name()),
    };
    let simulated = match report.source {
        Source::Simulated => "SIMULATED ",
        Source::Live => "",
    };
    let sign = look.paint(
        Look::style(status),
        &format!("{} {word}:", look.glyph(status)),
    );
    format!("{simulated}{sign} {}\n", look.show(&headline(report)))
}

fn header(report: &Report, look: Look) -> String {
    let target = &report.target;
    let region = target.region();
    let place: Vec<_> = [region.aws_region(), region.place()]
        .into_iter()
        .flatten()
        .collect();
    let place = if place.is_empty() {
        String::new()
    } else {
        format!(" ({})", place.join(", "))
    };
    let mut text = String::from("\n");
    let mut line =
        |label: &str, value: &str| text.push_str(&look.paragraph(label, &look.show(value)));
    line("Region", &format!("{}{place}", region.domain()));
    line("Client", target.client_id().as_str());
    line(
        "Grant",
        &format!(
            "{} ({})",
            target.grant().name(),
            target.grant().admin_label()
        ),
    );
    let evidence = match report.source {
        Source::Live => "live",
        Source::Simulated => "SIMULATED: answered by the built-in simulator, not by Genesys Cloud",
    };
    line("Evidence", evidence);
    for set in &report.overrides {
        line("Override", set);
    }
    if report.interrupted {
        line("Note", "interrupted: only what was known by then is judged");
    }
    text
}

fn finding<'a>(
    report: &Report,
    look: Look,
    rule: &Rule,
    outcome: &'a Outcome,
    last: &mut Option<&'a str>,
) -> String {
    let status = outcome.status;
    let mark = look.paint(
        Look::style(status),
        &format!("{} {}", look.glyph(status), status.name()),
    );
    let mut text = format!("{mark} {}", look.paint(Style::new().bold(), rule.id));
    if let Some(subject) = &outcome.subject {
        write!(text, "  {}", look.show(subject)).expect("a String takes whatever is written to it");
    }
    text.push('\n');
    if matches!(status, Status::Fail | Status::Unverifiable) {
        text.push_str(&evidence(report, look, outcome));
    }
    if let Some(found) = &outcome.found {
        text.push_str(&look.paragraph("Found", &visible_edges(look, found)));
    }
    text.push_str(&look.paragraph("Means", &look.show(&outcome.message)));
    let remedy = outcome.remedy.as_deref();
    if remedy != *last || !outcome.paste.is_empty() {
        if let Some(remedy) = remedy {
            text.push_str(&look.paragraph("Do", &look.show(remedy)));
        }
        *last = remedy;
    }
    if !outcome.paste.is_empty() {
        // Flush left: a line that is copied whole must not bring spaces along.
        text.push('\n');
        for line in &outcome.paste {
            text.push_str(&look.show(line));
            text.push('\n');
        }
        text.push('\n');
    }
    for source in outcome.sources {
        text.push_str(&look.paragraph("Source", source));
    }
    if status == Status::Fail
        && let Some((_, address)) = rule.references.first()
    {
        text.push_str(&look.paragraph("See", address));
    }
    text
}

/// What is registered instead, with spaces at its ends made visible.
fn visible_edges(look: Look, found: &str) -> String {
    let mark = if look.unicode { "␠" } else { "\\u{20}" };
    let inner = found.trim_matches(' ');
    let before = found.len() - found.trim_start_matches(' ').len();
    let after = found.len() - found.trim_end_matches(' ').len();
    format!(
        "{}{}{}",
        mark.repeat(before),
        look.show(inner),
        mark.repeat(after)
    )
}

/// What was asked and what came back: the first request in full, the controls by their answers.
fn evidence(report: &Report, look: Look, outcome: &Outcome) -> String {
    let exchanges: Vec<_> = outcome
        .evidence
        .iter()
        .filter_map(|url| {
            report
                .evidence
                .exchanges()
                .get(report.evidence.index_of(url)?)
        })
        .collect();
    let mut text = String::new();
    for (index, exchange) in exchanges.iter().take(4).enumerate() {
        let purpose = exchange.probe.purpose;
        if index == 0 {
            text.push_str(&look.paragraph("Asked", &look.show(&exchange.probe.url)));
            text.push_str(&look.paragraph("Answer", &answer(exchange, look)));
        } else if is_control(purpose) {
            let label = if purpose == Purpose::ClientControl {
                "Control X"
            } else {
                "Control"
            };
            let label = if purpose == Purpose::RedirectControl {
                "Control Y"
            } else {
                label
            };
            text.push_str(&look.paragraph(
                label,
                &format!("{} ({})", answer(exchange, look), purpose.words()),
            ));
        } else if exchange.probe.url != exchanges.first().map_or("", |first| &first.probe.url) {
            text.push_str(&look.paragraph(
                "Also",
                &format!("{} ({})", answer(exchange, look), purpose.words()),
            ));
        }
    }
    text
}

fn is_control(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::ClientControl
            | Purpose::RedirectControl
            | Purpose::OtherGrantControl
            | Purpose::RegionControl
    )
}

/// An answer in a line.
pub(super) fn answer(exchange: &Exchange, look: Look) -> String {
    const LONGEST: usize = 240;
    match &exchange.observation {
        Err(failure) => look.show(&failure.to_string()),
        Ok(reply) => {
            let mut text = reply.status.to_string();
            let detail = match reply.location() {
                Some(location) => {
                    let location = look.show(&cut(location, LONGEST));
                    format!("{GLUE}{}{GLUE}{location}", look.arrow())
                }
                None if reply.body.trim().is_empty() => " with an empty body".to_owned(),
                None => {
                    let body: Vec<_> = reply.body.split_whitespace().collect();
                    format!(" {}", look.show(&cut(&body.join(" "), LONGEST)))
                }
            };
            text.push_str(&detail);
            text
        }
    }
}

/// The first `limit` characters, and a sign that more were there.
pub(super) fn cut(text: &str, limit: usize) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(limit).collect();
    if characters.next().is_some() {
        short.push_str("...");
    }
    short
}

/// The summary, with what was not judged and why.
fn closing(report: &Report, look: Look) -> String {
    let mut text = String::new();
    let skipped: Vec<_> = with(report, Status::Skipped).collect();
    let tell_skipped = !matches!(report.verdict, Verdict::Pass | Verdict::Warn) || look.verbose;
    if tell_skipped {
        for (rule, outcome) in group(&skipped) {
            text.push_str(&look.paint(
                Look::style(Status::Skipped),
                &format!(
                    "{} not judged: {}: {}",
                    look.glyph(Status::Skipped),
                    rule,
                    look.show(&outcome)
                ),
            ));
            text.push('\n');
        }
    }
    if look.verbose {
        for (rule, outcome) in with(report, Status::Pass) {
            let subject = outcome
                .subject
                .as_deref()
                .map(|subject| format!(" {}", look.show(subject)))
                .unwrap_or_default();
            let basis = outcome.basis.map_or("", |basis| basis.name());
            writeln!(
                text,
                "{} {}{subject}: {} [{basis}]",
                look.paint(Look::style(Status::Pass), look.glyph(Status::Pass)),
                rule.id,
                look.show(&outcome.message)
            )
            .expect("a String takes whatever is written to it");
        }
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
    .map(|(status, word)| (with(report, status).count(), word))
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let requests = report.evidence.exchanges().len();
    writeln!(
        text,
        "{}; {requests} requests; exit status {}",
        counts.join(", "),
        report.exit_status
    )
    .expect("a String takes whatever is written to it");
    text
}

/// Skipped results with the same reason on one line: "invalid-redirect (3), open-redirect".
fn group(skipped: &[&(&'static Rule, Outcome)]) -> Vec<(String, String)> {
    let mut groups: Vec<(String, Vec<(&str, usize)>)> = Vec::new();
    for (rule, outcome) in skipped {
        let reason = &outcome.message;
        let at = groups
            .iter()
            .position(|(known, _)| known == reason)
            .unwrap_or_else(|| {
                groups.push((reason.clone(), Vec::new()));
                groups.len() - 1
            });
        let Some((_, ids)) = groups.get_mut(at) else {
            continue;
        };
        match ids.last_mut() {
            Some((id, count)) if *id == rule.id => *count += 1,
            _ => ids.push((rule.id, 1)),
        }
    }
    groups
        .into_iter()
        .map(|(reason, ids)| {
            let names: Vec<_> = ids
                .into_iter()
                .map(|(id, count)| {
                    if count > 1 {
                        format!("{id} ({count})")
                    } else {
                        id.to_owned()
                    }
                })
                .collect();
            (names.join(", "), reason)
        })
        .collect()
}

fn with(report: &Report, status: Status) -> impl Iterator<Item = &(&'static Rule, Outcome)> {
    report
        .results
        .iter()
        .filter(move |(_, outcome)| outcome.status == status)
}
