use std::path::Path;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    /// Comma-separated values, or separated by semicolons or tabs, with the names of the columns in the first line.
    Csv,
    /// A JSON object a line.
    JsonLines,
    /// TOML, a table `[[target]]` each.
    Toml,
}

impl ListFormat {
    /// By the name of the file; none if the name does not tell.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" | "tsv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "toml" => Some(Self::Toml),
            _ => None,
        }
    }

    /// By the first character that is not blank: an object, a table or a comment, else the name of a column.
    pub(super) fn of_content(start: &[u8]) -> Self {
        let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
        match first {
            Some(b'{') => Self::JsonLines,
            Some(b'[' | b'#') => Self::Toml,
            _ => Self::Csv,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ListFormat;
    use std::path::Path;

    #[test]
    fn is_told_by_the_name_or_by_the_first_character() {
        let of_path = |name| ListFormat::of_path(Path::new(name));
        assert_eq!(of_path("a/Targets.CSV"), Some(ListFormat::Csv));
        assert_eq!(of_path("targets.ndjson"), Some(ListFormat::JsonLines));
        assert_eq!(of_path("targets.toml"), Some(ListFormat::Toml));
        assert_eq!(of_path("targets.txt"), None);
        assert_eq!(of_path("-"), None);
        for (start, format) in [
            ("region,client_id", ListFormat::Csv),
            (" \r\n{\"region\"", ListFormat::JsonLines),
            ("# customers\n[[target]]", ListFormat::Toml),
            ("", ListFormat::Csv),
        ] {
            assert_eq!(ListFormat::of_content(start.as_bytes()), format, "{start}");
        }
    }
}
