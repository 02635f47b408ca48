//! Why a text is not a client id.

use std::fmt;

use crate::text::push_spelled;

/// A text that is not a client id, with a picture of where it goes wrong if that is one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientIdError {
    message: String,
    picture: Option<Picture>,
}

/// An escaped line of text and the column that a caret stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Picture {
    line: String,
    column: usize,
}

impl ClientIdError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            picture: None,
        }
    }

    /// With a caret under the character at `index`, or behind the last one.
    pub(super) fn pointing(message: impl Into<String>, text: &str, index: usize) -> Self {
        let mut line = String::new();
        let mut column = None;
        for (at, character) in text.chars().enumerate() {
            if at == index {
                // Escapes are ASCII, so bytes are columns.
                column = Some(line.len());
            }
            push_spelled(&mut line, character);
        }
        let column = column.unwrap_or(line.len());
        Self {
            message: message.into(),
            picture: Some(Picture { line, column }),
        }
    }

    /// What is wrong, on one line and without the picture.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ClientIdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        match &self.picture {
            Some(Picture { line, column }) => write!(formatter, "\n  {line}\n  {:column$}^", ""),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ClientIdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_its_character_after_escaping() {
        for (text, index, picture) in [
            ("abc", 1, "m\n  abc\n   ^"),
            ("\tbc", 1, "m\n  \\tbc\n    ^"),
            ("\u{1b}b\u{441}", 2, "m\n  \\u{1b}b\\u{441}\n         ^"),
            ("abc", 3, "m\n  abc\n     ^"),
        ] {
            assert_eq!(
                ClientIdError::pointing("m", text, index).to_string(),
                picture
            );
        }
    }

    #[test]
    fn without_a_place_there_is_no_picture() {
        assert_eq!(ClientIdError::new("m").to_string(), "m");
        assert_eq!(ClientIdError::pointing("m", "abc", 1).message(), "m");
    }
}
