//! The report for a person at a terminal: a few lines when all is well, what to do when it is not.

mod exchange;
mod finding;

use super::render_options::{GLUE, RenderOptions};
use super::subject::header;
use super::{Entry, RegionSearch, Renderer, Report, Source, Totals, headline, summary};
use crate::browser;
use crate::finding::{Outcome, Status, Verdict};
use crate::text::escape;
use std::fmt::Write as _;

/// A single report is told whole. Of many, one that is right is a line, and who is not right is named at the end once
/// more: by then, what was told of them is far above.
pub(super) struct Human(pub(super) RenderOptions);

impl Renderer for Human {
    fn single(&mut self, report: &Report) -> String {
        render(report, self.0)
    }

    fn next(&mut self, report: &Report) -> String {
        let Self(options) = *self;
        if options.quiet && report.is_well() {
            String::new()
        } else if report.is_brief() && !options.verbose {
            first_line(report, options)
        } else {
            format!("\n{}\n", render(report, options))
        }
    }

    fn end(&mut self, totals: &Totals) -> String {
        let Self(options) = *self;
        if options.quiet && totals.exit_status == 0 {
            return String::new();
        }
        let mut text = String::from("\n");
        for target in &totals.not_right {
            let words = options.show(&format!("{}: {}", target.label, target.headline));
            text.push_str(&options.line("", target.status, &format!("{}:", target.word), &words));
        }
        if let Some(more) = totals.more() {
            _ = writeln!(text, "  {more}");
        }
        let kinds = totals.kinds();
        for (status, words) in kinds
            .iter()
            .filter(|(status, _)| !options.quiet || *status != Status::Warn)
        {
            text.push_str(&options.line("", *status, "", words));
        }
        for set in &totals.overrides {
            text.push_str(&options.paragraph("Override", &options.show(set)));
        }
        if text.len() > 1 {
            text.push('\n');
        }
        if let Some(missing) = totals.missing() {
            text.push_str(&options.line("", Status::Unverifiable, "", &missing));
        }
        let simulated = summary::simulated(totals.simulated);
        let words = totals
            .words()
            .replace(" request", &format!("{GLUE}request"));
        text + &options.hanging(&format!("{simulated}{words}"))
    }
}

fn render(report: &Report, options: RenderOptions) -> String {
    let mut text = first_line(report, options);
    match &report.search {
        // The answer alone.
        Some(_) if options.quiet => return text,
        None if options.quiet && report.is_well() => return String::new(),
        _ => {}
    }
    // Of a list that is right there is no more to tell: the person has it before them.
    if report.run.source == Source::Input && report.verdict == Verdict::Pass && !options.verbose {
        for note in &report.notes {
            text.push_str(&options.paragraph("Note", &options.show(note)));
        }
        return text;
    }
    text.push('\n');
    for (label, value) in header(report) {
        text.push_str(&options.paragraph(label, &options.show(&value)));
    }
    let evidence = &report.run.evidence;
    text.push_str(&finding::render(evidence, options, &told(report, options)));
    text.push_str(&next(report, options));
    if options.verbose {
        text.push_str(&exchange::all(evidence, options));
        if let Some(visited) = evidence.visited() {
            text.push('\n');
            for line in browser::report::tree(visited, options.signs()) {
                _ = writeln!(text, "{}", options.show(&line));
            }
        }
    }
    if !options.quiet {
        text.push_str(&closing(report, options));
    } else if report.verdict == Verdict::Warn {
        text.push_str(&of_the_date(report, options));
    }
    text
}

/// What is told of a finding besides what it says: what to do, and what was asked and answered.
pub(super) fn finding(report: &Report, outcome: &Outcome) -> String {
    let evidence = &report.run.evidence;
    let body = finding::body(evidence, RenderOptions::IN_FULL, outcome, &mut None);
    RenderOptions::IN_FULL.indented(&escape(&outcome.message)) + &body
}

/// What a finding was told from, a line each.
pub(super) fn evidence(report: &Report, outcome: &Outcome) -> Vec<String> {
    let text = finding::told_from(&report.run.evidence, RenderOptions::IN_FULL, outcome);
    text.lines().map(|line| line.trim().to_owned()).collect()
}

/// Every request and its raw answer.
#[cfg(test)]
pub(super) fn raw(report: &Report) -> String {
    exchange::all(&report.run.evidence, RenderOptions::IN_FULL)
}

fn first_line(report: &Report, options: RenderOptions) -> String {
    let (status, word) = summary::word(report);
    let simulated = summary::simulated(report.run.simulated);
    let label = if report.subject.is_named() {
        report.subject.label() + ": "
    } else {
        String::new()
    };
    let words = options.show(&(label + &headline(report)));
    options.line(simulated, status, &format!("{word}:"), &words)
}

/// The results to tell, the gravest first.
fn told(report: &Report, options: RenderOptions) -> Vec<&Entry> {
    let warns = !options.quiet || report.verdict == Verdict::Warn;
    let dated = report
        .with(Status::Warn)
        .filter(|(_, outcome)| options.verbose && summary::is_of_the_date(outcome));
    let results = report.told().chain(dated);
    results
        .filter(|(_, outcome)| warns || outcome.status != Status::Warn)
        .collect()
}

/// What to do once the region is known: each thing to copy is a block of its own.
fn next(report: &Report, options: RenderOptions) -> String {
    let steps = summary::next_steps(report)
        .into_iter()
        .map(|(words, line)| {
            let label = options.paragraph("Next", words);
            format!("\n{label}\n{}\n", escape(&line))
        });
    steps.collect()
}

/// What passed (with -v), what was not checked and why, what the future brings, what a pass cannot show, and the verdict
/// once more.
fn closing(report: &Report, options: RenderOptions) -> String {
    let mut text = String::from("\n");
    if options.verbose {
        for line in report.search.iter().flat_map(RegionSearch::lines) {
            _ = writeln!(text, "{}", options.show(&line));
        }
        let passed: Vec<_> = report.with(Status::Pass).collect();
        for group in passed.chunk_by(|one, other| summary::say_the_same(one, other)) {
            for (rule, outcome) in group.iter().take(1) {
                let message = options.show(&outcome.message);
                let words = format!("{} ({}): {message}", rule.title, rule.id);
                text.push_str(&options.line("", Status::Pass, "", &words));
            }
            for subject in group.iter().filter_map(|(_, one)| one.subject.as_ref()) {
                _ = writeln!(text, "    {}", options.show(subject));
            }
        }
    }
    for (ids, reason) in summary::not_checked(report) {
        let words = format!("{ids}: {}", options.show(reason));
        text.push_str(&options.line("", Status::Skipped, "not checked:", &words));
    }
    if report.subject.listed.is_some() {
        // The rest is told at the end, once for all.
        return text;
    }
    text.push_str(&of_the_date(report, options));
    if text.len() > 1 {
        text.push('\n');
    }
    if let Some(hint) = summary::hint(report) {
        text.push_str(&options.hanging(hint));
    }
    let (status, word) = summary::word(report);
    let mut words = format!(
        "{}; exit{GLUE}status{GLUE}{}",
        summary::results(report),
        report.exit_status
    );
    if !options.verbose && !report.run.evidence.exchanges().is_empty() {
        _ = write!(words, "; more:{GLUE}-v");
    }
    text + &options.line("", status, &format!("{word}:"), &words)
}

/// A line for each warning of the future that is not told above.
fn of_the_date(report: &Report, options: RenderOptions) -> String {
    let lines = summary::of_the_date(report).filter(|_| !options.verbose);
    let lines = lines.map(|words| options.line("", Status::Warn, "warn:", &words));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::classify::Basis;
    use crate::finding::{FailOn, Outcome};
    use crate::report::testing::{
        MISSING, dated, first_lines, interrupted, list, mixed, pass, sums, told,
    };
    use crate::report::testing::{PLAIN, failed, report, right, warned};
    use crate::report::{Format, Totals};
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

- not checked: invalid-scope: it was not named

If signing in still fails: only a browser shows a blocked popup or a login loop. Run the same command with --browser.
✓ pass: 1 passed, 1 not checked; exit status 0
",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(render(&report, PLAIN), whole);
        let verbose = RenderOptions {
            verbose: true,
            ..PLAIN
        };
        let passed =
            "\n✓ The client id is known (invalid-client): the client is known\n- not checked";
        assert_eq!(
            render(&report, verbose),
            whole.replace("\n- not checked", passed)
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
        assert!(
            text.contains("\n⚠ warn: it may end (init-page)\n"),
            "{text}"
        );
        let failed = report([right(), failed(), warning()], FailOn::default());
        let text = render(&failed, QUIET);
        assert!(
            text.contains("\n✗ fail: it is open (open-redirect)\n"),
            "{text}"
        );
        assert!(!text.contains("init-page"), "{text}");
    }

    #[test]
    fn a_warning_of_the_date_is_a_line_at_the_end() {
        let later = || warned("implicit-grant-sunset", Basis::Date);
        let line = "\n⚠ warn: The implicit grant is being withdrawn. A warning with a date. (implicit-grant-sunset)\n";
        for (report, options) in [
            (
                report([right(), later(), failed()], FailOn::default()),
                PLAIN,
            ),
            (report([right(), later()], FailOn::default()), PLAIN),
            (report([right(), later()], FailOn::Warn), QUIET),
        ] {
            let text = render(&report, options);
            assert!(text.contains(line), "{text}");
            assert!(!text.contains("see to it"), "{text}");
        }
    }

    #[test]
    fn a_person_reads_a_line_of_whom_is_well_and_all_of_the_others() {
        let reports = mixed();
        let totals = sums(&reports);
        let texts = told(Format::Human, PLAIN, &reports, &totals);
        assert_eq!(
            first_lines(&texts),
            [
                "",
                "✓ pass: line 2 (in mypurecloud.de): everything checked is right",
                "✓ pass with warnings: line 3 (in mypurecloud.de): everything checked is right",
                "✓ pass with warnings: line 4 (in mypurecloud.de): the OAuth client is right (1 warning)",
                "✗ fail: line 5 (in mypurecloud.de): Close it",
                "? could not check: line 6 (in mypurecloud.de): login.mypurecloud.de gave no usable answer (no answer in time)",
                "✗ fail: line 5 (in mypurecloud.de): Close it",
            ]
        );
        let whole: Vec<_> = texts
            .iter()
            .map(|text| text.contains("\n  Line "))
            .collect();
        assert_eq!(whole, [false, false, false, true, true, true, false]);
        let verbose = RenderOptions {
            verbose: true,
            ..PLAIN
        };
        let texts = told(Format::Human, verbose, &reports, &totals);
        assert!(texts[1].contains("\n  Line       2\n"), "{}", texts[1]);
        let quiet = RenderOptions {
            quiet: true,
            ..PLAIN
        };
        let texts = told(Format::Human, quiet, &reports, &totals);
        let silent: Vec<_> = texts.iter().map(String::is_empty).collect();
        assert_eq!(silent, [true, true, true, true, false, false, false]);
    }

    #[test]
    fn a_person_reads_at_the_end_once_more_what_is_to_do() {
        let reports = mixed();
        let totals = interrupted(sums(&reports));
        let end = |options, totals: &Totals| Format::Human.renderer(options).end(totals);
        let named = "
✗ fail: line 5 (in mypurecloud.de): Close it
? could not check: line 6 (in mypurecloud.de): login.mypurecloud.de gave no usable answer (no answer in time)
";
        let sums_of = "5 clients: 1 failed, 1 unclear, 2 passed with warnings, 1 passed; 0 requests; exit status 1";
        assert_eq!(
            end(PLAIN, &totals),
            format!(
                "{named}✗ 1 client: open-redirect
? 1 client: unreachable
⚠ 1 client: init-page
⚠ 1 client: implicit-grant-sunset

? {MISSING}
{sums_of}
"
            )
        );
        let quiet = RenderOptions {
            quiet: true,
            ..PLAIN
        };
        assert_eq!(
            end(quiet, &totals),
            format!(
                "{named}✗ 1 client: open-redirect\n? 1 client: unreachable\n\n? {MISSING}\n{sums_of}\n"
            ),
            "no warnings"
        );
        let well = sums(&list([pass(), dated()]));
        assert_eq!(end(quiet, &well), "");
        let mut simulated = sums(&list([pass()]));
        simulated.simulated = true;
        assert_eq!(
            end(PLAIN, &simulated),
            "\nSIMULATED 1 client: 1 passed; 0 requests; exit status 0\n",
            "no empty line where nothing is named"
        );
    }
}
