//! What is taken from the environment. Whatever is, is announced.

use super::error::Problem;
use super::output;
use crate::text::escape;
use std::env::VarError;

/// The value of a variable; an empty one is none. One that is not text is refused: to go on without it would be another
/// run than the one that was asked for.
pub(super) fn variable(name: &str) -> Result<Option<String>, Problem> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Problem::Usage(format!(
            "the environment variable {name} is not valid UTF-8; set it anew, or unset it"
        ))),
    }
}

/// The value of a variable that changes how things look and not what is done, so that whatever it is, it is taken.
pub(super) fn setting(name: &str) -> Option<String> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

/// What was typed or, if nothing was, the value of a variable, which is then announced.
pub(super) fn or_variable(
    typed: Option<&String>,
    option: &str,
    name: &str,
) -> Result<Option<String>, Problem> {
    if let Some(typed) = typed {
        return Ok(Some(typed.clone()));
    }
    let value = variable(name)?;
    if let Some(value) = &value {
        let shown: String = value.chars().take(80).collect();
        output::say(&format!(
            "{option} is taken from {name}: {}",
            escape(&shown)
        ));
    }
    Ok(value)
}
