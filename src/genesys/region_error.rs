//! Why a text is not a region.

use crate::text::spelled;

/// More of a wrong region helps nobody to recognise it.
const SHOWN: usize = 80;

/// A text that is not a region, and the one that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", hint(suggestion.as_deref()))]
pub struct RegionError {
    message: String,
    input: String,
    suggestion: Option<String>,
}

impl RegionError {
    pub(super) fn empty() -> Self {
        Self {
            message: "the region is empty: give its domain, such as mypurecloud.de".to_owned(),
            input: String::new(),
            suggestion: None,
        }
    }

    pub(super) fn too_long(input: &str) -> Self {
        Self {
            message: format!("the region is {} bytes long, and no region is", input.len()),
            input: shown(input),
            suggestion: None,
        }
    }

    pub(super) fn unknown(input: &str, suggestion: Option<&str>) -> Self {
        let input = shown(input);
        Self {
            message: format!("\"{input}\" is not a Genesys Cloud region"),
            input,
            suggestion: suggestion.map(str::to_owned),
        }
    }

    pub(super) fn not_a_domain(input: &str, why: &str, suggestion: Option<&str>) -> Self {
        let input = shown(input);
        Self {
            message: format!("\"{input}\" is not the domain of a region: {why}"),
            input,
            suggestion: suggestion.map(str::to_owned),
        }
    }

    /// The domain that may have been meant.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

/// Without query and fragment, which no region is read from and which may carry a token.
fn shown(input: &str) -> String {
    match input.split_once(['?', '#']) {
        Some((start, _)) => format!("{}…", spelled(start, SHOWN).trim_end_matches('…')),
        None => spelled(input, SHOWN),
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |domain| format!("; did you mean {domain}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_token_is_shown() {
        for url in [
            "https://evil.example/#access_token=x",
            "https://evil.example/?token=x#y",
        ] {
            let error = RegionError::unknown(url, None);
            assert_eq!(
                error.to_string(),
                "\"https://evil.example/…\" is not a Genesys Cloud region"
            );
        }
    }

    #[test]
    fn what_is_shown_is_bounded() {
        for input in ["a".repeat(100), format!("{}?", "a".repeat(100))] {
            assert_eq!(
                RegionError::too_long(&input).input,
                format!("{}…", "a".repeat(80))
            );
        }
    }
}
