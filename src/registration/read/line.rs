//! A line of free text: its addresses, and what stands around them.

use super::address::{addresses, left_out};
use super::doubt;
use crate::genesys::{is_bracket, is_quote};
use crate::registration::RegisteredUri;
use std::ops::Range;

pub(super) const IN_COMMENT: &str = "has it in a comment";
/// What stands between an address and the one that takes its place.
const ARROWS: [&str; 4] = ["->", "=>", "→", "⇒"];

/// The entries of a line. `before` is the last character of the text before it.
pub(super) fn entries(line: &str, before: Option<char>) -> Vec<(Range<usize>, RegisteredUri)> {
    let mut entries = Vec::new();
    let mut around = String::new();
    let mut label = "";
    let mut from = 0;
    let mut is_changed = false;
    for address in addresses(line, before) {
        let between = line.get(from..address.start).unwrap_or_default();
        let is_around = |c: char| c.is_whitespace() || is_quote(c) || is_bracket(c) || c == ',';
        let head = between.trim_end_matches(is_around);
        let is_comment = [" #", " //", "/*", "!--"]
            .iter()
            .any(|sign| head.ends_with(sign));
        if from == 0 && head.ends_with([':', '=', '-', '–', '→', '：']) {
            label = between;
        } else {
            around.push_str(between);
        }
        let behind = line.get(address.end..).unwrap_or_default();
        let behind = behind.trim_start_matches(is_around);
        is_changed |= ARROWS.iter().any(|arrow| behind.starts_with(arrow));
        let entry = RegisteredUri {
            text: line.get(address.clone()).unwrap_or_default().to_owned(),
            not_counted: is_comment.then(|| IN_COMMENT.to_owned()),
            left_out: left_out(line, from, &address),
            place: None,
        };
        around.push('·');
        from = address.end;
        entries.push((address, entry));
    }
    around.push_str(line.get(from..).unwrap_or_default());
    let change = is_changed.then(|| "says what it becomes".to_owned());
    if let Some(why) = change.or_else(|| doubt::of_line(label, &around)) {
        for (_, entry) in &mut entries {
            entry.not_counted.get_or_insert_with(|| why.clone());
        }
    }
    entries
}

/// A line without its addresses.
pub(super) fn outside(line: &str, found: &[(Range<usize>, RegisteredUri)]) -> String {
    let mut outside = line.to_owned();
    for (range, _) in found.iter().rev() {
        outside.replace_range(range.clone(), "·");
    }
    outside
}

/// Whether a line begins a comment.
pub(super) fn is_comment(line: &str) -> bool {
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>' || c == '+');
    let second = start.chars().nth(1);
    match start.chars().next() {
        Some('#') => !second.is_some_and(|c| c.is_ascii_digit()),
        Some(';') => second.is_some_and(|c| c == ' ' || c.is_alphabetic()),
        _ => ["//", "--", "/*", "<!--"]
            .iter()
            .any(|sign| start.starts_with(sign)),
    }
}

/// Whether a name is one for programs.
pub(super) fn is_key(name: &str) -> bool {
    let is_inner = |c: char| c == '_' || c.is_uppercase();
    !name.contains(' ') && name.chars().skip(1).any(is_inner)
}

/// Client A, App 2.
pub(super) fn is_numbered(name: &str) -> bool {
    let is_client = |kind: &str| {
        ["client", "app", "application", "widget"].contains(&kind.to_lowercase().as_str())
    };
    let is_number = |text: &str| {
        text.len() < 4 && (text.len() == 1 || text.chars().all(|c| c.is_ascii_digit()))
    };
    let parts = name.split_once(' ');
    parts.is_some_and(|(kind, number)| is_client(kind) && is_number(number))
}

/// The name before a colon or an equals sign, its column, and what stands behind.
pub(super) fn labelled(line: &str) -> Option<(usize, &str, &str)> {
    let is_around =
        |c: char| c.is_whitespace() || c.is_ascii_digit() || "\"'`-*+~•>|#_{,.)[".contains(c);
    let bare = line.trim_start_matches(is_around);
    let at = bare.find([':', '=', '\t', '|', '：']).unwrap_or(bare.len());
    let (name, value) = bare.split_at_checked(at)?;
    let is_address = value.starts_with("://");
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || ":=|：>".contains(c));
    let name = name.trim_end_matches(|c: char| is_around(c) && !c.is_ascii_digit());
    (!is_address && name.len() < 60).then_some((line.len() - bare.len(), name, value))
}
