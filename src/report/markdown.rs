//! The report for a ticket: CommonMark and a table, fit for GitHub, GitLab, Jira and Zendesk alike.

use super::facts::facts;
use super::headline::headline;
use super::{Entry, Report, human, summary};
use crate::checks::Status;
use crate::text::markdown::{block, cell, code, prose};
use std::fmt::Write as _;

pub(super) fn render(report: &Report) -> String {
    let mut text = title(report);
    text.push('\n');
    for (label, value) in facts(report) {
        writeln!(text, "- {label}: {}", prose(&value)).expect(WRITES);
    }
    text.push_str("\n| Result | Check | About |\n|---|---|---|\n");
    for entry in &report.results {
        text.push_str(&row(entry));
    }
    for status in [Status::Fail, Status::Unverifiable, Status::Warn] {
        for entry in report.with(status) {
            text.push_str(&finding(report, entry));
        }
    }
    text.push_str(&not_judged(report));
    writeln!(text, "\n{}", sentence(&summary::counts(report))).expect(WRITES);
    text
}

/// The first lines alone, for where there is no room for more.
pub(super) fn title(report: &Report) -> String {
    let (_, word) = summary::word(report);
    let simulated = summary::simulated(&report.run);
    let of_whom = match report.subject.listed {
        Some(_) => prose(&report.subject.label()),
        None => env!("CARGO_PKG_NAME").to_owned(),
    };
    format!(
        "## {simulated}{of_whom}: {word}\n\n**{}**\n",
        prose(&headline(report))
    )
}

fn row((rule, outcome): &Entry) -> String {
    let subject = outcome.subject.as_deref().map_or_else(String::new, cell);
    format!(
        "| {} | {} | {subject} |\n",
        outcome.status.name(),
        cell(rule.id)
    )
}

fn finding(report: &Report, (rule, outcome): &Entry) -> String {
    let mut text = format!("\n### {}: {}", outcome.status.name(), code(rule.id));
    if let Some(subject) = &outcome.subject {
        write!(text, " {}", code(subject)).expect(WRITES);
    }
    write!(text, "\n\nMeans: {}\n", prose(&outcome.message)).expect(WRITES);
    if let Some(found) = &outcome.found {
        write!(text, "\nRegistered:\n\n{}", block([found.as_str()])).expect(WRITES);
    }
    if let Some(remedy) = &outcome.remedy {
        write!(text, "\nDo: {}\n", prose(remedy)).expect(WRITES);
    }
    if !outcome.paste.is_empty() {
        let paste = block(outcome.paste.iter().map(String::as_str));
        write!(text, "\n{paste}").expect(WRITES);
    }
    let exchanges = human::exchanges(report, outcome);
    if !exchanges.is_empty() {
        let exchanges = block(exchanges.iter().map(String::as_str));
        write!(text, "\nEvidence:\n\n{exchanges}").expect(WRITES);
    }
    let see = rule.references.first().map(|(_, address)| *address);
    let sources = match outcome.sources {
        [] => see.as_slice(),
        sources => sources,
    };
    if !sources.is_empty() {
        text.push('\n');
    }
    for address in sources {
        writeln!(text, "- See <{address}>").expect(WRITES);
    }
    text
}

fn not_judged(report: &Report) -> String {
    let skipped = summary::not_judged(report);
    if skipped.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n### Not judged\n\n");
    for (ids, reason) in skipped {
        writeln!(text, "- {}: {}", code(&ids), prose(reason)).expect(WRITES);
    }
    text
}

/// Words that begin a line.
fn sentence(words: &str) -> String {
    format!("Results: {}.", prose(words))
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::hostile::{TEXT, report};
    use crate::text::escape;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn hostile_text_is_read_as_text() {
        let report = report();
        let markdown = render(&report);
        assert!(
            markdown.ends_with(
                "\nResults: 1 failed, 1 unverifiable, 1 warned, 1 passed, 1 not judged; 1 requests; exit status 1.\n"
            ),
            "{markdown}"
        );
        let mut text = String::new();
        let mut cells = 0;
        for event in Parser::new_ext(
            &markdown,
            Options::all() - Options::ENABLE_SMART_PUNCTUATION,
        ) {
            match event {
                Event::Text(words) | Event::Code(words) => text.push_str(&words),
                Event::SoftBreak => text.push(' '),
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(dest_url.starts_with("https://docs.mirabridge.cloud/"));
                }
                Event::Start(
                    Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::List(None)
                    | Tag::Item
                    | Tag::Strong
                    | Tag::CodeBlock(_)
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow,
                )
                | Event::End(_) => {}
                odd => panic!("{odd:?} in\n{markdown}"),
            }
        }
        assert_eq!(cells, 3 * (1 + report.results.len()), "{markdown}");
        let bare = |text: &str| text.replace(' ', "");
        let shown = bare(&escape(TEXT));
        // An override and the headline; per finding: subject, message, what is registered, two lines to paste,
        // the request, the answer, the trace id; the advice of two of them; a reason.
        assert_eq!(
            bare(&text).matches(&shown).count(),
            2 + 3 * 8 + 2 + 1,
            "{text}"
        );
        let in_cell = shown.replace('|', "\\u{7c}");
        assert_eq!(
            bare(&text).matches(&in_cell).count(),
            report.results.len(),
            "{text}"
        );
    }
}
