//! `lint`: a copy of what is registered, from a file or stdin.

use super::EXIT_STATUSES;
use super::error::Problem;
use super::input;
use super::output;
use super::output_args::OutputArgs;
use super::selection_args::SelectionArgs;
use super::sinks::Sinks;
use super::target_args::RegionArgs;
use super::values;
use crate::batch::ListedAs;
use crate::command_line::word;
use crate::finding::Selection;
use crate::genesys::{ClientId, Grant, Region};
use crate::registration::{self, Comparison, Registration, judge, notes, read};
use crate::report::{Report, Subject, Totals};
use indicatif::ProgressBar;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What ends the input on a terminal.
const END: &str = if cfg!(windows) {
    "Enter, Ctrl-Z and Enter"
} else {
    "Enter and Ctrl-D"
};

/// More than any list of redirect URIs or client has.
const LARGEST: u64 = 1024 * 1024;

#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    /// List of redirect URIs, or clients as JSON, CSV or Terraform; - reads stdin
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
    /// Judge only the client with this id, if the input holds several
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Grant type: implicit or pkce
    #[arg(long, value_parser = values::grant(), hide_possible_values = true, default_value = Grant::Implicit.name())]
    grant: Grant,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    selection: SelectionArgs,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        self.output.check_files(&[("FILE", self.named_in())])?;
        let region = self.region.region()?;
        let ids: Vec<_> = registration::ALL
            .iter()
            .map(|check| check.rule.id)
            .collect();
        let selection = self.selection.selection_among(&ids)?;
        let clients = self.clients()?;
        if let [client] = clients.as_slice() {
            let report = self.report(&region, client, &selection);
            return self.output.write(&report, &[], None);
        }
        let count = clients.len();
        output::say(&format!(
            "{count} clients are judged, each on its own; --client-id chooses one"
        ));
        let mut totals = Totals::default();
        let mut sinks = Sinks::open(&self.output, &ProgressBar::hidden());
        sinks.write(|sink| sink.renderer.begin(&totals));
        for client in &clients {
            let mut report = self.report(&region, client, &selection);
            let place = client.redirect_uris.iter().find_map(|entry| entry.place);
            report.subject.listed = Some(ListedAs {
                line: place.map_or(1, |place| place.line as u64),
                name: client.label().map(str::to_owned),
                ..ListedAs::default()
            });
            totals.add(&report);
            sinks.write(|sink| sink.renderer.next(&report));
        }
        sinks.write(|sink| sink.renderer.end(&totals));
        sinks.close(&[], None)?;
        Ok(totals.exit_status)
    }

    fn report(&self, region: &Region, client: &Registration, selection: &Selection) -> Report {
        let command = self.command();
        let comparison = Comparison::new(region, self.grant, client).of_copy(&command);
        let results = judge(&comparison, selection);
        let id = client.id.as_deref();
        let subject = Subject {
            client_id: id.and_then(|id| ClientId::parse(id).ok()),
            grant: Some(self.grant),
            redirect_uris: comparison
                .needed
                .iter()
                .map(|(uri, _)| uri.clone())
                .collect(),
            named_in: self.named_in().map(Path::to_owned),
            region: Some(region.clone()),
            ..Subject::default()
        };
        let mut report = Report::of_input(subject, results, selection.fail_on, SystemTime::now());
        report.notes = notes(&comparison);
        report
    }

    /// The clients of the input, or the one that was chosen.
    fn clients(&self) -> Result<Vec<Registration>, Problem> {
        if input::is_stdin(&self.file) && std::io::stdin().is_terminal() {
            output::say(&format!(
                "Paste the redirect URIs, one a line, or the client's JSON; then press {END}"
            ));
        }
        let bytes = input::read(&self.file, LARGEST).map_err(Problem::Usage)?;
        let problem = |why: String| Problem::Usage(format!("{}: {why}", input::name(&self.file)));
        let mut clients = read(&bytes).map_err(|error| problem(error.to_string()))?;
        if let Some(text) = &self.client_id {
            let wanted = ClientId::parse(text)
                .map_err(|error| Problem::Usage(format!("--client-id: {error}")))?;
            clients.retain(|client| {
                let id = client.id.as_deref();
                id.is_some_and(|id| id.eq_ignore_ascii_case(wanted.as_str()))
            });
            if clients.is_empty() {
                return Err(problem(format!(
                    "it holds no client with this id: {wanted}"
                )));
            }
        }
        Ok(clients)
    }

    fn named_in(&self) -> Option<&Path> {
        (!input::is_stdin(&self.file)).then_some(self.file.as_path())
    }

    /// The command that was run, without its region, to be run again.
    fn command(&self) -> String {
        let file = word(&self.file.to_string_lossy());
        let id = self.client_id.as_deref();
        let id = id.map_or_else(String::new, |id| format!(" --client-id {}", word(id)));
        let grant = match self.grant {
            Grant::Implicit => "",
            Grant::Pkce => " --grant pkce",
        };
        format!("mirabridge-oauth lint {file}{id}{grant}")
    }
}
