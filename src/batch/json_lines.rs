//! A JSON object a line.

use super::Numbered;
use super::lines::lines;
use super::row::Row;
use crate::text::escape;

pub(super) fn rows(text: &[u8]) -> impl Iterator<Item = Numbered> {
    lines(text).map(|line| (line.number, line.bytes.and_then(row)))
}

fn row(line: &[u8]) -> Result<Row, String> {
    serde_json::from_slice(line)
        .map_err(|error| format!("not a target as JSON: {}", escape(&error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn every_line_is_a_row_and_a_bad_one_stops_no_other() {
        let text = b"{\"region\":\"de\",\"clientId\":\"1\",\"more\":[]}\r\n\n{\"region\":7}\n[1]\n{\"region\n\xff\n{\"client_id\":\"2\"}";
        let rows: Vec<_> = rows(&text[..])
            .map(|(line, row)| (line, row.ok().and_then(|row| row.client_id)))
            .collect();
        let told: Vec<_> = rows
            .iter()
            .map(|(line, id)| (*line, id.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (1, Some("1")),
                (3, None),
                (4, None),
                (5, None),
                (6, None),
                (7, Some("2"))
            ]
        );
    }
}
