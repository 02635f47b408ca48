//! Where a client lives, for a person: the answer, what it rests on, and what to do.

use super::LocationReport;
use crate::checks::{DOCS, Outcome, Status as Shown};
use crate::classify::Says;
use crate::genesys::table_verified;
use crate::locate::{Status, open};
use crate::report::human::{finding, verbose};
use crate::report::render_options::RenderOptions;
use crate::report::{facts, summary};
use crate::text::escape;
use std::fmt::Write as _;

pub(super) fn render(report: &LocationReport, options: RenderOptions) -> String {
    let simulated = summary::simulated(&report.run);
    let sign = sign(options, shown(report.status));
    let headline = options.show(&report.findings.headline);
    let mut text = format!("{simulated}{sign}: {headline}\n");
    if options.quiet {
        return text;
    }
    text.push_str(&header(report, options));
    let mut advice = None;
    for outcome in &report.findings.outcomes {
        text.push_str(&heading(options, outcome));
        text.push_str(&finding::body(
            &report.run.evidence,
            options,
            outcome,
            &mut advice,
        ));
        if outcome.status != Shown::Unverifiable {
            text.push_str(&options.paragraph("See", DOCS));
        }
    }
    if let Some(command) = &report.findings.check {
        let next = if report.run.overrides.is_empty() {
            "Check the rest there:"
        } else {
            "Check the rest there. Add --connect-to, --proxy and --ca-cert as they were given here:"
        };
        text.push('\n');
        text.push_str(&options.paragraph("Next", next));
        write!(text, "\n{}\n", escape(command)).expect(WRITES);
    }
    text.push('\n');
    if options.verbose {
        text.push_str(&regions(report));
    }
    text.push_str(&closing(report));
    if options.verbose {
        text.push_str(&verbose::render(&report.run.evidence, options));
    }
    text
}

fn shown(status: Status) -> Shown {
    match status {
        Status::Found => Shown::Pass,
        Status::NotFound => Shown::Fail,
        Status::Unverifiable => Shown::Unverifiable,
    }
}

fn sign(options: RenderOptions, status: Shown) -> String {
    let word = match status {
        Shown::Pass => "found",
        Shown::Fail => "not found",
        other => other.name(),
    };
    options.paint(
        RenderOptions::style(status),
        &format!("{} {word}", options.glyph(status)),
    )
}

fn header(report: &LocationReport, options: RenderOptions) -> String {
    let everywhere = &report.everywhere;
    let mut text = String::from("\n");
    let mut line =
        |label: &str, value: &str| text.push_str(&options.paragraph(label, &options.show(value)));
    line("Client", everywhere.client_id().as_str());
    line(
        "Regions",
        &format!(
            "{}, all that were listed on {}",
            report.location.answers.len(),
            table_verified()
        ),
    );
    if everywhere.given_uris().is_empty() {
        line(
            "Asked with",
            "the redirect URIs that MiraBridge Phone needs in each",
        );
    }
    for uri in everywhere.given_uris() {
        line("Asked with", uri.as_str());
    }
    for (label, value) in facts::of_run(&report.run) {
        line(label, &value);
    }
    text
}

fn heading(options: RenderOptions, outcome: &Outcome) -> String {
    let subject = outcome.subject.as_deref();
    let region = subject.map(|subject| options.paragraph("Where", &options.show(subject)));
    format!(
        "\n{}\n{}",
        sign(options, outcome.status),
        region.unwrap_or_default()
    )
}

/// What each region says, in a line.
fn regions(report: &LocationReport) -> String {
    let mut text = String::new();
    for answer in &report.location.answers {
        let says = match (answer.says, open(answer.says)) {
            (Says::Knows(basis), _) => format!("knows the client [{}]", basis.name()),
            (Says::Refuses { .. } | Says::RefusesOtherwise, Some(_)) => {
                "refuses the client for a reason that is not known, which leaves it open".to_owned()
            }
            (_, Some(cause)) => format!("no usable answer: {}", cause.words()),
            (_, None) => "refuses the client".to_owned(),
        };
        writeln!(text, "{}: {says}", answer.region).expect(WRITES);
    }
    text.push('\n');
    text
}

fn closing(report: &LocationReport) -> String {
    let location = &report.location;
    let counts = [
        (location.found().len(), "known in"),
        (location.refusing(), "refused in"),
        (location.open().len(), "open in"),
    ];
    let counts: Vec<_> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{word} {count}"))
        .collect();
    format!(
        "{}; {} requests; exit status {}\n",
        counts.join(", "),
        report.run.evidence.exchanges().len(),
        report.exit_status
    )
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";
