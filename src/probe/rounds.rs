use super::retry::{Next, asked_pause};
use super::{Evidence, Exchange, Observation, Probe, RetryPolicy, Transport};
use crate::http::{Failure, Host, HostThrottle};
use futures_util::future::join_all;
use std::cell::{Cell, RefCell};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// Rounds at the most. A healthy check needs two; the longest way has a login redirect of five hops.
pub const MAX_ROUNDS: usize = 8;

/// The bounds of a run.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// When the run must be over.
    pub deadline: Instant,
    /// When a request is sent once more.
    pub retry: RetryPolicy,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The round, counted from 1.
    pub round: usize,
    /// Requests answered, of this round.
    pub done: usize,
    /// Requests of this round.
    pub total: usize,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything that was wanted was asked, or given up by its own bounds.
    Complete,
    /// Somebody interrupted it.
    Interrupted,
}

/// Asks in rounds until nobody wants to know more: `wanted` is shown the evidence so far and names the
/// probes it would like; those that are new are sent, all at once.
///
/// `throttle` is what several runs share; `interrupt` ends the run early, with what is known until then.
pub async fn gather<T: Transport>(
    transport: &T,
    throttle: &HostThrottle,
    limits: Limits,
    wanted: impl Fn(&Evidence) -> Vec<Probe>,
    progress: impl Fn(Progress),
    interrupt: impl Future<Output = ()>,
) -> (Evidence, Ended) {
    let mut evidence = Evidence::default();
    tokio::pin!(interrupt);
    for round in 1..=MAX_ROUNDS {
        let probes = evidence.new_among(wanted(&evidence));
        if probes.is_empty() {
            break;
        }
        let slots: Vec<_> = probes.iter().map(|_| RefCell::new(None)).collect();
        let done = Cell::new(0);
        let total = probes.len();
        progress(Progress {
            round,
            done: 0,
            total,
        });
        let asking = join_all(probes.iter().zip(&slots).map(|(probe, slot)| async {
            let host = throttle.host(probe.host());
            let answer = ask(transport, limits, probe, &host).await;
            slot.replace(Some(answer));
            done.set(done.get() + 1);
            progress(Progress {
                round,
                done: done.get(),
                total,
            });
        }));
        let interrupted = tokio::select! {
            _ = asking => false,
            () = &mut interrupt => true,
        };
        for (probe, slot) in probes.into_iter().zip(slots) {
            let (observation, elapsed) = slot.into_inner().unwrap_or((
                Err(Failure::NotAsked {
                    why: "the run was interrupted before an answer came",
                }),
                Duration::ZERO,
            ));
            evidence.push(Exchange {
                round,
                probe,
                observation,
                elapsed,
            });
        }
        if interrupted {
            return (evidence, Ended::Interrupted);
        }
    }
    (evidence, Ended::Complete)
}

/// Asks one probe, as often as the policy allows. An answer that was given is never replaced by the news that
/// there was no time to ask again.
async fn ask<T: Transport>(
    transport: &T,
    limits: Limits,
    probe: &Probe,
    host: &Host,
) -> (Observation, Duration) {
    let mut attempt = 0;
    let mut last = None;
    loop {
        let Some(turn) = host.turn(limits.deadline).await else {
            let why = "the deadline came before the request was sent";
            return last.unwrap_or((Err(Failure::NotAsked { why }), Duration::ZERO));
        };
        if host.is_backed_off() {
            return last.unwrap_or((Err(Failure::RateLimited), Duration::ZERO));
        }
        let started = Instant::now();
        let observation = transport.send(probe, limits.deadline).await;
        drop(turn);
        let elapsed = started.elapsed();
        let left = limits.deadline.saturating_duration_since(Instant::now());
        let cut_short = left.is_zero() && matches!(observation, Err(Failure::Timeout { .. }));
        if let Some(answered) = last.take_if(|_| cut_short) {
            return answered;
        }
        let now = SystemTime::now();
        if let Some(pause) = asked_pause(&observation, left, now) {
            host.pause(pause);
        }
        let next = limits.retry.next(probe, attempt, &observation, left, now);
        match next {
            Next::Again(pause) => {
                last = Some((observation, elapsed));
                tokio::time::sleep(pause).await;
            }
            Next::Done => return (observation, elapsed),
            Next::BackOff => {
                host.back_off();
                return (observation, elapsed);
            }
        }
        attempt += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{HostThrottle, Limits, gather};
    use crate::probe::{
        Evidence, Failure, Observation, Probe, Purpose, Reply, RetryPolicy, Transport,
    };
    use std::cell::RefCell;
    use std::ops::Range;
    use std::time::Duration;
    use tokio::time::{Instant, sleep, timeout_at};

    const DEADLINE: Duration = Duration::from_secs(2);

    /// A host that answers like this after this time, to whoever waits so long.
    struct Host(Duration, fn() -> Observation);

    impl Transport for Host {
        async fn send(&self, _: &Probe, deadline: Instant) -> Observation {
            let waiting_for = "the header of the answer";
            match timeout_at(deadline, sleep(self.0)).await {
                Ok(()) => self.1(),
                Err(_) => Err(Failure::Timeout { waiting_for }),
            }
        }
    }

    fn answer(status: u16, retry_after: &'static [u8]) -> Reply {
        Reply::new(status, [("retry-after", retry_after)], b"")
    }

    fn probes(numbers: Range<usize>) -> Vec<Probe> {
        let probe = |number| {
            let url = format!("https://login.mypurecloud.de/{number}");
            Probe::new(Purpose::RedirectUri, url)
        };
        numbers.map(probe).collect()
    }

    /// How long a run takes that asks more in every round, and more at once than anybody may.
    async fn taken(host: &Host, retries: u32) -> Duration {
        let started = Instant::now();
        let limits = Limits {
            deadline: started + DEADLINE,
            retry: RetryPolicy { retries },
        };
        let wanted = |evidence: &Evidence| {
            let asked = evidence.exchanges().len();
            probes(asked..asked + 20)
        };
        let throttle = HostThrottle::default();
        let never = std::future::pending();
        gather(host, &throttle, limits, wanted, |_| {}, never).await;
        started.elapsed()
    }

    /// A host that notes when it is asked, and asks for a pause of a second in its first answer.
    #[derive(Default)]
    struct Pausing(RefCell<Vec<Duration>>);

    impl Transport for (Instant, Pausing) {
        async fn send(&self, _: &Probe, _: Instant) -> Observation {
            let (start, Pausing(asked)) = self;
            let first = asked.borrow().is_empty();
            asked.borrow_mut().push(start.elapsed());
            sleep(Duration::from_millis(100)).await;
            Ok(if first {
                answer(429, b"1")
            } else {
                answer(302, b"")
            })
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_one_answer_asks_for_is_kept_by_all() {
        let host = (Instant::now(), Pausing::default());
        let limits = Limits {
            deadline: host.0 + DEADLINE,
            retry: RetryPolicy { retries: 1 },
        };
        let never = std::future::pending();
        let throttle = HostThrottle::default();
        let twenty = |_: &Evidence| probes(0..20);
        let (evidence, _) = gather(&host, &throttle, limits, twenty, |_| {}, never).await;
        let (_, Pausing(asked)) = &host;
        let asked = asked.borrow();
        let (before, after) = asked.split_at(8);
        assert!(before.iter().all(Duration::is_zero), "{asked:?}");
        let over = Duration::from_millis(1100);
        assert!(after.iter().all(|time| *time >= over), "{asked:?}");
        assert_eq!(asked.len(), 21, "everybody, and the first one again");
        assert!(evidence.exchanges().iter().all(|exchange| {
            let answered = exchange.observation.as_ref();
            answered.is_ok_and(|reply| reply.status == 302)
        }));
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_is_answered_a_run_is_over_at_its_deadline() {
        let faults: [fn() -> Observation; 8] = [
            || Ok(answer(200, b"")),
            || Ok(answer(429, b"")),
            || Ok(answer(429, b"1")),
            || Ok(answer(429, b"3600")),
            || Ok(answer(503, b"1")),
            || Ok(answer(503, b"3600")),
            || Ok(answer(503, b"18446744073709551615")),
            || {
                Err(Failure::Protocol {
                    what: "x",
                    detail: None,
                })
            },
        ];
        let times = [0, 300, 900, 1900, 10_000].map(Duration::from_millis);
        for (number, fault) in faults.into_iter().enumerate() {
            for time in times {
                for retries in 0..=5 {
                    let taken = taken(&Host(time, fault), retries).await;
                    // The clock of the runtime has milliseconds.
                    let most = DEADLINE + Duration::from_millis(1);
                    assert!(taken <= most, "fault {number} after {time:?}: {taken:?}");
                }
            }
        }
    }
}
