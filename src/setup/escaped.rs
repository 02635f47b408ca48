//! Foreign text, made fit for a terminal.

use std::fmt::Write as _;

/// The first `limit` characters of `text`, with everything but printable ASCII spelled out as an escape.
///
/// Stricter than [`str::escape_debug`], which lets Cyrillic letters through: a look-alike has to show, and a caret below
/// has to stand under its character, so each output character is one column wide. The one exception is the ellipsis that
/// stands for what was cut off.
pub(super) fn escaped(text: &str, limit: usize) -> String {
    let mut characters = text.chars();
    let mut shown = String::new();
    for character in characters.by_ref().take(limit) {
        push_escaped(&mut shown, character);
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// One character, spelled as [`escaped`] spells it.
pub(super) fn push_escaped(shown: &mut String, character: char) {
    match character {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        '\\' => shown.push_str("\\\\"),
        ' '..='~' => shown.push(character),
        _ => {
            write!(shown, "\\u{{{:x}}}", u32::from(character))
                .expect("a String takes whatever is written to it");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spells_out_what_a_terminal_would_hide_or_obey() {
        for (text, shown) in [
            ("mypurecloud.de", "mypurecloud.de"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("cloud\u{441}", "cloud\\u{441}"),
            ("a\tb\r\n", "a\\tb\\r\\n"),
            ("a\\u{441}", "a\\\\u{441}"),
        ] {
            assert_eq!(escaped(text, 80), shown);
        }
    }

    #[test]
    fn is_bounded() {
        assert_eq!(escaped("abcdef", 3), "abc…");
        assert_eq!(escaped("abc", 3), "abc");
    }

    proptest! {
        #[test]
        fn leaves_nothing_but_printable_ascii(text in any::<String>()) {
            prop_assert!(escaped(&text, usize::MAX).chars().all(|c| matches!(c, ' '..='~')));
        }
    }
}
