//! Asking, the same for every command that does: until there is nothing left to ask, the deadline has come, or
//! somebody interrupts; with a line of progress on a terminal.

use super::environment::variable;
use super::error::Problem;
use super::network_args::Reach;
use crate::probe::{
    AllowList, Courtesy, Ended, Evidence, Limits, Network, Probe, Progress, RetryPolicy, gather,
};
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Duration;
use tokio::time::Instant;

/// One network, asked once or again and again.
pub(super) struct Asking {
    network: Network,
    courtesy: Courtesy,
    deadline: Duration,
    retry: RetryPolicy,
    /// Listens from the first request on, so that Ctrl-C is not lost between two.
    interrupt: Shared<LocalBoxFuture<'static, ()>>,
    /// The line of progress.
    pub(super) bar: ProgressBar,
}

impl Asking {
    /// Nobody is asked yet.
    pub(super) fn new(reach: Reach, quiet: bool) -> Self {
        Self {
            network: Network::new(reach.network),
            courtesy: Courtesy::default(),
            deadline: reach.deadline,
            retry: RetryPolicy {
                retries: reach.retries,
            },
            interrupt: interrupt().boxed_local().shared(),
            bar: progress_bar(quiet),
        }
    }

    /// Asks what is wanted, in rounds, until the deadline at the most: hosts in `allowed` and no others.
    pub(super) async fn ask(
        &self,
        deadline: Instant,
        allowed: AllowList,
        wanted: impl Fn(&Evidence) -> Vec<Probe>,
        progress: impl Fn(Progress),
    ) -> (Evidence, Ended) {
        let limits = Limits {
            deadline,
            retry: self.retry,
        };
        let network = self.network.within(allowed);
        let courtesy = &self.courtesy;
        let interrupt = self.interrupt.clone();
        gather(&network, courtesy, limits, wanted, progress, interrupt).await
    }

    /// The network, for more than requests.
    pub(super) fn network(&self) -> &Network {
        &self.network
    }

    /// When a run that begins now must be over.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.deadline
    }

    /// Waits while a host is left alone that asked for no more requests, and says so on the line of progress.
    pub(super) async fn rest(&self, host: &str) {
        if self.courtesy.rests(host) {
            self.bar.set_message(format!(
                "{host} asked for no more requests: waiting for up to a minute"
            ));
            self.bar.tick();
        }
        self.courtesy.rest(host).await;
    }

    /// Ends when somebody presses Ctrl-C, or at once if somebody has.
    pub(super) fn interrupted(&self) -> impl Future<Output = ()> + use<> {
        self.interrupt.clone()
    }

    /// Whether somebody has pressed Ctrl-C, as far as anything has waited since.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupt.peek().is_some()
    }

    /// Says on the line of progress how far a run has come.
    pub(super) fn show(&self, progress: Progress) {
        self.bar.set_message(format!(
            "asking Genesys Cloud: round {}, {} of {} answers",
            progress.round, progress.done, progress.total
        ));
        self.bar.tick();
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
