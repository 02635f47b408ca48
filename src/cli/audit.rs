//! `audit`: asks what an organization has registered.

use super::EXIT_STATUSES;
use super::error::Problem;
use super::input;
use super::network_args::NetworkArgs;
use super::output_args::OutputArgs;
use super::selection_args::SelectionArgs;
use super::session::{Session, block_on};
use super::sinks::Sinks;
use super::target_args::RegionArgs;
use super::token_args::TokenArgs;
use super::values;
use crate::audit::{self, Baseline, Plan};
use crate::finding::Selection;
use crate::genesys::{ClientId, Grant};
use crate::text::escape;
use indicatif::ProgressBar;
use std::path::PathBuf;
use std::time::SystemTime;

/// Bytes of an earlier report that are read at the most.
const LARGEST_BASELINE: u64 = 64 * 1024 * 1024;

#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    /// Judge the client with this id alone; without it, every client that looks like MiraBridge's
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Grant type that the client should have
    #[arg(long, value_parser = values::grant(), default_value = Grant::Implicit.name())]
    grant: Grant,
    /// Have the calls with tokens of the clients counted, of so many days; 7 if not told otherwise
    #[arg(long, value_name = "DAYS", num_args = 0..=1, default_missing_value = "7", value_parser = clap::value_parser!(u8).range(1..=30))]
    usage: Option<u8>,
    /// Say what changed since this report, which an earlier audit wrote with --format json
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    token: TokenArgs,
    #[command(flatten)]
    network: NetworkArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    selection: SelectionArgs,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let files = [("--baseline", self.baseline.as_deref())];
        self.output.check_files(&files)?;
        let region = self.region.region()?;
        let client_id = self.client_id()?;
        let selection = self.selection.selection_among(&audit::ids())?;
        let baseline = self.baseline(region.domain())?;
        let hosts = [region.login_host(), region.api_host()];
        let options = self.network.options(hosts)?;
        let (credentials, token) = self.token.credentials()?;
        let audit = Audit {
            plan: Plan {
                region,
                client_id,
                grant: self.grant,
                days: self.usage,
                baseline,
                credentials,
                token,
            },
            selection: &selection,
            output: &self.output,
        };
        let session = Session::new(options, self.output.quiet)?;
        block_on(audit.run(session))
    }
}

impl Args {
    /// What is no id may be a secret, and is not quoted.
    fn client_id(&self) -> Result<Option<ClientId>, Problem> {
        let id = self.client_id.as_deref().map(ClientId::parse);
        id.transpose()
            .map_err(|error| Problem::Usage(format!("--client-id: {error}")))
    }

    fn baseline(&self, region: &str) -> Result<Option<Baseline>, Problem> {
        let Some(file) = &self.baseline else {
            return Ok(None);
        };
        let usage = |why: String| Problem::Usage(format!("--baseline {why}"));
        let bytes = input::read(file, LARGEST_BASELINE).map_err(usage)?;
        let read = Baseline::read(&bytes, region);
        read.map(Some)
            .map_err(|why| usage(format!("{}: {why}", input::name(file))))
    }
}

/// What to audit and how: the same for the real service and the simulated one.
pub(super) struct Audit<'a> {
    pub(super) plan: Plan,
    pub(super) selection: &'a Selection,
    pub(super) output: &'a OutputArgs,
}

impl Audit<'_> {
    /// Asks, judges and writes the report, and gives its exit status.
    pub(super) async fn run(self, session: Session) -> Result<u8, Problem> {
        let started = SystemTime::now();
        let (answers, interrupted) = audit::gather(
            &self.plan,
            &session.network,
            &session.throttle,
            session.limits(),
            |progress| session.say(progress),
            session.signals.interrupted(),
        )
        .await;
        session.progress.finish_and_clear();
        let signal = session.signals.first().filter(|_| interrupted);
        let run = |evidence| session.run(evidence, started, signal);
        let audit = audit::Audit::new(self.plan, answers, run, self.selection);
        if let Some(other) = audit.foreign_baseline() {
            return Err(Problem::Usage(format!(
                "--baseline is about another organization than the token: {}",
                escape(&other)
            )));
        }
        let mut sinks = Sinks::open(self.output, &ProgressBar::hidden());
        sinks.write(|sink| audit.render(sink.format, sink.options));
        sinks.close(&[], Some(session.signals))?;
        Ok(audit.exit_status())
    }
}
