use std::fmt;

use crate::text::{is_unsafe, spelled};

/// Longer names do not fit into the lists in which people look for them; what Genesys Cloud allows is not known.
const LONGEST: usize = 100;

/// The name of the client at Admin > Integrations > OAuth: one line of visible text, so that a format has to mind its own
/// signs alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClientName(String);

/// Why a text can't be the name of a client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ClientNameError {
    #[error("the name is empty")]
    Empty,
    #[error("the name has {0} characters, and {LONGEST} at most are allowed")]
    TooLong(usize),
    #[error("the name begins or ends with a space")]
    OuterSpace,
    #[error("character {position} of the name is '{character}', which a terminal hides or obeys")]
    Character {
        /// Counted from 1.
        position: usize,
        /// Escaped, fit for a terminal.
        character: String,
    },
}

impl ClientName {
    pub(crate) fn parse(text: &str) -> Result<Self, ClientNameError> {
        let count = text.chars().count();
        if count == 0 {
            return Err(ClientNameError::Empty);
        }
        if count > LONGEST {
            return Err(ClientNameError::TooLong(count));
        }
        if let Some((index, character)) = text.chars().enumerate().find(|(_, c)| is_unsafe(*c)) {
            return Err(ClientNameError::Character {
                position: index + 1,
                character: spelled(&character.to_string(), 1),
            });
        }
        if text.trim() != text {
            return Err(ClientNameError::OuterSpace);
        }
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::ClientName;

    #[test]
    fn is_one_line_of_visible_text() {
        let longest = "é".repeat(100);
        for text in ["MiraBridge Phone", "a  b", "\"`|${}", "電話", &longest] {
            assert_eq!(ClientName::parse(text).expect(text).to_string(), text);
        }
        for (text, message) in [
            ("", "the name is empty"),
            (" ", "the name begins or ends with a space"),
            ("a ", "the name begins or ends with a space"),
            (
                "a\nb",
                "character 2 of the name is '\\n', which a terminal hides or obeys",
            ),
            (
                "\u{1b}[31m",
                "character 1 of the name is '\\u{1b}', which a terminal hides or obeys",
            ),
            (
                "a\u{202e}b",
                "character 2 of the name is '\\u{202e}', which a terminal hides or obeys",
            ),
            (
                &"a".repeat(101),
                "the name has 101 characters, and 100 at most are allowed",
            ),
        ] {
            assert_eq!(
                ClientName::parse(text).expect_err(text).to_string(),
                message
            );
        }
    }
}
