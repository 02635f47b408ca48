//! What a check would send.

use crate::checks::{self, wanted};
use crate::judging::Selection;
use crate::probe::{Evidence, MAX_ROUNDS};
use crate::setup::Target;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Round 1 exactly, and each later request with its condition and its maximum.
pub(super) fn list(target: &Target, selection: &Selection) -> String {
    let mut seen = HashSet::new();
    let mut probes = wanted(target, &Evidence::default(), selection);
    probes.retain(|probe| seen.insert(probe.url.clone()));
    let mut text =
        String::from("Nothing was sent. A check would send these GET requests, without secrets:\n");
    write!(text, "\nRound 1, always ({} requests)\n", probes.len())
        .expect("a String takes whatever is written to it");
    for probe in probes {
        writeln!(text, "  {}\n    {}", probe.url, probe.purpose.words())
            .expect("a String takes whatever is written to it");
    }
    text.push_str("\nLater rounds, only if\n");
    for later in checks::ALL.iter().flat_map(|check| check.later(target)) {
        writeln!(
            text,
            "  {}:\n    {} (at most {})",
            later.when, later.what, later.at_most
        )
        .expect("a String takes whatever is written to it");
    }
    write!(
        text,
        "\nAt most {MAX_ROUNDS} rounds. Cookies that a host sets on the way to its login page are sent back to it, as a browser would. A request that brings no answer or a server error is repeated once (--retries); the debug init URL never is.\n"
    )
    .expect("a String takes whatever is written to it");
    text
}
