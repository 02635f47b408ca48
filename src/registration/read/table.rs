//! Tables with names of columns: CSV and what spreadsheets copy by its parser, those that are drawn with bars by the bars.

use super::field::Field;
use super::place::Lines;
use super::{line, mention};
use crate::registration::Registration;
use csv::{Position, ReaderBuilder};

/// A row, and where it begins.
type Row = (usize, Vec<String>);

/// The clients in a table; `None` where the text has none with a column of redirect URIs.
pub(super) fn read(text: &str) -> Option<Vec<Registration>> {
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let rest = text.get(offset..).unwrap_or_default();
        // The names of a file's columns stand in its first line, behind "sep=;" at the most.
        let marks = [b',', b';', b'\t'].into_iter().filter(|_| number < 2);
        let tables = marks.map(|mark| separated(rest, mark)).chain([drawn(rest)]);
        for mut rows in tables {
            if rows.len() < 2 {
                continue;
            }
            let (_, names) = rows.remove(0);
            let columns: Vec<_> = names.iter().map(|name| Field::of(name)).collect();
            // A heading with a comma in it is no table.
            let is_table = names.len() > 1 && rows.iter().any(|(_, row)| row.len() > 1);
            if is_table && columns.contains(&Some(Field::RedirectUris)) {
                return Some(clients(text, offset, &columns, &rows));
            }
        }
        offset += line.len();
    }
    None
}

fn separated(text: &str, mark: u8) -> Vec<Row> {
    let header = text.lines().next().unwrap_or_default();
    if !header.contains(char::from(mark)) {
        return Vec::new();
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(mark)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records().map_while(Result::ok);
    records
        .map(|record| {
            let at = record.position().map_or(0, Position::byte);
            let cells = record.iter().map(str::to_owned).collect();
            (usize::try_from(at).unwrap_or_default(), cells)
        })
        .collect()
}

/// A table of Markdown, a wiki or a database's console.
fn drawn(text: &str) -> Vec<Row> {
    let is_bar = |c: char| matches!(c, '|' | '│');
    let is_rule = |line: &str| line.contains('-') && line.chars().all(|c| "|+-=: \r\n".contains(c));
    let mut offset = 0;
    let mut rows = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if !bare.contains(is_bar) && !is_rule(line) {
            break;
        }
        if !is_rule(line) {
            // Wikis name their columns between two bars.
            let bare = if bare.starts_with("||") {
                bare.replace("||", "|")
            } else {
                bare.to_owned()
            };
            let inner = bare.strip_prefix(is_bar).unwrap_or(&bare);
            let inner = inner.strip_suffix(is_bar).unwrap_or(inner);
            rows.push((
                offset,
                inner
                    .split(is_bar)
                    .map(|cell| cell.trim().to_owned())
                    .collect(),
            ));
        }
        offset += line.len();
    }
    rows
}

fn clients(text: &str, start: usize, columns: &[Option<Field>], rows: &[Row]) -> Vec<Registration> {
    let places = Lines::of(text);
    let mut clients: Vec<Registration> = Vec::new();
    for (offset, row) in rows {
        let cells = || {
            row.iter()
                .zip(columns.iter().copied().chain(std::iter::repeat(None)))
        };
        let of = |field| {
            let mut cells =
                cells().filter(|(cell, column)| *column == Some(field) && !cell.trim().is_empty());
            cells.next().map(|(cell, _)| cell.trim())
        };
        let (id, name) = (of(Field::Id), of(Field::Name));
        // Cells are left empty, or merged, where they hold what the ones above do.
        let is_same = |client: &Registration| match (id, name) {
            (Some(_), _) => client.id.as_deref() == id,
            (None, Some(_)) if !columns.contains(&Some(Field::Id)) => {
                client.name.as_deref() == name
            }
            _ => true,
        };
        let known = clients.iter().rposition(is_same).unwrap_or(clients.len());
        if known == clients.len() {
            clients.push(Registration::default());
        }
        let Some(client) = clients.get_mut(known) else {
            continue;
        };
        let before = client.redirect_uris.len();
        for (cell, column) in cells() {
            match column {
                Some(Field::RedirectUris) => line::field(cell, client, |uri| {
                    let row = text.get(start + offset..)?;
                    Some(places.place(start + offset + row.find(uri)?))
                }),
                Some(field) if !cell.trim().is_empty() => client.set(field, cell),
                _ => {}
            }
        }
        let others: Vec<&str> = cells()
            .filter(|(_, column)| column.is_none())
            .map(|(cell, _)| cell.as_str())
            .collect();
        let said = mention::of_row(&others.join("|"));
        for entry in client.redirect_uris.iter_mut().skip(before) {
            let said = said.as_ref().map(|word| format!("says '{word}' of it"));
            entry.not_counted = entry.not_counted.take().or(said);
        }
    }
    clients
}
