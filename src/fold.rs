//! Running text, broken into lines.

/// Columns of a line; only a word that is longer by itself takes more.
const WIDTH: usize = 96;

/// `words` in lines, the first behind `first` and the others behind `rest`. Words are never cut, so that an address stays
/// whole.
pub(crate) fn fold(first: &str, rest: &str, words: &str) -> String {
    let mut text = String::from(first);
    let mut column = first.chars().count();
    let mut begins = true;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if begins {
            begins = false;
        } else if column + 1 + length > WIDTH {
            text.push('\n');
            text.push_str(rest);
            column = rest.chars().count();
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, fold};

    #[test]
    fn fills_lines_and_cuts_no_word() {
        let half = "x".repeat(WIDTH / 2 - 2);
        let long = "y".repeat(WIDTH + 1);
        for (words, lines) in [
            ("", "1. ".to_owned()),
            (" a  b\nc ", "1. a b c".to_owned()),
            (&format!("{half} {half}"), format!("1. {half} {half}")),
            (&format!("{half} {half}z"), format!("1. {half}\n   {half}z")),
            (&format!("a {long} b"), format!("1. a\n   {long}\n   b")),
        ] {
            assert_eq!(fold("1. ", "   ", words), lines);
        }
    }
}
