//! Where the addresses stand in a line of free text.

use crate::genesys::is_quote;
use crate::registration::client::MOST;
use crate::registration::stray::{is_stray, without};
use std::ops::Range;

/// Longer than any address without a scheme.
const LONGEST: usize = 256;

/// What stands in an address, and whether it stands behind the scheme.
const SIGNS: [(&str, bool); 5] = [
    ("://", true),
    ("%3a%2f%2f", true),
    ("javascript:", true),
    ("phone.mirabridge.cloud", false),
    ("/crm/", false),
];

/// Whether there is an address in a text at all.
pub(super) fn any(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    SIGNS.iter().any(|(sign, _)| lower.contains(sign))
}

/// The addresses of a line. What is quoted alone is taken with the spaces inside its quotes; `before` is the last character
/// of the text before the line.
pub(super) fn addresses(line: &str, before: Option<char>) -> Vec<Range<usize>> {
    let lower = line.to_ascii_lowercase();
    let mut signs: Vec<(usize, bool)> = SIGNS
        .iter()
        .flat_map(|(sign, has_scheme)| lower.match_indices(sign).map(|(at, _)| (at, *has_scheme)))
        .collect();
    signs.sort_unstable();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, has_scheme) in signs {
        if found.len() > MOST {
            break;
        }
        let from = found.last().map_or(0, |last| last.end);
        // A line break as programs spell it.
        let is_escape = line.get(from..).is_some_and(|rest| {
            ["\\n", "\\r", "\\t"]
                .iter()
                .any(|sign| rest.starts_with(sign))
        });
        let from = from + if is_escape { 2 } else { 0 };
        let Some(start) = start(line, from, at, has_scheme) else {
            continue;
        };
        let address = start..end(line, start);
        if address.end > at {
            found.push(quoted(line, &address, before).unwrap_or(address));
        }
    }
    found
}

/// Whether a text is an address and nothing else.
pub(super) fn is_one(text: &str) -> bool {
    let bare = without(text);
    matches!(addresses(&bare, None).as_slice(), [all] if *all == (0..bare.len()))
}

/// Where the address with the sign at `at` begins, not before `from`.
fn start(line: &str, from: usize, at: usize, has_scheme: bool) -> Option<usize> {
    let head = line.get(from.max(at.saturating_sub(LONGEST))..at)?;
    let from = at - head.len();
    if has_scheme {
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c) || is_unseen(c);
        let scheme = head.get(head.trim_end_matches(is_scheme).len()..)?;
        // A bullet or a number without a space behind it.
        let bare = scheme.trim_start_matches(|c: char| !c.is_ascii_alphabetic() && !is_unseen(c));
        let start = at - bare.len();
        let head = line.get(..start)?;
        // One odd space at the start of a line was copied along; several indent it.
        let is_odd = head.len() < 5
            && head.chars().count() == 1
            && head.chars().all(|c| is_stray(c) && !c.is_ascii());
        return Some(if is_odd { 0 } else { start });
    }
    let start = from + head.trim_end_matches(|c| !divides(c)).len();
    let rest = line.get(start..)?;
    let mut characters = rest.char_indices().take(LONGEST);
    let end = characters
        .find(|(_, c)| divides(*c))
        .map_or(rest.len(), |(at, _)| at);
    let token = rest.get(..end).filter(|token| token.len() <= LONGEST)?;
    let bare = token.trim_start_matches('{');
    let is_host = !token.contains("://") && !token.contains('@') && token.contains('.');
    is_host.then_some(start + token.len() - bare.len())
}

/// Takes no room on the screen.
fn is_unseen(character: char) -> bool {
    is_stray(character) && !character.is_whitespace()
}

fn divides(character: char) -> bool {
    character.is_whitespace() || is_quote(character) || "<>|,;()[]=*_".contains(character)
}

/// Where the address that begins at `start` ends.
fn end(line: &str, start: usize) -> usize {
    let text = line.get(start..).unwrap_or_default();
    let mut open = Vec::new();
    let ends = |(at, character): &(usize, char)| {
        let rest = text.get(*at..).unwrap_or_default();
        let next = rest.chars().nth(1);
        match character {
            ' ' | '|' | '(' | ')' | ',' | ';' => true,
            // A placeholder such as <region> is a part of it.
            '<' => {
                let inner = rest.split_once('>').map_or("", |(inner, _)| inner);
                let is_name = |c: char| c.is_alphanumeric() || "<_- .".contains(c);
                let is_inside = text
                    .get(..*at)
                    .is_some_and(|before| before.ends_with(['.', '/']));
                open.push('>');
                inner.len() < 2 || !inner.chars().all(is_name) || !is_inside
            }
            '{' | '[' => {
                open.push(if *character == '{' { '}' } else { ']' });
                false
            }
            '>' | '}' | ']' => open.pop() != Some(*character),
            '\\' => next.is_some_and(|next| "nrt\"'\\".contains(next)),
            '&' => ["&lt;", "&gt;", "&quot;", "&nbsp;", "&#"]
                .iter()
                .any(|entity| rest.starts_with(entity)),
            c if is_quote(*c) => true,
            // An odd space divides two words, or ends the line, where nobody sees it.
            c if c.is_whitespace() => !rest.trim().is_empty(),
            '\u{3000}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{ff00}'..='\u{ff60}' => true,
            _ => false,
        }
    };
    let end = text
        .char_indices()
        .find(ends)
        .map_or(text.len(), |(at, _)| at);
    let rest = text.get(end..).unwrap_or_default();
    // Spaces at the end of the line stand behind the address in the form too, as far as anybody can tell.
    if rest.starts_with(' ') && rest.trim_matches(' ').is_empty() {
        return start + text.len();
    }
    let address = text.get(..end).unwrap_or_default();
    let before = line.get(..start).and_then(|head| head.chars().next_back());
    let is_around =
        |c: char| ".:!?".contains(c) || Some(c) == before.filter(|mark| "*_~".contains(*mark));
    start + address.trim_end_matches(is_around).len()
}

/// All that stands between the quotes around an address, if that is the address with spaces at the most; of an element of an
/// array, also if it is several addresses.
fn quoted(line: &str, address: &Range<usize>, before: Option<char>) -> Option<Range<usize>> {
    let head = line.get(..address.start)?.trim_end_matches(is_stray);
    // French has odd spaces inside its quotes.
    let open = head
        .chars()
        .next_back()
        .filter(|c| is_quote(*c) && !"«»‹›".contains(*c))?;
    let behind = line.get(head.len()..)?;
    let inner = behind.get(..behind.find(is_quote)?)?;
    let is_alone = without(inner) == without(line.get(address.clone())?);
    let outer = head.strip_suffix(open)?.trim_end();
    let is_element = outer
        .chars()
        .next_back()
        .or(before)
        .is_some_and(|c| "[,({".contains(c));
    let several = is_element && inner.matches("://").count() > 1 && !inner.ends_with('\\');
    (is_alone || several).then_some(head.len()..head.len() + inner.len())
}
