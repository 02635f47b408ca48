//! A list as it is pasted: one a line or several, with bullets, quotes, separators and words around.
//!
//! What decorates the paste is dropped. A space, a comma or quotes at some entries and not at the others is no
//! decoration: it is part of what was copied.

use super::registration::Entry;
use super::stray::is_stray;
use crate::setup::{invisible, is_quote};

/// An entry before it is known what decorates all of them.
#[derive(Debug)]
struct Draft {
    line: usize,
    /// Of the first character of the core, from 0.
    column: usize,
    core: String,
    raw: String,
    /// Whether one space stands before it, where it begins its line.
    lead: Option<bool>,
    /// The spaces behind it, where it ends its line or cell.
    tail: String,
    quotes: Option<(char, char)>,
    /// A comma or semicolon behind it, at the end of the line.
    comma: Option<char>,
    ends_line: bool,
    prose: bool,
}

pub(super) fn read(text: &str) -> Vec<Entry> {
    let breaks = [
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    let text = text.replace("\r\n", "\n");
    let mut drafts = Vec::new();
    for (line, number) in text.split(breaks).zip(1..) {
        let characters: Vec<char> = line.chars().collect();
        for (start, end) in segments(&characters) {
            drafts.extend(segment(&characters, start, end, number));
        }
    }
    undecorated(drafts)
}

/// The parts of a line between tabs, bars, brackets, commas and semicolons.
fn segments(line: &[char]) -> Vec<(usize, usize)> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (index, character) in line.iter().enumerate() {
        let rest = line.get(index + 1..).unwrap_or_default();
        let separates = match character {
            '\t' | '|' | '<' | '>' | '(' | ')' => true,
            // At the end of the line it is looked at with the entry.
            ',' | ';' => {
                !is_blank(rest)
                    && rest.first().is_some_and(|next| {
                        is_stray(*next) || is_quote(*next) || *next == ',' || begins_uri(rest)
                    })
            }
            _ => false,
        };
        if separates {
            segments.push((start, index));
            start = index + 1;
        }
    }
    segments.push((start, line.len()));
    segments
}

fn is_blank(characters: &[char]) -> bool {
    characters.iter().all(|c| matches!(c, ' ' | ',' | ';'))
}

fn begins_uri(characters: &[char]) -> bool {
    let text: String = characters.iter().take(8).collect();
    let text = text.to_ascii_lowercase();
    text.starts_with("https://") || text.starts_with("http://")
}

/// The entries in a part of a line.
fn segment(line: &[char], start: usize, end: usize, number: usize) -> Vec<Draft> {
    let from = if start == 0 {
        behind_bullet(line)
    } else {
        start
    };
    let bulleted = from != start;
    let words = words(line, from, end);
    let is_uri = |word: &(usize, usize)| uri_start(line, *word, words.len() == 1).is_some();
    let mut drafts = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(at) = uri_start(line, *word, words.len() == 1) else {
            continue;
        };
        let labelled = index
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .and_then(|(_, end)| line.get(end - 1))
            .is_none_or(|last| matches!(last, ':' | '=' | '-' | '–' | '→'));
        let before = words.iter().take(index).all(&is_uri);
        let after = words.iter().skip(index + 1).all(&is_uri);
        let prose = !((before || labelled) && after);
        let first = index == 0;
        let last = index + 1 == words.len();
        let mut draft = draft(line, at, word.1, number, prose);
        let whole = at == word.0 || draft.quotes.is_some() && at == word.0 + 1;
        let begins_line = first && start == 0 && !bulleted && whole;
        draft.lead = begins_line.then_some(word.0 == from + 1);
        draft.ends_line = last && end == line.len();
        let cell_ends = end == line.len() || line.get(end) == Some(&'\t');
        if last && cell_ends && draft.comma.is_none() {
            draft.tail = line.get(word.1..end).unwrap_or_default().iter().collect();
        }
        drafts.push(draft);
    }
    drafts
}

/// Where a line begins behind its bullet or number.
fn behind_bullet(line: &[char]) -> usize {
    let blank = |c: &char| c.is_whitespace() || invisible(*c).is_some();
    let skip = |from: usize| {
        let rest = line.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|c| blank(c)).count()
    };
    let at = skip(0);
    let rest = line.get(at..).unwrap_or_default();
    let length = match rest {
        ['•' | '‣' | '◦' | '·' | '▪' | '●' | '○' | '–' | '—', ..] => 1,
        ['-' | '*' | '+' | 'o', next, ..] if next.is_whitespace() => 1,
        _ => {
            let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
            let marks = if digits == 0 { 1 } else { digits };
            match rest.get(marks..) {
                Some(['.', next, ..])
                    if next.is_whitespace()
                        && (digits > 0 || rest.first().is_some_and(char::is_ascii_alphabetic)) =>
                {
                    marks + 1
                }
                _ => return 0,
            }
        }
    };
    skip_spaces(line, at + length)
}

/// Spaces behind a bullet belong to it, whatever their kind; what has no width may have been copied with the URI.
fn skip_spaces(line: &[char], from: usize) -> usize {
    let rest = line.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|c| c.is_whitespace()).count()
}

/// The words between spaces; what is quoted as a whole is one word.
fn words(line: &[char], from: usize, end: usize) -> Vec<(usize, usize)> {
    let part = line.get(from..end).unwrap_or_default();
    let mut words = Vec::new();
    let mut start = None;
    for (index, character) in part.iter().enumerate() {
        match (*character == ' ', start) {
            (false, None) => start = Some(index),
            (true, Some(begun)) => {
                words.push((from + begun, from + index));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(begun) = start {
        words.push((from + begun, end));
    }
    if let (Some((first, _)), Some((_, last))) = (words.first(), words.last())
        && words.len() > 1
    {
        let whole = line.get(*first..*last).unwrap_or_default();
        let comma = matches!(whole.last(), Some(',' | ';'));
        let closing = whole.len().checked_sub(1 + usize::from(comma));
        let closed = closing.and_then(|at| whole.get(at));
        let inner: String = whole.iter().skip(1).filter(|c| !is_stray(**c)).collect();
        if whole.first().is_some_and(|c| is_quote(*c))
            && closed.is_some_and(|c| is_quote(*c))
            && inner.matches("://").count() == 1
            && begins_uri(&inner.chars().collect::<Vec<_>>())
        {
            return vec![(*first, *last)];
        }
    }
    words
}

/// Where in a word a URI begins, with what is invisible before it.
fn uri_start(line: &[char], (start, end): (usize, usize), alone: bool) -> Option<usize> {
    let word = line.get(start..end)?;
    let mark = word.windows(3).position(|three| three == [':', '/', '/']);
    if let Some(mark) = mark {
        let is_scheme = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let mut at = mark;
        while at > 0
            && word
                .get(at - 1)
                .is_some_and(|c| is_scheme(c) || is_stray(*c))
        {
            at -= 1;
        }
        // A bullet without a space behind it.
        while word
            .get(at)
            .is_some_and(|c| !c.is_ascii_alphabetic() && !is_stray(*c))
        {
            at += 1;
        }
        // Something else stands before: spaces of any kind divide it from the URI.
        if at > 0 && !word.get(at - 1).is_some_and(|c| is_quote(*c)) {
            while at < mark && word.get(at).is_some_and(|c| c.is_whitespace()) {
                at += 1;
            }
        }
        return (at < mark).then_some(start + at);
    }
    let text: String = word
        .iter()
        .filter(|c| !is_stray(**c) && !is_quote(**c))
        .collect();
    let text = text.to_ascii_lowercase();
    let hosts = [
        "phone.mirabridge.cloud",
        "apps.",
        "login.",
        "api.",
        "www.",
        "*.",
    ];
    let schemes = ["https:", "http:", "javascript:", "data:", "urn:"];
    let bare = hosts.iter().any(|host| {
        text.strip_prefix(host)
            .is_some_and(|rest| host.len() > 6 || rest.contains('.'))
    }) || text == "localhost"
        || text.starts_with("localhost:")
        || text.starts_with("localhost/")
        || schemes.iter().any(|scheme| {
            text.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        });
    let opening = word.first().is_some_and(|c| is_quote(*c));
    (alone && bare).then_some(start + usize::from(opening))
}

/// The entry that begins at `at` in a word that ends at `end`.
fn draft(line: &[char], at: usize, end: usize, number: usize, prose: bool) -> Draft {
    let mut end = end;
    let last = |end: usize| line.get(end.wrapping_sub(1)).copied();
    let mut comma = None;
    while let Some(mark @ (',' | ';')) = last(end) {
        comma = Some(mark);
        end -= 1;
    }
    if prose {
        while last(end).is_some_and(|c| matches!(c, '.' | ':' | '!' | '?')) {
            end -= 1;
        }
    }
    let before = at.checked_sub(1).and_then(|index| line.get(index)).copied();
    let quotes = match (before, last(end)) {
        (Some(open), Some(close)) if is_quote(open) && is_quote(close) => Some((open, close)),
        (Some('*' | '_' | '['), Some('*' | '_' | ']')) => {
            while last(end).is_some_and(|c| matches!(c, '*' | '_' | ']')) {
                end -= 1;
            }
            None
        }
        _ => None,
    };
    if quotes.is_some() {
        end -= 1;
    }
    Draft {
        line: number,
        column: at,
        core: line.get(at..end).unwrap_or_default().iter().collect(),
        raw: line.iter().collect(),
        lead: None,
        tail: String::new(),
        quotes,
        comma,
        ends_line: false,
        prose,
    }
}

/// The entries without what decorates all of them, and with what only some of them have.
fn undecorated(drafts: Vec<Draft>) -> Vec<Entry> {
    let quoted = drafts.iter().all(|draft| draft.quotes.is_some());
    let several = drafts.len() > 1;
    let indented = drafts.iter().all(|draft| draft.lead != Some(false));
    let padded = several && drafts.iter().all(|draft| !draft.tail.is_empty());
    let mut ending: Vec<_> = drafts.iter().filter(|draft| draft.ends_line).collect();
    let last_line = drafts.last().map(|draft| draft.line);
    if several && ending.last().map(|draft| draft.line) == last_line {
        ending.pop();
    }
    let listed = ending.iter().all(|draft| draft.comma.is_some());
    let count = drafts.len();
    drafts
        .into_iter()
        .zip(1..)
        .map(|(draft, number)| {
            let mut text = draft.core;
            let mut column = draft.column;
            if let Some((open, close)) = draft.quotes.filter(|_| !quoted && !draft.prose) {
                text = format!("{open}{text}{close}");
                column -= 1;
            }
            if let Some(mark) = draft
                .comma
                .filter(|_| !listed && draft.ends_line && number < count)
            {
                text.push(mark);
            }
            if !draft.prose {
                if draft.lead == Some(true) && several && !indented {
                    text.insert(0, ' ');
                    column -= 1;
                }
                if !padded {
                    text.push_str(&draft.tail);
                }
            }
            if number == count && text.ends_with('.') {
                text.pop();
            }
            Entry {
                text,
                line: draft.line,
                column: column + 1,
                raw: draft.raw,
                in_prose: draft.prose,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    fn texts(text: &str) -> Vec<String> {
        read(text).into_iter().map(|entry| entry.text).collect()
    }

    #[test]
    fn decoration_is_not_blamed_on_the_client() {
        for text in [
            "https://a.x\nhttps://b.x/c",
            "https://a.x\r\nhttps://b.x/c\r\n",
            "- https://a.x\n* https://b.x/c",
            "•\u{a0}https://a.x\n•\thttps://b.x/c",
            "1. https://a.x\n2) https://b.x/c",
            "a. https://a.x\nb. https://b.x/c",
            "“https://a.x”\n“https://b.x/c”",
            "\"https://a.x\",\n\"https://b.x/c\"",
            "https://a.x,\nhttps://b.x/c",
            "https://a.x,https://b.x/c",
            "https://a.x; https://b.x/c;",
            "https://a.x https://b.x/c",
            "    https://a.x\n    https://b.x/c",
            "https://a.x  \nhttps://b.x/c  ",
            "| https://a.x | phone |\n| https://b.x/c | page |",
            "Phone\thttps://a.x\tTOKEN\nPage\thttps://b.x/c\tTOKEN",
            "Hi Anna,\nplease register https://a.x and https://b.x/c.\nBest, Bob",
            "<https://a.x>\n<https://b.x/c>",
            "**https://a.x**\n[https://b.x/c]",
            "> https://a.x\n> https://b.x/c",
            "URL: https://a.x\nURL:https://b.x/c",
        ] {
            assert_eq!(texts(text), ["https://a.x", "https://b.x/c"], "{text:?}");
        }
    }

    #[test]
    fn what_only_some_have_is_kept() {
        for (text, first) in [
            ("https://a.x \nhttps://b.x", "https://a.x "),
            (" https://a.x\nhttps://b.x", " https://a.x"),
            ("https://a.x,\nhttps://b.x\nhttps://c.x", "https://a.x,"),
            ("\"https://a.x\"\nhttps://b.x", "\"https://a.x\""),
            ("https://a.x\u{200b}\nhttps://b.x", "https://a.x\u{200b}"),
            ("\u{a0}https://a.x\nhttps://b.x", "\u{a0}https://a.x"),
            ("- ht\u{ad}tps://a.x\n- https://b.x", "ht\u{ad}tps://a.x"),
            ("“https://a.x ”\n“https://b.x”", "https://a.x "),
            ("https://a.xhttps://b.x", "https://a.xhttps://b.x"),
            ("apps.a.x/crm\nhttps://b.x", "apps.a.x/crm"),
        ] {
            assert_eq!(
                texts(text).first().map(String::as_str),
                Some(first),
                "{text:?}"
            );
        }
    }

    #[test]
    fn entries_know_their_places() {
        let entries = read("To register:\n\n  - https://a.x\nx\thttps://b.x");
        let places: Vec<_> = entries
            .iter()
            .map(|entry| (entry.line, entry.column))
            .collect();
        assert_eq!(places, [(3, 5), (4, 3)]);
    }
}
