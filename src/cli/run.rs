//! The run of a check, the same for the real service and the simulated one.

use super::asking::Asking;
use super::browser::{self, BrowserPlan};
use super::error::Problem;
use super::network_args::Reach;
use super::output;
use super::reporting::ReportingArgs;
use crate::checks::{self, judge, wanted};
use crate::genesys::Target;
use crate::judging::{Selection, Status, Topic};
use crate::probe::{AllowList, Ended, Evidence, Purpose};
use crate::recording::{Recording, Redacted};
use crate::report::{self, Report, Signal, Source};
use crate::text::escape;
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

impl Plan {
    /// Asks, judges, tells, and gives the exit status.
    pub(super) async fn run(self, reporting: &ReportingArgs) -> Result<u8, Problem> {
        let selection = reporting.selection()?;
        let run = Run {
            asking: Asking::new(self.reach, reporting.quiet),
            target: &self.target,
            selection: &selection,
        };
        let taken_at = SystemTime::now();
        let mut given_up = None;
        if let Some(wait) = self.wait {
            let waited = run.wait(wait).await;
            if !reporting.quiet {
                let time = humantime::format_duration(Duration::from_secs(waited.time.as_secs()));
                let polls = if waited.polls == 1 { "poll" } else { "polls" };
                let line = format!("waited {time}, {} {polls}", waited.polls);
                run.asking.bar.suspend(|| output::say(&line));
            }
            given_up = waited.interrupted;
        }
        let deadline = run.asking.deadline();
        let (mut evidence, ended) = match given_up {
            Some(evidence) => (evidence, Ended::Interrupted),
            None => run.ask(deadline, |_| true).await,
        };
        let mut interrupted = ended == Ended::Interrupted;
        let mut unwritten = Vec::new();
        if let Some(plan) = self.browser.filter(|_| checks::looks(&selection)) {
            let visited = if interrupted {
                browser::interrupted(&self.target)
            } else {
                let bar = &run.asking.bar;
                bar.set_message("looking at the page with a browser");
                bar.tick();
                plan.visit(&self.target, &run.asking, deadline, &mut unwritten)
                    .await
            };
            interrupted |= browser::was_interrupted(&visited);
            evidence.set_visited(visited);
        }
        run.asking.bar.finish_and_clear();
        if let Some(file) = &self.record {
            // Reported from what is recorded, so that a replay reports the same.
            if let Some(redacted) = Redacted::of(&self.target, &evidence) {
                evidence = redacted.evidence().clone();
                let recording = Recording::new(
                    self.target.clone(),
                    redacted,
                    taken_at,
                    self.overrides.clone(),
                    interrupted,
                );
                unwritten.extend(output::to_file(file, recording.to_json()).err());
            } else {
                output::say(&format!(
                    "{} was not written: with cookies and request ids taken out, the answers would be judged otherwise",
                    escape(&file.to_string_lossy())
                ));
            }
        }
        let mut run = report::Run::new(evidence, taken_at, self.overrides);
        run.interrupted = interrupted.then_some(Signal::Interrupt);
        tell(&self.target, run, reporting, unwritten)
    }
}

/// Judges a recording and tells what it says, without asking anybody.
pub(super) fn replay(recording: Recording, reporting: &ReportingArgs) -> Result<u8, Problem> {
    let run = report::Run {
        source: Source::Replay,
        interrupted: recording.interrupted.then_some(Signal::Interrupt),
        ..report::Run::new(recording.evidence, recording.taken_at, recording.overrides)
    };
    tell(&recording.target, run, reporting, Vec::new())
}

/// Judges a run, tells what it says, and gives the exit status.
fn tell(
    target: &Target,
    run: report::Run,
    reporting: &ReportingArgs,
    unwritten: Vec<anyhow::Error>,
) -> Result<u8, Problem> {
    let report = Report::new(target, run, &reporting.selection()?, reporting.fail_on());
    reporting.write(&report, unwritten)?;
    Ok(report.exit_status)
}

/// What is asked for, and how.
struct Run<'a> {
    asking: Asking,
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
    ) -> (Evidence, Ended) {
        let wanted = |evidence: &Evidence| {
            let mut probes = wanted(self.target, evidence, self.selection);
            probes.retain(|probe| purposes(probe.purpose));
            probes
        };
        let allowed = AllowList::of(self.target);
        let progress = |progress| self.asking.show(progress);
        self.asking.ask(deadline, allowed, wanted, progress).await
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
            let deadline = self.asking.deadline().min(over);
            let (evidence, end) = self.ask(deadline, is_authorization).await;
            polls += 1;
            if end == Ended::Interrupted {
                return ended(polls, Some(evidence));
            }
            let now = Instant::now();
            if self.is_right(&evidence) || now >= over {
                return ended(polls, None);
            }
            // The last pause is as long as the time that is left, and the check asks behind it.
            let next = (now + pause).min(over);
            self.asking.bar.set_message(format!(
                "not right yet, asked {polls} times; asking again in {} s",
                (next - now).as_secs()
            ));
            self.asking.bar.tick();
            tokio::select! {
                () = tokio::time::sleep_until(next) => {}
                () = self.asking.interrupted() => return ended(polls, Some(evidence)),
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
