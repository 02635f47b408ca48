//! The run of a check, the same for the real service and the simulated one.

use super::environment::variable;
use super::error::Problem;
use super::reporting::ReportingArgs;
use crate::checks::wanted;
use crate::probe::{
    AllowList, Ended, Limits, Network, NetworkOptions, Progress, RetryPolicy, gather,
};
use crate::report::Report;
use crate::setup::Target;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// Exit status of an interrupted run, as shells count: 128 and the number of SIGINT.
const INTERRUPTED: u8 = 130;

/// How to run a check.
pub(super) struct Plan {
    pub(super) target: Target,
    pub(super) network: NetworkOptions,
    pub(super) deadline: Duration,
    pub(super) retries: u32,
    pub(super) overrides: Vec<String>,
}

impl Plan {
    /// Asks, judges, tells, and gives the exit status.
    pub(super) async fn run(self, reporting: &ReportingArgs) -> Result<u8, Problem> {
        let selection = reporting.selection()?;
        let taken_at = SystemTime::now();
        let limits = Limits {
            deadline: Instant::now() + self.deadline,
            retry: RetryPolicy {
                retries: self.retries,
            },
        };
        let network = Network::new(self.network, AllowList::of(&self.target));
        let bar = progress_bar(reporting.quiet);
        let (evidence, ended) = gather(
            &network,
            limits,
            |evidence| wanted(&self.target, evidence, &selection),
            |progress| show(&bar, progress),
            interrupt(),
        )
        .await;
        bar.finish_and_clear();
        let mut report = Report::new(
            &self.target,
            evidence,
            &selection,
            reporting.fail_on(),
            taken_at,
            self.overrides,
        );
        if ended == Ended::Interrupted {
            report.interrupted = true;
            report.exit_status = INTERRUPTED;
        }
        reporting.write(&report)?;
        Ok(report.exit_status)
    }
}

/// The runtime of a command that asks. Those that stay offline never build one.
pub(super) fn block_on<T>(future: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Problem::Own(anyhow::Error::new(error).context("cannot start the runtime"))
        })?;
    let done = runtime.block_on(future);
    // A name that is still being resolved is not waited for: the system's resolver knows no deadline.
    runtime.shutdown_background();
    done
}

/// Ends when somebody presses Ctrl-C.
pub(super) async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// A line on stderr while asking, on a terminal only.
fn progress_bar(quiet: bool) -> ProgressBar {
    if quiet || variable("CI").is_some() || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{msg}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_message(format!(
        "asking Genesys Cloud: round {}, {} of {} answers",
        progress.round, progress.done, progress.total
    ));
    bar.tick();
}
