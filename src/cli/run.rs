//! The run of a check, the same for the real service and the simulated one.

use super::browser;
use super::error::Problem;
use super::network_args::Reach;
use super::output;
use super::reporting::ReportingArgs;
use super::session::Session;
use super::signals::Signals;
use crate::browser::{BrowserPlan, Looked};
use crate::checks::{self, judge, wanted};
use crate::checks::{Selection, Status, Topic};
use crate::genesys::Target;
use crate::probe::{AllowList, Evidence, Purpose};
use crate::recording::Recording;
use crate::report::{self, Report, Signal, Source};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// The pause after the first poll; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How to run a check.
pub(super) struct Plan {
    pub(super) target: Target,
    pub(super) reach: Reach,
    /// What of it must be said in every report.
    pub(super) overrides: Vec<String>,
    pub(super) wait: Option<Duration>,
    pub(super) record: Option<PathBuf>,
    pub(super) browser: Option<BrowserPlan>,
}

/// A check that has asked, and has still to be printed.
pub(super) struct Checked {
    report: Report,
    /// What could not be written until now.
    unwritten: Vec<anyhow::Error>,
    signals: Signals,
}

impl Checked {
    /// Writes the report, and gives its exit status.
    pub(super) fn write(self, reporting: &ReportingArgs) -> Result<u8, Problem> {
        reporting.write(&self.report, self.unwritten, Some(self.signals))
    }
}

impl Plan {
    /// Asks and judges.
    pub(super) async fn run(
        self,
        selection: &Selection,
        reporting: &ReportingArgs,
    ) -> Result<Checked, Problem> {
        let run = Run {
            session: Session::new(self.reach, self.overrides, reporting.quiet)?,
            target: &self.target,
            selection,
        };
        let session = &run.session;
        let started = SystemTime::now();
        let mut given_up = None;
        if let Some(wait) = self.wait {
            let waited = run.wait(wait).await;
            if !reporting.quiet {
                let time = humantime::format_duration(Duration::from_secs(waited.time.as_secs()));
                let polls = if waited.polls == 1 { "poll" } else { "polls" };
                let line = format!("waited {time}, {} {polls}", waited.polls);
                session.progress.suspend(|| output::say(&line));
            }
            given_up = waited.interrupted;
        }
        let deadline = session.deadline();
        let (mut evidence, mut interrupted) = match given_up {
            Some(evidence) => (evidence, session.signals.first()),
            None => run.ask(deadline, |_| true).await,
        };
        let mut unwritten = Vec::new();
        if let Some(plan) = self
            .browser
            .filter(|_| checks::any_needs_browser(selection))
        {
            let looked = if interrupted.is_some() {
                Looked::interrupted(&self.target)
            } else {
                session.say("looking at the page with a browser");
                let interrupt = session.signals.interrupted();
                plan.visit(&self.target, session.network(), deadline, interrupt)
                    .await
            };
            if let Some(file) = &plan.screenshot {
                let missing = browser::keep(file, &looked.pictures, &mut unwritten);
                session
                    .progress
                    .suspend(|| missing.iter().for_each(|note| output::say(note)));
            }
            if looked.is_interrupted {
                interrupted = session.signals.first();
            }
            evidence.set_visited(looked.visited);
        }
        session.progress.finish_and_clear();
        let mut brought = session.run(evidence, started, interrupted);
        if let Some(file) = &self.record {
            // Reported from what is recorded, so that a replay reports the same.
            let recording = Recording::new(
                self.target.clone(),
                &brought.evidence,
                started,
                brought.overrides.clone(),
                interrupted,
            );
            unwritten.extend(output::to_file(file, recording.to_json()).err());
            brought.evidence = recording.evidence;
        }
        Ok(Checked {
            report: Report::new(&self.target, brought, selection, reporting.fail_on()),
            unwritten,
            signals: run.session.signals,
        })
    }
}

/// Judges a recording and tells what it says, without asking anybody.
pub(super) fn replay(
    recording: Recording,
    selection: &Selection,
    reporting: &ReportingArgs,
) -> Result<u8, Problem> {
    let run = report::Run {
        source: Source::Replay,
        interrupted: recording.interrupted,
        ..report::Run::new(recording.evidence, recording.taken_at, recording.overrides)
    };
    let report = Report::new(&recording.target, run, selection, reporting.fail_on());
    reporting.write(&report, Vec::new(), None)
}

/// What is asked for, and how.
struct Run<'a> {
    session: Session,
    target: &'a Target,
    selection: &'a Selection,
}

/// How waiting ended.
struct Waited {
    polls: usize,
    time: Duration,
    /// What the last poll brought, if it was interrupted.
    interrupted: Option<Evidence>,
}

impl Run<'_> {
    /// Asks what is wanted and of these purposes, until the deadline at the most.
    async fn ask(
        &self,
        deadline: Instant,
        purposes: impl Fn(Purpose) -> bool,
    ) -> (Evidence, Option<Signal>) {
        let wanted = |evidence: &Evidence| {
            let mut probes = wanted(self.target, evidence, self.selection);
            probes.retain(|probe| purposes(probe.purpose));
            probes
        };
        let allowed = AllowList::of(self.target);
        let progress = |progress| self.session.show(progress);
        self.session.ask(deadline, allowed, wanted, progress).await
    }

    /// Asks for the client and its redirect URIs alone until they are right, or the time is over; a poll under way is
    /// then cut short. All that there is to ask is asked once, behind this.
    async fn wait(&self, wait: Duration) -> Waited {
        let start = Instant::now();
        let over = start + wait;
        let mut pause = FIRST_PAUSE;
        let mut polls = 0;
        let ended = |polls, interrupted| Waited {
            polls,
            time: start.elapsed(),
            interrupted,
        };
        loop {
            let deadline = self.session.deadline().min(over);
            let (evidence, interrupted) = self.ask(deadline, is_authorization).await;
            polls += 1;
            if interrupted.is_some() {
                return ended(polls, Some(evidence));
            }
            let now = Instant::now();
            if self.is_right(&evidence) || now >= over {
                return ended(polls, None);
            }
            // The last pause is as long as the time that is left, and the check asks behind it.
            let next = (now + pause).min(over);
            self.session.say(format!(
                "not right yet, asked {polls} times; asking again in {} s",
                (next - now).as_secs()
            ));
            tokio::select! {
                () = tokio::time::sleep_until(next) => {}
                () = self.session.signals.interrupted() => return ended(polls, Some(evidence)),
            }
            if next == over {
                return ended(polls, None);
            }
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    }

    /// Whether the client and all of its redirect URIs pass.
    fn is_right(&self, evidence: &Evidence) -> bool {
        let results = judge(self.target, evidence, &Selection::default());
        let mut core = results
            .iter()
            .filter(|(rule, _)| matches!(rule.topic, Topic::Client | Topic::RedirectUri));
        core.all(|(_, outcome)| outcome.status == Status::Pass)
    }
}

/// Whether a request of the first round asks for the client and its redirect URIs, or is their control.
fn is_authorization(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::RedirectUri | Purpose::ClientControl | Purpose::RedirectControl
    )
}
