use super::asking::{Asking, block_on};
use super::error::Problem;
use super::network_args::{NetworkArgs, Reach};
use super::output_args::OutputArgs;
use super::setup_args::{ClientArgs, redirect_uris};
use super::{dry_run, output};
use crate::genesys::Region;
use crate::locate::Everywhere;
use crate::probe::{AllowList, Ended, Evidence};
use crate::report::{LocationReport, Run, Signal};
use clap::ValueEnum;
use std::time::SystemTime;

/// Find the region that a client lives in: ask every region which of them knows its id
#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    #[command(flatten)]
    client: ClientArgs,
    /// Ask with this redirect URI, one that is registered for the client, instead of the documented three
    /// (repeatable); it is never fetched
    #[arg(long, value_name = "URI")]
    redirect_uri: Vec<String>,
    /// List what would be sent, and send nothing
    #[arg(long, conflicts_with_all = ["format", "output"])]
    dry_run: bool,
    #[command(flatten)]
    network: NetworkArgs,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = FormatArg::Human, help_heading = "Report")]
    format: FormatArg,
    #[command(flatten)]
    output: OutputArgs,
    /// Say the answer alone, in a line
    #[arg(long, short, help_heading = "Report")]
    quiet: bool,
}

/// What the exit statuses mean here.
const EXIT_STATUSES: &str = "Exit status:
  0    found: one region knows the client
  1    not found: every region was asked, and none accepts the client
  2    wrong usage, nobody was asked
  3    open: a region could not be asked and no other knows the client, or several seem to
  4    a failure of this tool's own, such as an output that cannot be written
  130  interrupted, after printing what is known";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// For a person
    Human,
    /// For a program
    Json,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let (client_id, deployment) = self.client.client(None)?;
        let everywhere = Everywhere::new(client_id, deployment, redirect_uris(&self.redirect_uri)?);
        let hosts = Region::all().iter().map(Region::login_host);
        let (reach, overrides) = self.network.reach(hosts)?;
        if self.dry_run {
            let first = everywhere.probes(&Evidence::default());
            output::print(&dry_run::list(&first, &[everywhere.later()]))?;
            return Ok(0);
        }
        block_on(self.locate(everywhere, reach, overrides))
    }

    /// Asks, judges, tells, and gives the exit status.
    async fn locate(
        &self,
        everywhere: Everywhere,
        reach: Reach,
        overrides: Vec<String>,
    ) -> Result<u8, Problem> {
        let asking = Asking::new(reach, self.quiet);
        let taken_at = SystemTime::now();
        let (evidence, ended) = asking
            .ask(
                asking.deadline(),
                AllowList::of_every_login(),
                |evidence| everywhere.probes(evidence),
                |progress| asking.show(progress),
            )
            .await;
        asking.bar.finish_and_clear();
        let mut run = Run::new(evidence, taken_at, overrides);
        run.interrupted = (ended == Ended::Interrupted).then_some(Signal::Interrupt);
        let report = LocationReport::new(everywhere, run);
        let text = match self.format {
            FormatArg::Human => report.human(self.output.options(self.quiet)),
            FormatArg::Json => report.json(),
        };
        self.output.write(&text)?;
        Ok(report.exit_status)
    }
}
