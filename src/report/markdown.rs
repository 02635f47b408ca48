//! The report for a ticket: CommonMark and a table, fit for GitHub, GitLab, Jira and Zendesk alike.

use super::subject::header;
use super::summary::{COLUMNS, Row};
use super::{Entry, Renderer, Report, Totals, headline, human, summary};
use crate::text::markdown::{block, cell, code, prose};
use std::fmt::Write as _;

/// Of many, the table stands before the reports, so that all of it is written at the end; what stands before the first rule
/// can be read alone.
#[derive(Default)]
pub(super) struct Markdown {
    rows: Vec<[String; COLUMNS.len()]>,
    reports: String,
}

impl Renderer for Markdown {
    fn single(&mut self, report: &Report) -> String {
        render(report)
    }

    fn next(&mut self, report: &Report) -> String {
        let row = Row::of(report);
        let (_, word) = summary::word(report);
        let client = [row.name, row.client_id];
        let client = client.iter().filter(|text| !text.is_empty());
        let client: Vec<_> = client.map(|text| cell(text)).collect();
        let filled = |text: &str| match text {
            "" => String::new(),
            text => cell(text),
        };
        self.rows.push([
            row.line,
            client.join(" "),
            filled(&row.region),
            word.to_owned(),
            filled(&row.headline),
        ]);
        if !report.is_brief() {
            _ = write!(self.reports, "\n---\n\n{}", render(report));
        }
        String::new()
    }

    fn end(&mut self, totals: &Totals) -> String {
        let simulated = summary::simulated(totals.simulated);
        let (name, sums) = (env!("CARGO_PKG_NAME"), prose(&totals.words()));
        let mut text = format!("# {name}\n\n{simulated}{sums}.\n");
        if let Some(missing) = totals.missing() {
            _ = writeln!(text, "\n**{}**", prose(&missing));
        }
        let kinds = totals.kinds();
        for (index, (status, words)) in kinds.iter().enumerate() {
            let before = if index == 0 { "\n" } else { "" };
            _ = writeln!(text, "{before}- {}: {}", status.name(), prose(words));
        }
        let titles = COLUMNS.map(str::to_owned);
        let skip = summary::left_out(&self.rows);
        let line = |cells: &[String; COLUMNS.len()]| {
            let cells: Vec<_> = cells.iter().skip(skip).map(String::as_str).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rows: String = self.rows.iter().map(line).collect();
        let rule = "---|".repeat(COLUMNS.len() - skip);
        _ = write!(text, "\n{}|{rule}\n{rows}{}", line(&titles), self.reports);
        text
    }
}

fn render(report: &Report) -> String {
    let mut text = title(report) + "\n";
    for (label, value) in header(report) {
        _ = writeln!(text, "- {label}: {}", prose(&value));
    }
    text.push_str("\n| Result | Check | About |\n|---|---|---|\n");
    for (rule, outcome) in &report.results {
        let subject = outcome.subject.as_deref().map_or_else(String::new, cell);
        let (status, title, id) = (outcome.status.name(), rule.title, cell(rule.id));
        _ = writeln!(text, "| {status} | {title} ({id}) | {subject} |");
    }
    for entry in report.told() {
        text.push_str(&finding(report, entry));
    }
    for (words, line) in summary::next_steps(report) {
        _ = write!(text, "\n{}\n\n{}", prose(words), block([line.as_str()]));
    }
    let skipped = summary::not_checked(report);
    if !skipped.is_empty() {
        text.push_str("\n### Not checked\n\n");
    }
    for (ids, reason) in skipped {
        _ = writeln!(text, "- {}: {}", code(&ids), prose(reason));
    }
    for (index, words) in summary::of_the_date(report).enumerate() {
        let before = if index == 0 { "\n" } else { "" };
        _ = writeln!(text, "{before}- Warning: {}", prose(&words));
    }
    // Words of our own begin the line, where Markdown has more signs.
    _ = writeln!(text, "\nResults: {}.", prose(&summary::counts(report)));
    text
}

fn title(report: &Report) -> String {
    let (_, word) = summary::word(report);
    let simulated = summary::simulated(report.run.simulated);
    let of_whom = if report.subject.is_named() {
        prose(&report.subject.label())
    } else {
        env!("CARGO_PKG_NAME").to_owned()
    };
    let headline = prose(&headline(report));
    format!("## {simulated}{of_whom}: {word}\n\n**{headline}**\n")
}

fn finding(report: &Report, (rule, outcome): &Entry) -> String {
    let subject = outcome.subject.iter();
    let subject: String = subject.map(|subject| code(subject) + " ").collect();
    let (status, id) = (outcome.status.name(), code(rule.id));
    let mut text = format!("\n### {status}: {subject}({id})\n");
    _ = write!(text, "\nMeans: {}\n", prose(&outcome.message));
    if let Some(found) = &outcome.found {
        _ = write!(text, "\nRegistered:\n\n{}", block([found.as_str()]));
    }
    if let Some(remedy) = &outcome.remedy {
        _ = write!(text, "\nDo: {}\n", prose(remedy));
    }
    if !outcome.paste.is_empty() {
        let paste = block(outcome.paste.iter().map(String::as_str));
        _ = write!(text, "\n{paste}");
    }
    let evidence = human::evidence(report, outcome);
    if !evidence.is_empty() {
        let evidence = block(evidence.iter().map(String::as_str));
        _ = write!(text, "\nEvidence:\n\n{evidence}");
    }
    let see = summary::see(rule, outcome);
    if !see.is_empty() {
        text.push('\n');
    }
    for address in see {
        _ = writeln!(text, "- See <{address}>");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::Format;
    use crate::report::testing::{
        MISSING, PLAIN, dated, fail, interrupted, list, pass, sums, told,
    };
    use crate::report::testing::{TEXT, hostile_report as report};
    use crate::text::escape;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn hostile_text_is_read_as_text() {
        let report = report();
        let markdown = render(&report);
        assert!(
            markdown.ends_with(
                "\nResults: 1 failed, 1 unclear, 1 warned, 1 passed, 1 not checked; 1 request; exit status 1.\n"
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
        // the request, the answer, the trace id; the advice of two of them; a reason; a cell each.
        assert_eq!(
            bare(&text).matches(&shown).count(),
            2 + 3 * 8 + 2 + 1 + report.results.len(),
            "{text}"
        );
    }

    #[test]
    fn markdown_of_many_has_a_table_of_all_and_the_reports_of_whom_is_not_well() {
        let reports = list([pass(), fail(), dated()]);
        let totals = interrupted(sums(&reports));
        let texts = told(Format::Markdown, PLAIN, &reports, &totals);
        let (head, reports) = texts
            .concat()
            .split_once("\n---\n\n")
            .map(|(head, reports)| (head.to_owned(), reports.to_owned()))
            .expect("a rule");
        assert_eq!(
            head,
            format!(
                "# mirabridge-oauth

3 clients: 1 failed, 1 passed with warnings, 1 passed; 0 requests; exit status 1.

**{MISSING}**

- fail: 1 client: open-redirect
- warn: 1 client: implicit-grant-sunset

| Line | Client | Region | Result | Summary |
|---|---|---|---|---|
| 2 |  | `mypurecloud.de` | pass |  |
| 3 |  | `mypurecloud.de` | fail | `Close it` |
| 4 |  | `mypurecloud.de` | pass with warnings |  |
"
            )
        );
        assert!(reports.starts_with("## line 3 "), "{reports}");
        assert_eq!(reports.matches("\n---\n").count(), 0, "{reports}");
    }
}
