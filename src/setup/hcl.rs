//! HCL as `terraform fmt` writes it.

/// What stands at the right of an equals sign.
pub(super) enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A list of texts: one stands on the line, more have a line each.
    List(Vec<&'a str>),
    /// A reference to something else, as it is.
    Reference(String),
}

/// A block with the attributes in their order. Equals signs are aligned in neighbouring lines; an attribute of several
/// lines stands by itself.
pub(super) fn block(header: &str, attributes: &[(&str, Value<'_>)]) -> String {
    let lines = attributes.chunk_by(|(_, one), (_, next)| !one.is_long() && !next.is_long());
    let body: String = lines.map(aligned).collect();
    format!("{header} {{\n{body}}}\n")
}

fn aligned(attributes: &[(&str, Value<'_>)]) -> String {
    let width = attributes.iter().map(|(name, _)| name.len()).max();
    let width = width.unwrap_or_default();
    let lines = attributes
        .iter()
        .map(|(name, value)| format!("  {name:width$} = {}\n", value.written()));
    lines.collect()
}

impl Value<'_> {
    fn is_long(&self) -> bool {
        matches!(self, Self::List(items) if items.len() > 1)
    }

    fn written(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Reference(name) => name.clone(),
            Self::List(items) if self.is_long() => {
                let lines = items.iter().map(|item| format!("    {},\n", quoted(item)));
                format!("[\n{}  ]", lines.collect::<String>())
            }
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }
}

/// A quoted template that stands for `text` alone (HCL native syntax, "Template Expressions"): beside quotes and
/// backslashes, what would begin an interpolation or a directive is escaped. `text` is one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\\' => quoted.push('\\'),
            '$' | '%' if characters.peek() == Some(&'{') => quoted.push(character),
            _ => {}
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Value, block, quoted};
    use proptest::prelude::*;

    #[test]
    fn is_laid_out_as_terraform_fmt_does() {
        let attributes = [
            ("a", Value::Text("x")),
            ("longest_of_three", Value::List(vec!["x"])),
            ("bb", Value::Reference("one.two".to_owned())),
            ("the_longest_of_all_names", Value::List(vec!["x", "y"])),
            ("c", Value::List(Vec::new())),
            ("dd", Value::Text("")),
        ];
        // `terraform fmt` 1.11 leaves this as it is.
        let laid_out = r#"resource "a" "b" {
  a                = "x"
  longest_of_three = ["x"]
  bb               = one.two
  the_longest_of_all_names = [
    "x",
    "y",
  ]
  c  = []
  dd = ""
}
"#;
        assert_eq!(block("resource \"a\" \"b\"", &attributes), laid_out);
    }

    #[test]
    fn what_would_begin_a_template_is_escaped() {
        for (text, literal) in [
            ("São Paulo", r#""São Paulo""#),
            (r#"a"b\c"#, r#""a\"b\\c""#),
            ("${a}", r#""$${a}""#),
            ("$${a}", r#""$$${a}""#),
            ("%{ if a }", r#""%%{ if a }""#),
            ("50% $5 {} $ {", r#""50% $5 {} $ {""#),
        ] {
            assert_eq!(quoted(text), literal);
        }
    }

    /// What a quoted template stands for, read as HCL does; `None` if it ends early or is more than a text.
    fn read(literal: &str) -> Option<String> {
        let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
        let mut text = String::new();
        while let Some(character) = rest.chars().next() {
            let (meant, length) = match character {
                '\\' => (
                    rest.get(1..2).filter(|escaped| "\"\\".contains(escaped))?,
                    2,
                ),
                '"' => return None,
                _ if rest.starts_with("$${") || rest.starts_with("%%{") => (&rest[1..3], 3),
                _ if rest.starts_with("${") || rest.starts_with("%{") => return None,
                _ => (&rest[..character.len_utf8()], character.len_utf8()),
            };
            text.push_str(meant);
            rest = &rest[length..];
        }
        Some(text)
    }

    proptest! {
        #[test]
        fn is_read_back_as_it_was(text in "[\"\\\\$%{}a é]{0,12}") {
            prop_assert_eq!(read(&quoted(&text)), Some(text));
        }
    }
}
