//! Many clients in one run: one list, one network, reports in the order of the list.

use super::series::Series;
use super::would_send;
use crate::batch::{Defaults, LONGEST_LIST, List, Listed, Part};
use crate::checks::{FailOn, Selection};
use crate::cli::error::Problem;
use crate::cli::input::{self, is_stdin, name};
use crate::cli::output;
use crate::cli::output_args::OutputArgs;
use crate::cli::session::{Session, SessionOptions, block_on};
use crate::cli::sinks::Sinks;
use crate::cli::target_args::RegionArgs;
use crate::genesys::{Deployment, Grant};
use crate::report::Totals;
use crate::text::escape;
use std::path::{Path, PathBuf};

/// What speaks of one client alone.
const OF_ONE: [&str; 6] = [
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
    /// Check every client in this CSV file instead of one; its first line names the columns: client_id, region and, if
    /// wanted, name, deployment, grant; - reads stdin
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
        Ok(Clients {
            list,
            defaults: Defaults {
                region,
                deployment,
                grant,
            },
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
        fail_on: FailOn,
        output: &OutputArgs,
    ) -> Result<u8, Problem> {
        let mut totals = Totals::of(clients.part);
        let (sinks, session) = block_on(async {
            let session = Session::new(options, output.quiet)?;
            let mut sinks = Sinks::open(output, &session.progress);
            sinks.write(|sink| sink.stream.begin(&totals));
            let series = Series {
                session: &session,
                selection,
                fail_on,
                named_in: (!is_stdin(&clients.file)).then_some(&clients.file),
            };
            let jobs = self.jobs.into();
            series
                .run(clients.rows(), jobs, &mut sinks, &mut totals)
                .await;
            sinks.write(|sink| sink.stream.end(&totals));
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
    pub(super) fn would_send(&self, selection: &Selection) -> Result<(), Problem> {
        for row in self.rows() {
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
