//! One run of a command that asks: its network, its bounds, its signals and its line of progress.

use super::error::Problem;
use super::input::setting;
use super::output;
use super::signals::Signals;
use crate::checks::wanted;
use crate::finding::Selection;
use crate::genesys::Target;
use crate::http::{HostThrottle, Network, NetworkOptions};
use crate::probe::{AllowList, Confined, Evidence, Limits, Probe, Progress, gather};
use crate::report::{Run, Signal};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::borrow::Cow;
use std::io::IsTerminal as _;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// How to reach the service, and for how long to try.
pub(super) struct SessionOptions {
    pub(super) network: NetworkOptions,
    pub(super) deadline: Duration,
    pub(super) retries: u32,
    /// What of it every report must say.
    pub(super) overrides: Vec<String>,
}

pub(super) struct Session {
    pub(super) network: Network,
    pub(super) throttle: HostThrottle,
    deadline: Duration,
    retries: u32,
    overrides: Vec<String>,
    pub(super) signals: Signals,
    pub(super) progress: ProgressBar,
}

impl Session {
    pub(super) fn new(options: SessionOptions, quiet: bool) -> Result<Self, Problem> {
        Ok(Self {
            network: Network::new(options.network),
            throttle: HostThrottle::default(),
            deadline: options.deadline,
            retries: options.retries,
            overrides: options.overrides,
            signals: Signals::listen()?,
            progress: progress_bar(quiet),
        })
    }

    /// Asks what the checks of a target want to know beside the evidence, until the deadline at the most.
    pub(super) async fn check(
        &self,
        evidence: Evidence,
        target: &Target,
        selection: &Selection,
        deadline: Instant,
    ) -> (Evidence, Option<Signal>) {
        let wanted = |evidence: &_| wanted(target, evidence, selection);
        let allowed = AllowList::of(target);
        self.ask(evidence, allowed, deadline, wanted).await
    }

    /// Asks what is wanted beside the evidence, in rounds: hosts in `allowed` and no others. Tells the signal that ended it, if one did.
    pub(super) async fn ask(
        &self,
        evidence: Evidence,
        allowed: AllowList,
        deadline: Instant,
        wanted: impl Fn(&Evidence) -> Vec<Probe>,
    ) -> (Evidence, Option<Signal>) {
        let network = Confined::new(&self.network, allowed);
        let limits = Limits {
            deadline,
            retries: self.retries,
        };
        let interrupt = self.signals.interrupted();
        let progress = |progress| self.show(progress);
        let asking = gather(
            &network,
            &self.throttle,
            limits,
            evidence,
            wanted,
            progress,
            interrupt,
        );
        let (evidence, interrupted) = asking.await;
        let signal = self.signals.first().filter(|_| interrupted);
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

    /// The bounds of a run that begins now.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            deadline: self.deadline(),
            retries: self.retries,
        }
    }

    /// When a run that begins now must be over.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.deadline
    }

    /// Waits while a host is left alone that asked for no more requests.
    pub(super) async fn rest(&self, host: &str) {
        if self.throttle.is_backed_off(host) {
            self.say(format!(
                "{host} asked for no more requests: waiting for a minute, or as long as it says"
            ));
        }
        self.throttle.wait(host).await;
    }

    /// Says on the line of progress what is going on.
    pub(super) fn say(&self, text: impl Into<Cow<'static, str>>) {
        self.progress.set_message(text);
        self.progress.tick();
    }

    /// Says something besides the report.
    pub(super) fn note(&self, text: &str) {
        self.progress.suspend(|| output::say(text));
    }

    fn show(&self, progress: Progress) {
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
    if let Ok(style) = ProgressStyle::with_template("{prefix}{msg}") {
        bar.set_style(style);
    }
    bar
}
