//! What is taken from the environment. Whatever is, is announced.

use super::output;
use crate::text::escape;

/// The value of a variable; an empty one is none.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What was typed or, if nothing was, the value of a variable, which is then announced.
pub(super) fn or_variable(typed: Option<&String>, option: &str, name: &str) -> Option<String> {
    if let Some(typed) = typed {
        return Some(typed.clone());
    }
    let value = variable(name)?;
    let shown: String = value.chars().take(80).collect();
    output::say(&format!(
        "{option} is taken from {name}: {}",
        escape(&shown)
    ));
    Some(value)
}
