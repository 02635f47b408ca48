//! A list as it is pasted: one a line or several, with bullets, quotes, separators and words around.
//!
//! What decorates the paste is dropped. A space, a comma or quotes at some entries and not at the others is no
//! decoration: it is part of what was copied.

mod cells;
mod decoration;
mod words;

use super::registration::{Doubt, Entry};
use crate::genesys::is_quote;
use cells::{cells, is_mark, is_tabbed, table};
use decoration::undecorated;
use words::{behind_bullet, uri_start, words};

/// Where a line ends in other programs than editors of plain text.
const BREAKS: [char; 5] = ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Words without an address that make a sentence rather than a label or a note.
const SENTENCE: usize = 4;

/// An entry before it is known what decorates all of them.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is found out apart from the others"
)]
struct Draft {
    line: usize,
    /// Of the first character of the core, from 0.
    column: usize,
    core: String,
    /// Whether one space stands before it, where it begins its line.
    lead: Option<bool>,
    /// The spaces behind it, where it ends its line or cell.
    tail: String,
    quotes: Option<(char, char)>,
    /// A comma or semicolon behind it, at the end of the line.
    comma: Option<char>,
    ends_line: bool,
    prose: bool,
    /// It stands in a sentence or a comment, which may say of it what it will.
    spoken_of: bool,
    /// Nothing but commas and spaces divides it from the one before.
    joined: bool,
    /// What the next line begins with, where this one ends its line.
    next: Option<String>,
}

pub(super) fn read(text: &str) -> (Vec<Entry>, Vec<Doubt>) {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<Vec<char>> = text
        .split(['\n', '\r'])
        .flat_map(within)
        .map(|line| line.chars().collect())
        .collect();
    let column_mark = table(&lines);
    let is_tabbed = is_tabbed(&lines);
    let mut drafts: Vec<Draft> = Vec::new();
    for (line, number) in lines.iter().zip(1..) {
        let mut of_line: Vec<Draft> = Vec::new();
        for (start, end) in cells(line, column_mark, is_tabbed) {
            of_line.extend(cell(line, start, end, number));
        }
        join(line, &mut of_line);
        if let Some(last) = of_line.last_mut().filter(|last| last.ends_line) {
            last.next = lines.get(number).and_then(|line| first_word(line));
        }
        drafts.extend(of_line);
    }
    undecorated(drafts)
}

/// The lines within a line. Where nothing is divided by it, what would break a line was copied along with an address, and
/// nobody sees it.
fn within(line: &str) -> Vec<&str> {
    if line.trim_matches(BREAKS).contains(BREAKS) {
        line.split(BREAKS).collect()
    } else {
        vec![line]
    }
}

/// Says of each whether it stands behind another one with nothing but commas and spaces between them.
fn join(line: &[char], drafts: &mut [Draft]) {
    let mut behind = None;
    for draft in drafts {
        let between = behind.and_then(|end| line.get(end..draft.column));
        let divides = |c: &char| is_mark(*c) || *c == ' ' || is_quote(*c);
        draft.joined = between.is_some_and(|between| between.iter().all(divides));
        behind = Some(draft.column + draft.core.chars().count());
    }
}

/// What a line begins with, behind the marks of a reply.
fn first_word(line: &[char]) -> Option<String> {
    const LONGEST: usize = 200;
    let word: String = line
        .iter()
        .skip_while(|c| c.is_whitespace() || **c == '>')
        .take_while(|c| !c.is_whitespace() && !matches!(c, '<' | '>'))
        .take(LONGEST)
        .collect();
    (!word.is_empty()).then_some(word)
}

/// The entries in a part of a line.
fn cell(line: &[char], start: usize, end: usize, number: usize) -> Vec<Draft> {
    let from = if start == 0 {
        behind_bullet(line)
    } else {
        start
    };
    let bulleted = from != start;
    let mut words = words(line, from, end);
    let detached = detached_mark(line, &mut words);
    let is_uri = |word: &(usize, usize)| uri_start(line, *word, words.len() == 1).is_some();
    let plain_words = words.iter().filter(|word| is_plain(line, **word)).count();
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
        draft.spoken_of = is_comment(line) || prose && plain_words >= SENTENCE;
        let whole = at == word.0 || draft.quotes.is_some() && at == word.0 + 1;
        let begins_line = first && start == 0 && !bulleted && whole;
        draft.lead = begins_line.then_some(word.0 == from + 1);
        draft.ends_line = last && end == line.len();
        let cell_ends = end == line.len() || line.get(end) == Some(&'\t');
        if last && cell_ends && draft.comma.is_none() && draft.quotes.is_none() {
            let tail = word.1..detached.map_or(end, |(at, _)| at);
            draft.tail = line.get(tail).unwrap_or_default().iter().collect();
        }
        if let Some((_, mark)) = detached.filter(|_| last) {
            draft.comma = draft.comma.or(Some(mark));
        }
        drafts.push(draft);
    }
    drafts
}

/// Whether a word is of letters, with a mark of a sentence behind it at the most.
fn is_plain(line: &[char], (start, end): (usize, usize)) -> bool {
    let word = line.get(start..end).unwrap_or_default();
    let bare = match word.split_last() {
        Some(('.' | ',' | ';' | ':' | '!' | '?', rest)) => rest,
        _ => word,
    };
    !bare.is_empty()
        && bare
            .iter()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
}

/// Whether a line begins with the mark of a comment: what stands behind it is spoken of, not set.
fn is_comment(line: &[char]) -> bool {
    let text: String = line
        .iter()
        .skip_while(|c| c.is_whitespace())
        .take(4)
        .collect();
    ["#", "//", "/*", "<!--"]
        .iter()
        .any(|mark| text.starts_with(mark))
}

/// A comma that stands alone at the end, taken from the words.
fn detached_mark(line: &[char], words: &mut Vec<(usize, usize)>) -> Option<(usize, char)> {
    let (start, end) = *words.last()?;
    let word = line.get(start..end)?;
    let mark = *word.first()?;
    let alone = words.len() > 1 && word.iter().all(|c| is_mark(*c));
    alone.then(|| words.pop())?;
    Some((start, mark))
}

/// The entry that begins at `at` in a word that ends at `end`.
fn draft(line: &[char], at: usize, end: usize, number: usize, prose: bool) -> Draft {
    let mut end = end;
    let last = |end: usize| line.get(end.wrapping_sub(1)).copied();
    let mut comma = None;
    while let Some(mark) = last(end).filter(|c| is_mark(*c)) {
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
        (Some('*' | '_'), Some('*' | '_')) => {
            while last(end).is_some_and(|c| matches!(c, '*' | '_')) {
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
        lead: None,
        tail: String::new(),
        quotes,
        comma,
        ends_line: false,
        prose,
        spoken_of: false,
        joined: false,
        next: None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::registration::Doubt;

    fn texts(text: &str) -> Vec<String> {
        read(text).0.into_iter().map(|entry| entry.text).collect()
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
            "https://a.x\rhttps://b.x/c",
            "https://a.x\u{2028}https://b.x/c",
            "https://a.x.\nhttps://b.x/c.",
            "https://a.x ,\nhttps://b.x/c ,",
            "uri,grant\nhttps://a.x,TOKEN\nhttps://b.x/c,TOKEN",
            "Phone;https://a.x;TOKEN\nPage;https://b.x/c;TOKEN",
            "\"Phone\",\"https://a.x\"\n\"Page\",\"https://b.x/c\"",
            "uris = [\"https://a.x\", \"https://b.x/c\"]",
            "['https://a.x', 'https://b.x/c']",
            "[https://a.x, https://b.x/c]",
            "[Phone](https://a.x)\n[Page](https://b.x/c)",
            "<ol><li>https://a.x</li><li>https://b.x/c</li></ol>",
            "&lt;https://a.x&gt;<br>\n&lt;https://b.x/c&gt;<br>",
            "uris:\n  - https://a.x\n  - https://b.x/c",
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
            ("https://a.x\u{2028}\nhttps://b.x", "https://a.x\u{2028}"),
            ("\u{85}https://a.x\nhttps://b.x", "\u{85}https://a.x"),
            ("https://a.x\u{b}\r\nhttps://b.x", "https://a.x\u{b}"),
            ("https://a.x\t\nhttps://b.x", "https://a.x\t"),
            ("- ht\u{ad}tps://a.x\n- https://b.x", "ht\u{ad}tps://a.x"),
            ("“https://a.x ”\n“https://b.x”", "https://a.x "),
            ("https://a.xhttps://b.x", "https://a.xhttps://b.x"),
            ("apps.a.x/crm\nhttps://b.x", "apps.a.x/crm"),
            ("https://a.x ,\nhttps://b.x,\nhttps://c.x", "https://a.x "),
            ("https://a.x.\nhttps://b.x", "https://a.x."),
            ("https://[::1]/c\nhttps://b.x", "https://[::1]/c"),
            ("https://a.[REGION]/c\nhttps://b.x", "https://a.[REGION]/c"),
        ] {
            assert_eq!(
                texts(text).first().map(String::as_str),
                Some(first),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_only_the_last_has_is_kept_too() {
        for (text, last) in [
            ("https://a.x\nhttps://b.x,", "https://b.x,"),
            ("https://a.x\nhttps://b.x.", "https://b.x."),
            ("https://a.x\nhttps://b.x ", "https://b.x "),
            ("https://a.x,\nhttps://b.x.", "https://b.x"),
            ("Please add https://a.x.", "https://a.x"),
        ] {
            assert_eq!(
                texts(text).last().map(String::as_str),
                Some(last),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_may_be_more_than_the_manner_of_a_list_is_doubted() {
        for (text, doubts) in [
            ("https://a.x\nhttps://b.x", &[][..]),
            ("https://a.x, https://b.x", &[]),
            ("- https://a.x\n- https://b.x", &[]),
            ("    https://a.x\n    https://b.x", &[]),
            ("| https://a.x | 1 |\n| https://b.x | 2 |", &[]),
            ("https://a.x ,\nhttps://b.x ,", &[]),
            ("https://a.x", &[]),
            ("https://a.x \nhttps://b.x  ", &[Doubt::SpaceBehind]),
            (" https://a.x\n https://b.x", &[Doubt::SpaceBefore]),
            (
                "https://a.x\nhttps://b.x, https://c.x",
                &[Doubt::Together(2)],
            ),
            (
                "\"https://a.x\"\n\"https://b.x\" \"https://c.x\"",
                &[Doubt::Together(2)],
            ),
            (
                "Hi,\nplease add https://a.x and https://b.x.\nhttps://c.x",
                &[],
            ),
        ] {
            assert_eq!(read(text).1, doubts, "{text:?}");
        }
    }

    #[test]
    fn the_last_of_a_line_knows_what_follows() {
        let next = |text| {
            let (entries, _) = read(text);
            let first = entries.into_iter().next().expect("an entry");
            first.next
        };
        assert_eq!(next("https://a.x/b\nc.html and"), Some("c.html".to_owned()));
        assert_eq!(
            next("> <https://a.x/b\n> c.html>"),
            Some("c.html".to_owned())
        );
        assert_eq!(next("https://a.x/b more\nc.html"), None);
        assert_eq!(next("https://a.x/b\n\nc.html"), None);
    }

    #[test]
    fn entries_know_their_places() {
        let (entries, _) = read("To register:\n\n  - https://a.x\nx\thttps://b.x");
        let places: Vec<_> = entries
            .iter()
            .map(|entry| (entry.line, entry.column))
            .collect();
        assert_eq!(places, [(3, 5), (4, 3)]);
    }
}
