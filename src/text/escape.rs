//! Foreign text made safe to show.

use std::fmt::Write as _;

/// `text` with every character that a terminal would obey, hide or reorder spelled out as `\u{…}`.
///
/// Everything that comes from a server, a file or an argument passes here before it is written.
#[must_use]
pub(crate) fn escape(text: &str) -> String {
    spelling_out(text, is_unsafe)
}

/// The same for a terminal that shows ASCII alone.
#[must_use]
pub(crate) fn escape_ascii(text: &str) -> String {
    spelling_out(text, |character| !matches!(character, ' '..='~'))
}

fn spelling_out(text: &str, is_spelled_out: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_spelled_out(character) {
            push_code(&mut shown, character);
        } else {
            shown.push(character);
        }
    }
    shown
}

/// JSON with every such character written as JSON writes it, so that no data is lost: they occur inside of strings alone.
/// Line feeds are layout; in strings they are escaped already.
pub(crate) fn escape_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_unsafe(character) && character != '\n' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(shown, "\\u{unit:04x}").expect(WRITES);
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The first `limit` characters, and a sign that more were there.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "...",
        None => text.to_owned(),
    }
}

/// Why writing into a text cannot fail.
const WRITES: &str = "a String takes whatever is written to it";

fn push_code(shown: &mut String, character: char) {
    write!(shown, "\\u{{{:x}}}", u32::from(character)).expect(WRITES);
}

/// Whether a character does something else than show itself: controls, joiners and marks of zero width,
/// marks that change the direction of text, separators that are no spaces, tags, private and unassigned use.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            u32::from(character),
            0x00a0
                | 0x00ad
                | 0x034f
                | 0x0600..=0x0605
                | 0x061c
                | 0x06dd
                | 0x070f
                | 0x0890..=0x0891
                | 0x08e2
                | 0x115f..=0x1160
                | 0x1680
                | 0x17b4..=0x17b5
                | 0x180b..=0x180f
                | 0x2000..=0x200f
                | 0x2028..=0x202f
                | 0x205f..=0x206f
                | 0x3000
                | 0x3164
                | 0xe000..=0xf8ff
                | 0xfdd0..=0xfdef
                | 0xfe00..=0xfe0f
                | 0xfeff
                | 0xffa0
                | 0xfff0..=0xfffb
                | 0xfffe..=0xffff
                | 0x110bd
                | 0x110cd
                | 0x13430..=0x1343f
                | 0x1bca0..=0x1bca3
                | 0x1d173..=0x1d17a
                | 0xe0000..=0x10_ffff
        )
}

/// The first `limit` characters of `text`, with everything but printable ASCII spelled out as an escape.
///
/// Stricter than [`str::escape_debug`], which lets Cyrillic letters through: a look-alike has to show, and a caret below
/// has to stand under its character, so each output character is one column wide. The one exception is the ellipsis that
/// stands for what was cut off.
pub(crate) fn spelled(text: &str, limit: usize) -> String {
    let mut characters = text.chars();
    let mut shown = String::new();
    for character in characters.by_ref().take(limit) {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '\\' => shown.push_str("\\\\"),
            ' '..='~' => shown.push(character),
            _ => push_code(&mut shown, character),
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_ascii, escape_json, is_unsafe, spelled};
    use proptest::prelude::*;

    #[test]
    fn what_a_terminal_would_obey_or_hide_is_spelled_out() {
        for (text, shown) in [
            ("São Paulo ✓", "São Paulo ✓"),
            ("a\u{1b}]0;title\u{7}b", "a\\u{1b}]0;title\\u{7}b"),
            ("a\u{9b}31mb", "a\\u{9b}31mb"),
            ("exe\u{202e}fdp", "exe\\u{202e}fdp"),
            ("a\u{200b}b\u{feff}", "a\\u{200b}b\\u{feff}"),
            ("a\r\nb", "a\\u{d}\\u{a}b"),
        ] {
            assert_eq!(escape(text), shown);
        }
        assert_eq!(escape_ascii("São"), "S\\u{e3}o");
    }

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
            assert_eq!(spelled(text, 80), shown);
        }
    }

    #[test]
    fn is_bounded() {
        assert_eq!(spelled("abcdef", 3), "abc…");
        assert_eq!(spelled("abc", 3), "abc");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn leaves_nothing_but_printable_ascii(text in any::<String>()) {
            prop_assert!(spelled(&text, usize::MAX).chars().all(|c| matches!(c, ' '..='~')));
        }

        /// Every character is there, as it is or spelled out.
        #[test]
        fn nothing_is_lost(text in "(\\PC|\u{1b}|\u{9b}|\u{202e}|\u{200b}|\u{e0041}|[\\\\{}u0-9a-f]){0,20}") {
            let ascii = escape_ascii(&text);
            prop_assert!(ascii.chars().all(|c| matches!(c, ' '..='~')));
            for shown in [escape(&text), ascii] {
                let mut shown = shown.as_str();
                for character in text.chars() {
                    let code = format!("\\u{{{:x}}}", u32::from(character));
                    let rest = shown.strip_prefix(character).filter(|_| !is_unsafe(character));
                    let rest = rest.or_else(|| shown.strip_prefix(code.as_str()));
                    prop_assert!(rest.is_some(), "{:?} in {:?}", character, shown);
                    shown = rest.unwrap_or_default();
                }
                prop_assert_eq!(shown, "");
            }
        }

        #[test]
        fn json_keeps_its_data(text in "(.|\u{1b}|\u{202e}|\u{9b}|\u{7f}|\u{e0041}|[\"\\\\\n\r\t]){0,20}") {
            let json = escape_json(&serde_json::to_string_pretty(&[&text]).expect("JSON"));
            prop_assert!(!json.contains(|c| is_unsafe(c) && c != '\n'), "{}", json);
            prop_assert_eq!(serde_json::from_str::<[String; 1]>(&json).expect("JSON"), [text]);
        }

        /// What Unicode calls a format character, a mark of zero width or a control is never shown.
        #[test]
        fn what_acts_is_spelled_out(character in "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Variation_Selector}\\p{Default_Ignorable_Code_Point}]") {
            prop_assert!(escape(&character).starts_with("\\u{"), "{:?}", character);
        }
    }
}
