use super::{ReportStream, Totals};
use crate::checks::Status;
use crate::report::{RenderOptions, Report, human, summary};
use std::fmt::Write as _;

/// A line for a client that is right, the whole report for any other, and at the end once more who is not right: by then,
/// what was told of them is far above.
pub(super) struct Series {
    pub(super) options: RenderOptions,
}

impl ReportStream for Series {
    fn report(&mut self, report: &Report) -> String {
        if self.options.quiet && human::is_well(report) {
            String::new()
        } else if human::is_brief(report) && !self.options.verbose {
            human::first_line(report, self.options)
        } else {
            format!("\n{}\n", human::render(report, self.options))
        }
    }

    fn end(&mut self, totals: &Totals) -> String {
        let options = self.options;
        if options.quiet && totals.exit_status == 0 {
            return String::new();
        }
        let mut text = String::from("\n");
        for target in &totals.not_right.named {
            let sign = sign(options, target.status, target.word);
            let words = options.show(&format!("{}: {}", target.label, target.headline));
            writeln!(text, "{sign}: {words}").expect(WRITES);
        }
        if let Some(more) = totals.not_right.more() {
            writeln!(text, "  {more}").expect(WRITES);
        }
        for (id, count) in totals.warnings.iter().filter(|_| !options.quiet) {
            let sign = sign(options, Status::Warn, "warn");
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
            let sign = sign(options, Status::Unverifiable, "");
            writeln!(text, "{sign}{missing}").expect(WRITES);
        }
        let simulated = summary::simulated_word(totals.simulated);
        writeln!(text, "{simulated}{}", totals.words()).expect(WRITES);
        text
    }
}

fn sign(options: RenderOptions, status: Status, word: &str) -> String {
    options.paint(
        RenderOptions::style(status),
        &format!("{} {word}", options.glyph(status)),
    )
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";
