//! The report for a person at a terminal: a few lines when all is well, what to do when it is not.

mod exchange;
pub(super) mod finding;
pub(super) mod verbose;
mod visit;

use super::facts::facts;
use super::headline::headline;
use super::render_options::RenderOptions;
use super::{Report, Source, summary};
use crate::checks::{Outcome, Status, Verdict};
use crate::classify::Basis;
use std::fmt::Write as _;

pub(super) fn render(report: &Report, options: RenderOptions) -> String {
    let well = is_well(report);
    if options.quiet && well {
        return String::new();
    }
    let mut text = first_line(report, options);
    // Of a list that is right there is no more to tell: the person has it before them.
    if report.run.source == Source::Input && report.verdict == Verdict::Pass && !options.verbose {
        return text;
    }
    text.push_str(&header(report, options));
    for status in [Status::Fail, Status::Unverifiable] {
        let entries: Vec<_> = report.with(status).collect();
        text.push_str(&finding::render(&report.run.evidence, options, &entries));
    }
    if !options.quiet || report.verdict == Verdict::Warn {
        text.push_str(&warnings(report, options, well));
    }
    if !options.quiet {
        text.push('\n');
        text.push_str(&closing(report, options));
    }
    if options.verbose {
        text.push_str(&verbose::render(&report.run.evidence, options));
        text.push_str(&visit::tree(&report.run.evidence, options));
    }
    text
}

/// Whether there is nothing to do.
pub(super) fn is_well(report: &Report) -> bool {
    report.exit_status == 0 && matches!(report.verdict, Verdict::Pass | Verdict::Warn)
}

/// Whether the first line is enough for one of many: there is nothing to do, and what is warned of is a matter of the date,
/// the same for all of them.
pub(super) fn is_brief(report: &Report) -> bool {
    let mut warnings = report.with(Status::Warn);
    is_well(report) && warnings.all(|(_, outcome)| outcome.basis == Some(Basis::Date))
}

/// One finding as plain text: what was asked and answered, what it means, what to do.
pub(super) fn finding(report: &Report, outcome: &Outcome) -> String {
    finding::body(
        &report.run.evidence,
        RenderOptions::PLAIN,
        outcome,
        &mut None,
    )
}

/// What was asked and answered for a finding, a line each.
pub(super) fn exchanges(report: &Report, outcome: &Outcome) -> Vec<String> {
    let text = exchange::evidence(&report.run.evidence, RenderOptions::PLAIN, outcome);
    text.lines().map(|line| line.trim().to_owned()).collect()
}

pub(super) fn first_line(report: &Report, options: RenderOptions) -> String {
    let (status, word) = summary::word(report);
    let sign = options.paint(
        RenderOptions::style(status),
        &format!("{} {word}:", options.glyph(status)),
    );
    let simulated = summary::simulated(&report.run);
    let listed = report.subject.listed.as_ref();
    let label = listed.map_or_else(String::new, |_| report.subject.label() + ": ");
    let words = options.show(&(label + &headline(report)));
    format!("{simulated}{sign} {words}\n")
}

fn header(report: &Report, options: RenderOptions) -> String {
    let facts = facts(report);
    let lines = facts
        .iter()
        .map(|(label, value)| options.paragraph(label, &options.show(value)));
    std::iter::once("\n".to_owned()).chain(lines).collect()
}

/// Warnings in full. Next to something that is wrong, those that are no matter of today are a line each.
fn warnings(report: &Report, options: RenderOptions, well: bool) -> String {
    let (later, now): (Vec<_>, Vec<_>) = report.with(Status::Warn).partition(|(_, outcome)| {
        !well && !report.is_decisive(Status::Warn) && outcome.basis == Some(Basis::Date)
    });
    let mut text = finding::render(&report.run.evidence, options, &now);
    for (rule, _) in later {
        let mark = options.paint(
            RenderOptions::style(Status::Warn),
            &format!("{} warn", options.glyph(Status::Warn)),
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
fn closing(report: &Report, options: RenderOptions) -> String {
    let mut text = String::new();
    if options.verbose {
        for (rule, outcome) in report.with(Status::Pass) {
            let subject = outcome
                .subject
                .as_deref()
                .map_or_else(String::new, |subject| format!(" {}", options.show(subject)));
            let sign = options.paint(
                RenderOptions::style(Status::Pass),
                options.glyph(Status::Pass),
            );
            let basis = outcome.basis.map_or("", Basis::name);
            writeln!(
                text,
                "{sign} {}{subject}: {} [{basis}]",
                rule.id,
                options.show(&outcome.message)
            )
            .expect(WRITES);
        }
    }
    for (ids, reason) in summary::not_judged(report) {
        let line = format!(
            "{} not judged: {ids}: {}",
            options.glyph(Status::Skipped),
            options.show(reason)
        );
        text.push_str(&options.paint(RenderOptions::style(Status::Skipped), &line));
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    writeln!(text, "{}", summary::counts(report)).expect(WRITES);
    text
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";

#[cfg(test)]
mod tests {
    use super::render;
    use crate::checks::{FailOn, Outcome};
    use crate::classify::Basis;
    use crate::report::sample::{PLAIN, failed, report, right, warned};
    use crate::report::{RenderOptions, Signal, Source};

    const QUIET: RenderOptions = RenderOptions {
        quiet: true,
        ..PLAIN
    };

    #[test]
    fn a_report_that_is_right_is_short() {
        let skipped = ("invalid-scope", Outcome::skipped("it was not named"));
        let mut report = report([right(), skipped], FailOn::default());
        report.run.interrupted = Some(Signal::Interrupt);
        let whole = format!(
            "✓ pass: everything checked is right

  Region     mypurecloud.de, eu-central-1, Europe (Frankfurt)
  Client     4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f
  Grant      implicit: Token Implicit Grant (Browser)
  Evidence   live, 1970-01-01T00:00:00Z, mirabridge-oauth {}
  Note       interrupted: only what was known by then is judged

- not judged: invalid-scope: it was not named

1 passed, 1 not judged; 0 requests; exit status 0
",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(render(&report, PLAIN), whole);
        let verbose = RenderOptions {
            verbose: true,
            ..PLAIN
        };
        let passed = "\n✓ invalid-client: the client is known [signature]\n- not judged";
        assert_eq!(
            render(&report, verbose),
            whole.replace("\n- not judged", passed)
        );
        assert_eq!(render(&report, QUIET), "");
        report.run.source = Source::Input;
        let line = "✓ pass: everything checked is right\n";
        assert_eq!(render(&report, PLAIN), line);
        assert!(render(&report, verbose).len() > line.len());
    }

    #[test]
    fn quiet_tells_warnings_where_they_decide_and_else_what_failed() {
        let warning = || warned("init-page", Basis::Transport);
        let decisive = report([right(), warning()], FailOn::Warn);
        let text = render(&decisive, QUIET);
        assert!(text.starts_with("⚠ warn: 1 warning below, "), "{text}");
        assert!(text.contains("\n⚠ warn init-page\n"), "{text}");
        let failed = report([right(), failed(), warning()], FailOn::default());
        let text = render(&failed, QUIET);
        assert!(text.contains("\n✗ fail open-redirect\n"), "{text}");
        assert!(!text.contains("init-page"), "{text}");
    }

    #[test]
    fn a_warning_of_the_date_is_a_line_next_to_what_is_wrong_today() {
        let later = || warned("implicit-grant-sunset", Basis::Date);
        let line = "\n⚠ warn implicit-grant-sunset: see 'mirabridge-oauth explain implicit-grant-sunset'\n";
        let whole = "\n⚠ warn implicit-grant-sunset\n";
        for (report, told) in [
            (
                report([right(), failed(), later()], FailOn::default()),
                line,
            ),
            (report([right(), failed(), later()], FailOn::Warn), whole),
            (report([right(), later()], FailOn::default()), whole),
        ] {
            let text = render(&report, PLAIN);
            assert!(text.contains(told), "{text}");
        }
    }
}
