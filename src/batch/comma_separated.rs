//! Comma-separated values (RFC 4180), also with the semicolons of a spreadsheet in other languages, and with tabs.

use super::lines::{Line, lines};
use super::row::Row;
use super::{ListError, Numbered};
use crate::text::escape;
use csv::{ByteRecord, ReaderBuilder};

/// Bytes of the first line that are shown where it is wrong.
const SHOWN: usize = 100;

/// Where each column of interest stands.
#[derive(Debug, Default)]
struct Columns {
    region: Option<usize>,
    client_id: Option<usize>,
    name: Option<usize>,
    deployment: Option<usize>,
    grant: Option<usize>,
    count: usize,
}

pub(super) fn rows(text: &[u8]) -> Result<impl Iterator<Item = Numbered>, ListError> {
    let mut lines = lines(text);
    let header = lines.next().and_then(|line| line.bytes.ok());
    let header = header.unwrap_or_default();
    let separator = separator(header);
    let columns = fields(header, separator)
        .and_then(|names| Columns::of(&names))
        .ok_or_else(|| ListError::NoColumns(shown(header)))?;
    Ok(lines
        .filter(move |line| !is_empty(line, separator))
        .map(move |line| {
            let row = line.bytes.and_then(|bytes| {
                let fields = fields(bytes, separator)
                    .ok_or("it has a quote that is not closed on the same line, or a carriage return alone in its middle")?;
                columns.row(&fields)
            });
            (line.number, row)
        }))
}

/// Whether a line is a row of nothing, as spreadsheets leave them behind.
fn is_empty(line: &Line<'_>, separator: u8) -> bool {
    let nothing =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(*byte, b'"') || *byte == separator;
    line.bytes
        .as_ref()
        .is_ok_and(|bytes| bytes.iter().all(nothing))
}

/// The fields of a line. A row ends with its line, also within quotes, so that a quote that is never closed spoils one row
/// and not the rest of the list: then there are none. Nor are there in a line of several rows, with a carriage return
/// between them: no client of theirs may be left out unsaid.
fn fields(line: &[u8], separator: u8) -> Option<ByteRecord> {
    let between_quotes = line.split(|byte| *byte == b'"').count();
    if between_quotes.is_multiple_of(2) {
        return None;
    }
    let mut fields = ByteRecord::new();
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .buffer_capacity(line.len() + 1)
        .from_reader(line);
    reader.read_byte_record(&mut fields).ok()?;
    let mut more = ByteRecord::new();
    let is_all = !reader.read_byte_record(&mut more).ok()?;
    is_all.then_some(fields)
}

impl Columns {
    /// None if the region or the client id has no column.
    fn of(header: &ByteRecord) -> Option<Self> {
        let mut columns = Self {
            count: header.len(),
            ..Self::default()
        };
        for (index, name) in header.iter().enumerate() {
            // "Client ID", "client-id" and "clientId" are one name.
            let name: Vec<u8> = name
                .iter()
                .filter(|byte| byte.is_ascii_alphanumeric())
                .map(u8::to_ascii_lowercase)
                .collect();
            let column = match name.as_slice() {
                b"region" => &mut columns.region,
                b"clientid" => &mut columns.client_id,
                b"name" => &mut columns.name,
                b"deployment" => &mut columns.deployment,
                b"grant" => &mut columns.grant,
                _ => continue,
            };
            *column = column.or(Some(index));
        }
        (columns.region.is_some() && columns.client_id.is_some()).then_some(columns)
    }

    fn row(&self, record: &ByteRecord) -> Result<Row, String> {
        // One separator too many or too few, and every value may be another column's.
        if record.len() != self.count {
            return Err(format!(
                "it has {} fields where the first line names {} columns",
                record.len(),
                self.count
            ));
        }
        let field = |column: Option<usize>| {
            let bytes = record.get(column?)?;
            Some(String::from_utf8_lossy(bytes).into_owned())
        };
        Ok(Row {
            region: field(self.region),
            client_id: field(self.client_id),
            name: field(self.name),
            deployment: field(self.deployment),
            grant: field(self.grant),
        })
    }
}

/// What stands most often in the first line.
fn separator(line: &[u8]) -> u8 {
    let count = |separator: u8| line.split(|byte| *byte == separator).count();
    let mut separator = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(separator) {
            separator = other;
        }
    }
    separator
}

fn shown(line: &[u8]) -> String {
    let line = line.get(..SHOWN).unwrap_or(line);
    escape(&String::from_utf8_lossy(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Numbered> {
        rows(text.as_bytes()).expect("columns").collect()
    }

    fn told(row: &Numbered) -> (u64, Vec<&str>) {
        let (line, row) = row;
        let row = row.as_ref().expect("a row");
        let fields = [&row.region, &row.client_id, &row.name];
        let fields = fields.map(|field| field.as_deref().unwrap_or("-"));
        (*line, fields.to_vec())
    }

    #[test]
    fn columns_stand_anywhere_and_go_by_any_spelling() {
        for text in [
            "name,Region,Client ID\nAcme,de,1\n",
            "\"name\";\"region\";\"client_id\"\r\nAcme;de;1\r\n",
            "notes\tclientId\tname\tregion\nx\t1\tAcme\tde",
        ] {
            let rows = read(text);
            assert_eq!(
                rows.iter().map(told).collect::<Vec<_>>(),
                [(2, vec!["de", "1", "Acme"])]
            );
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_spoils_one_row() {
        let rows = read("region,client_id,name\n\nde,1,\"a\nde,2,\"b, \"\"c\"\"\"\n");
        assert!(rows[0].1.is_err());
        assert_eq!(told(&rows[1]), (4, vec!["de", "2", "b, \"c\""]));
    }

    #[test]
    fn a_row_of_nothing_is_none() {
        let rows = read("region;client_id\n;\n \"\" ; ;;\nde;1\n;;;\n");
        assert_eq!(
            rows.iter().map(told).collect::<Vec<_>>(),
            [(4, vec!["de", "1", "-"])]
        );
    }

    #[test]
    fn a_line_of_several_rows_is_no_row() {
        let rows = read("region,client_id\nde,1\rie,2\nde,3\r\n");
        let understood: Vec<_> = rows.iter().map(|(_, row)| row.is_ok()).collect();
        assert_eq!(understood, [false, true]);
        let header = super::rows(b"region,client_id\rde,1\nde,2\n");
        assert!(matches!(header, Err(ListError::NoColumns(_))));
    }

    #[test]
    fn an_empty_field_at_either_end_of_a_row_is_one() {
        let rows = read("name\tregion\tclient_id\tgrant\n\tde\t1\t\r\n");
        assert_eq!(
            rows.iter().map(told).collect::<Vec<_>>(),
            [(2, vec!["de", "1", ""])]
        );
    }

    #[test]
    fn a_row_of_another_length_is_no_row() {
        let rows = read("region,client_id\nde\nde,1,x\nde,1\n");
        let understood: Vec<_> = rows.iter().map(|(_, row)| row.is_ok()).collect();
        assert_eq!(understood, [false, false, true]);
    }

    #[test]
    fn a_list_without_names_of_columns_is_no_list() {
        for text in ["", "mypurecloud.de,4f9c\n", "region\nde\n"] {
            assert!(
                matches!(rows(text.as_bytes()), Err(ListError::NoColumns(_))),
                "{text}"
            );
        }
    }
}
