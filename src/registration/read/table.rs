//! Tables with names of columns: CSV and what spreadsheets copy by its parser, those that are drawn with bars by the bars.

use super::field::Field;
use super::place::Places;
use super::{line, mention};
use crate::registration::Registration;
use csv::{Position, ReaderBuilder};

/// A row, and where it begins.
type Row = (usize, Vec<String>);

/// Lines before the names of the columns of a file: a title, "sep=;".
const TITLE: usize = 5;

/// The clients in the first table with a column of redirect URIs.
pub(super) fn read(text: &str) -> Vec<Registration> {
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        for mark in [',', ';', '\t', '|'] {
            let mut names = line.split(mark).map(|name| name.trim().trim_matches('"'));
            let has_column = names.any(|name| Field::of(name) == Some(Field::RedirectUris));
            if !line.contains(mark) || !has_column || number > TITLE && mark != '|' {
                continue;
            }
            let rest = text.get(offset..).unwrap_or_default();
            let mut rows = if mark == '|' {
                drawn(rest)
            } else {
                separated(rest, mark)
            };
            let (_, names) = rows.remove(0);
            let columns: Vec<_> = names.iter().map(|name| Field::of(name)).collect();
            // A heading with a comma in it is no table.
            if rows.iter().any(|(_, row)| row.len() > 1) {
                return clients(text, offset, &columns, &rows);
            }
        }
        offset += line.len();
    }
    Vec::new()
}

fn separated(text: &str, mark: char) -> Vec<Row> {
    let mut reader = ReaderBuilder::new()
        .delimiter(u8::try_from(mark).unwrap_or(b','))
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
    let is_rule = |line: &str| line.contains('-') && line.chars().all(|c| "|+-=: \r\n".contains(c));
    let mut offset = 0;
    let mut rows = Vec::new();
    for line in text.split_inclusive('\n') {
        if !is_rule(line) {
            if !line.contains('|') {
                break;
            }
            // Wikis name their columns between two bars.
            let line = if line.trim().starts_with("||") {
                line.replace("||", "|")
            } else {
                line.to_owned()
            };
            let inner = line.trim();
            let inner = inner.strip_prefix('|').unwrap_or(inner);
            let inner = inner.strip_suffix('|').unwrap_or(inner);
            rows.push((
                offset,
                inner
                    .split('|')
                    .map(|cell| cell.trim().to_owned())
                    .collect(),
            ));
        }
        offset += line.len();
    }
    rows
}

fn clients(text: &str, start: usize, columns: &[Option<Field>], rows: &[Row]) -> Vec<Registration> {
    let places = Places::of(text);
    let mut clients: Vec<Registration> = Vec::new();
    for (offset, row) in rows {
        let at = start + offset;
        let cells = || {
            row.iter()
                .zip(columns.iter().copied().chain(std::iter::repeat(None)))
        };
        let cell = |field| {
            let mut cells =
                cells().filter(|(cell, column)| *column == Some(field) && !cell.trim().is_empty());
            cells.next().map(|(cell, _)| cell.trim())
        };
        let (id, name) = (cell(Field::Id), cell(Field::Name));
        // Cells are left empty, or merged, where they hold what the ones above do.
        let is_same = |client: &Registration| match (id, name) {
            (Some(_), _) => client.id.as_deref() == id,
            (None, Some(_)) if !columns.contains(&Some(Field::Id)) => {
                client.name.as_deref() == name
            }
            _ => true,
        };
        let known = clients.iter().rposition(is_same);
        let mut client = known.map(|place| clients.remove(place)).unwrap_or_default();
        let others: Vec<&str> = cells()
            .filter(|(_, column)| column.is_none())
            .map(|(cell, _)| cell.as_str())
            .collect();
        let said =
            mention::of_addresses(&others.join("|")).map(|word| format!("says '{word}' of it"));
        let before = client.redirect_uris.len();
        for (cell, column) in cells() {
            match column {
                Some(Field::RedirectUris) => line::field(cell, &mut client, |uri| {
                    Some(places.place(at + text.get(at..)?.find(uri)?))
                }),
                Some(field) if !cell.trim().is_empty() => client.set(field, cell),
                _ => {}
            }
        }
        for entry in client.redirect_uris.iter_mut().skip(before) {
            entry.not_counted = entry.not_counted.take().or_else(|| said.clone());
        }
        clients.insert(known.unwrap_or(clients.len()), client);
    }
    clients
}
