//! `--wait`: polls until the client and its redirect URIs are right.

use super::run::Check;
use crate::checks::{
    grant_not_allowed, invalid_client, invalid_redirect, invalid_scope, judge, unreachable, wanted,
};
use crate::cli::session::Session;
use crate::finding::{FailOn, Selection, Status};
use crate::probe::{AllowList, Evidence, Purpose};
use crate::report::{Report, Signal, headline};
use crate::text::{counted, escape};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// The pause after the first poll; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The checks that a poll is judged by: all that its requests can show to be wrong. The others pass, or do not judge the
/// client.
const POLLED: [&str; 5] = [
    unreachable::RULE.id,
    invalid_client::RULE.id,
    invalid_redirect::RULE.id,
    grant_not_allowed::RULE.id,
    invalid_scope::RULE.id,
];

impl Check<'_> {
    /// Asks for the client alone until it is right, or the time is over; a poll under way is then cut short. Everything is
    /// asked once after it, unless this was interrupted: then it gives what the last poll brought.
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
            if is_right(&state) || now >= over {
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
        session.note(&format!("waited {time}, {}", counted(polls, "poll")));
        interrupted
    }

    /// Asks once what the first round asks of the client.
    async fn poll(&self, session: &Session, over: Instant) -> (Evidence, Option<Signal>) {
        let nothing = Evidence::default();
        let mut first = wanted(self.target, &nothing, self.selection);
        first.retain(|probe| is_authorization(probe.purpose));
        let deadline = session.deadline().min(over);
        let allowed = AllowList::of(self.target);
        session
            .ask(nothing, allowed, deadline, |_| first.clone())
            .await
    }

    /// What a poll shows of the client.
    fn state(&self, session: &Session, evidence: &Evidence) -> Report {
        let mut results = judge(self.target, evidence, &Selection::default());
        // Without the host, nothing is shown of the others.
        let is_left_out =
            |id| id != unreachable::RULE.id && self.selection.leaves_out(id).is_some();
        let all_left_out = POLLED.iter().skip(1).all(|id| is_left_out(*id));
        results.retain(|(rule, _)| {
            POLLED.contains(&rule.id) && (all_left_out || !is_left_out(rule.id))
        });
        let run = session.run(evidence.clone(), SystemTime::now(), None);
        Report::of(self.target.into(), run, results, FailOn::default())
    }
}

/// Whether nothing that was polled is wrong or open.
fn is_right(state: &Report) -> bool {
    let mut results = state.results.iter();
    !results.any(|(_, outcome)| matches!(outcome.status, Status::Fail | Status::Unverifiable))
}

/// What `--wait` would send, for `--dry-run`.
pub(super) fn would_send(wait: Duration) -> String {
    format!(
        "\nBefore that, with --wait: the requests of round 1 to the login host, again and again until the client is right, for {} at the most.\n",
        humantime::format_duration(wait)
    )
}

fn in_words(time: Duration) -> humantime::FormattedDuration {
    humantime::format_duration(Duration::from_secs(time.as_secs()))
}

/// Whether a request of the first round asks for the client, or is its control.
fn is_authorization(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::RedirectUri
            | Purpose::ClientControl
            | Purpose::RedirectControl
            | Purpose::OtherGrant
            | Purpose::Scope
    )
}
