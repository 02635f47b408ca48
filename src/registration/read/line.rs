//! A line of free text: its addresses, and what stands around them.

use super::address::addresses;
use super::mention;
use super::place::lines;
use crate::checks::Place;
use crate::genesys::{is_bracket, is_quote};
use crate::registration::stray::is_stray;
use crate::registration::{Entry, Registration};
use std::ops::Range;

pub(super) const IN_COMMENT: &str = "has it in a comment";

/// Words around an address that make a sentence of its line.
const SENTENCE: usize = 4;

/// How a text as a whole is written.
#[derive(Debug, Default)]
pub(super) struct Style {
    /// What divides columns: each line with an address has it.
    pub(super) columns: Vec<char>,
    /// Every line ends with spaces, as consoles fill their width.
    pub(super) padded: bool,
}

impl Style {
    pub(super) fn of(lines: &[(usize, &str)]) -> Self {
        let rows: Vec<&str> = lines
            .iter()
            .map(|(_, line)| *line)
            .filter(|line| line.contains("://"))
            .collect();
        let divides = |mark: &char| {
            let other = |cell: &str| !cell.trim().is_empty() && !cell.contains("://");
            rows.len() > 1
                && rows.iter().all(|row| {
                    row.split(*mark).skip(1).any(|_| true) && row.split(*mark).any(other)
                })
        };
        let is_tabbed = !rows.is_empty() && rows.iter().all(|row| row.contains('\t'));
        let mut columns: Vec<char> = [',', ';'].into_iter().filter(divides).collect();
        columns.extend(is_tabbed.then_some('\t'));
        let mut written = lines
            .iter()
            .map(|(_, line)| line)
            .filter(|line| !line.trim().is_empty());
        Self {
            columns,
            padded: rows.len() < written.clone().count()
                && written.all(|line| line.ends_with("  ")),
        }
    }
}

/// The entries of a line. `before` is the last character of the text before it.
pub(super) fn entries(
    line: &str,
    before: Option<char>,
    style: &Style,
    place: impl Fn(usize) -> Option<Place>,
) -> Vec<Entry> {
    let found = addresses(line, before, style);
    let said = mention::of_addresses(line, &found);
    let entry = |(range, said): (&Range<usize>, Option<String>)| {
        let head = line.get(..range.start).unwrap_or_default();
        let is_comment = is_comment(head);
        let said = said.map(|word| format!("says '{word}' of it"));
        Entry {
            text: line.get(range.clone()).unwrap_or_default().to_owned(),
            place: place(range.start),
            not_counted: is_comment
                .then(|| "has it in a comment".to_owned())
                .or(said),
            in_prose: is_comment || is_prose(line, range, &found),
            left_out: left_out(line, range),
        }
    };
    found.iter().zip(said).map(entry).collect()
}

/// The entries of a field that holds one redirect URI, byte for byte, or a list of them.
pub(super) fn field(text: &str, client: &mut Registration, place: impl Fn(&str) -> Option<Place>) {
    let exact = |text: &str| Entry {
        place: place(text),
        text: text.to_owned(),
        ..Entry::default()
    };
    if let Ok(list) = serde_json::from_str::<Vec<String>>(text) {
        return client
            .redirect_uris
            .extend(list.iter().map(|text| exact(text)));
    }
    let lines = lines(text);
    let style = Style::of(&lines);
    let mut found = Vec::new();
    for (_, line) in &lines {
        found.extend(entries(line, None, &style, |_| None));
    }
    found
        .iter_mut()
        .for_each(|entry| entry.place = place(&entry.text));
    let is_exact = match found.as_slice() {
        [] => true,
        [one] => {
            let outside = text.replacen(&one.text, "", 1);
            outside.chars().all(|c| is_stray(c) || is_quote(c))
        }
        _ => false,
    };
    if !is_exact {
        client.redirect_uris.append(&mut found);
    } else if !text.trim().is_empty() {
        client.redirect_uris.push(exact(text));
    }
}

/// Whether what stands behind this text is commented out.
pub(super) fn is_comment(head: &str) -> bool {
    let is_around = |c: char| c.is_whitespace() || is_quote(c) || is_bracket(c) || c == ',';
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '>' || c == '+');
    let begins = match start.chars().next() {
        Some('#') => !start.chars().nth(1).is_some_and(|c| c.is_ascii_digit()),
        Some(';') => start
            .chars()
            .nth(1)
            .is_some_and(|c| c == ' ' || c.is_alphabetic()),
        _ => ["//", "--", "/*", "<!--", "rem ", "REM "]
            .iter()
            .any(|sign| start.starts_with(sign)),
    };
    let end = head.trim_end_matches(is_around);
    begins
        || [" #", " //", "/*", "!--"]
            .iter()
            .any(|sign| end.ends_with(sign))
}

/// Whether the part of the line that holds the address is a sentence.
fn is_prose(line: &str, range: &Range<usize>, found: &[Range<usize>]) -> bool {
    let is_end = |c: char| matches!(c, '|' | '\t');
    let head = line.get(..range.start).unwrap_or_default();
    let from = head.rfind(is_end).map_or(0, |at| at + 1);
    let tail = line.get(range.end..).unwrap_or_default();
    let to = range.end + tail.find(is_end).unwrap_or(tail.len());
    if found
        .iter()
        .take_while(|other| other.start < range.start)
        .count()
        == 0
        && head.trim_end().ends_with([':', '=', '→', '：'])
        && tail.trim().is_empty()
    {
        return false;
    }
    let mut outside = 0;
    let mut at = from;
    for address in found
        .iter()
        .filter(|address| address.start >= from && address.end <= to)
    {
        outside += count_words(line.get(at..address.start).unwrap_or_default());
        at = address.end;
    }
    outside + count_words(line.get(at..to).unwrap_or_default()) >= SENTENCE
}

fn count_words(text: &str) -> usize {
    let words = text.split(|c: char| c.is_whitespace() || ",.;:!?()".contains(c));
    words
        .filter(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic))
        .count()
}

/// What clings to an address.
fn left_out(line: &str, range: &Range<usize>) -> Vec<&'static str> {
    let kind = |c: char| match c {
        c if is_quote(c) => Some("quotes"),
        c if is_bracket(c) => Some("brackets"),
        ',' => Some("commas"),
        ';' => Some("semicolons"),
        '.' => Some("full stops"),
        '|' => Some("lines of a table"),
        '*' | '_' | '~' => Some("signs of Markdown"),
        _ => None,
    };
    let head = line.get(..range.start).unwrap_or_default();
    let lead = head.trim_start();
    let first = match lead.chars().next() {
        None if head.is_empty() => None,
        None => Some("spaces at the start of a line"),
        Some('•' | '‣' | '◦' | '·' | '▪' | '●' | '○' | '–' | '—' | '-' | '*' | '+' | '>') => {
            Some("bullets")
        }
        Some('0'..='9') => Some("numbers"),
        Some(_) => None,
    };
    let tail = line.get(range.end..).unwrap_or_default();
    // What ends before the address is the mark of a number.
    let opens = |c: &char| c.is_whitespace() || kind(*c).is_some() && !".)".contains(*c);
    let closes = |c: &char| c.is_whitespace() || kind(*c).is_some();
    let before = head.chars().rev().take_while(opens);
    let around = before.chain(tail.chars().take_while(closes));
    first.into_iter().chain(around.filter_map(kind)).collect()
}
