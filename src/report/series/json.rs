use super::{Teller, Totals};
use crate::judging::Verdict;
use crate::report::{Report, careful, json};
use serde::Serialize;

/// A report a line, as in the format of a single one, and a last line with the sums (JSON lines).
pub(super) struct Series;

/// The last line.
#[derive(Serialize)]
struct Last {
    format_version: u8,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    targets: usize,
    pass: usize,
    warn: usize,
    fail: usize,
    unverifiable: usize,
    requests: usize,
    simulated: bool,
    exit_status: u8,
    unchecked: Option<Unchecked>,
}

#[derive(Serialize)]
struct Unchecked {
    why: String,
    targets: usize,
    first_line: Option<u64>,
    last_line: Option<u64>,
}

impl Teller for Series {
    fn tell(&mut self, report: &Report) -> String {
        json::line(report)
    }

    fn end(&mut self, totals: &Totals) -> String {
        careful::to_json_line(&Last {
            format_version: 1,
            summary: Summary {
                targets: totals.targets(),
                pass: totals.with(Verdict::Pass),
                warn: totals.with(Verdict::Warn),
                fail: totals.with(Verdict::Fail),
                unverifiable: totals.with(Verdict::Unverifiable),
                requests: totals.requests,
                simulated: totals.simulated,
                exit_status: totals.exit_status,
                unchecked: totals.unchecked.as_ref().map(|unchecked| Unchecked {
                    why: unchecked.why.clone(),
                    targets: unchecked.rows,
                    first_line: unchecked.lines.map(|(first, _)| first),
                    last_line: unchecked.lines.map(|(_, last)| last),
                }),
            },
        })
    }
}
