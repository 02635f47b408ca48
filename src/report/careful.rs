use crate::text::is_unsafe;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io;

/// `value` as pretty JSON and a line feed, for structs of our own.
pub(super) fn to_json(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Careful::default());
    value
        .serialize(&mut serializer)
        .expect("plain structs with text keys serialize into memory");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// `value` as JSON on one line, for structs of our own.
pub(super) fn to_json_line(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, CarefulLine);
    value
        .serialize(&mut serializer)
        .expect("plain structs with text keys serialize into memory");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// The same without line breaks.
struct CarefulLine;

impl Formatter for CarefulLine {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_fragment(writer, fragment)
    }
}

/// Writes text of a string, with JSON's own escapes for what must not be seen as it is.
fn write_fragment<W: io::Write + ?Sized>(writer: &mut W, fragment: &str) -> io::Result<()> {
    for character in fragment.chars() {
        let mut units = [0; 2];
        if is_unsafe(character) {
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
        } else {
            write!(writer, "{character}")?;
        }
    }
    Ok(())
}

/// Pretty JSON whose strings hold no character that a terminal would obey or hide: those are written as
/// JSON's own escapes, so that no data is lost.
#[derive(Default)]
struct Careful(PrettyFormatter<'static>);

impl Formatter for Careful {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_fragment(writer, fragment)
    }

    fn begin_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::{to_json, to_json_line};
    use serde_json::json;

    #[test]
    fn lays_plain_values_out_as_the_library_does() {
        let value = json!({"a": [1, [], {}], "b": {"c": null}, "d": "x"});
        assert_eq!(to_json(&value), format!("{value:#}\n"));
        assert_eq!(to_json_line(&value), format!("{value}\n"));
    }

    #[test]
    fn hostile_text_survives_and_cannot_act() {
        let hostile = "a\u{1b}[31m\u{202e}b\u{9b}\u{e0041}\"\\\n é";
        for text in [to_json(&hostile), to_json_line(&hostile)] {
            let line = text.trim_end();
            assert!(!line.chars().any(crate::text::is_unsafe), "{text}");
            assert_eq!(
                serde_json::from_str::<String>(&text).expect("JSON"),
                hostile
            );
        }
    }
}
