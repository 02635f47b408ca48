//! What must hold of everything that is written for people or programs, in every format.

use mirabridge_oauth::finding::Verdict;
use mirabridge_oauth::report::{Format, RenderOptions, Report, headline};
use quick_xml::events::Event;
use serde_json::Value;

const PLAIN: RenderOptions = RenderOptions {
    colour: false,
    unicode: true,
    verbose: true,
    quiet: false,
    width: 100,
};

/// Whether a terminal would obey, hide or reorder something by this character.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// One line of a message: nothing that acts, not even the end of a line.
pub fn is_one_line(text: &str) {
    assert!(!text.contains(acts), "{text:?}");
}

/// Lines: nothing that acts but their ends.
pub fn is_lines(text: &str) {
    assert!(!text.contains(|c| c != '\n' && acts(c)), "{text:?}");
}

/// The report in a format: nothing acts, and programs can read what is theirs. Formats take turns, as a fuzzer that
/// writes all of them each time tries little else.
pub fn is_fit(report: &Report, turn: usize) {
    is_consistent(report);
    is_one_line(&headline(report));
    let formats = [
        Format::Human,
        Format::Json,
        Format::Junit,
        Format::Sarif,
        Format::Github,
        Format::Markdown,
        Format::Html,
        Format::Csv,
    ];
    let format = formats[turn % formats.len()];
    let text = report.render(format, PLAIN);
    if format == Format::Csv {
        // What Excel wants: a mark in front, and its own ends of lines.
        let rows = text.strip_prefix('\u{feff}').expect("a byte order mark");
        return is_lines(&rows.replace("\r\n", "\n"));
    }
    is_lines(&text);
    match format {
        Format::Human => is_for_people(report, &text),
        Format::Json => is_of(report, &json(&text)),
        Format::Sarif => drop(json(&text)),
        Format::Junit => is_xml(&text),
        Format::Github => is_harmless(&text),
        Format::Markdown | Format::Html | Format::Csv => {}
    }
    if format != Format::Sarif {
        // One of many reports.
        is_lines(&format.renderer(PLAIN).next(report));
    }
}

fn is_for_people(report: &Report, text: &str) {
    let narrow = RenderOptions { width: 20, ..PLAIN };
    is_lines(&report.render(Format::Human, narrow));
    let ascii = RenderOptions {
        unicode: false,
        ..PLAIN
    };
    let shown = report.render(Format::Human, ascii);
    assert!(
        !shown.contains(|c| !matches!(c, '\n' | ' '..='~')),
        "{shown}"
    );
    let coloured = RenderOptions {
        colour: true,
        ..PLAIN
    };
    let painted = report.render(Format::Human, coloured);
    assert_eq!(unpainted(&painted), text);
}

/// The runner obeys what begins a line with two colons: those are ours.
fn is_harmless(text: &str) {
    let mut commands = text
        .lines()
        .filter(|line| line.trim_start().starts_with("::"));
    let known = ["::error ", "::warning ", "::notice "];
    assert!(
        commands.all(|line| known.iter().any(|own| line.starts_with(own))),
        "{text}"
    );
    assert!(!text.contains("##["), "{text}");
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn is_of(report: &Report, document: &Value) {
    assert_eq!(document["verdict"], report.verdict.name());
    assert_eq!(document["exit_status"], report.exit_status);
    let count = |list: &Value| list.as_array().map_or(0, Vec::len);
    assert_eq!(count(&document["results"]), report.results.len());
}

fn is_xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    let mut open = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => open += 1,
            Ok(Event::End(_)) => open -= 1,
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error}: {text}"),
        }
    }
    assert_eq!(open, 0, "{text}");
}

/// The text without the colours that we use.
fn unpainted(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let (codes, after) = after.split_once('m').expect("an end of the sequence");
        let is_code = |code| matches!(code, "0" | "1" | "2" | "31" | "32" | "35");
        let is_orange = codes == "38;5;130";
        assert!(is_orange || codes.split(';').all(is_code), "{codes:?}");
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// The verdict, the exit status and the results say the same.
fn is_consistent(report: &Report) {
    let status = match report.verdict {
        Verdict::Pass | Verdict::Warn => 0,
        Verdict::Fail => 1,
        Verdict::Unverifiable => 3,
    };
    assert_eq!(report.exit_status, status);
    for (rule, outcome) in &report.results {
        assert!(!outcome.message.is_empty(), "{}", rule.id);
    }
}
