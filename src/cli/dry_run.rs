//! What a command would send.

use crate::checks::Later;
use crate::probe::Probe;
use std::fmt::Write as _;

/// Round 1 exactly, and the later requests by their conditions, with their maximum.
pub(super) fn list(first: &[Probe], later: &[Later], retries: u32) -> String {
    let mut text =
        String::from("Nothing was sent. These GET requests would be, without secrets:\n");
    write!(text, "\nRound 1, always ({} requests)\n", first.len()).expect(WRITES);
    for probe in first {
        writeln!(text, "  {}\n    {}", probe.url, probe.purpose.words()).expect(WRITES);
    }
    text.push_str("\nLater rounds, only if\n");
    for (when, requests) in by_condition(later) {
        writeln!(text, "  {when}:").expect(WRITES);
        for request in requests {
            writeln!(text, "    {} (at most {})", request.what, request.at_most).expect(WRITES);
        }
    }
    let repeated = match retries {
        0 => "not repeated".to_owned(),
        1 => "repeated once".to_owned(),
        times => format!("repeated {times} times at the most"),
    };
    writeln!(
        text,
        "\nA request that brings no answer or a server error is {repeated} (--retries)."
    )
    .expect(WRITES);
    text
}

/// Each condition once, with what is sent on it.
fn by_condition(later: &[Later]) -> Vec<(&'static str, Vec<&Later>)> {
    let mut groups: Vec<(_, Vec<_>)> = Vec::new();
    for request in later {
        match groups.iter_mut().find(|(when, _)| *when == request.when) {
            Some((_, requests)) => requests.push(request),
            None => groups.push((request.when, vec![request])),
        }
    }
    groups
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";
