//! The deployment of MiraBridge Phone.

use std::fmt;

use crate::text::spelled;

/// The id of a deployment of MiraBridge Phone, a part of the path of its URLs; main unless MiraBridge says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deployment(String);

/// Why a text can't be the id of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeploymentError {
    /// There is no text.
    #[error("the deployment is empty")]
    Empty,
    /// It is longer than any id.
    #[error("the deployment has {0} characters, and 64 at most are allowed")]
    TooLong(usize),
    /// It would change the path it is put into.
    #[error(
        "\"{0}\" is not a deployment: only letters, digits, dots, hyphens and underscores are allowed"
    )]
    Character(String),
    /// It would name a folder above.
    #[error("\"{0}\" is not a deployment: it has only dots")]
    OnlyDots(String),
}

impl Deployment {
    /// The deployment with this id.
    ///
    /// # Errors
    /// Where the text could do something else in a URL than stand for a deployment.
    pub fn parse(text: &str) -> Result<Self, DeploymentError> {
        let count = text.chars().count();
        if count == 0 {
            return Err(DeploymentError::Empty);
        }
        if count > 64 {
            return Err(DeploymentError::TooLong(count));
        }
        if !text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        {
            return Err(DeploymentError::Character(spelled(text, 64)));
        }
        if text.bytes().all(|byte| byte == b'.') {
            return Err(DeploymentError::OnlyDots(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The id.
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
            ("..", "\"..\" is not a deployment: it has only dots"),
            (
                "a/b",
                "\"a/b\" is not a deployment: only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                "\u{1b}ä",
                "\"\\u{1b}\\u{e4}\" is not a deployment: only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                " main",
                "\" main\" is not a deployment: only letters, digits, dots, hyphens and underscores are allowed",
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
