//! Telling: one report, and one file a format that turns it, or many of them, into text. Nothing here writes anywhere.
//! What is foreign is escaped by the formats.

mod github;
mod headline;
mod human;
mod json;
mod junit;
mod markdown;
mod render_options;
mod run;
mod sarif;
mod search;
mod stream;
mod subject;
mod summary;
mod terminal_safe_json;
#[cfg(test)]
pub(crate) mod testing;
mod totals;
#[cfg(test)]
mod unanswered;

pub use headline::headline;
pub use render_options::RenderOptions;
pub use run::{Run, Signal, Source};
pub(crate) use search::{RegionAnswer, Search};
pub use stream::{ReportStream, stream};
pub use subject::{ListedAs, Subject};
pub use totals::{Totals, Unchecked};

use crate::checks::judge;
use crate::checks::{FailOn, Outcome, Place, Rule, Selection, Status, Verdict, exit_status};
use crate::classify::Basis;
use crate::genesys::Target;
use clap::ValueEnum;
use std::time::SystemTime;

/// A format of the report; the comments are the help of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person at a terminal
    Human,
    /// For a program
    Json,
    /// For the test reports of Jenkins, GitLab and others
    Junit,
    /// For code scanning, version 2.1.0
    Sarif,
    /// Annotations in GitHub Actions, and the step summary where GITHUB_STEP_SUMMARY is set
    Github,
    /// For a ticket
    Markdown,
}

/// A result: the check and what it states.
type Entry = (&'static Rule, Outcome);

/// Everything there is to tell about one client: every result, the passes too.
#[derive(Debug)]
pub struct Report {
    pub run: Run,
    pub subject: Subject,
    /// The results, in the order of the checks.
    pub results: Vec<(&'static Rule, Outcome)>,
    /// What is to be known of how the input was read.
    pub notes: Vec<String>,
    pub verdict: Verdict,
    pub fail_on: FailOn,
    pub exit_status: u8,
    /// What a search through all regions adds.
    pub(crate) search: Option<Search>,
}

impl Report {
    /// Judges what the run of a check brought.
    #[must_use]
    pub fn new(target: &Target, run: Run, selection: &Selection, fail_on: FailOn) -> Self {
        let results = judge(target, &run.evidence, selection);
        Self::of(Subject::from(target), run, results, fail_on)
    }

    /// The report on what was judged from a copy of what is registered, without asking anybody.
    #[must_use]
    pub fn of_input(
        subject: Subject,
        results: Vec<(&'static Rule, Outcome)>,
        fail_on: FailOn,
        taken_at: SystemTime,
    ) -> Self {
        Self::of(subject, Run::of_input(taken_at), results, fail_on)
    }

    pub(crate) fn of(subject: Subject, run: Run, results: Vec<Entry>, fail_on: FailOn) -> Self {
        let outcomes = results.iter().map(|(_, outcome)| outcome);
        let verdict = match run.source {
            Source::Input => Verdict::on_input(outcomes),
            Source::Live | Source::Simulated | Source::Replay => Verdict::on(outcomes),
        };
        let judged = || exit_status(verdict, fail_on);
        Self {
            exit_status: run.interrupted.map_or_else(judged, Signal::exit_status),
            run,
            subject,
            results,
            notes: Vec::new(),
            verdict,
            fail_on,
            search: None,
        }
    }

    /// The report as text.
    #[must_use]
    pub fn render(&self, format: Format, options: RenderOptions) -> String {
        match format {
            Format::Human => human::render(self, options),
            Format::Json => json::render(self),
            Format::Junit => junit::render(self),
            Format::Sarif => sarif::render(self),
            Format::Github => github::render(self),
            Format::Markdown => markdown::render(self),
        }
    }

    /// Whether there is nothing to do.
    fn is_well(&self) -> bool {
        self.exit_status == 0 && matches!(self.verdict, Verdict::Pass | Verdict::Warn)
    }

    /// Whether a line is enough for one of many: there is nothing to do, and what is warned of is a matter of the date,
    /// the same for all of them.
    fn is_brief(&self) -> bool {
        let mut warnings = self.with(Status::Warn);
        self.is_well()
            && self.notes.is_empty()
            && warnings.all(|(_, outcome)| outcome.basis == Some(Basis::Date))
    }

    /// Whether results of this status are a reason for an exit status other than 0.
    fn is_decisive(&self, status: Status) -> bool {
        match status {
            Status::Fail => true,
            Status::Unverifiable => self.fail_on != FailOn::Fail,
            Status::Warn => self.fail_on == FailOn::Warn,
            Status::Pass | Status::Skipped => false,
        }
    }

    /// Whether a result says why the exit status is not 0, or there is nothing to say.
    fn is_explained(&self) -> bool {
        let mut results = self.results.iter();
        self.exit_status == 0 || results.any(|(_, outcome)| self.is_decisive(outcome.status))
    }

    /// Where a result is to be shown in the file that named the client.
    fn place(&self, outcome: &Outcome) -> Option<Place> {
        let row = self.subject.listed.as_ref().map(|listed| Place {
            line: usize::try_from(listed.line).unwrap_or(usize::MAX),
            column: 1,
        });
        outcome.place.or(row)
    }

    fn with(&self, status: Status) -> impl Iterator<Item = &Entry> {
        let results = self.results.iter();
        results.filter(move |(_, outcome)| outcome.status == status)
    }

    /// What is not right, the gravest first.
    fn findings(&self) -> impl Iterator<Item = &Entry> {
        let statuses = [Status::Fail, Status::Unverifiable, Status::Warn];
        statuses.into_iter().flat_map(|status| self.with(status))
    }

    /// What is right and leaves something to do, such as the region that knows the client.
    fn found(&self) -> impl Iterator<Item = &Entry> {
        let passed = self.with(Status::Pass);
        passed.filter(|(_, outcome)| outcome.remedy.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{hostile_report, report, right};
    use super::{Format, ListedAs, RenderOptions, Report, Run, Signal, Totals, stream};
    use crate::checks::{FailOn, Outcome, Place, Selection, testing};
    use crate::classify::Basis;
    use crate::probe::Evidence;
    use crate::text::is_unsafe;
    use clap::ValueEnum as _;
    use std::time::SystemTime;

    #[test]
    fn no_format_lets_foreign_text_act() {
        let acts = |c: char| is_unsafe(c) && c != '\n';
        let report = hostile_report();
        for format in Format::value_variants() {
            for verbose in [false, true] {
                let options = RenderOptions {
                    verbose,
                    width: 100,
                    ..RenderOptions::PLAIN
                };
                let totals = Totals::default();
                let mut many = stream(*format, options);
                let many = many.begin(&totals) + &many.report(&report) + &many.end(&totals);
                for text in [report.render(*format, options), many] {
                    assert!(text.contains("\\u"), "{format:?}: it tells the text");
                    assert!(!text.contains(acts), "{format:?}: {text:?}");
                }
            }
        }
    }

    #[test]
    fn the_signal_that_interrupted_a_run_decides_its_exit_status() {
        let target = testing::target(testing::CLIENT);
        for (interrupted, exit_status) in [
            (None, 3),
            (Some(Signal::Interrupt), 130),
            (Some(Signal::Terminate), 143),
        ] {
            let run = Run {
                interrupted,
                ..Run::new(Evidence::default(), SystemTime::UNIX_EPOCH, Vec::new())
            };
            let report = Report::new(&target, run, &Selection::default(), FailOn::default());
            assert_eq!(report.exit_status, exit_status);
        }
    }

    #[test]
    fn a_finding_is_shown_at_its_place_or_at_the_row_of_its_client() {
        let mut report = report([right()], FailOn::default());
        let anywhere = Outcome::pass(Basis::Input, "");
        let there = anywhere.clone().at(3, 5);
        let place = |line, column| Some(Place { line, column });
        assert_eq!(report.place(&anywhere), None);
        assert_eq!(report.place(&there), place(3, 5));
        report.subject.listed = Some(ListedAs {
            line: 7,
            name: None,
        });
        assert_eq!(report.place(&anywhere), place(7, 1));
        assert_eq!(report.place(&there), place(3, 5));
    }
}
