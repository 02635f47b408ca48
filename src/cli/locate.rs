use super::error::Problem;
use super::network_args::NetworkArgs;
use super::output_args::OutputArgs;
use super::session::{Session, block_on};
use super::target_args::{ClientArgs, Texts, redirect_uris};
use super::{dry_run, output};
use crate::genesys::Region;
use crate::locate::{self, Everywhere};
use crate::probe::{AllowList, Evidence};
use std::time::SystemTime;

#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    client: ClientArgs,
    /// Ask with this redirect URI, one that is registered for the client, instead of the documented three
    /// (repeatable); it is never fetched
    #[arg(long, value_name = "URI")]
    redirect_uri: Vec<String>,
    /// List what would be sent, and send nothing
    #[arg(long, conflicts_with_all = ["format", "report", "output"])]
    dry_run: bool,
    #[command(flatten)]
    network: NetworkArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// What the exit statuses mean here.
const EXIT_STATUSES: &str = "Exit status:
  0    found: one region knows the client
  1    not found: every region was asked, and none accepts the client
  2    wrong usage, nobody was asked
  3    open: a region could not be asked and no other knows the client, or several seem to
  4    a failure of this tool's own, such as an output that cannot be written
  130  interrupted (Ctrl-C), after printing what is known
  143  ended by SIGTERM, after printing what is known";

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        self.output.check_files(&[])?;
        let (client_id, deployment) = self.client.client(&self.texts)?;
        let everywhere = Everywhere::new(client_id, deployment, redirect_uris(&self.redirect_uri)?);
        let hosts = Region::all().iter().map(Region::login_host);
        let options = self.network.options(hosts)?;
        if self.dry_run {
            let first = everywhere.probes(&Evidence::default());
            return output::print(&dry_run::list(
                &first,
                &[everywhere.later()],
                options.retries,
            ));
        }
        let session = Session::new(options, self.output.quiet)?;
        let started = SystemTime::now();
        let allowed = AllowList::of_every_login();
        let wanted = |evidence: &_| everywhere.probes(evidence);
        let (evidence, interrupted) = block_on(async {
            Ok(session
                .ask(Evidence::default(), allowed, session.deadline(), wanted)
                .await)
        })?;
        session.progress.finish_and_clear();
        let run = session.run(evidence, started, interrupted);
        let report = locate::report(&everywhere, run);
        self.output.write(&report, &[], Some(session.signals))
    }
}
