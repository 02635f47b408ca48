//! One report, and one file a format that turns it, or many of them, into text. Nothing here writes anywhere. Foreign text
//! is escaped by the formats.

pub(crate) mod csv;
pub(crate) mod explanation;
mod github;
mod headline;
mod html;
mod human;
pub(crate) mod json;
mod junit;
mod markdown;
mod render_options;
mod run;
mod sarif;
mod subject;
mod summary;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod totals;

pub use headline::headline;
pub use render_options::RenderOptions;
pub use run::{Run, Signal, Source};
pub use subject::Subject;
pub use totals::{Part, Totals, Unchecked};

use crate::browser::Asked;
use crate::checks::judge;
use crate::classify::{Basis, RegionResult};
use crate::finding::{FailOn, Outcome, Place, Rule, Selection, Status, Verdict, exit_status};
use crate::genesys::{RedirectUri, Region, Target, init_url};
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
    /// One page for a browser or a mail, with buttons to copy what is to be pasted
    Html,
    /// For a spreadsheet: a row a client
    #[value(hide = true)]
    Csv,
}

impl Format {
    #[must_use]
    pub fn renderer(self, options: RenderOptions) -> Box<dyn Renderer> {
        match self {
            Self::Human => Box::new(human::Human(options)),
            Self::Json => Box::new(json::Json),
            Self::Junit => Box::new(junit::Junit),
            Self::Sarif => Box::new(sarif::Sarif::default()),
            Self::Github => Box::new(github::Github::default()),
            Self::Markdown => Box::new(markdown::Markdown::default()),
            Self::Html => Box::new(html::Html::default()),
            Self::Csv => Box::new(csv::Csv),
        }
    }
}

/// A report in one format: the only one of a run, or many of them one after the other.
pub trait Renderer {
    /// The only report of a run.
    fn single(&mut self, report: &Report) -> String;

    /// What stands before many, with what is known before any of them is.
    fn begin(&mut self, _: &Totals) -> String {
        String::new()
    }

    /// One of many.
    fn next(&mut self, report: &Report) -> String;

    /// What stands behind many.
    fn end(&mut self, totals: &Totals) -> String;
}

/// A result: the check and what it states.
type Entry = (&'static Rule, Outcome);

/// Everything there is to tell about one client: every result, the passes too.
#[derive(Debug)]
pub struct Report {
    pub run: Run,
    pub subject: Subject,
    /// The results, in the order of the checks.
    pub results: Vec<Entry>,
    /// What else is known of the client, for the head of the report: labels and values.
    pub details: Vec<(&'static str, String)>,
    /// What is to be known of how the input was read.
    pub notes: Vec<String>,
    pub verdict: Verdict,
    pub fail_on: FailOn,
    pub exit_status: u8,
    /// What a search through all regions adds.
    pub(crate) search: Option<RegionSearch>,
}

impl Report {
    /// Judges what the run of a check brought.
    #[must_use]
    pub fn new(target: &Target, run: Run, selection: &Selection) -> Self {
        let results = judge(target, &run.evidence, selection);
        let visited = run.evidence.visited();
        let visit = visited.and_then(|visited| visited.observation.as_ref().ok());
        let asked = visit.and_then(|visit| Asked::of(target, visit));
        Self {
            details: (asked.map(|asked| ("Widget", asked.words())).into_iter()).collect(),
            ..Self::of(Subject::from(target), run, results, selection.fail_on)
        }
    }

    /// The report on what was judged from a copy of what is registered, without asking anybody.
    #[must_use]
    pub fn of_input(
        subject: Subject,
        results: Vec<Entry>,
        fail_on: FailOn,
        taken_at: SystemTime,
    ) -> Self {
        Self::of(subject, Run::of_input(taken_at), results, fail_on)
    }

    pub(crate) fn of(subject: Subject, run: Run, results: Vec<Entry>, fail_on: FailOn) -> Self {
        let outcomes = results.iter().map(|(_, outcome)| outcome);
        let verdict = match run.source {
            Source::Input => Verdict::on_registered(outcomes, true),
            Source::Live | Source::Simulated | Source::Replay => Verdict::on(outcomes),
        };
        let judged = || exit_status(verdict, fail_on);
        Self {
            exit_status: run.interrupted.map_or_else(judged, Signal::exit_status),
            run,
            subject,
            results,
            details: Vec::new(),
            notes: Vec::new(),
            verdict,
            fail_on,
            search: None,
        }
    }

    /// The report as text.
    #[must_use]
    pub fn render(&self, format: Format, options: RenderOptions) -> String {
        format.renderer(options).single(self)
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

    /// The debug init URL of the region that knows the client, if that is another one, and the documented redirect URIs
    /// are what is to be pasted.
    fn init_url_elsewhere(&self) -> Option<String> {
        let mut found = self.with(Status::Fail);
        let (_, found) = found.find(|(_, outcome)| outcome.found_region.is_some())?;
        let region = Region::parse(found.found_region.as_deref()?).ok()?;
        let (client_id, deployment) = (self.subject.client_id.as_ref()?, &self.subject.deployment);
        let url = init_url(&region, client_id.as_str(), deployment.as_ref()?);
        (!found.paste.contains(&url)).then_some(url)
    }

    /// Whether the same command could have looked at the page with a browser, and did not.
    fn may_be_seen_in_a_browser(&self) -> bool {
        let subject = &self.subject;
        let region = subject.region.as_ref();
        let is_documented = |region| subject.redirect_uris == RedirectUri::documented(region);
        matches!(self.run.source, Source::Live | Source::Simulated)
            && self.run.evidence.visited().is_none()
            && subject.deployment.is_some()
            && region.is_some_and(is_documented)
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

    pub(crate) fn with(&self, status: Status) -> impl Iterator<Item = &Entry> {
        let results = self.results.iter();
        results.filter(move |(_, outcome)| outcome.status == status)
    }

    /// What is not right, the gravest first.
    fn findings(&self) -> impl Iterator<Item = &Entry> {
        let statuses = [Status::Fail, Status::Unverifiable, Status::Warn];
        statuses.into_iter().flat_map(|status| self.with(status))
    }

    /// What leaves something to do: what is right and does, such as the region that knows the client, then what is not
    /// right, the gravest first. What warns of the future is a line elsewhere.
    fn told(&self) -> impl Iterator<Item = &Entry> {
        let passed = self.with(Status::Pass);
        let found = passed.filter(|(_, outcome)| outcome.remedy.is_some());
        let findings = self.findings();
        found.chain(findings.filter(|(_, outcome)| !summary::is_of_the_date(outcome)))
    }
}

/// What a search through all regions adds to a report.
#[derive(Debug)]
pub(crate) struct RegionSearch {
    pub headline: String,
    /// In the order of the table.
    pub regions: Vec<RegionResult>,
    /// The command that checks the client in the region that knows it.
    pub check: Option<String>,
}

impl RegionSearch {
    /// What each region says, in a line.
    fn lines(&self) -> impl Iterator<Item = String> {
        self.regions.iter().map(|answer| {
            let says = match (answer.verdict.basis(), answer.verdict.undecided_alone()) {
                (Some(_), _) => "knows the client".to_owned(),
                (None, Some(cause)) => format!("leaves it open: {}", cause.words()),
                (None, None) => "refuses the client".to_owned(),
            };
            format!("{}: {says}", answer.region)
        })
    }
}
