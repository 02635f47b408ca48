use super::{ReportStream, Totals};
use crate::checks::Verdict;
use crate::report::json::last::{Last, Part, Summary, Unchecked};
use crate::report::{Report, careful, json};

/// A report a line, as in the format of a single one, and a last line with the sums (JSON lines).
pub(super) struct Series;

impl ReportStream for Series {
    fn report(&mut self, report: &Report) -> String {
        json::line(report)
    }

    fn end(&mut self, totals: &Totals) -> String {
        careful::to_json_line(&Last {
            format_version: 1,
            summary: summary(totals),
        })
    }
}

fn summary(totals: &Totals) -> Summary {
    Summary {
        part: totals.part.map(|part| Part {
            number: part.number,
            of: part.of,
        }),
        targets: totals.targets(),
        pass: totals.with(Verdict::Pass),
        warn: totals.with(Verdict::Warn),
        fail: totals.with(Verdict::Fail),
        unverifiable: totals.with(Verdict::Unverifiable),
        unreadable: totals.unreadable,
        requests: totals.requests,
        simulated: totals.simulated,
        exit_status: totals.exit_status,
        unchecked: totals.unchecked.as_ref().map(|unchecked| Unchecked {
            why: unchecked.why,
            targets: unchecked.targets,
            first_line: unchecked.first_line,
            last_line: unchecked.last_line,
        }),
    }
}
