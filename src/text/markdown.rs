//! Text in Markdown: CommonMark, and what GitHub makes of it besides.
//!
//! A backslash before a sign keeps Markdown from seeing it, and does nothing against what GitHub makes of the
//! finished page: mentions, which call people, references to issues, emoji. Code does, so whatever is no plain
//! word is shown as code.

use super::escape::escape;

/// Running text of our own, with whatever it quotes. Not for the start of a line, where other signs count.
pub(crate) fn prose(text: &str) -> String {
    let text = escape(text);
    let mut words: Vec<String> = Vec::new();
    for run in text
        .split(' ')
        .collect::<Vec<_>>()
        .chunk_by(|one, other| is_plain(one) == is_plain(other))
    {
        let joined = run.join(" ");
        let is_plain = run.first().is_some_and(|word| is_plain(word));
        words.push(if is_plain { joined } else { quoted(&joined) });
    }
    words.join(" ")
}

/// Text as code.
pub(crate) fn code(text: &str) -> String {
    delimited(&escape(text))
}

/// Text as code in a cell of a table, where a bar would end the cell. Readers of Markdown disagree on what one behind a
/// backslash of its own does.
pub(crate) fn cell(text: &str) -> String {
    let text = escape(text).replace("\\|", "\\u{5c}|");
    delimited(&text.replace('|', "\\|"))
}

/// Lines as a block of code, for copying.
pub(crate) fn block<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<_> = lines.into_iter().map(escape).collect();
    let text = lines.join("\n");
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

/// Whether a word means itself to every reader of Markdown.
fn is_plain(word: &str) -> bool {
    let harmless = |c: char| c.is_alphanumeric() || ".,;:!?()'\"/+=%-–—→>✓".contains(c);
    let lower = word.to_lowercase();
    word.chars().all(harmless)
        // An option's dashes, which some readers join.
        && !word.starts_with("--")
        // Addresses, emoji, issues.
        && !["://", "www.", "gh-"].iter().any(|mark| lower.contains(mark))
        && word.matches(':').count() <= usize::from(word.ends_with(':'))
}

/// Words as code, but for the marks of the sentence around them.
fn quoted(words: &str) -> String {
    const OPENING: &[char] = &['(', '\'', '"'];
    const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', ')', '\'', '"'];
    let start = words.len() - words.trim_start_matches(OPENING).len();
    let (before, rest) = words.split_at(start);
    let (inner, after) = rest.split_at(rest.trim_end_matches(CLOSING).len());
    if inner.is_empty() {
        return delimited(words);
    }
    format!("{before}{}{after}", delimited(inner))
}

/// Text that was escaped, as code between more backticks than it has in a row.
fn delimited(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let ticks = "`".repeat(longest_run(text) + 1);
    // A space at both ends is taken away again; backticks there would join the delimiter.
    let padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let space = if padded && !text.trim_matches(' ').is_empty() {
        " "
    } else {
        ""
    };
    format!("{ticks}{space}{text}{space}{ticks}")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{block, cell, code, escape, prose};
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    /// Everything that extends Markdown, but for what makes prettier quotes and dashes.
    const OPTIONS: Options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);

    /// The text that a reader of Markdown sees, or what it sees instead of text.
    fn read(markdown: &str) -> Result<String, String> {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, OPTIONS) {
            match event {
                Event::Text(words) | Event::Code(words) => text.push_str(&words),
                Event::Start(Tag::Paragraph | Tag::CodeBlock(_)) | Event::End(_) => {}
                other => return Err(format!("{other:?} in {markdown:?}")),
            }
        }
        Ok(text)
    }

    #[test]
    fn plain_words_stay_plain() {
        for (text, markdown) in [
            (
                "At Admin > Integrations > OAuth, save: once!",
                "At Admin > Integrations > OAuth, save: once!",
            ),
            ("with --timeout 5s", "with `--timeout` 5s"),
            (
                "login.mypurecloud.de refuses it (302 → https://a.example/#/x).",
                "login.mypurecloud.de refuses it (302 → `https://a.example/#/x`).",
            ),
            (
                "the error 'invalid_client', twice",
                "the error '`invalid_client`', twice",
            ),
            (
                "ask @org/team about #1 or GH-1 :tada:",
                "ask `@org/team` about `#1` or `GH-1 :tada`:",
            ),
            ("a\u{1b}[31m b", "`a\\u{1b}[31m` b"),
            ("``a` <b>", "``` ``a` <b> ```"),
        ] {
            assert_eq!(prose(text), markdown);
        }
        assert_eq!(cell("a|b"), "`a\\|b`");
        assert_eq!(cell("a\\|@b"), "`a\\u{5c}\\|@b`");
        assert_eq!(code(""), "(empty)");
    }

    /// Texts with many of the signs that mean something somewhere.
    fn hostile() -> impl Strategy<Value = String> {
        "([ a-z0-9]|[`|@#<>\\[\\]()*_~$!&:/\\\\=+^{}\"'.-]|::|&#64;|https?://|www\\.|<!--|```|\u{1b}\\[31m|\u{202e}|\r|\n|\t|.){0,40}"
    }

    proptest! {
        #[test]
        fn whatever_is_quoted_is_read_as_text(text in hostile()) {
            let shown = escape(&text);
            let read_prose = read(&format!("It says: {}", prose(&text)));
            let spaced = |text: &str| text.split(' ').filter(|word| !word.is_empty()).collect::<String>();
            prop_assert_eq!(read_prose.map(|text| spaced(&text)), Ok(spaced(&format!("It says: {shown}"))));
            if !text.is_empty() {
                prop_assert_eq!(read(&format!("A: {}", code(&text))), Ok(format!("A: {shown}")));
            }
            prop_assert_eq!(read(&block([text.as_str()])), Ok(format!("{shown}\n")));
        }

        #[test]
        fn nothing_ends_a_cell(text in hostile()) {
            let table = format!("|a|b|\n|---|---|\n|{}|c|\n", cell(&text));
            let cells = Parser::new_ext(&table, Options::ENABLE_TABLES)
                .filter(|event| matches!(event, Event::Start(Tag::TableCell)))
                .count();
            prop_assert_eq!(cells, 4);
            let odd = Parser::new_ext(&table, OPTIONS)
                .find(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. })));
            prop_assert_eq!(odd, None);
        }
    }
}
