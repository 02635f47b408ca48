//! A line of free text: its addresses, and what stands around them.

use super::address::addresses;
use super::mention;
use super::place::lines;
use crate::checks::Place;
use crate::genesys::{is_bracket, is_quote};
use crate::registration::stray::is_stray;
use crate::registration::{Entry, Registration};
use std::ops::Range;

/// Characters behind an address in which something is said of it.
const LONGEST: usize = 500;

pub(super) const IN_COMMENT: &str = "has it in a comment";

/// The entries of a line. `before` is the last character of the text before it.
pub(super) fn entries(
    line: &str,
    before: Option<char>,
    place: impl Fn(usize) -> Option<Place>,
) -> Vec<Entry> {
    let found = addresses(line, before);
    if found.is_empty() {
        return Vec::new();
    }
    let mut around = String::new();
    let mut from = 0;
    for range in &found {
        around.push_str(line.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    let rest: String = line
        .get(from..)
        .unwrap_or_default()
        .chars()
        .take(LONGEST)
        .collect();
    around.push_str(&rest);
    let said = mention::of_addresses(&around).map(|word| format!("says '{word}' of it"));
    let in_prose = is_sentence(&around) && !around.trim_end().ends_with([':', '：']);
    let last = found.len().saturating_sub(1);
    let entry = |(index, range): (usize, &Range<usize>)| {
        let is_comment = is_comment(line.get(..range.start).unwrap_or_default());
        Entry {
            text: line.get(range.clone()).unwrap_or_default().to_owned(),
            place: place(range.start),
            not_counted: is_comment
                .then(|| IN_COMMENT.to_owned())
                .or_else(|| said.clone()),
            left_out: left_out(line, range),
            rest: if index == last {
                rest.clone()
            } else {
                String::new()
            },
            block: None,
            in_prose: is_comment || in_prose,
        }
    };
    found.iter().enumerate().map(entry).collect()
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
    let mut found: Vec<Entry> = lines(text)
        .into_iter()
        .flat_map(|(_, line)| entries(line, None, |_| None))
        .collect();
    let is_list = match found.as_slice() {
        [] => false,
        [one] => text
            .replacen(&one.text, "", 1)
            .contains(|c: char| !is_stray(c) && !is_quote(c)),
        _ => true,
    };
    if is_list {
        for entry in &mut found {
            entry.place = place(&entry.text);
        }
        client.redirect_uris.append(&mut found);
    } else if !text.trim().is_empty() {
        client.redirect_uris.push(exact(text));
    }
}

/// Whether what stands behind this text is commented out.
pub(super) fn is_comment(head: &str) -> bool {
    let is_around = |c: char| c.is_whitespace() || is_quote(c) || is_bracket(c) || c == ',';
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '>' || c == '+');
    let second = start.chars().nth(1);
    let begins = match start.chars().next() {
        Some('#') => !second.is_some_and(|c| c.is_ascii_digit()),
        Some(';') => second.is_some_and(|c| c == ' ' || c.is_alphabetic()),
        _ => ["//", "--", "/*", "<!--"]
            .iter()
            .any(|sign| start.starts_with(sign)),
    };
    let end = head.trim_end_matches(is_around);
    begins
        || [" #", " //", "/*", "!--"]
            .iter()
            .any(|sign| end.ends_with(sign))
}

/// Whether there are so many words that they say something of the addresses among them.
fn is_sentence(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || ",.;:!?()|".contains(c));
    let words =
        words.filter(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic));
    words.count() >= 4
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
    let tail = line.get(range.end..).unwrap_or_default();
    let first = match head.trim_start().chars().next() {
        None if head.is_empty() => None,
        None => Some("spaces at the start of a line"),
        Some('•' | '‣' | '◦' | '·' | '▪' | '●' | '○' | '–' | '—' | '-' | '*' | '+' | '>') => {
            Some("bullets")
        }
        Some('0'..='9') => Some("numbers"),
        Some(_) => None,
    };
    // What ends before the address is the mark of a number.
    let opens = |c: &char| c.is_whitespace() || kind(*c).is_some() && !".)".contains(*c);
    let closes = |c: &char| c.is_whitespace() || kind(*c).is_some();
    let around = head
        .chars()
        .rev()
        .take_while(opens)
        .chain(tail.chars().take_while(closes));
    first.into_iter().chain(around.filter_map(kind)).collect()
}
