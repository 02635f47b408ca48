//! Where the addresses stand in a line of free text.

use super::line::Style;
use crate::genesys::is_quote;
use crate::registration::stray::{is_stray, without};
use std::ops::Range;

/// What an address holds. The last ones are no web addresses, and count only where nothing stands beside them.
const SIGNS: [&str; 9] = [
    "://",
    "%3a%2f%2f",
    "phone.mirabridge.cloud",
    "/crm/",
    "localhost",
    "javascript:",
    "vbscript:",
    "data:",
    "urn:",
];
const BARE: usize = 3;

/// The addresses of a line. What is quoted alone is taken with the spaces inside the quotes; `before` is the last character
/// of the text before the line.
pub(super) fn addresses(line: &str, before: Option<char>, style: &Style) -> Vec<Range<usize>> {
    let lower = line.to_ascii_lowercase();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(start) = start(line, &lower, from) {
        let end = end(line, start, style);
        let head = line.get(..start).unwrap_or_default();
        // One odd space at the start of a line was copied along; more of them indent it.
        let is_odd =
            head.chars().count() == 1 && head.chars().all(|c| is_stray(c) && !c.is_ascii());
        let start = if is_odd { 0 } else { start };
        let bare = start..end.max(start + 1);
        let address = quoted(line, &bare, before, style).unwrap_or(bare);
        from = address.end;
        while !line.is_char_boundary(from) {
            from += 1;
        }
        if !line.get(address.clone()).unwrap_or_default().is_empty() {
            found.push(address);
        }
    }
    found
}

/// Whether a text is an address and nothing else.
pub(super) fn is_one(text: &str) -> bool {
    let bare = without(text);
    matches!(addresses(&bare, None, &Style::default()).as_slice(), [all] if *all == (0..bare.len()))
}

/// Where the next address begins.
fn start(line: &str, lower: &str, from: usize) -> Option<usize> {
    let starts = SIGNS.iter().enumerate().filter_map(|(index, sign)| {
        let at = from + lower.get(from..)?.find(sign)?;
        let head = line.get(from..at)?;
        if index < BARE - 1 {
            let scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c) || is_unseen(c);
            let start = at - (head.len() - head.trim_end_matches(scheme).len());
            let skipped = line.get(start..at)?;
            let noise = |c: char| !c.is_ascii_alphabetic() && !is_unseen(c);
            return Some(start + (skipped.len() - skipped.trim_start_matches(noise).len()));
        }
        let start = at - (head.len() - head.trim_end_matches(|c| !is_boundary(c)).len());
        let rest = line.get(start..)?;
        let token = rest.split(is_boundary).next().unwrap_or(rest);
        let start = start + (token.len() - token.trim_start_matches('{').len());
        let alone = without(head)
            .chars()
            .all(|c| is_boundary(c) || !c.is_alphanumeric());
        let is_host = index == BARE - 1
            || token.contains("apps.")
            || token.contains("/crm/") && token.contains('.');
        let is_address = if index <= BARE { is_host } else { alone };
        (is_address && !token.contains('@') && !token.contains("://")).then_some(start)
    });
    starts.min()
}

/// Takes no room on the screen.
fn is_unseen(character: char) -> bool {
    is_stray(character) && !character.is_whitespace()
}

fn is_boundary(character: char) -> bool {
    character.is_whitespace() || is_quote(character) || "<>|,;()[]=*_".contains(character)
}

/// Where the address that begins at `start` ends.
fn end(line: &str, start: usize, style: &Style) -> usize {
    let text = line.get(start..).unwrap_or_default();
    let mut open = Vec::new();
    let mut end = text.len();
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let next = rest.chars().nth(1);
        let ends = match character {
            ' ' | '"' | '`' | '|' | '(' | '^' => true,
            '<' => {
                let placeholder = rest.split_once('>').map(|(inner, _)| inner);
                let is_one = placeholder.is_some_and(|inner| {
                    inner.len() > 1
                        && inner
                            .chars()
                            .skip(1)
                            .all(|c| c.is_alphanumeric() || "_- .".contains(c))
                });
                let ends = !is_one
                    || !text
                        .get(..at)
                        .is_some_and(|before| before.ends_with(['.', '/']));
                if !ends {
                    open.push('>');
                }
                ends
            }
            '{' | '[' => {
                open.push(if character == '{' { '}' } else { ']' });
                false
            }
            '>' | '}' | ']' => open.pop() != Some(character),
            ')' => true,
            ',' | ';' => {
                style.columns.contains(&character)
                    || next.is_none_or(|next| {
                        next.is_whitespace()
                            || is_quote(next)
                            || is_unseen(next)
                            || ",;\\<)]}".contains(next)
                    })
                    || starts_address(rest.get(1..).unwrap_or_default())
            }
            '\\' => next.is_some_and(|next| "nrt\"'\\".contains(next)),
            '&' => ["&lt;", "&gt;", "&quot;", "&nbsp;", "&apos;", "&#"]
                .iter()
                .any(|entity| rest.starts_with(entity)),
            '\t' => style.columns.contains(&'\t') || !rest.trim().is_empty(),
            c if is_quote(c) => true,
            // An odd space divides two words, or ends the line, where nobody sees it.
            c if c.is_whitespace() => !rest.trim().is_empty(),
            '\u{3000}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{ff00}'..='\u{ff60}' => true,
            _ => false,
        };
        if ends {
            end = at;
            break;
        }
    }
    let address = text.get(..end).unwrap_or_default();
    let rest = text.get(end..).unwrap_or_default();
    if !style.padded
        && !rest.is_empty()
        && rest.chars().all(char::is_whitespace)
        && !rest.contains('\t')
    {
        // Spaces at the end of the line stand behind the address in the form too, as far as anybody can tell.
        return start + text.len();
    }
    let marks = |c: char| ".,;:!?".contains(c);
    let mut shown = address.trim_end_matches(marks);
    for mark in ['*', '_', '~'] {
        if line
            .get(..start)
            .is_some_and(|before| before.ends_with(mark))
        {
            shown = shown.trim_end_matches(mark).trim_end_matches(marks);
        }
    }
    start + shown.len()
}

fn starts_address(text: &str) -> bool {
    let text = text.trim_start_matches(is_stray).to_ascii_lowercase();
    ["http", "phone.mirabridge", "apps."]
        .iter()
        .any(|sign| text.starts_with(sign))
}

/// All that stands between the quotes around an address, if that is the address with spaces at the most; of an element of an
/// array, also if it is several addresses.
fn quoted(
    line: &str,
    address: &Range<usize>,
    before: Option<char>,
    style: &Style,
) -> Option<Range<usize>> {
    let head = line.get(..address.start)?;
    let bare = head.trim_end_matches(is_stray);
    // French has odd spaces inside its quotes.
    let open = bare
        .chars()
        .next_back()
        .filter(|c| is_quote(*c) && !"«»‹›".contains(*c))?;
    let behind = line.get(bare.len()..)?;
    let inner = behind.get(..behind.find(is_quote)?)?;
    let all = bare.len()..bare.len() + inner.len();
    let text = line.get(address.clone())?;
    if without(inner) == without(text) {
        return Some(all);
    }
    let outer = bare.strip_suffix(open)?.trim_end();
    let is_element = outer
        .chars()
        .next_back()
        .or(before)
        .is_some_and(|c| "[,({".contains(c));
    let several = inner.matches("://").count() > 1 && !style.columns.contains(&',');
    (is_element && several && !inner.ends_with('\\')).then_some(all)
}
