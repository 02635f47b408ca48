//! The deployment of MiraBridge Phone.

use std::fmt;

use serde::Serialize;

use super::InputError;
use crate::text::spelled;

const LONGEST: usize = 64;

/// The id of a deployment of MiraBridge Phone, a part of the path of its URLs; main unless MiraBridge says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Deployment(String);

impl Deployment {
    /// # Errors
    /// Where the text could do something else in a URL than stand for a deployment.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        let is_foreign = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-');
        let count = text.chars().count();
        if text.is_empty() {
            Err(InputError::new("the deployment is empty"))
        } else if count > LONGEST {
            Err(InputError::new(format!(
                "the deployment has {count} characters, and {LONGEST} at most are allowed"
            )))
        } else if let Some((index, character)) =
            text.chars().enumerate().find(|(_, c)| is_foreign(*c))
        {
            Err(InputError::new(format!(
                "character {} of the deployment is '{}', and only letters, digits, dots, hyphens and underscores are allowed",
                index + 1,
                spelled(&character.to_string(), 1)
            )))
        } else if text.chars().all(|c| c == '.') {
            // It would name a folder above.
            Err(InputError::new("the deployment has only dots"))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Deployment {
    fn default() -> Self {
        Self("main".to_owned())
    }
}

impl fmt::Display for Deployment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_ids() {
        assert_eq!(Deployment::default().as_str(), "main");
        let longest = "a".repeat(64);
        for text in ["main", "Test_2.1-b", "a", "..a", &longest] {
            assert_eq!(Deployment::parse(text).expect(text).to_string(), text);
        }
    }

    #[test]
    fn refuses_what_would_change_a_path() {
        for (text, message) in [
            ("", "the deployment is empty"),
            ("..", "the deployment has only dots"),
            (
                "a/b",
                "character 2 of the deployment is '/', and only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                "\u{1b}ä",
                "character 1 of the deployment is '\\u{1b}', and only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                " main",
                "character 1 of the deployment is ' ', and only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                &"a".repeat(65),
                "the deployment has 65 characters, and 64 at most are allowed",
            ),
        ] {
            assert_eq!(
                Deployment::parse(text).expect_err(text).to_string(),
                message
            );
        }
    }
}
