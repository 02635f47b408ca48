//! The report as a page for a browser: one file, which needs no network, and no script to be read.

use super::render_options::RenderOptions;
use super::subject::header;
use super::summary::Row;
use super::{Entry, RegionSearch, Renderer, Report, Totals, headline, human, summary};
use crate::finding::Status;
use crate::text::escape;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use std::fmt::Write as _;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/page.js");

/// Of many, the table stands before the reports, so that all of it is written at the end.
#[derive(Default)]
pub(super) struct Html {
    rows: Vec<[String; summary::COLUMNS.len()]>,
    reports: String,
}

impl Renderer for Html {
    fn single(&mut self, report: &Report) -> String {
        let (status, word) = summary::word(report);
        let headline = text(&headline(report));
        let verdict = verdict(report.run.simulated, status, word);
        page(
            &headline,
            &format!("{verdict}<h1>{headline}</h1>\n{}", body(report)),
        )
    }

    fn next(&mut self, report: &Report) -> String {
        let row = Row::of(report);
        let (status, word) = summary::word(report);
        let (client, id) = match row.name.as_str() {
            "" => (text(&row.client_id), String::new()),
            name => (text(name), text(&row.client_id)),
        };
        let mut client = client;
        if !report.is_brief() {
            let anchor = format!("client-{}", self.rows.len());
            client = format!("<a href=\"#{anchor}\">{client}</a>");
            _ = write!(
                self.reports,
                "<details class=\"card {}\" id=\"{anchor}\">\n<summary>{} <strong>{}</strong>: {}</summary>\n<div>{}</div>\n</details>\n",
                status.name(),
                sign(status, word),
                text(&report.subject.label()),
                text(&headline(report)),
                body(report)
            );
        }
        let cells = [
            text(&row.line),
            format!("{client}<small>{id}</small>"),
            text(&row.region),
            format!(
                "<span data-rank=\"{}\">{}</span>",
                summary::rank(status),
                sign(status, word)
            ),
            text(&row.headline),
        ];
        self.rows.push(cells);
        String::new()
    }

    fn end(&mut self, totals: &Totals) -> String {
        let (status, word) = summary::verdict(totals.verdict(), totals.exit_status);
        let counts = text(&totals.sums());
        let mut html = verdict(totals.simulated, status, word);
        _ = writeln!(html, "<h1>{counts}</h1>");
        if let Some(missing) = totals.missing() {
            let sign = sign(Status::Unverifiable, "");
            _ = writeln!(html, "<p>{sign}<strong>{}</strong></p>", text(&missing));
        }
        let kinds = totals.kinds();
        let kinds = kinds
            .iter()
            .map(|(status, words)| format!("<li>{} {}</li>\n", sign(*status, ""), text(words)));
        _ = write!(
            html,
            "<ul>\n{}</ul>\n<div class=\"wide\"><table class=\"sortable\">\n<thead><tr>",
            kinds.collect::<String>()
        );
        let skip = summary::left_out(&self.rows);
        for title in summary::COLUMNS.iter().skip(skip) {
            _ = write!(html, "<th>{title}</th>");
        }
        let row = |cells: &[String; summary::COLUMNS.len()]| {
            let cells = cells.iter().skip(skip);
            let cells: String = cells.map(|cell| ["<td>", cell, "</td>"].concat()).collect();
            format!("<tr>{cells}</tr>\n")
        };
        _ = write!(
            html,
            "</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n{}<footer>{}</footer>\n",
            self.rows.iter().map(row).collect::<String>(),
            self.reports,
            text(&totals.words())
        );
        page(&counts, &html)
    }
}

/// A whole document. The browser is told to run this script, to use this style, and to load nothing.
fn page(title: &str, body: &str) -> String {
    // What was checked out on Windows may have other line ends than a browser makes of them before it takes the sum.
    let [style, script] = [STYLE, SCRIPT].map(|part| part.replace('\r', ""));
    let sum = |part: &str| STANDARD.encode(digest(&SHA256, part.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        sum(&style),
        sum(&script)
    );
    format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"referrer\" content=\"no-referrer\">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}</main>
<script>{script}</script>
</body>
</html>
"
    )
}

/// Foreign text as the text of an element, or of an attribute in double quotes.
fn text(text: &str) -> String {
    escape(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn sign(status: Status, word: &str) -> String {
    let glyph = RenderOptions::PLAIN.glyph(status);
    let name = status.name();
    format!("<span class=\"sign {name}\">{glyph} {word}</span>")
}

fn verdict(simulated: bool, status: Status, word: &str) -> String {
    let simulated = if simulated {
        " <span class=\"simulated\">SIMULATED</span>"
    } else {
        ""
    };
    format!(
        "<p class=\"verdict\">{}{simulated}</p>\n",
        sign(status, word)
    )
}

/// Lines to be copied; the script puts a button beside them.
fn block<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<_> = lines.into_iter().map(text).collect();
    format!(
        "<div class=\"copy\"><pre>{}</pre></div>\n",
        lines.join("\n")
    )
}

/// All that is told below the first line.
fn body(report: &Report) -> String {
    let mut html = String::new();
    let told: Vec<_> = report.told().collect();
    for group in told.chunk_by(|one, other| summary::say_the_same(one, other)) {
        html.push_str(&finding(report, group));
    }
    for (words, line) in summary::next_steps(report) {
        let block = block([line.as_str()]);
        _ = write!(html, "<div class=\"card\"><p>{words}</p>\n{block}</div>\n");
    }
    html.push_str("<dl>\n");
    for (label, value) in header(report) {
        _ = writeln!(html, "<dt>{label}</dt><dd>{}</dd>", text(&value));
    }
    html.push_str("</dl>\n");
    for words in summary::of_the_date(report) {
        let sign = sign(Status::Warn, "");
        _ = writeln!(html, "<p>{sign}{}</p>", text(&words));
    }
    if let Some(words) = summary::hint(report) {
        _ = writeln!(html, "<p>{words}</p>");
    }
    html + &results(report)
}

fn finding(report: &Report, group: &[&Entry]) -> String {
    let Some((rule, outcome)) = group.first() else {
        return String::new();
    };
    let subjects: Vec<_> = group
        .iter()
        .filter_map(|(_, one)| Some(format!("<code>{}</code>", text(one.subject.as_ref()?))))
        .collect();
    let message = text(&outcome.message);
    let id = format!("<span class=\"id\">({})</span>", rule.id);
    let sign = sign(outcome.status, "");
    let mut html = format!(
        "<section class=\"card {}\">\n<h2>{sign}",
        outcome.status.name()
    );
    _ = match subjects.as_slice() {
        [] => writeln!(html, "{message} {id}</h2>"),
        _ => writeln!(html, "{} {id}</h2>\n<p>{message}</p>", subjects.join(", ")),
    };
    if let Some(found) = &outcome.found {
        let found = text(found).replace(' ', "<mark>space</mark>");
        _ = write!(
            html,
            "<p class=\"label\">Registered</p>\n<pre>{found}</pre>\n"
        );
    }
    if let Some(remedy) = &outcome.remedy {
        _ = write!(html, "<p class=\"label\">Do</p>\n<p>{}</p>\n", text(remedy));
    }
    if !outcome.paste.is_empty() {
        html.push_str(&block(outcome.paste.iter().map(String::as_str)));
    }
    let evidence = human::evidence(report, outcome);
    if !evidence.is_empty() {
        let evidence = text_lines(&evidence);
        _ = writeln!(
            html,
            "<details><summary>Evidence</summary>\n<pre>{evidence}</pre></details>"
        );
    }
    for address in summary::see(rule, outcome) {
        _ = writeln!(html, "<p>See <a href=\"{address}\">{address}</a></p>");
    }
    html + "</section>\n"
}

fn text_lines(lines: &[String]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| text(line)).collect();
    lines.join("\n")
}

/// Every result, folded.
fn results(report: &Report) -> String {
    let mut html = format!(
        "<details><summary>All results: {}</summary>\n<div class=\"wide\"><table>\n",
        text(&summary::counts(report))
    );
    for (rule, outcome) in &report.results {
        let subject = outcome.subject.iter().map(|subject| text(subject));
        _ = writeln!(
            html,
            "<tr><td>{}</td><td>{} <span class=\"id\">({})</span><small>{}</small></td><td>{}</td></tr>",
            sign(outcome.status, summary::status(outcome.status)),
            rule.title,
            rule.id,
            subject.collect::<String>(),
            text(&outcome.message)
        );
    }
    for line in report.search.iter().flat_map(RegionSearch::lines) {
        _ = writeln!(html, "<tr><td></td><td>{}</td></tr>", text(&line));
    }
    html + "</table></div></details>\n"
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::report::Format;
    use crate::report::testing::{PLAIN, TEXT, hostile_report};

    #[test]
    fn hostile_text_is_text() {
        let page = hostile_report().render(Format::Html, PLAIN);
        let (_, body) = page.split_once("<main>").expect("a body");
        let (body, _) = body.split_once("</main>").expect("its end");
        assert!(body.matches(&text(TEXT)).count() > 20, "{body}");
        let ours =
            "a code dd details div dl dt h1 h2 mark p pre section small span summary table td tr";
        for tag in body.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split([' ', '>']).next();
            let is_ours = name.is_some_and(|name| ours.split(' ').any(|one| one == name));
            assert!(is_ours, "<{tag}");
        }
        let mut links = body.split(" href=\"").skip(1);
        assert!(links.all(|link| link.starts_with("https://docs.mirabridge.cloud/")));
    }
}
