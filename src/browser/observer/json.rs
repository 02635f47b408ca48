//! Reading JSON of a form that may change: what is missing is empty.

use serde_json::Value;

/// The part at a JSON pointer.
pub(super) fn part<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// The text there.
pub(in crate::browser) fn word<'a>(value: &'a Value, pointer: &str) -> &'a str {
    part(value, pointer).as_str().unwrap_or_default()
}

/// The number there.
pub(super) fn number(value: &Value, pointer: &str) -> Option<u64> {
    part(value, pointer).as_u64()
}

/// Whether it is true.
pub(super) fn flag(value: &Value, pointer: &str) -> bool {
    part(value, pointer).as_bool().unwrap_or_default()
}

/// A name that the browser itself gives to something, such as `net::ERR_FAILED`.
pub(super) fn name(text: &str) -> String {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':');
    text.chars().filter(is_part).take(80).collect()
}
