use super::{Teller, Totals};
use crate::escape::markdown::prose;
use crate::report::{Report, headline, human, markdown, summary};

/// A line for a client that is right, the whole report for any other.
pub(super) struct Series;

impl Teller for Series {
    fn tell(&mut self, report: &Report) -> String {
        if !human::is_well(report) {
            return format!("\n{}\n", markdown::render(report));
        }
        let (_, word) = summary::word(report);
        format!(
            "- {}{word}: {}: {}\n",
            summary::simulated(&report.run),
            prose(&report.about.label()),
            prose(&headline(report))
        )
    }

    fn end(&mut self, totals: &Totals) -> String {
        let simulated = summary::simulated_word(totals.simulated);
        let missing = totals.missing().map(|text| format!("\n{}\n", prose(&text)));
        format!(
            "{}\nResults: {simulated}{}.\n",
            missing.unwrap_or_default(),
            prose(&totals.words())
        )
    }
}
