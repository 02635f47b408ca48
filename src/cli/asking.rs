//! Asking, the same for every command that does: until there is nothing left to ask, the deadline has come, or
//! somebody interrupts; with a line of progress on a terminal.

use super::environment::variable;
use super::error::Problem;
use super::network_args::Reach;
use crate::probe::{
    AllowList, Ended, Evidence, Limits, Network, Probe, Progress, RetryPolicy, gather,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Duration;
use tokio::time::Instant;

/// Exit status of an interrupted run, as shells count: 128 and the number of SIGINT.
pub(super) const INTERRUPTED: u8 = 130;

/// One network, asked once or again and again.
pub(super) struct Asking {
    network: Network,
    deadline: Duration,
    retry: RetryPolicy,
    /// The line of progress.
    pub(super) bar: ProgressBar,
}

impl Asking {
    /// Asks hosts in `allowed` and no others.
    pub(super) fn new(reach: Reach, allowed: AllowList, quiet: bool) -> Self {
        Self {
            network: Network::new(reach.network, allowed),
            deadline: reach.deadline,
            retry: RetryPolicy {
                retries: reach.retries,
            },
            bar: progress_bar(quiet),
        }
    }

    /// Asks what is wanted, in rounds.
    pub(super) async fn ask(&self, wanted: impl Fn(&Evidence) -> Vec<Probe>) -> (Evidence, Ended) {
        let limits = Limits {
            deadline: Instant::now() + self.deadline,
            retry: self.retry,
        };
        let progress = |progress| show(&self.bar, progress);
        gather(&self.network, limits, wanted, progress, interrupt()).await
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
