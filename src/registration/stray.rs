//! Characters that no redirect URI holds, and where they stand.

use crate::genesys::{invisible, odd_space};
use crate::text::is_unsafe;

/// Stray characters that are named one by one.
const NAMED: usize = 3;

pub(super) fn is_stray(character: char) -> bool {
    character.is_whitespace() || is_unsafe(character) || invisible(character).is_some()
}

/// "with a space (U+0020) at the end, a tab (U+0009) as character 5 and 2 more".
pub(super) fn named(text: &str) -> String {
    let count = text.chars().count();
    let mut strays = text
        .chars()
        .zip(1..)
        .filter(|(character, _)| is_stray(*character));
    let named: Vec<_> = strays
        .by_ref()
        .take(NAMED)
        .map(|(character, position)| {
            let name = name(character);
            if position == count {
                format!("{name} at the end")
            } else {
                format!("{name} as character {position}")
            }
        })
        .collect();
    let more = match strays.count() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("with {}{more}", named.join(", "))
}

/// "a no-break space (U+00A0)".
fn name(character: char) -> String {
    let name = match character {
        ' ' => "a space",
        '\t' => "a tab",
        '\n' | '\r' => "a line break",
        other => invisible(other)
            .or_else(|| odd_space(other))
            .unwrap_or("a character that does not show itself"),
    };
    format!("{name} (U+{:04X})", u32::from(character))
}

/// The text without them.
pub(super) fn without(text: &str) -> String {
    text.chars()
        .filter(|character| !is_stray(*character))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{named, without};

    #[test]
    fn are_named_with_their_positions() {
        let text = "a\u{a0}b\u{200b}\u{ad} ";
        assert_eq!(
            named(text),
            "with a no-break space (U+00A0) as character 2, a zero-width space (U+200B) as character 4, a soft hyphen (U+00AD) as character 5, and 1 more"
        );
        assert_eq!(named("a "), "with a space (U+0020) at the end");
        assert_eq!(without(text), "ab");
    }
}
