//! Where the addresses stand in a line of free text, and what stands around them.

use crate::genesys::{PHONE_HOST, is_bracket, is_quote, is_stray, without_strays};
use crate::registration::MOST;
use std::ops::Range;

/// Longer than any address without a scheme.
const LONGEST: usize = 256;

/// What stands in an address, behind the scheme or without one.
const SCHEMES: [&str; 3] = ["://", "%3a%2f%2f", "javascript:"];
const HOSTS: [&str; 2] = [PHONE_HOST, "/crm/"];

/// What a line break or a quote becomes in the texts of programs and web pages.
const ESCAPES: [&str; 10] = [
    "\\n", "\\r", "\\t", "\\\"", "\\'", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#",
];

/// The addresses of a line, each in a token of its own, so that the work grows with the line alone. What is quoted alone is
/// taken with the spaces inside its quotes; `before` is the last character of the text before the line.
pub(super) fn addresses(line: &str, before: Option<char>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let lower = line.to_ascii_lowercase();
    if !SCHEMES
        .iter()
        .chain(&HOSTS)
        .any(|sign| lower.contains(sign))
    {
        return found;
    }
    for address in tokens(line)
        .into_iter()
        .filter_map(|token| address(line, token))
    {
        if found.len() > MOST {
            break;
        }
        if found.last().is_none_or(|last| last.end <= address.start) {
            found.push(quoted(line, &address, before).unwrap_or(address));
        }
    }
    // One odd space at the start of a line was copied along; several indent it.
    if let Some(first) = found.first_mut()
        && let Some(space) = line.chars().next()
        && first.start == space.len_utf8()
        && is_stray(space)
        && !space.is_ascii()
    {
        first.start = 0;
    }
    if let [one] = found.as_mut_slice() {
        *one = with_space_inside(line, one);
    }
    found
}

/// Whether a text is an address and nothing else.
pub(super) fn is_one(text: &str) -> bool {
    let bare = without_strays(text);
    matches!(addresses(&bare, None).as_slice(), [all] if *all == (0..bare.len()))
}

/// The parts of a line between spaces, quotes and the like.
fn tokens(line: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(character) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = line.get(at..).unwrap_or_default();
        let length = placeholder(line, at).unwrap_or(character.len_utf8());
        let escape = ESCAPES.iter().find(|sign| rest.starts_with(**sign));
        let is_divided = match character {
            '<' => length == 1,
            // Nobody puts a space between a word of Chinese, Japanese or Korean and an address.
            '|'
            | ','
            | ';'
            | '('
            | ')'
            | '>'
            | '\u{3000}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{ff00}'..='\u{ff60}' => true,
            other => other.is_whitespace() || is_quote(other) || escape.is_some(),
        };
        if is_divided {
            tokens.push(start..at);
            start = at + escape.map_or(length, |sign| sign.len());
        }
        at = start.max(at + length);
    }
    tokens.push(start..line.len());
    tokens
}

/// The length of a placeholder such as <region> in an address.
fn placeholder(line: &str, at: usize) -> Option<usize> {
    let (head, rest) = line.split_at_checked(at)?;
    if !rest.starts_with('<') || !head.ends_with(['.', '/']) {
        return None;
    }
    let is_name = |c: char| c.is_alphanumeric() || "<_- .".contains(c);
    let mut characters = rest.char_indices().take(LONGEST);
    let (length, end) = characters.find(|(_, c)| !is_name(*c))?;
    (end == '>' && length > 2).then_some(length + 1)
}

/// The address in a token.
fn address(line: &str, token: Range<usize>) -> Option<Range<usize>> {
    let text = line.get(token.clone())?;
    let lower = text.to_ascii_lowercase();
    let scheme = SCHEMES.iter().find_map(|sign| lower.find(sign));
    let start = if let Some(at) = scheme {
        let is_scheme = |c: char| {
            c.is_ascii_alphanumeric() || "+-.".contains(c) || is_stray(c) && !c.is_whitespace()
        };
        let head = text.get(..at)?;
        let scheme = head.get(head.trim_end_matches(is_scheme).len()..)?;
        // A bullet or a number without a space behind it.
        let is_bullet = |c: char| c.is_ascii() && !c.is_ascii_alphabetic();
        at - scheme.trim_start_matches(is_bullet).len()
    } else {
        let at = HOSTS.iter().find_map(|sign| lower.find(sign))?;
        let is_host = text.len() <= LONGEST && !text.contains('@') && text.contains('.');
        let head = text.get(..at).filter(|_| is_host)?;
        head.rfind(|c: char| "[]=*_".contains(c))
            .map_or(0, |at| at + 1)
    };
    let whole = text.get(start..)?.trim_start_matches('{');
    let start = token.end - whole.len();
    let before = line.get(..start).and_then(|head| head.chars().next_back());
    let opens = |sign: char| whole.contains(sign);
    let (has_brace, has_bracket) = (opens('{'), opens('['));
    let is_around = |c: char| match c {
        '}' => !has_brace,
        ']' => !has_bracket,
        '*' | '_' | '~' => Some(c) == before,
        _ => ".:!?".contains(c),
    };
    let address = whole.trim_end_matches(is_around);
    let end = start + address.len();
    // Spaces at the end of the line stand behind the address in the form too, as far as anybody can tell.
    let is_last = line.get(end..)?.chars().all(char::is_whitespace);
    (!address.is_empty()).then_some(start..if is_last { line.len() } else { end })
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
    let is_alone = without_strays(inner) == without_strays(line.get(address.clone())?);
    let outer = head.strip_suffix(open)?.trim_end();
    let is_element = outer
        .chars()
        .next_back()
        .or(before)
        .is_some_and(|c| "[,({".contains(c));
    let several = is_element && inner.matches("://").count() > 1 && !inner.ends_with('\\');
    (is_alone || several).then_some(head.len()..head.len() + inner.len())
}

/// The only address of a line with the next word, if there is one address where nobody meant a space.
fn with_space_inside(line: &str, address: &Range<usize>) -> Range<usize> {
    const ENDS: [&str; 3] = [PHONE_HOST, "/crm/index.html", "/crm/authWindow.html"];
    let is_whole = |range: &Range<usize>| {
        let text = without_strays(line.get(range.clone()).unwrap_or_default());
        ENDS.iter().any(|end| text.ends_with(end))
    };
    let rest = line.get(address.end..).unwrap_or_default();
    let word = rest.trim_start();
    let word = word.get(..word.find(char::is_whitespace).unwrap_or(word.len()));
    let word = word.unwrap_or_default().trim_end_matches(is_quote);
    let whole = address.start..address.end + rest.find(word).unwrap_or_default() + word.len();
    if !word.is_empty() && !is_whole(address) && is_whole(&whole) {
        whole
    } else {
        address.clone()
    }
}

/// What clings to an address. The one before it in the line ends at `from`.
pub(super) fn left_out(line: &str, from: usize, address: &Range<usize>) -> Vec<&'static str> {
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
    let head = line.get(from..address.start).unwrap_or_default();
    let tail = line.get(address.end..).unwrap_or_default();
    let first = match head.trim_start().chars().next() {
        _ if from > 0 || head.is_empty() => None,
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
    let before = head.chars().rev().take_while(opens);
    let around = before.chain(tail.chars().take_while(closes));
    first.into_iter().chain(around.filter_map(kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::{addresses, tokens};
    use proptest::prelude::*;

    proptest! {
        /// No part of a line is looked at for two addresses, so that a long line takes no longer than many short ones.
        #[test]
        fn tokens_do_not_overlap(line in "([ \"'<>,;|(){}.a-c\u{3042}]|://|/crm/|<region>|&lt;|\\\\n|phone.mirabridge.cloud){0,40}") {
            for ranges in [tokens(&line), addresses(&line, None)] {
                let ends = ranges.iter().map(|range| range.end);
                prop_assert!(ranges.iter().skip(1).zip(ends).all(|(next, end)| end <= next.start), "{line:?} {ranges:?}");
            }
        }
    }
}
