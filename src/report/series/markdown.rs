use super::{ReportStream, Totals};
use crate::report::{Report, headline, human, markdown, summary};
use crate::text::markdown::{code, prose};
use std::fmt::Write as _;

/// A line for a client that is right, the whole report for any other, and at the end once more who is not right.
pub(super) struct Series;

impl ReportStream for Series {
    fn begin(&mut self, _: &Totals) -> String {
        format!("# {}\n\n", env!("CARGO_PKG_NAME"))
    }

    fn report(&mut self, report: &Report) -> String {
        if human::is_brief(report) {
            let (_, word) = summary::word(report);
            let simulated = summary::simulated(&report.run);
            line(simulated, word, &report.subject.label(), &headline(report))
        } else {
            // The rule ends what is told of this one.
            format!("\n{}\n---\n\n", markdown::render(report))
        }
    }

    fn end(&mut self, totals: &Totals) -> String {
        let simulated = summary::simulated_word(totals.simulated);
        let mut text = String::from("\n## Results\n\n");
        for target in &totals.not_right.named {
            text.push_str(&line("", target.word, &target.label, &target.headline));
        }
        if let Some(more) = totals.not_right.more() {
            writeln!(text, "- {more}").expect(WRITES);
        }
        for (id, count) in &totals.warnings {
            let explain = code(&format!("mirabridge-oauth explain {id}"));
            writeln!(text, "- warn: {} ({count}): see {explain}", code(id)).expect(WRITES);
        }
        if let Some(missing) = totals.missing() {
            writeln!(text, "\n**{}**", prose(&missing)).expect(WRITES);
        }
        writeln!(text, "\n{simulated}{}.", prose(&totals.words())).expect(WRITES);
        text
    }
}

fn line(simulated: &str, word: &str, label: &str, headline: &str) -> String {
    format!(
        "- {simulated}{word}: {}: {}\n",
        prose(label),
        prose(headline)
    )
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";
