//! Characters that no redirect URI holds, and where they stand.

use crate::genesys::{invisible, odd_space};
use crate::text::is_unsafe;

/// A character that was copied along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    /// Counted from 1.
    pub(super) position: usize,
    pub(super) character: char,
}

impl Stray {
    /// "a no-break space (U+00A0)".
    pub(super) fn name(self) -> String {
        let name = match self.character {
            ' ' => "a space",
            '\t' => "a tab",
            '\n' | '\r' => "a line break",
            other => invisible(other)
                .or_else(|| odd_space(other))
                .unwrap_or("a character that does not show itself"),
        };
        format!("{name} (U+{:04X})", u32::from(self.character))
    }
}

pub(super) fn is_stray(character: char) -> bool {
    character.is_whitespace() || is_unsafe(character) || invisible(character).is_some()
}

pub(super) fn strays(text: &str) -> Vec<Stray> {
    text.chars()
        .zip(1..)
        .filter(|(character, _)| is_stray(*character))
        .map(|(character, position)| Stray {
            position,
            character,
        })
        .collect()
}

/// The text without them.
pub(super) fn without(text: &str) -> String {
    text.chars()
        .filter(|character| !is_stray(*character))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{strays, without};

    #[test]
    fn are_named_with_their_positions() {
        let text = "a\u{a0}b\u{200b}\u{ad} ";
        let told: Vec<_> = strays(text)
            .into_iter()
            .map(|stray| (stray.position, stray.name()))
            .collect();
        assert_eq!(
            told,
            [
                (2, "a no-break space (U+00A0)".to_owned()),
                (4, "a zero-width space (U+200B)".to_owned()),
                (5, "a soft hyphen (U+00AD)".to_owned()),
                (6, "a space (U+0020)".to_owned()),
            ]
        );
        assert_eq!(without(text), "ab");
    }
}
