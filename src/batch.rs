//! Many clients in one list: each row a target of its own, understood or not, in the order of the list.
//!
//! A row that cannot be understood is that row's fault and stops no other. What makes the whole list unreadable (no names of
//! columns, no text, too long) is an error before anything is asked, as then nobody knows what was meant.

mod comma_separated;
mod format;
mod invalid_target;
mod json_lines;
mod lines;
mod part;
mod row;
mod tables;

pub use format::ListFormat;
pub use invalid_target::{INVALID_TARGET, judge};
pub use part::Part;
pub use row::{Defaults, Listed};

use row::Row;

/// Bytes of a list that are read at the most: some hundred thousand targets.
pub const LONGEST_LIST: u64 = 16 * 1024 * 1024;
/// Byte order marks.
const UTF_8: &[u8] = &[0xef, 0xbb, 0xbf];
const UTF_16: [&[u8]; 2] = [&[0xff, 0xfe], &[0xfe, 0xff]];

/// The line on which a row begins, and the row or why it is none.
type Numbered = (u64, Result<Row, String>);

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The encoding of other programs.
    #[error("it is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// There are no rows.
    #[error("it names no client")]
    Empty,
    /// The columns are not named.
    #[error(
        "its first line must name the columns: region, client_id and, where wanted, name, deployment, grant; it reads \"{0}\""
    )]
    NoColumns(String),
    /// The tables are not TOML, or not of targets.
    #[error("line {line}: {message}")]
    NotToml {
        /// Where, from 1.
        line: u64,
        /// What is wrong, in the words of the parser.
        message: String,
    },
}

/// The rows of a list, in their order, each understood when it is come to.
///
/// # Errors
/// Where there is no list, or one that nobody can be sure to understand.
pub fn read<'a>(
    text: &'a [u8],
    format: Option<ListFormat>,
    defaults: &'a Defaults,
) -> Result<Box<dyn Iterator<Item = Listed> + 'a>, ListError> {
    if UTF_16.iter().any(|mark| text.starts_with(mark)) {
        return Err(ListError::Utf16);
    }
    let text = text.strip_prefix(UTF_8).unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(ListError::Empty);
    }
    let rows: Box<dyn Iterator<Item = Numbered> + 'a> =
        match format.unwrap_or_else(|| ListFormat::of_content(text)) {
            ListFormat::Csv => Box::new(comma_separated::rows(text)?),
            ListFormat::JsonLines => Box::new(json_lines::rows(text)),
            ListFormat::Toml => Box::new(tables::rows(text)?),
        };
    let mut rows = rows
        .map(|(line, row)| Listed::new(line, row, defaults))
        .peekable();
    if rows.peek().is_none() {
        return Err(ListError::Empty);
    }
    Ok(Box::new(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genesys::{Deployment, Grant};

    #[test]
    fn what_is_no_list_is_told_from_a_list_with_bad_rows() {
        let defaults = Defaults {
            deployment: Deployment::default(),
            grant: Grant::Implicit,
        };
        let read = |text: &[u8]| read(text, None, &defaults).map(Iterator::count);
        assert_eq!(
            read(b"\xef\xbb\xbfregion,client_id\nde\n\xff\n").ok(),
            Some(2)
        );
        assert!(matches!(
            read(b"region,client_id\n\n"),
            Err(ListError::Empty)
        ));
        assert!(matches!(read(b"\xef\xbb\xbf \r\n"), Err(ListError::Empty)));
        assert!(matches!(read(b"\xff\xfer\0e\0"), Err(ListError::Utf16)));
    }
}
