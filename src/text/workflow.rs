//! Text in the workflow commands of GitHub Actions, which end with the line they stand in.

use super::escape::escape;

/// Lines of text as the message of a command.
pub(crate) fn message<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| escape(line).replace('%', "%25"))
        .collect();
    lines.join("%0A")
}

/// Text as the value of a command's property, which also ends with a comma or two colons.
pub(crate) fn property(text: &str) -> String {
    message([text]).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{message, property};
    use crate::text::escape;
    use proptest::prelude::*;

    /// A command as the runner reads it: its name, its properties, its message.
    #[derive(Debug, PartialEq, Eq)]
    pub(crate) struct Command {
        pub(crate) name: String,
        pub(crate) properties: Vec<(String, String)>,
        pub(crate) message: String,
    }

    /// Reads a line the way the runner does; none, if it is no command.
    pub(crate) fn parse(line: &str) -> Option<Command> {
        let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let properties = properties
            .split(',')
            .filter_map(|property| property.split_once('='))
            .map(|(name, value)| {
                let value = value.replace("%3A", ":").replace("%2C", ",");
                (name.to_owned(), unescaped(&value))
            })
            .collect();
        Some(Command {
            name: name.to_owned(),
            properties,
            message: unescaped(message),
        })
    }

    fn unescaped(text: &str) -> String {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%25", "%")
    }

    proptest! {
        #[test]
        fn nothing_ends_the_command_or_starts_another(
            title in "(::|,|%0A|%25|\n|=|[^\u{0}]){0,8}",
            lines in proptest::collection::vec("(::error::|%0A|%|\r\n|[^\u{0}]){0,8}", 0..4),
        ) {
            let line = format!(
                "::error title={}::{}",
                property(&title),
                message(lines.iter().map(String::as_str))
            );
            prop_assert_eq!(line.lines().count(), 1);
            let command = parse(&line).expect("a command");
            let title = ("title".to_owned(), escape(&title));
            let message: Vec<_> = lines.iter().map(|line| escape(line)).collect();
            prop_assert_eq!(command.properties, [title]);
            prop_assert_eq!(command.message, message.join("\n"));
        }
    }
}
