//! Asking in rounds: what is wanted, until nothing new is, with retries, a deadline and an end of patience.

use super::{Evidence, Exchange, Observation, Probe, Reply, Transport};
use crate::http::{Cause, Failure, Host, HostThrottle};
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
    /// How often a request that failed is sent once more.
    pub retries: u32,
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

/// Asks in rounds until nobody wants to know more than the evidence: `wanted` is shown what there is so far and names
/// the probes it would like; those that are new are sent, all at once.
///
/// `throttle` is what several runs share; `interrupt` ends the run early, with what is known until then. Tells whether
/// it did.
pub async fn gather<T: Transport>(
    transport: &T,
    throttle: &HostThrottle,
    limits: Limits,
    mut evidence: Evidence,
    wanted: impl Fn(&Evidence) -> Vec<Probe>,
    progress: impl Fn(Progress),
    interrupt: impl Future<Output = ()>,
) -> (Evidence, bool) {
    tokio::pin!(interrupt);
    let rounds = evidence.exchanges().iter().map(|one| one.round);
    let asked = rounds.max().unwrap_or_default();
    for round in asked + 1..=MAX_ROUNDS {
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
            return (evidence, true);
        }
    }
    (evidence, false)
}

/// Asks one probe, as often as the policy allows. An answer that was given is never replaced by the news that
/// there was no time to ask again.
pub(crate) async fn ask<T: Transport>(
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
        let next = limits.next(probe, attempt, &observation, left, now);
        match next {
            Next::Again(pause) => {
                last = Some((observation, elapsed));
                tokio::time::sleep(pause).await;
            }
            Next::Done => return (observation, elapsed),
            Next::BackOff => {
                let answered = observation.as_ref().ok();
                host.back_off(answered.and_then(|reply| retry_after(reply, now)));
                return (observation, elapsed);
            }
        }
        attempt += 1;
    }
}

/// The pause before an attempt that nobody named a time for.
const PAUSE: Duration = Duration::from_millis(250);

/// What to do after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The observation stands.
    Done,
    /// Try again after this pause.
    Again(Duration),
    /// The observation stands, and the host wants no more requests.
    BackOff,
}

impl Limits {
    /// What to do after attempt number `attempt` (from 0) brought `observation`, with `left` until the deadline.
    pub(super) fn next(
        self,
        probe: &Probe,
        attempt: u32,
        observation: &Observation,
        left: Duration,
        now: SystemTime,
    ) -> Next {
        let more = attempt < self.retries && probe.may_repeat();
        let doubled = PAUSE.saturating_mul(2_u32.saturating_pow(attempt.min(10)));
        let pause = match observation {
            Err(failure) if failure.is_transient() => Some(doubled),
            Err(Failure::Ended {
                cause: Cause::RateLimited,
                ..
            }) => return Next::BackOff,
            Ok(reply) if reply.status == 429 => {
                // Only a time that can be kept is an invitation to come back.
                return match asked_pause(observation, left, now) {
                    Some(wait) if more => Next::Again(wait),
                    // This one is not repeated; what else the host is asked may be.
                    Some(_) if !probe.may_repeat() => Next::Done,
                    _ => Next::BackOff,
                };
            }
            Ok(reply) if reply.status >= 500 => Some(retry_after(reply, now).unwrap_or(doubled)),
            _ => None,
        };
        match pause {
            Some(pause) if more && pause < left => Next::Again(pause),
            _ => Next::Done,
        }
    }
}

/// How long the host asks everybody to wait who has `left` until the deadline: it says so beside a 429 or a fault
/// of its own. A pause that nobody can keep is none.
pub(super) fn asked_pause(
    observation: &Observation,
    left: Duration,
    now: SystemTime,
) -> Option<Duration> {
    let reply = observation.as_ref().ok()?;
    let asks = reply.status == 429 || reply.status >= 500;
    let pause = retry_after(reply, now).filter(|_| asks)?;
    (pause < left).then_some(pause)
}

/// RFC 9110, 10.2.3: a number of seconds, or a date.
fn retry_after(reply: &Reply, now: SystemTime) -> Option<Duration> {
    let text = reply.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Cause, HostThrottle, Limits, Next, asked_pause, gather, retry_after};
    use crate::probe::{Evidence, Failure, Observation, Probe, Purpose, Reply, Transport};
    use std::cell::RefCell;
    use std::ops::Range;
    use std::time::{Duration, SystemTime};
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
            retries,
        };
        let wanted = |evidence: &Evidence| {
            let asked = evidence.exchanges().len();
            probes(asked..asked + 20)
        };
        let throttle = HostThrottle::default();
        let never = std::future::pending();
        gather(
            host,
            &throttle,
            limits,
            Evidence::default(),
            wanted,
            |_| {},
            never,
        )
        .await;
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
                answer(429, Some("1"))
            } else {
                answer(302, Some(""))
            })
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_one_answer_asks_for_is_kept_by_all() {
        let host = (Instant::now(), Pausing::default());
        let limits = Limits {
            deadline: host.0 + DEADLINE,
            retries: 1,
        };
        let never = std::future::pending();
        let throttle = HostThrottle::default();
        let twenty = |_: &Evidence| probes(0..20);
        let (evidence, _) = gather(
            &host,
            &throttle,
            limits,
            Evidence::default(),
            twenty,
            |_| {},
            never,
        )
        .await;
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
            || Ok(answer(200, Some(""))),
            || Ok(answer(429, Some(""))),
            || Ok(answer(429, Some("1"))),
            || Ok(answer(429, Some("3600"))),
            || Ok(answer(503, Some("1"))),
            || Ok(answer(503, Some("3600"))),
            || Ok(answer(503, Some("18446744073709551615"))),
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

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asks_for_a_longer_time_than_a_run_has_is_left_alone_so_long() {
        let throttle = HostThrottle::default();
        let limits = Limits {
            deadline: Instant::now() + DEADLINE,
            retries: 1,
        };
        let host = Host(Duration::ZERO, || Ok(answer(429, Some("300"))));
        let one = |_: &Evidence| probes(0..1);
        let never = std::future::pending();
        gather(
            &host,
            &throttle,
            limits,
            Evidence::default(),
            one,
            |_| {},
            never,
        )
        .await;
        let start = Instant::now();
        throttle.wait("login.mypurecloud.de").await;
        assert_eq!(start.elapsed(), Duration::from_secs(300));
    }

    fn next(purpose: Purpose, attempt: u32, observation: &Observation) -> Next {
        let probe = Probe::new(purpose, "https://login.mypurecloud.de/");
        let left = Duration::from_secs(5);
        let limits = Limits {
            deadline: Instant::now() + left,
            retries: 1,
        };
        limits.next(&probe, attempt, observation, left, SystemTime::UNIX_EPOCH)
    }

    fn answer(status: u16, retry_after: Option<&str>) -> Reply {
        let header = retry_after.map(|value| ("Retry-After", value.as_bytes()));
        Reply::new(status, header, b"")
    }

    #[test]
    fn transient_faults_are_tried_once_more_and_answers_are_not() {
        let timeout = Err(Failure::Timeout { waiting_for: "x" });
        assert_eq!(
            next(Purpose::RedirectUri, 0, &timeout),
            Next::Again(Duration::from_millis(250))
        );
        assert_eq!(next(Purpose::RedirectUri, 1, &timeout), Next::Done);
        assert_eq!(next(Purpose::InitPage, 0, &timeout), Next::Done);
        assert_eq!(
            next(Purpose::RedirectUri, 0, &Ok(answer(302, None))),
            Next::Done
        );
        assert!(matches!(
            next(Purpose::RedirectUri, 0, &Ok(answer(503, None))),
            Next::Again(_)
        ));
    }

    #[test]
    fn only_a_retry_after_that_can_be_kept_is_kept() {
        for (header, expected) in [
            (Some("2"), Next::Again(Duration::from_secs(2))),
            (
                Some("Thu, 01 Jan 1970 00:00:03 GMT"),
                Next::Again(Duration::from_secs(3)),
            ),
            (Some("60"), Next::BackOff),
            (Some("soon"), Next::BackOff),
            (None, Next::BackOff),
        ] {
            assert_eq!(
                next(Purpose::RedirectUri, 0, &Ok(answer(429, header))),
                expected,
                "{header:?}"
            );
        }
    }

    #[test]
    fn who_ends_a_request_for_being_asked_too_much_is_left_alone() {
        let ended = Err(Failure::Ended {
            cause: Cause::RateLimited,
            host: "login.mypurecloud.de".to_owned(),
            detail: "x".to_owned(),
        });
        for purpose in [Purpose::RedirectUri, Purpose::InitPage] {
            assert_eq!(next(purpose, 0, &ended), Next::BackOff);
        }
    }

    #[test]
    fn what_is_never_repeated_closes_a_host_only_without_a_time_to_come_back() {
        let init_page = |header| next(Purpose::InitPage, 0, &Ok(answer(429, header)));
        assert_eq!(init_page(Some("2")), Next::Done);
        assert_eq!(init_page(None), Next::BackOff);
    }

    #[test]
    fn a_pause_is_asked_for_beside_a_429_or_a_fault_and_must_end_in_time() {
        let asked = |status, header| {
            let (left, now) = (Duration::from_secs(5), SystemTime::UNIX_EPOCH);
            asked_pause(&Ok(answer(status, header)), left, now)
        };
        let two = Some(Duration::from_secs(2));
        assert_eq!(asked(429, Some("2")), two);
        assert_eq!(asked(503, Some("2")), two);
        assert_eq!(asked(302, Some("2")), None);
        assert_eq!(asked(429, None), None);
        assert_eq!(asked(429, Some("5")), None);
    }

    #[test]
    fn a_date_in_the_past_means_now() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let past = answer(429, Some("Thu, 01 Jan 1970 00:00:03 GMT"));
        assert_eq!(retry_after(&past, now), Some(Duration::ZERO));
    }
}
