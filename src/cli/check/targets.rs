//! Many clients in one run: one list, one network, checked several at a time and reported on in the order of the list.

use super::would_send;
use crate::batch::{Defaults, INVALID_TARGET, LONGEST_LIST, List, Listed, judge};
use crate::cli::error::Problem;
use crate::cli::input::{self, is_stdin, name};
use crate::cli::output;
use crate::cli::output_args::OutputArgs;
use crate::cli::session::{Session, SessionOptions, block_on};
use crate::cli::sinks::Sinks;
use crate::cli::target_args::RegionArgs;
use crate::finding::{FailOn, Selection};
use crate::genesys::{Deployment, Grant, Target};
use crate::probe::Evidence;
use crate::report::{Part, Report, Subject, Totals, Unchecked};
use crate::text::escape;
use futures_util::StreamExt as _;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What speaks of one client alone.
const OF_ONE: [&str; 11] = [
    "texts",
    "admin",
    "client_id",
    "redirect_uri",
    "wait",
    "record",
    "replay",
    "browser",
    "browser_path",
    "browser_allow",
    "screenshot",
];

/// Many clients.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Many clients")]
pub(super) struct TargetsArgs {
    /// Check every client in this CSV file instead of one; its first line names the columns: client_id, region and, if
    /// wanted, name, deployment, grant; - reads stdin
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = OF_ONE
    )]
    pub(super) targets: Option<PathBuf>,
    /// How many clients are checked at the same time; never more than 8 requests at once to one host
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=16), requires = "targets", conflicts_with_all = OF_ONE)]
    jobs: u8,
    /// Check only the Kth of N parts of the list: every Nth row, from the Kth on
    #[arg(long, value_name = "K/N", requires = "targets", conflicts_with_all = OF_ONE)]
    partition: Option<Part>,
}

/// A list that was read, and what its rows get where they do not say.
pub(super) struct Clients {
    list: List,
    defaults: Defaults,
    file: PathBuf,
    part: Option<Part>,
}

impl TargetsArgs {
    /// Reads the list in this file.
    pub(super) fn clients(
        &self,
        file: &Path,
        region: &RegionArgs,
        deployment: Option<Deployment>,
        grant: Grant,
    ) -> Result<Clients, Problem> {
        let bytes = input::read(file, LONGEST_LIST).map_err(Problem::Usage)?;
        let list = List::read(&bytes)
            .map_err(|error| Problem::Usage(format!("{}: {error}", name(file))))?;
        if let Some(unused) = list.unused_columns() {
            output::say(&format!("{}: {unused}", name(file)));
        }
        let region = if region.is_typed() || list.lacks_region() {
            region.region_if_given()?
        } else {
            None
        };
        let defaults = Defaults {
            region,
            deployment,
            grant,
        };
        if let Some(repeated) = list.repeated_rows(&defaults) {
            output::say(&format!("{}: {repeated}", name(file)));
        }
        Ok(Clients {
            list,
            defaults,
            file: file.to_owned(),
            part: self.partition,
        })
    }

    /// Checks every client, and gives the exit status.
    pub(super) fn run(
        &self,
        clients: &Clients,
        options: SessionOptions,
        selection: &Selection,
        output: &OutputArgs,
    ) -> Result<u8, Problem> {
        let mut totals = Totals::of(clients.part);
        let (sinks, session) = block_on(async {
            let session = Session::new(options, output.quiet)?;
            let mut sinks = Sinks::open(output, &session.progress);
            sinks.write(|sink| sink.renderer.begin(&totals));
            let series = Series {
                session: &session,
                selection,
                named_in: (!is_stdin(&clients.file)).then_some(&clients.file),
            };
            let jobs = self.jobs.into();
            series
                .run(clients.rows(), jobs, &mut sinks, &mut totals)
                .await;
            sinks.write(|sink| sink.renderer.end(&totals));
            Ok((sinks, session))
        })?;
        sinks.close(&[], Some(session.signals))?;
        Ok(totals.exit_status)
    }
}

impl Clients {
    fn rows(&self) -> impl Iterator<Item = Listed> {
        let is_wanted = |row| self.part.is_none_or(|part| part.has(row));
        let rows = self.list.rows(&self.defaults).enumerate();
        rows.filter(move |(row, _)| is_wanted(*row))
            .map(|(_, listed)| listed)
    }

    /// Lists what would be sent for each row.
    pub(super) fn would_send(&self, selection: &Selection, retries: u32) -> Result<(), Problem> {
        for row in self.rows() {
            let requests = match &row.target {
                Ok(target) => would_send(target, selection, retries),
                Err(why) => format!("Nothing: {why}\n"),
            };
            let name = row
                .listed_as
                .name
                .map(|name| format!(", {}", escape(&name)));
            let name = name.unwrap_or_default();
            output::print(&format!(
                "Line {}{name}\n\n{requests}\n",
                row.listed_as.line
            ))?;
        }
        Ok(())
    }
}

/// Exit status of a run that did not come to all of its clients.
const NOT_VERIFIED: u8 = 3;

/// How each client of a list is checked.
struct Series<'a> {
    session: &'a Session,
    selection: &'a Selection,
    /// The file of the list, if it is one.
    named_in: Option<&'a Path>,
}

impl Series<'_> {
    /// Checks `jobs` clients at the same time and reports on each in its turn, until the end, a signal, or until nobody
    /// reads it any more. What is reported on is always the beginning of the list.
    async fn run(
        &self,
        rows: impl Iterator<Item = Listed>,
        jobs: usize,
        sinks: &mut Sinks,
        totals: &mut Totals,
    ) {
        let rows = RefCell::new(rows);
        let under_way = RefCell::new(VecDeque::new());
        let next = || {
            let row = rows.borrow_mut().next()?;
            under_way.borrow_mut().push_back(row.listed_as.line);
            Some(row)
        };
        let checks = futures_util::stream::iter(std::iter::from_fn(next));
        let mut checked = checks.map(|row| self.check(row)).buffered(jobs);
        while let Some(Some(report)) = checked.next().await {
            under_way.borrow_mut().pop_front();
            totals.add(&report);
            sinks.write(|sink| sink.renderer.next(&report));
            let done = totals.targets() + totals.unreadable;
            (self.session.progress).set_prefix(format!("clients checked: {done}; "));
            if !sinks.are_read() {
                break;
            }
        }
        drop(checked);
        self.session.progress.finish_and_clear();
        let (why, exit_status) = match self.session.signals.first() {
            Some(signal) => ("Interrupted", signal.exit_status()),
            // Nobody reads any more, which is no error; that all is well was not shown either.
            None => ("Nobody reads the report any more", NOT_VERIFIED),
        };
        let lines = under_way.into_inner().into_iter();
        let left = lines.chain(rows.into_inner().map(|row| row.listed_as.line));
        if let Some(unchecked) = Unchecked::new(why, left) {
            totals.raise(exit_status);
            totals.unchecked = Some(unchecked);
        }
    }

    /// Checks a row; none if the run was interrupted before it was come to.
    async fn check(&self, row: Listed) -> Option<Report> {
        for note in &row.notes {
            self.session
                .note(&format!("line {}: {note}", row.listed_as.line));
        }
        let mut report = match &row.target {
            Ok(target) => self.ask(target).await?,
            Err(why) => self.unread(&row, why),
        };
        report.subject.named_in = self.named_in.map(Path::to_owned);
        report.subject.listed = Some(row.listed_as);
        Some(report)
    }

    async fn ask(&self, target: &Target) -> Option<Report> {
        let host = target.region().login_host();
        tokio::select! {
            biased;
            () = self.session.signals.interrupted() => return None,
            () = self.session.rest(&host) => {}
        }
        let started = SystemTime::now();
        let deadline = self.session.deadline();
        let nothing = Evidence::default();
        let asking = (self.session).check(nothing, target, self.selection, deadline);
        let (evidence, interrupted) = asking.await;
        let run = self.session.run(evidence, started, interrupted);
        Some(Report::new(target, run, self.selection))
    }

    fn unread(&self, row: &Listed, why: &str) -> Report {
        let results = vec![(&INVALID_TARGET, judge(row, why))];
        // As it decides the exit status, it is told as what does.
        let fail_on = match self.selection.fail_on {
            FailOn::Fail => FailOn::Unverifiable,
            other => other,
        };
        Report::of_input(Subject::default(), results, fail_on, SystemTime::now())
    }
}
