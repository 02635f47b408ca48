use super::EXIT_STATUSES;
use super::error::Problem;
use super::input;
use super::reporting::{ReportingArgs, reading};
use super::setup_args::RegionArgs;
use crate::genesys::{ClientId, Grant};
use crate::registration::{Case, Registration, judge, read};
use crate::report::{Report, Subject};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// More than any list of redirect URIs or client has.
const LARGEST: u64 = 1024 * 1024;

/// Judge a pasted list of registered redirect URIs, or a client's JSON, offline
#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    /// File with the redirect URIs as copied from anywhere, or with the JSON of the client; - reads stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Grant type of the client
    #[arg(long, value_enum, default_value_t = Grant::Implicit)]
    grant: Grant,
    #[command(flatten)]
    reporting: ReportingArgs,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let region = self.region.region()?;
        let grant = self.grant;
        let selection = self.reporting.selection_among(&reading())?;
        let read = (!input::is_stdin(&self.file)).then_some(self.file.as_path());
        self.reporting.check_files(&[("FILE", read)])?;
        let taken_at = SystemTime::now();
        let registration = self.registration()?;
        let case = Case::new(&region, grant, &registration);
        let results = judge(&case, &selection);
        let client = registration.client.as_ref();
        let id = client.and_then(|client| client.id.as_deref());
        let subject = Subject {
            client_id: id.and_then(|id| ClientId::parse(id).ok()),
            deployment: None,
            grant: Some(grant),
            redirect_uris: case.needed.iter().map(|(uri, _)| uri.clone()).collect(),
            init_url: None,
            named_in: read.map(Path::to_owned),
            region: Some(region.clone()),
            listed: None,
        };
        let report = Report::of_input(subject, results, self.reporting.fail_on(), taken_at);
        self.reporting.write(&report, Vec::new(), None)
    }

    fn registration(&self) -> Result<Registration, Problem> {
        let bytes = input::read(&self.file, LARGEST).map_err(Problem::Usage)?;
        read(&bytes)
            .map_err(|error| Problem::Usage(format!("{}: {error}", input::name(&self.file))))
    }
}
