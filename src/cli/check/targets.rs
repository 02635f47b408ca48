//! Many clients in one run: one list, one network, reports in the order of the list.

mod series;

use super::would_send;
use crate::batch::{Defaults, LONGEST_LIST, ListError, ListFormat, Listed, Part, read};
use crate::checks::Selection;
use crate::cli::error::Problem;
use crate::cli::input::{self, is_stdin, name};
use crate::cli::network_args::Reach;
use crate::cli::output;
use crate::cli::reporting::ReportingArgs;
use crate::cli::session::{Session, block_on};
use crate::report::Totals;
use crate::text::escape;
use series::Series;
use std::path::{Path, PathBuf};

/// What speaks of one client alone.
const OF_ONE: [&str; 8] = [
    "region",
    "region_domain",
    "client_id",
    "redirect_uri",
    "wait",
    "record",
    "replay",
    "browser",
];

/// Many clients.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Many clients")]
pub(super) struct TargetsArgs {
    /// Check every client in this list instead of one: CSV, JSON lines or TOML with region, client_id and, where wanted,
    /// name, deployment, grant; - reads stdin
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = OF_ONE
    )]
    pub(super) targets: Option<PathBuf>,
    /// How many clients are checked at the same time; at one host, 8 requests at the most are under way all the same
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=16), requires = "targets", conflicts_with_all = OF_ONE)]
    jobs: u8,
    /// Check only the Kth of N parts of the list: every Nth row, from the Kth on
    #[arg(long, value_name = "K/N", requires = "targets", conflicts_with_all = OF_ONE)]
    partition: Option<Part>,
}

/// A list that was read, of which nothing is understood yet.
pub(super) struct List {
    text: Vec<u8>,
    file: PathBuf,
    defaults: Defaults,
    part: Option<Part>,
}

impl TargetsArgs {
    /// Reads the list in this file.
    pub(super) fn list(&self, file: &Path, defaults: Defaults) -> Result<List, Problem> {
        let text = input::read(file, LONGEST_LIST).map_err(Problem::Usage)?;
        Ok(List {
            text,
            file: file.to_owned(),
            defaults,
            part: self.partition,
        })
    }

    /// Checks every row, tells each as soon as those before it are told, and gives the exit status.
    pub(super) fn run(
        &self,
        list: &List,
        (reach, overrides): (Reach, Vec<String>),
        selection: Selection,
        reporting: &ReportingArgs,
    ) -> Result<u8, Problem> {
        let rows = list.rows()?;
        if std::str::from_utf8(&list.text).is_err() {
            output::say(&format!(
                "{}: it is not UTF-8, so letters of names may be lost; save it as UTF-8 (in Excel: CSV UTF-8)",
                name(&list.file)
            ));
        }
        let mut totals = Totals::of(list.part);
        let (reports, session) = block_on(async {
            let series = Series {
                session: Session::new(reach, overrides, reporting.quiet)?,
                selection,
                fail_on: reporting.fail_on(),
                grant: list.defaults.grant,
                named_in: (!is_stdin(&list.file)).then_some(&list.file),
            };
            let mut reports = reporting.reports(&totals, &series.session.progress);
            series
                .tell(rows, self.jobs.into(), &mut reports, &mut totals)
                .await;
            Ok((reports, series.session))
        })?;
        reports.end(&totals, session.signals)?;
        Ok(totals.exit_status)
    }
}

impl List {
    fn rows(&self) -> Result<impl Iterator<Item = Listed>, Problem> {
        let format = ListFormat::of_path(&self.file);
        let rows = read(&self.text, format, &self.defaults);
        let rows = rows.map_err(|error| unusable(&self.file, &error))?;
        let is_wanted = |row| self.part.is_none_or(|part| part.has(row));
        Ok(rows
            .enumerate()
            .filter(move |(row, _)| is_wanted(*row))
            .map(|(_, listed)| listed))
    }

    /// Lists what would be sent for each row.
    pub(super) fn would_send(&self, selection: &Selection) -> Result<(), Problem> {
        for row in self.rows()? {
            let requests = match &row.target {
                Ok(target) => would_send(target, selection),
                Err(why) => format!("Nothing: {why}\n"),
            };
            let name = row.name.map(|name| format!(", {}", escape(&name)));
            let name = name.unwrap_or_default();
            output::print(&format!("Line {}{name}\n\n{requests}\n", row.line))?;
        }
        Ok(())
    }
}

fn unusable(file: &Path, error: &ListError) -> Problem {
    Problem::Usage(format!("{}: {error}", name(file)))
}
