//! Running text, wrapped. Words are never cut, so that an address stays whole.

use unicode_width::UnicodeWidthStr as _;

/// Columns of prose that is the same everywhere, such as an explanation: as many as any terminal has.
const PROSE: usize = 78;

/// Prose behind a lead, its later lines under the first.
pub(crate) fn hanging(lead: &str, words: &str) -> String {
    let indent = lead.width();
    let lines = wrap(words, PROSE.saturating_sub(indent));
    format!("{lead}{}", lines.join(&format!("\n{:indent$}", "")))
}

/// A text in lines of at most `width` columns.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // Of the last line.
    let mut columns = 0;
    for word in text.split(' ') {
        let more = word.width();
        match lines.last_mut() {
            Some(line) if columns + 1 + more <= width => {
                line.push(' ');
                line.push_str(word);
                columns += 1 + more;
            }
            _ => {
                lines.push(word.to_owned());
                columns = more;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{PROSE, hanging, wrap};

    #[test]
    fn breaks_between_words_alone() {
        for (text, lines) in [
            ("", &[""][..]),
            ("one two", &["one two"]),
            ("one two three", &["one two", "three"]),
            ("a https://a.example b", &["a", "https://a.example", "b"]),
            ("eight ee eight ee", &["eight", "ee", "eight", "ee"]),
            ("漢字 漢字 a", &["漢字", "漢字 a"]),
            ("one\u{a0}two six", &["one\u{a0}two", "six"]),
        ] {
            assert_eq!(wrap(text, 7), lines, "{text}");
        }
    }

    #[test]
    fn later_lines_stand_under_the_first() {
        let half = "x".repeat(PROSE / 2 - 2);
        for (words, text) in [
            ("", "1. ".to_owned()),
            (&format!("{half} {half}"), format!("1. {half} {half}")),
            (&format!("{half} {half}z"), format!("1. {half}\n   {half}z")),
        ] {
            assert_eq!(hanging("1. ", words), text);
        }
    }
}
