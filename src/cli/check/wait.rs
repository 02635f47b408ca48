//! `--wait`: polls until the client and its redirect URIs are right.

use super::run::Check;
use crate::checks::{judge, wanted};
use crate::cli::session::Session;
use crate::finding::{FailOn, Selection, Topic, Verdict};
use crate::probe::{AllowList, Evidence, Purpose};
use crate::report::{Report, Signal, headline};
use crate::text::escape;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// The pause after the first poll; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Check<'_> {
    /// Asks for the client and its redirect URIs alone until they are right, or the time is over; a poll under way is
    /// then cut short. Everything is asked once after it, unless this was interrupted: then it gives what the last poll
    /// brought.
    pub(super) async fn wait(&self, session: &Session, wait: Duration) -> Option<Evidence> {
        let start = Instant::now();
        let over = start + wait;
        let mut pause = FIRST_PAUSE;
        let mut polls = 0;
        let mut told = String::new();
        let interrupted = loop {
            let (evidence, interrupted) = self.poll(session, over).await;
            polls += 1;
            if interrupted.is_some() {
                break Some(evidence);
            }
            let now = Instant::now();
            let state = self.state(session, &evidence);
            if state.verdict == Verdict::Pass || now >= over {
                break None;
            }
            let headline = headline(&state);
            if headline != told {
                session.note(&format!("not right yet: {}", escape(&headline)));
                told = headline;
            }
            // The last pause is as long as the time that is left, and the check asks after it.
            let next = (now + pause).min(over);
            session.say(format!(
                "not right yet: asking again in {} s, for {} more",
                (next - now).as_secs(),
                in_words(over - now)
            ));
            tokio::select! {
                () = tokio::time::sleep_until(next) => {}
                () = session.signals.interrupted() => break Some(evidence),
            }
            if next == over {
                break None;
            }
            pause = (2 * pause).min(LONGEST_PAUSE);
        };
        let time = in_words(start.elapsed());
        let s = if polls == 1 { "" } else { "s" };
        session.note(&format!("waited {time}, {polls} poll{s}"));
        interrupted
    }

    async fn poll(&self, session: &Session, over: Instant) -> (Evidence, Option<Signal>) {
        let wanted = |evidence: &Evidence| {
            let mut probes = wanted(self.target, evidence, self.selection);
            probes.retain(|probe| is_authorization(probe.purpose));
            probes
        };
        let deadline = session.deadline().min(over);
        let allowed = AllowList::of(self.target);
        session
            .ask(Evidence::default(), allowed, deadline, wanted)
            .await
    }

    /// What a poll shows of the client and its redirect URIs.
    fn state(&self, session: &Session, evidence: &Evidence) -> Report {
        let mut results = judge(self.target, evidence, &Selection::default());
        results.retain(|(rule, _)| {
            matches!(
                rule.topic,
                Topic::LoginHost | Topic::Client | Topic::RedirectUri
            )
        });
        let run = session.run(evidence.clone(), SystemTime::now(), None);
        Report::of(self.target.into(), run, results, FailOn::default())
    }
}

fn in_words(time: Duration) -> humantime::FormattedDuration {
    humantime::format_duration(Duration::from_secs(time.as_secs()))
}

/// Whether a request of the first round asks for the client and its redirect URIs, or is their control.
fn is_authorization(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::RedirectUri | Purpose::ClientControl | Purpose::RedirectControl
    )
}
