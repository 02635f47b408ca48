use super::{Teller, Totals};
use crate::report::{Look, Report, human, summary};

/// A line for a client that is right, the whole report for any other.
pub(super) struct Series {
    pub(super) look: Look,
}

impl Teller for Series {
    fn tell(&mut self, report: &Report) -> String {
        match (human::is_well(report), self.look) {
            (true, Look { quiet: true, .. }) => String::new(),
            (true, Look { verbose: false, .. }) => human::first_line(report, self.look),
            _ => human::render(report, self.look) + "\n",
        }
    }

    fn end(&mut self, totals: &Totals) -> String {
        if self.look.quiet && totals.exit_status == 0 {
            return String::new();
        }
        let simulated = summary::simulated_word(totals.simulated);
        let missing = totals
            .missing()
            .map_or_else(String::new, |text| text + "\n");
        format!("\n{missing}{simulated}{}\n", totals.words())
    }
}
