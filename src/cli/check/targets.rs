//! Many clients in one run: one list, one network, reports in the order of the list.

use crate::checks::wanted;
use crate::cli::asking::{Asking, INTERRUPTED, interrupt};
use crate::cli::error::Problem;
use crate::cli::network_args::Reach;
use crate::cli::output;
use crate::cli::reporting::{ReportingArgs, Reports};
use crate::escape::escape;
use crate::judging::{FailOn, Selection};
use crate::probe::{AllowList, Ended};
use crate::report::{About, ListedAs, Report, Run, Totals, Unchecked};
use crate::setup::{Grant, Target};
use crate::targets::{Defaults, INVALID_TARGET, ListError, ListFormat, Listed, judge, read};
use futures_util::StreamExt as _;
use futures_util::future::Either;
use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Many clients.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Many clients")]
pub(super) struct TargetsArgs {
    /// Check every client in this list instead of one: CSV, JSON lines or TOML with region, client_id and, where wanted,
    /// name, deployment, grant; - reads stdin
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["region", "region_domain", "client_id", "redirect_uri", "wait", "record", "replay", "browser"]
    )]
    pub(super) targets: Option<PathBuf>,
    /// How many clients are checked at the same time; at one host, 8 requests at the most are under way all the same
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64), requires = "targets")]
    jobs: u8,
    /// Check only the Kth of N parts of the list: every Nth row, from the Kth on
    #[arg(long, value_name = "K/N", value_parser = part, requires = "targets")]
    partition: Option<Part>,
}

/// One of several parts of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    number: usize,
    of: usize,
}

impl Part {
    const WHOLE: Self = Self { number: 1, of: 1 };

    fn has(self, row: usize) -> bool {
        row % self.of == self.number - 1
    }
}

fn part(text: &str) -> Result<Part, String> {
    let parsed = text.split_once('/').and_then(|(number, of)| {
        let (number, of) = (number.parse().ok()?, of.parse().ok()?);
        (1..=of).contains(&number).then_some(Part { number, of })
    });
    parsed.ok_or_else(|| "it has the form K/N, such as 1/4, with K from 1 to N".to_owned())
}

/// A list that is open, row by row.
type Rows<'a> = Box<dyn Iterator<Item = Result<Listed, ListError>> + 'a>;

/// How each client of the list is checked and told.
struct Series<'a> {
    asking: &'a Asking,
    overrides: Vec<String>,
    selection: Selection,
    fail_on: FailOn,
    grant: Grant,
    file: &'a Path,
    interrupted: Cell<bool>,
}

impl TargetsArgs {
    /// Opens the list. Its rows are read as they are come to.
    pub(super) fn rows<'a>(
        &self,
        file: &Path,
        defaults: &'a Defaults,
    ) -> Result<Rows<'a>, Problem> {
        let part = self.partition.unwrap_or(Part::WHOLE);
        let source: Box<dyn Read> = if file.as_os_str() == "-" {
            Box::new(std::io::stdin())
        } else {
            Box::new(File::open(file).map_err(|error| unusable(file, &error.into()))?)
        };
        let rows = read(source, ListFormat::of_path(file), defaults);
        let mut rows = rows.map_err(|error| unusable(file, &error))?.peekable();
        if rows.peek().is_none() {
            return Err(Problem::Usage(format!(
                "{}: it names no client",
                name(file)
            )));
        }
        let rows = rows.enumerate();
        // An error is everybody's.
        let rows = rows.filter(move |(row, listed)| listed.is_err() || part.has(*row));
        Ok(Box::new(rows.map(|(_, listed)| listed)))
    }

    /// Checks every row, tells each as soon as those before it are told, and gives the exit status.
    pub(super) async fn run(
        &self,
        file: &Path,
        rows: Rows<'_>,
        grant: Grant,
        (reach, overrides): (Reach, Vec<String>),
        reporting: &ReportingArgs,
    ) -> Result<u8, Problem> {
        let asking = Asking::new(reach, reporting.quiet);
        let series = Series {
            asking: &asking,
            overrides,
            selection: reporting.selection()?,
            fail_on: reporting.fail_on(),
            grant,
            file,
            interrupted: Cell::new(false),
        };
        let mut reports = reporting.reports()?;
        let mut totals = Totals::default();
        series
            .tell(rows, self.jobs, &mut reports, &mut totals)
            .await;
        reports.end(&totals)?;
        Ok(totals.exit_status)
    }
}

impl Series<'_> {
    async fn tell(&self, rows: Rows<'_>, jobs: u8, reports: &mut Reports, totals: &mut Totals) {
        let rows = RefCell::new(rows);
        let broken = Cell::new(None);
        let next = || {
            if self.interrupted.get() {
                return None;
            }
            match rows.borrow_mut().next()? {
                Ok(row) => Some(row),
                Err(error) => {
                    broken.set(Some(error));
                    None
                }
            }
        };
        let checks = futures_util::stream::iter(std::iter::from_fn(next));
        let mut checked = checks.map(|row| self.check(row)).buffered(jobs.into());
        while let Some(result) = checked.next().await {
            match result {
                Ok(report) => {
                    totals.add(&report);
                    self.asking.bar.suspend(|| reports.tell(&report));
                    let told = totals.targets();
                    self.asking
                        .bar
                        .set_message(format!("{told} clients checked"));
                    self.asking.bar.tick();
                }
                Err(row) => leave_out(totals, "Interrupted", Some(row.line)),
            }
        }
        drop(checked);
        self.asking.bar.finish_and_clear();
        if let Some(error) = broken.take() {
            let why = format!("{} could not be read further ({error})", name(self.file));
            leave_out(totals, &why, None);
            totals.exit_status = 4;
        }
        if self.interrupted.get() {
            for row in rows.into_inner().map_while(Result::ok) {
                leave_out(totals, "Interrupted", Some(row.line));
            }
            totals.exit_status = INTERRUPTED;
        }
    }

    /// Checks a row; gives it back if it was not come to.
    async fn check(&self, row: Listed) -> Result<Report, Listed> {
        for note in &row.notes {
            output::say(&format!("line {}: client_id: {note}", row.line));
        }
        let mut report = match &row.target {
            Ok(target) => match self.ask(target).await {
                Some(report) => report,
                None => return Err(row),
            },
            Err(why) => self.invalid(&row, why),
        };
        report.about.named_in = (self.file.as_os_str() != "-").then(|| self.file.to_owned());
        report.about.listed = Some(ListedAs {
            line: row.line,
            name: row.name,
        });
        Ok(report)
    }

    async fn ask(&self, target: &Target) -> Option<Report> {
        let host = target.region().login_host();
        let rest = std::pin::pin!(self.asking.rest(&host));
        let stop = std::pin::pin!(interrupt());
        if let Either::Right(_) = futures_util::future::select(rest, stop).await {
            self.interrupted.set(true);
        }
        if self.interrupted.get() {
            return None;
        }
        let taken_at = SystemTime::now();
        let wanted = |evidence: &_| wanted(target, evidence, &self.selection);
        let asked = self.asking.ask(AllowList::of(target), wanted, |_| {}).await;
        let (evidence, ended) = asked;
        let mut run = Run::new(evidence, taken_at, self.overrides.clone());
        run.interrupted = ended == Ended::Interrupted;
        let mut report = Report::new(target, run, &self.selection, self.fail_on);
        if report.run.interrupted {
            self.interrupted.set(true);
            report.exit_status = INTERRUPTED;
        }
        Some(report)
    }

    /// The report on a row that is no target.
    fn invalid(&self, row: &Listed, why: &str) -> Report {
        let about = About {
            region: None,
            client_id: None,
            deployment: None,
            grant: self.grant,
            redirect_uris: Vec::new(),
            init_url: None,
            named_in: None,
            listed: None,
        };
        let results = vec![(&INVALID_TARGET, judge(row, why))];
        Report::of_input(about, results, self.fail_on, SystemTime::now())
    }
}

/// Lists what would be sent for each row.
pub(super) fn would_send(
    file: &Path,
    rows: Rows<'_>,
    list: impl Fn(&Target) -> String,
) -> Result<(), Problem> {
    for row in rows {
        let row = row.map_err(|error| unusable(file, &error))?;
        let requests = match &row.target {
            Ok(target) => list(target),
            Err(why) => format!("Nothing: {why}\n"),
        };
        output::print(&format!("Line {}\n\n{requests}\n", row.line))?;
    }
    Ok(())
}

/// Counts a row that was not checked.
fn leave_out(totals: &mut Totals, why: &str, line: Option<u64>) {
    let unchecked = totals.unchecked.get_or_insert_with(|| Unchecked {
        why: why.to_owned(),
        rows: 0,
        lines: None,
    });
    if let Some(line) = line {
        unchecked.rows += 1;
        let (first, last) = unchecked.lines.unwrap_or((line, line));
        unchecked.lines = Some((first.min(line), last.max(line)));
    }
}

fn unusable(file: &Path, error: &ListError) -> Problem {
    Problem::Usage(format!("{}: {error}", name(file)))
}

fn name(file: &Path) -> String {
    match file.to_string_lossy() {
        name if name == "-" => "stdin".to_owned(),
        name => escape(&name),
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, part};

    #[test]
    fn the_parts_of_a_list_are_all_of_it_and_share_nothing() {
        for of in 1..6 {
            for row in 0..20 {
                let holders = (1..=of).filter(|number| {
                    Part {
                        number: *number,
                        of,
                    }
                    .has(row)
                });
                assert_eq!(holders.count(), 1);
            }
        }
        assert_eq!(part("2/3"), Ok(Part { number: 2, of: 3 }));
        for wrong in ["0/3", "4/3", "1/0", "1", "a/b", "-1/2", ""] {
            assert!(part(wrong).is_err(), "{wrong}");
        }
    }
}
