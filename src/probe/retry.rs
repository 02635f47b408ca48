use super::{Observation, Probe, Reply};
use crate::http::Failure;
use std::time::{Duration, SystemTime};

/// When a request is sent once more.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// Attempts after the first.
    pub retries: u32,
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

impl RetryPolicy {
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
            Err(Failure::AskedTooMuch { .. }) => return Next::BackOff,
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
    use super::{Next, RetryPolicy, asked_pause, retry_after};
    use crate::probe::{Failure, Observation, Probe, Purpose, Reply};
    use std::time::{Duration, SystemTime};

    fn next(purpose: Purpose, attempt: u32, observation: &Observation) -> Next {
        let probe = Probe::new(purpose, "https://login.mypurecloud.de/");
        let left = Duration::from_secs(5);
        RetryPolicy { retries: 1 }.next(&probe, attempt, observation, left, SystemTime::UNIX_EPOCH)
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
        let ended = Err(Failure::AskedTooMuch {
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
