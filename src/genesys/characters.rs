//! Characters that cling to a value that was copied from a mail, a chat or a web page.

use crate::text::is_unsafe;

/// The name of a character that takes no room on the screen, so that nobody sees it was copied along.
pub(crate) fn invisible(character: char) -> Option<&'static str> {
    match character {
        '\u{ad}' => Some("a soft hyphen"),
        '\u{200b}' => Some("a zero-width space"),
        '\u{200c}' => Some("a zero-width non-joiner"),
        '\u{200d}' => Some("a zero-width joiner"),
        '\u{2060}' => Some("a word joiner"),
        '\u{feff}' => Some("a byte order mark"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("a text direction mark")
        }
        _ => None,
    }
}

/// The name of a space that looks like any other and is not.
pub(crate) fn odd_space(character: char) -> Option<&'static str> {
    match character {
        '\u{a0}' | '\u{202f}' => Some("a no-break space"),
        _ if character.is_whitespace() && !character.is_ascii() => Some("a wide or narrow space"),
        _ => None,
    }
}

/// Quotes of any language, and the backticks of chats.
pub(crate) fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '\u{b4}' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›'
    )
}

/// Brackets, as placeholders such as {CLIENT_ID} and links such as <https://…> have them.
pub(crate) fn is_bracket(character: char) -> bool {
    matches!(character, '{' | '}' | '<' | '>' | '(' | ')' | '[' | ']')
}

/// Whatever may stand around a value without being part of it.
pub(super) fn is_wrapping(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || invisible(character).is_some()
        || is_quote(character)
        || is_bracket(character)
}

/// The punctuation of the sentence that a value was copied out of.
pub(crate) fn is_sentence_end(character: char) -> bool {
    matches!(character, ',' | ';' | '.')
}

/// Characters that no address holds: white space, and what nobody sees.
pub(crate) fn is_stray(character: char) -> bool {
    character.is_whitespace() || is_unsafe(character) || invisible(character).is_some()
}

/// The text without them.
pub(crate) fn without_strays(text: &str) -> String {
    text.chars()
        .filter(|character| !is_stray(*character))
        .collect()
}

/// Where they stand: "with a space (U+0020) at the end, a tab (U+0009) as character 5, and 2 more".
pub(crate) fn strays(text: &str) -> String {
    /// Those that are named one by one.
    const NAMED: usize = 3;
    let count = text.chars().count();
    let all = text.chars().zip(1..);
    let mut strays = all.filter(|(character, _)| is_stray(*character));
    let named: Vec<_> = strays
        .by_ref()
        .take(NAMED)
        .map(|(character, position)| {
            let name = match character {
                ' ' => "a space",
                '\t' => "a tab",
                '\n' | '\r' => "a line break",
                other => invisible(other)
                    .or_else(|| odd_space(other))
                    .unwrap_or("a character that does not show itself"),
            };
            let name = format!("{name} (U+{:04X})", u32::from(character));
            if position == count {
                format!("{name} at the end")
            } else {
                format!("{name} as character {position}")
            }
        })
        .collect();
    let more = match strays.count() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("with {}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{invisible, odd_space, strays, without_strays};

    #[test]
    fn strays_are_named_with_their_positions() {
        let text = "a\u{a0}b\u{200b}\u{ad} ";
        assert_eq!(
            strays(text),
            "with a no-break space (U+00A0) as character 2, a zero-width space (U+200B) as character 4, a soft hyphen (U+00AD) as character 5, and 1 more"
        );
        assert_eq!(strays("a "), "with a space (U+0020) at the end");
        assert_eq!(without_strays(text), "ab");
    }

    #[test]
    fn what_nobody_sees_has_a_name() {
        for (character, name) in [
            ('\u{ad}', "a soft hyphen"),
            ('\u{200b}', "a zero-width space"),
            ('\u{200c}', "a zero-width non-joiner"),
            ('\u{200d}', "a zero-width joiner"),
            ('\u{2060}', "a word joiner"),
            ('\u{feff}', "a byte order mark"),
            ('\u{202e}', "a text direction mark"),
        ] {
            assert_eq!(invisible(character), Some(name), "{character:?}");
        }
        assert_eq!(invisible('a'), None);
    }

    #[test]
    fn a_space_is_odd_if_it_is_not_that_of_the_keyboard() {
        for (character, name) in [
            ('\u{a0}', Some("a no-break space")),
            ('\u{202f}', Some("a no-break space")),
            ('\u{3000}', Some("a wide or narrow space")),
            ('\u{2009}', Some("a wide or narrow space")),
            (' ', None),
            ('\t', None),
            ('\u{e4}', None),
        ] {
            assert_eq!(odd_space(character), name, "{character:?}");
        }
    }
}
