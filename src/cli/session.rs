//! One run of a command that asks: its network, its bounds, its signals and its line of progress.

use super::environment::setting;
use super::error::Problem;
use super::network_args::Reach;
use super::signals::Signals;
use crate::http::{HostThrottle, Network};
use crate::probe::{
    AllowList, Confined, Ended, Evidence, Limits, Probe, Progress, RetryPolicy, gather,
};
use crate::report::{Run, Signal};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

pub(super) struct Session {
    network: Network,
    throttle: HostThrottle,
    deadline: Duration,
    retry: RetryPolicy,
    /// What must be said in every report.
    overrides: Vec<String>,
    pub(super) signals: Signals,
    pub(super) progress: ProgressBar,
}

impl Session {
    pub(super) fn new(reach: Reach, overrides: Vec<String>, quiet: bool) -> Result<Self, Problem> {
        Ok(Self {
            network: Network::new(reach.network),
            throttle: HostThrottle::default(),
            deadline: reach.deadline,
            retry: RetryPolicy {
                retries: reach.retries,
            },
            overrides,
            signals: Signals::listen()?,
            progress: progress_bar(quiet),
        })
    }

    /// Asks what is wanted, in rounds, until the deadline at the most: hosts in `allowed` and no others.
    pub(super) async fn ask(
        &self,
        deadline: Instant,
        allowed: AllowList,
        wanted: impl Fn(&Evidence) -> Vec<Probe>,
        progress: impl Fn(Progress),
    ) -> (Evidence, Option<Signal>) {
        let limits = Limits {
            deadline,
            retry: self.retry,
        };
        let network = Confined::new(&self.network, allowed);
        let interrupted = self.signals.interrupted();
        let (evidence, ended) = gather(
            &network,
            &self.throttle,
            limits,
            wanted,
            progress,
            interrupted,
        )
        .await;
        let signal = self.signals.first().filter(|_| ended == Ended::Interrupted);
        (evidence, signal)
    }

    /// What a run brought, for a report.
    pub(super) fn run(
        &self,
        evidence: Evidence,
        started: SystemTime,
        interrupted: Option<Signal>,
    ) -> Run {
        Run {
            interrupted,
            ..Run::new(evidence, started, self.overrides.clone())
        }
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
        if self.throttle.is_backed_off(host) {
            self.say(format!(
                "{host} asked for no more requests: waiting for up to a minute"
            ));
        }
        self.throttle.wait(host).await;
    }

    /// Says on the line of progress what is going on.
    pub(super) fn say(&self, text: impl Into<std::borrow::Cow<'static, str>>) {
        self.progress.set_message(text);
        self.progress.tick();
    }

    /// Says on the line of progress how far a run has come.
    pub(super) fn show(&self, progress: Progress) {
        self.say(format!(
            "asking Genesys Cloud: round {}, {} of {} answers",
            progress.round, progress.done, progress.total
        ));
    }
}

/// The runtime of a command that asks. Those that stay offline never build one.
pub(super) fn block_on<T>(future: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let done = runtime.block_on(future);
    // A name that is still being resolved is not waited for: the system's resolver knows no deadline.
    runtime.shutdown_background();
    done
}

/// A line on stderr while asking, on a terminal only.
fn progress_bar(quiet: bool) -> ProgressBar {
    if quiet || setting("CI").is_some() || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{msg}") {
        bar.set_style(style);
    }
    bar
}
