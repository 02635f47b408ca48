//! What clings to a value that was copied from a mail, a chat or a web page.

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

#[cfg(test)]
mod tests {
    use super::{invisible, odd_space};

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
