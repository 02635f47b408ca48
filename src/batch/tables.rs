//! TOML: a table `[[target]]` each.

use super::row::Row;
use super::{ListError, Numbered};
use crate::text::escape;
use serde::Deserialize;
use toml::{Spanned, Table};

/// A table of any other name is an error: it may be a target whose name was mistyped.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(alias = "targets")]
    target: Vec<Spanned<Table>>,
}

pub(super) fn rows(text: &[u8]) -> Result<impl Iterator<Item = Numbered>, ListError> {
    let text = String::from_utf8_lossy(text);
    let document: Document = toml::from_str(&text).map_err(|error| ListError::NotToml {
        line: line_at(&text, error.span().unwrap_or_default().start),
        message: escape(error.message()),
    })?;
    // Counted on from row to row, so that a long list is not counted again and again.
    let mut line = 1;
    let mut counted = 0;
    Ok(document.target.into_iter().map(move |table| {
        let start = table.span().start;
        line += line_at(text.get(counted..start).unwrap_or_default(), usize::MAX) - 1;
        counted = start.max(counted);
        let row: Result<Row, _> = table.into_inner().try_into();
        (line, row.map_err(|error| escape(error.message())))
    }))
}

/// The line, from 1, on which the byte at `position` stands.
fn line_at(text: &str, position: usize) -> u64 {
    let bytes = text.as_bytes();
    let before = bytes.get(..position).unwrap_or(bytes);
    before
        .iter()
        .map(|byte| u64::from(*byte == b'\n'))
        .sum::<u64>()
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_rows_and_know_their_lines() {
        let text =
            "# all\n[[target]]\nregion = \"de\"\nclient_id = \"1\"\n\n[[target]]\nregion = 7\n";
        let rows = rows(text.as_bytes()).expect("TOML");
        let told: Vec<_> = rows.map(|(line, row)| (line, row.is_ok())).collect();
        assert_eq!(told, [(2, true), (6, false)]);
    }

    #[test]
    fn what_is_no_list_says_where() {
        for (text, line) in [
            ("[[target]]\nregion = \n", 2),
            ("[a]\n", 1),
            ("[[target]]\n[[tagret]]\n", 2),
        ] {
            match rows(text.as_bytes()).err() {
                Some(ListError::NotToml { line: told, .. }) => assert_eq!(told, line, "{text}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
