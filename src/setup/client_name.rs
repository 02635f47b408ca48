use crate::genesys::InputError;
use crate::text::{is_unsafe, spelled};
use serde::Serialize;

/// Longer names do not fit into the lists in which people look for them; what Genesys Cloud allows is not known.
const LONGEST: usize = 100;

/// The name of the client at Admin > Integrations > OAuth: one line of visible text, so that a format has to mind its own
/// signs alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ClientName(String);

impl ClientName {
    pub(crate) fn parse(text: &str) -> Result<Self, InputError> {
        let count = text.chars().count();
        let hidden = text.chars().enumerate().find(|(_, c)| is_unsafe(*c));
        if text.is_empty() {
            Err(InputError::new("the name is empty"))
        } else if count > LONGEST {
            Err(InputError::new(format!(
                "the name has {count} characters, and {LONGEST} at most are allowed"
            )))
        } else if let Some((index, character)) = hidden {
            Err(InputError::new(format!(
                "character {} of the name is '{}', which a terminal hides or obeys",
                index + 1,
                spelled(&character.to_string(), 1)
            )))
        } else if text.trim() != text {
            Err(InputError::new("the name begins or ends with a space"))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::ClientName;

    #[test]
    fn is_one_line_of_visible_text() {
        let longest = "é".repeat(100);
        for text in ["MiraBridge Phone", "a  b", "\"`|${}", "電話", &longest] {
            assert_eq!(ClientName::parse(text).expect(text).as_str(), text);
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
