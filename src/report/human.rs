//! The report for a person at a terminal: a few lines when all is well, what to do when it is not.

mod exchange;
mod finding;
mod verbose;

use super::render_options::RenderOptions;
use super::subject::header;
use super::{Report, ReportStream, Search, Source, Totals, headline, summary};
use crate::browser;
use crate::checks::{Outcome, Status, Verdict};
use crate::classify::Basis;
use crate::text::escape;
use std::fmt::Write as _;

pub(super) fn render(report: &Report, options: RenderOptions) -> String {
    let well = report.is_well();
    let mut text = first_line(report, options);
    match &report.search {
        // The answer alone.
        Some(_) if options.quiet => return text,
        None if options.quiet && well => return String::new(),
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
    let found: Vec<_> = report.found().collect();
    text.push_str(&finding::render(evidence, options, &found));
    for status in [Status::Fail, Status::Unverifiable] {
        let entries: Vec<_> = report.with(status).collect();
        text.push_str(&finding::render(evidence, options, &entries));
    }
    if !options.quiet || report.verdict == Verdict::Warn {
        text.push_str(&warnings(report, options, well));
    }
    if let Some(search) = &report.search {
        text.push_str(&next(report, search, options));
    }
    if !options.quiet {
        text.push('\n');
        text.push_str(&closing(report, options));
    }
    if options.verbose {
        text.push_str(&verbose::render(evidence, options));
        if let Some(visited) = evidence.visited() {
            text.push('\n');
            for line in browser::report::tree(visited, options.signs()) {
                text.push_str(&options.show(&line));
                text.push('\n');
            }
        }
    }
    text
}

/// One finding as plain text: what was asked and answered, what it means, what to do.
pub(super) fn finding(report: &Report, outcome: &Outcome) -> String {
    let evidence = &report.run.evidence;
    finding::body(evidence, RenderOptions::PLAIN, outcome, &mut None)
}

/// What was asked and answered for a finding, a line each.
pub(super) fn exchanges(report: &Report, outcome: &Outcome) -> Vec<String> {
    let text = exchange::evidence(&report.run.evidence, RenderOptions::PLAIN, outcome);
    text.lines().map(|line| line.trim().to_owned()).collect()
}

/// Every request and its raw answer.
#[cfg(test)]
pub(super) fn raw(report: &Report) -> String {
    verbose::render(&report.run.evidence, RenderOptions::PLAIN)
}

fn first_line(report: &Report, options: RenderOptions) -> String {
    let (status, word) = summary::word(report);
    let simulated = summary::simulated(report.run.simulated);
    let sign = options.sign(status, &format!("{word}:"));
    let listed = report.subject.listed.as_ref();
    let label = listed.map_or_else(String::new, |_| report.subject.label() + ": ");
    let words = options.show(&(label + &headline(report)));
    format!("{simulated}{sign} {words}\n")
}

/// Warnings in full. Next to something that is wrong, those that are no matter of today are a line each.
fn warnings(report: &Report, options: RenderOptions, well: bool) -> String {
    let (later, now): (Vec<_>, Vec<_>) = report.with(Status::Warn).partition(|(_, outcome)| {
        !well && !report.is_decisive(Status::Warn) && outcome.basis == Some(Basis::Date)
    });
    let mut text = finding::render(&report.run.evidence, options, &now);
    for (rule, _) in later {
        let line = explained(options, rule.id, "");
        _ = write!(text, "\n{line}");
    }
    text
}

/// A warning in a line.
fn explained(options: RenderOptions, id: &str, how_often: &str) -> String {
    let sign = options.sign(Status::Warn, "warn");
    format!("{sign} {id}{how_often}: see 'mirabridge-oauth explain {id}'\n")
}

/// What to do with the answer of a search: each thing to copy is a block of its own.
fn next(report: &Report, search: &Search, options: RenderOptions) -> String {
    let check = if report.run.overrides.is_empty() {
        "Check the rest there:"
    } else {
        "Check the rest there. Add --connect-to, --proxy and --ca-cert as they were given here:"
    };
    let open = "To sign in, open the debug init URL in a browser:";
    let blocks = [(check, &search.check), (open, &report.subject.init_url)];
    let blocks = blocks.iter().filter_map(|(words, line)| {
        let label = options.paragraph("Next", words);
        Some(format!("\n{label}\n{}\n", escape(line.as_ref()?)))
    });
    blocks.collect()
}

/// The summary, with what was not judged and why; with -v, what passed as well.
fn closing(report: &Report, options: RenderOptions) -> String {
    let mut text = String::new();
    if options.verbose {
        for region in report.search.iter().flat_map(|search| &search.regions) {
            _ = writeln!(text, "{}", options.show(&region.words()));
        }
        for (rule, outcome) in report.with(Status::Pass) {
            let subject = outcome.subject.iter().map(|subject| format!(" {subject}"));
            let subject = options.show(&subject.collect::<String>());
            let sign = options.sign(Status::Pass, "");
            let message = options.show(&outcome.message);
            let basis = outcome.basis.map_or("", Basis::name);
            _ = writeln!(text, "{sign}{}{subject}: {message} [{basis}]", rule.id);
        }
    }
    for (ids, reason) in summary::not_judged(report) {
        let glyph = options.glyph(Status::Skipped);
        let line = format!("{glyph} not judged: {ids}: {}", options.show(reason));
        text.push_str(&options.paint(RenderOptions::style(Status::Skipped), &line));
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text + &summary::counts(report) + "\n"
}

/// A line for a client that is right, the whole report for any other, and at the end once more who is not right: by then,
/// what was told of them is far above.
pub(super) struct Stream(pub(super) RenderOptions);

impl ReportStream for Stream {
    fn report(&mut self, report: &Report) -> String {
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
            let sign = options.sign(target.status, target.word);
            let words = options.show(&format!("{}: {}", target.label, target.headline));
            _ = writeln!(text, "{sign}: {words}");
        }
        if let Some(more) = totals.more() {
            _ = writeln!(text, "  {more}");
        }
        for (id, count) in totals.warnings.iter().filter(|_| !options.quiet) {
            text.push_str(&explained(options, id, &format!(" ({count})")));
        }
        if text.len() > 1 {
            text.push('\n');
        }
        if let Some(missing) = totals.missing() {
            let sign = options.sign(Status::Unverifiable, "");
            _ = writeln!(text, "{sign}{missing}");
        }
        let simulated = summary::simulated(totals.simulated);
        text + simulated + &totals.words() + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::checks::{FailOn, Outcome};
    use crate::classify::Basis;
    use crate::report::testing::{
        MISSING, dated, first_lines, interrupted, list, mixed, pass, sums, told,
    };
    use crate::report::testing::{PLAIN, failed, report, right, warned};
    use crate::report::{Format, Totals, stream};
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
                "✓ pass with warnings: line 3 (in mypurecloud.de): everything checked is right (1 warning)",
                "✓ pass with warnings: line 4 (in mypurecloud.de): the OAuth client is right (1 warning)",
                "✗ fail: line 5 (in mypurecloud.de): Close it",
                "? unverifiable: line 6 (in mypurecloud.de): login.mypurecloud.de gave no usable answer (no answer in time)",
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
        let end = |options, totals: &Totals| stream(Format::Human, options).end(totals);
        let named = "
✗ fail: line 5 (in mypurecloud.de): Close it
? unverifiable: line 6 (in mypurecloud.de): login.mypurecloud.de gave no usable answer (no answer in time)
";
        let sums_of = "5 targets: 1 failed, 1 unverifiable, 2 passed with warnings, 1 passed; 0 requests; exit status 1";
        assert_eq!(
        end(PLAIN, &totals),
        format!(
            "{named}⚠ warn implicit-grant-sunset (1): see 'mirabridge-oauth explain implicit-grant-sunset'
⚠ warn init-page (1): see 'mirabridge-oauth explain init-page'

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
            format!("{named}\n? {MISSING}\n{sums_of}\n"),
            "no warnings"
        );
        let well = sums(&list([pass(), dated()]));
        assert_eq!(end(quiet, &well), "");
        let mut simulated = sums(&list([pass()]));
        simulated.simulated = true;
        assert_eq!(
            end(PLAIN, &simulated),
            "\nSIMULATED 1 target: 1 passed; 0 requests; exit status 0\n",
            "no empty line where nothing is named"
        );
    }
}
