//! Many clients in one list: each row a target of its own, understood or not, in the order of the list.
//!
//! A row that cannot be understood is that row's fault and stops no other. What makes the whole list unreadable (no names of
//! columns, no text, too long) is an error before anything is asked, as then nobody knows what was meant.

mod comma_separated;
mod format;
mod invalid_target;
mod json_lines;
mod lines;
mod row;
mod tables;

pub use format::ListFormat;
pub use invalid_target::{INVALID_TARGET, judge};
pub use row::{Defaults, Listed};

use row::Row;
use std::io::{BufRead as _, BufReader, Read};

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
    /// The file cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The encoding of other programs.
    #[error("it is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// There is more than is read.
    #[error("it has more than 16 MiB")]
    TooLong,
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

/// Reads a list row by row. Nothing is kept of a row that was given out, but with TOML, which is read whole.
///
/// # Errors
/// Where the list cannot be read at all.
pub fn read<'a>(
    source: impl Read + 'a,
    format: Option<ListFormat>,
    defaults: &'a Defaults,
) -> Result<Box<dyn Iterator<Item = Result<Listed, ListError>> + 'a>, ListError> {
    let mut source = BufReader::new(source.take(LONGEST_LIST + 1));
    let start = source.fill_buf()?;
    if UTF_16.iter().any(|mark| start.starts_with(mark)) {
        return Err(ListError::Utf16);
    }
    let format = format.unwrap_or_else(|| ListFormat::of_content(start));
    if start.starts_with(UTF_8) {
        source.consume(UTF_8.len());
    }
    let rows: Box<dyn Iterator<Item = Result<Numbered, ListError>> + 'a> = match format {
        ListFormat::Csv => Box::new(comma_separated::rows(source)?),
        ListFormat::JsonLines => Box::new(json_lines::rows(source)),
        ListFormat::Toml => Box::new(tables::rows(source)?),
    };
    Ok(Box::new(rows.map(|row| {
        row.map(|(line, row)| Listed::new(line, row, defaults))
    })))
}
