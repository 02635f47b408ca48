use crate::classify::{Basis, Row, intruder};
use crate::judging::{Case, Check, Outcome, Rule, Sure, Topic};
use crate::probe::Probe;
use std::time::Duration;

/// The clock of the computer that runs the check is wrong.
pub(super) struct WrongClock;

/// How far two clocks may be apart. Kerberos and most sign-in services take as much.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

static RULE: Rule = Rule {
    id: "wrong-clock",
    title: "This computer's clock is right",
    topic: Topic::Other,
    defect: "The clock of the computer that runs the check is minutes or more away from that of the login host. This says nothing about the client.",
    remedy: "Set this computer's clock, or let the system set it from a time server.",
    checks: "Whether this computer's clock agrees with that of the login host, within five minutes.",
    symptom: "While the clock is only hours away, the login page loads, but a sign-in may end in an error or begin again, as tokens seem to have expired. If it is days or years away, certificates seem to be expired or not valid yet: ERR_CERT_DATE_INVALID. If only this computer's clock is wrong, agents elsewhere see nothing of it.",
    cause: "A flat battery, a virtual machine that was paused, a time zone that was set by moving the clock, or a time server that is out of reach.",
    matters: "Certificates and tokens hold from one moment to another. A wrong clock makes good ones look bad, and the fault is then looked for in the client.",
    mend: &[
        "Compare the clock with the right time, with date and time zone.",
        "Let the system set it: in the settings of date and time on Windows and macOS, with timedatectl set-ntp true on most Linux systems.",
        "Run the check again.",
    ],
    example: None,
    knows: "It sends nothing of its own: it compares the Date of each answer of the login host to an authorize request with this computer's clock when it arrived. Only if all of them are more than five minutes away, and in the same direction, it warns, and tells the smallest difference. It never fails.",
    facts: &[
        (
            Sure::Documented("RFC 9110"),
            "Date is the time at which an answer was made (section 6.6.1).",
        ),
        (
            Sure::Inferred,
            "that the login host's clock is right, and this computer's wrong.",
        ),
    ],
    references: &[(
        "RFC 9110, 6.6.1: Date",
        "https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1",
    )],
    asks_for_itself: false,
};

impl Check for WrongClock {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, _: &Case<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        // Whoever answers in the place of the login host may have any clock.
        let silent = case
            .decision
            .as_ref()
            .is_none_or(|decision| matches!(decision.row, Row::Silent(_)));
        if silent {
            return vec![Outcome::depends_on("unreachable")];
        }
        let host = case.login_host();
        let Some(nearest) = nearest(case, &host) else {
            return vec![Outcome::skipped(format!(
                "the answers of {host} tell no time, or not the same"
            ))];
        };
        let off = Duration::from_secs(nearest.unsigned_abs());
        vec![if off <= TOLERANCE {
            Outcome::pass(
                Basis::Date,
                format!("This computer's clock agrees with that of {host}."),
            )
        } else {
            let direction = if nearest < 0 { "behind" } else { "ahead of" };
            let off = words(off);
            Outcome::warn(
                Basis::Date,
                format!("This computer's clock is {off} {direction} that of {host}."),
                RULE.remedy,
            )
        }]
    }
}

/// A difference as people say it: to the minute, as the rest is the way of the answer, and days without hours.
fn words(off: Duration) -> String {
    let minutes = (off.as_secs() + 30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours @ 48.., _) => format!("{} days", hours / 24),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// By how many seconds this computer's clock is ahead, by the answer that is kindest to it; none where no answer is
/// kind, and they do not agree on the direction. Who answers in the place of the login host may have any clock.
fn nearest(case: &Case<'_>, host: &str) -> Option<i64> {
    let authorize = format!("https://{host}/oauth/authorize?");
    let exchanges = case.evidence.exchanges().iter();
    let ahead: Vec<_> = exchanges
        .filter(|exchange| exchange.probe.url.starts_with(&authorize))
        .filter_map(|exchange| {
            let reply = exchange.observation.as_ref().ok()?;
            let is_its_own = intruder(&exchange.probe.url, reply).is_none();
            reply.clock_ahead.filter(|_| is_its_own)
        })
        .collect();
    let nearest = ahead
        .iter()
        .copied()
        .min_by_key(|ahead| ahead.unsigned_abs())?;
    let agree = ahead.iter().all(|one| one.signum() == nearest.signum());
    (agree || nearest.unsigned_abs() <= TOLERANCE.as_secs()).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::{TOLERANCE, WrongClock};
    use crate::classify::Asked;
    use crate::genesys::{ClientId, Deployment, Grant, Region, Target};
    use crate::judging::{Case, Check as _, Outcome, Status};
    use crate::probe::{Evidence, Exchange, Purpose, Reply};
    use std::time::Duration;

    const LOGIN: &str = "/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ";

    /// What is told if answers arrived while the clock was so many seconds ahead.
    fn told(status: u16, clocks: &[Option<i64>]) -> Outcome {
        let id = ClientId::parse("c802dd59-b4d7-4f12-af6e-7c4bc682f571").expect("an id");
        let region = Region::parse("mypurecloud.de").expect("a region");
        let target = Target::new(
            region,
            id.client_id,
            Deployment::default(),
            Grant::Implicit,
            Vec::new(),
        );
        let asked = Asked::of(&target);
        let mut probes: Vec<_> = asked.each(Purpose::RedirectUri, Grant::Implicit).collect();
        probes.push(asked.client_control(Grant::Implicit));
        probes.push(asked.redirect_control(Grant::Implicit));
        let mut evidence = Evidence::default();
        for (number, probe) in probes.into_iter().enumerate() {
            let mut reply = Reply::new(status, [("location", LOGIN.as_bytes())], b"");
            reply.clock_ahead = clocks.get(number % clocks.len()).copied().flatten();
            evidence.push(Exchange {
                round: 1,
                probe,
                observation: Ok(reply),
                elapsed: Duration::ZERO,
            });
        }
        let outcomes = WrongClock.judge(&Case::new(&target, &evidence));
        let [outcome] = outcomes.try_into().expect("one");
        outcome
    }

    #[test]
    fn minutes_are_forgiven_and_more_is_told_to_the_minute() {
        let tolerance = i64::try_from(TOLERANCE.as_secs()).expect("it is small");
        for (ahead, message) in [
            (0, None),
            (tolerance, None),
            (-tolerance, None),
            (tolerance + 1, Some("5 min ahead of")),
            (-tolerance - 1, Some("5 min behind")),
            (2 * 3600 + 13 * 60 - 20, Some("2 h 13 min ahead of")),
            (3 * 3600 + 20, Some("3 h ahead of")),
            (-47 * 3600, Some("47 h behind")),
            (-3 * 86400 - 2, Some("3 days behind")),
            (400 * 86400 + 5000, Some("400 days ahead of")),
        ] {
            let outcome = told(302, &[Some(ahead)]);
            match message {
                None => assert_eq!(outcome.status, Status::Pass, "{ahead}"),
                Some(words) => {
                    assert_eq!(outcome.status, Status::Warn, "{ahead}");
                    let expected =
                        format!("This computer's clock is {words} that of login.mypurecloud.de.");
                    assert_eq!(outcome.message, expected);
                }
            }
        }
    }

    #[test]
    fn the_kindest_answer_counts_and_answers_that_disagree_say_nothing() {
        let outcome = told(302, &[Some(7200), Some(3600), None]);
        assert!(outcome.message.contains("1 h ahead"), "{}", outcome.message);
        let outcome = told(302, &[Some(7200), Some(-7200)]);
        assert_eq!(outcome.status, Status::Skipped);
        assert_eq!(told(302, &[Some(7200), Some(10)]).status, Status::Pass);
    }

    #[test]
    fn nobody_elses_clock_counts_and_no_date_is_no_agreement() {
        assert_eq!(told(302, &[None]).status, Status::Skipped);
        let outcome = told(503, &[Some(7200)]);
        assert_eq!(outcome.depends_on, Some("unreachable"));
    }
}
