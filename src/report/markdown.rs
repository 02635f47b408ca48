//! The report for a ticket: CommonMark and a table, fit for GitHub, GitLab, Jira and Zendesk alike.

use super::subject::header;
use super::{Entry, Renderer, Report, Totals, headline, human, summary};
use crate::text::markdown::{block, cell, code, prose};
use std::fmt::Write as _;

/// A line for a client that is right, the whole report for any other, and at the end once more who is not right.
pub(super) struct Markdown;

impl Renderer for Markdown {
    fn single(&mut self, report: &Report) -> String {
        render(report)
    }

    fn begin(&mut self, _: &Totals) -> String {
        format!("# {}\n\n", env!("CARGO_PKG_NAME"))
    }

    fn next(&mut self, report: &Report) -> String {
        if report.is_brief() {
            let simulated = summary::simulated(report.run.simulated);
            let (_, word) = summary::word(report);
            let word = format!("{simulated}{word}");
            line(&word, &report.subject.label(), &headline(report))
        } else {
            // The rule ends what is told of this one.
            format!("\n{}\n---\n\n", render(report))
        }
    }

    fn end(&mut self, totals: &Totals) -> String {
        let mut text = String::from("\n## Results\n\n");
        for target in &totals.not_right {
            text.push_str(&line(target.word, &target.label, &target.headline));
        }
        if let Some(more) = totals.more() {
            _ = writeln!(text, "- {more}");
        }
        for (id, count) in &totals.warnings {
            let explain = code(&format!("mirabridge-oauth explain {id}"));
            _ = writeln!(text, "- warn: {} ({count}): see {explain}", code(id));
        }
        if let Some(missing) = totals.missing() {
            _ = writeln!(text, "\n**{}**", prose(&missing));
        }
        let simulated = summary::simulated(totals.simulated);
        _ = writeln!(text, "\n{simulated}{}.", prose(&totals.words()));
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
    for entry in report.found().chain(report.findings()) {
        text.push_str(&finding(report, entry));
    }
    if let Some(check) = report
        .search
        .as_ref()
        .and_then(|search| search.check.as_deref())
    {
        _ = write!(text, "\nNext:\n\n{}", block([check]));
    }
    let skipped = summary::not_checked(report);
    if !skipped.is_empty() {
        text.push_str("\n### Not checked\n\n");
    }
    for (ids, reason) in skipped {
        _ = writeln!(text, "- {}: {}", code(&ids), prose(reason));
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
    let mut text = format!("\n### {}: {}", outcome.status.name(), code(rule.id));
    if let Some(subject) = &outcome.subject {
        _ = write!(text, " {}", code(subject));
    }
    _ = write!(text, "\n\nMeans: {}\n", prose(&outcome.message));
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
    let exchanges = human::exchanges(report, outcome);
    if !exchanges.is_empty() {
        let exchanges = block(exchanges.iter().map(String::as_str));
        _ = write!(text, "\nEvidence:\n\n{exchanges}");
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
        _ = writeln!(text, "- See <{address}>");
    }
    text
}

fn line(word: &str, label: &str, headline: &str) -> String {
    format!("- {word}: {}: {}\n", prose(label), prose(headline))
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
                "\nResults: 1 failed, 1 unclear, 1 warned, 1 passed, 1 not checked; 1 requests; exit status 1.\n"
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

    #[test]
    fn markdown_has_a_line_for_whom_is_well_and_a_rule_behind_the_others() {
        let reports = list([pass(), fail(), dated()]);
        let totals = interrupted(sums(&reports));
        let texts = told(Format::Markdown, PLAIN, &reports, &totals);
        let [begin, well, wrong, soon, end] = &texts[..] else {
            panic!("{texts:?}")
        };
        assert_eq!(begin, "# mirabridge-oauth\n\n");
        assert_eq!(
            well,
            "- pass: line 2 (in mypurecloud.de): everything checked is right\n"
        );
        assert!(
            wrong.starts_with("\n## ") && wrong.ends_with("\n\n---\n\n"),
            "{wrong}"
        );
        assert!(soon.starts_with("- pass with warnings: line 4 "), "{soon}");
        assert_eq!(
            end,
            &format!(
                "
## Results

- fail: line 3 (in mypurecloud.de): Close it
- warn: `implicit-grant-sunset` (1): see `mirabridge-oauth explain implicit-grant-sunset`

**{MISSING}**

3 targets: 1 failed, 1 passed with warnings, 1 passed; 0 requests; exit status 1.
"
            )
        );
    }
}
