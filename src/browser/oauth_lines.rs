//! Lines of a browser's console that state an OAuth error.

use crate::classify::{OAUTH_CODES, blames};

/// Whether a line of a browser's console states an OAuth error: one of the standard codes or, where the page calls it
/// a problem, words that blame the client or its redirect URI, or that say that the sign-in went wrong.
pub(super) fn in_console(line: &str, is_problem: bool) -> bool {
    // An address may hold the names of its own parameters.
    let words: Vec<_> = line
        .split_whitespace()
        .filter(|word| !word.contains("://"))
        .collect();
    let line = words.join(" ").to_lowercase();
    let mut codes = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    if codes.any(|code| OAUTH_CODES.contains(&code) || code == "access_denied") {
        return true;
    }
    let says = |parts: &[&str]| parts.iter().any(|part| line.contains(part));
    is_problem
        && (blames(&line).is_any()
            || (says(&["oauth", "authoriz", "authentic"])
                && says(&[
                    "error",
                    "fail",
                    "invalid",
                    "denied",
                    "refused",
                    "timeout",
                    "timed out",
                ])))
}

#[cfg(test)]
mod tests {
    use super::in_console;

    #[test]
    fn a_line_of_the_console_states_an_error_by_its_code_or_calls_it_a_problem() {
        for (line, at_any_level, as_a_problem) in [
            ("OAuth error: invalid_client", true, true),
            ("a-ACCESS_DENIED!", true, true),
            ("not_access_denied_at_all", false, false),
            ("get https://a.example/?error=invalid_client", false, false),
            ("The OAuth client ID is invalid", false, true),
            ("OAuth: it failed", false, true),
            ("OAuth: it works", false, false),
            ("The icon failed", false, false),
            ("The icon works", false, false),
        ] {
            assert_eq!(in_console(line, false), at_any_level, "{line}");
            assert_eq!(in_console(line, true), as_a_problem, "{line}");
        }
    }
}
