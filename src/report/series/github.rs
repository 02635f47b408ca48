use super::{ReportStream, Totals};
use crate::checks::Status;
use crate::report::github::{MOST, command, finding};
use crate::report::{Report, summary};

/// The first of what is not right, then the sums. Warnings that decide nothing are left out: there may be one of
/// the same kind for every client.
#[derive(Default)]
pub(super) struct Series {
    told: usize,
    left: usize,
}

impl ReportStream for Series {
    fn report(&mut self, report: &Report) -> String {
        let mut text = String::new();
        for status in [Status::Fail, Status::Unverifiable, Status::Warn] {
            let grave = status != Status::Warn || report.is_decisive(status);
            for entry in report.with(status).filter(|_| grave) {
                if self.told < MOST - 1 {
                    self.told += 1;
                    text.push_str(&finding(report, entry));
                } else {
                    self.left += 1;
                }
            }
        }
        text
    }

    fn end(&mut self, totals: &Totals) -> String {
        let mut lines = vec![totals.words()];
        lines.extend(totals.missing());
        if self.left > 0 {
            lines.push(format!("{} more are not among the annotations.", self.left));
        }
        let is_told = totals.exit_status == 0 || (self.told > 0 && totals.unchecked.is_none());
        let level = if is_told { "notice" } else { "error" };
        let simulated = summary::simulated_word(totals.simulated);
        let title = format!("{simulated}{}: targets", env!("CARGO_PKG_NAME"));
        command(level, "", &title, &lines)
    }
}
