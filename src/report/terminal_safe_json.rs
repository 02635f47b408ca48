use crate::text::is_unsafe;
use serde::Serialize;
use std::fmt::Write as _;

/// `value` as JSON on several lines, for structs of our own.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value);
    safe(&json.expect("structs with text keys serialize"))
}

/// The same on one line.
pub(super) fn line(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value);
    safe(&json.expect("structs with text keys serialize"))
}

/// `json` and a line feed. Characters that a terminal would obey or hide stand inside of strings alone, where JSON has
/// an escape for each, so that no data is lost. Line feeds are the layout's: in strings they are escaped already.
fn safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        if is_unsafe(character) && character != '\n' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe + "\n"
}

#[cfg(test)]
mod tests {
    use super::{line, pretty};
    use crate::text::is_unsafe;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_survives_and_cannot_act(text in "(.|\u{1b}|\u{202e}|\u{9b}|\u{7f}|\u{e0041}|[\"\\\\\n\r\t]){0,20}") {
            for json in [pretty(&[&text]), line(&[&text])] {
                prop_assert!(!json.contains(|c| is_unsafe(c) && c != '\n'), "{}", json);
                prop_assert_eq!(serde_json::from_str::<[String; 1]>(&json).expect("JSON"), [text.clone()]);
            }
            prop_assert_eq!(line(&[&text]).lines().count(), 1);
        }
    }
}
