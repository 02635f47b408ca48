use super::{Teller, Totals};
use crate::judging::Status;
use crate::report::{Look, Report, human, summary};
use std::fmt::Write as _;

/// A line for a client that is right, the whole report for any other, and at the end once more who is not right: by then,
/// what was told of them is far above.
pub(super) struct Series {
    pub(super) look: Look,
}

impl Teller for Series {
    fn tell(&mut self, report: &Report) -> String {
        if self.look.quiet && human::is_well(report) {
            String::new()
        } else if human::is_brief(report) && !self.look.verbose {
            human::first_line(report, self.look)
        } else {
            format!("\n{}\n", human::render(report, self.look))
        }
    }

    fn end(&mut self, totals: &Totals) -> String {
        let look = self.look;
        if look.quiet && totals.exit_status == 0 {
            return String::new();
        }
        let mut text = String::from("\n");
        for target in &totals.not_right.named {
            let sign = sign(look, target.status, target.word);
            let words = look.show(&format!("{}: {}", target.label, target.headline));
            writeln!(text, "{sign}: {words}").expect(WRITES);
        }
        if let Some(more) = totals.not_right.more() {
            writeln!(text, "  {more}").expect(WRITES);
        }
        for (id, count) in totals.warnings.iter().filter(|_| !look.quiet) {
            let sign = sign(look, Status::Warn, "warn");
            writeln!(
                text,
                "{sign} {id} ({count}): see 'mirabridge-oauth explain {id}'"
            )
            .expect(WRITES);
        }
        if text.len() > 1 {
            text.push('\n');
        }
        if let Some(missing) = totals.missing() {
            let sign = sign(look, Status::Unverifiable, "");
            writeln!(text, "{sign}{missing}").expect(WRITES);
        }
        let simulated = summary::simulated_word(totals.simulated);
        writeln!(text, "{simulated}{}", totals.words()).expect(WRITES);
        text
    }
}

fn sign(look: Look, status: Status, word: &str) -> String {
    look.paint(
        Look::style(status),
        &format!("{} {word}", look.glyph(status)),
    )
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";
