//! Tables with names of columns: CSV, what spreadsheets copy, and those that are drawn with bars.

use super::field::Field;
use super::group;
use super::{Places, doubt, line, lines};
use crate::finding::Place;
use crate::genesys::{is_quote, is_stray};
use crate::registration::{MOST, RegisteredUri, Registration};
use csv::{Position, ReaderBuilder};
use std::collections::BTreeSet;

/// Lines before the names of the columns of a file: a title, "sep=;".
const TITLE: usize = 5;

/// The clients in the first table with a column of redirect URIs.
pub(super) fn read(text: &str) -> Vec<Registration> {
    let places = Places::of(text);
    let mut offset = 0;
    let mut headers = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let rest = text.get(offset..).unwrap_or_default();
        for mark in [b',', b';', b'\t', b'|'] {
            let is_name =
                |name: &str| Field::of(name.trim().trim_matches('"')) == Some(Field::RedirectUris);
            let is_header = line.contains(char::from(mark))
                && line.split(char::from(mark)).any(is_name)
                && (number <= TITLE || mark == b'|');
            if is_header && headers < TITLE {
                headers += 1;
                let clients = clients(rest, mark, |at| places.place(offset + at));
                // A heading with a comma in it is no table.
                if clients
                    .iter()
                    .any(|client| !client.redirect_uris.is_empty())
                {
                    return clients;
                }
            }
        }
        offset += line.len();
    }
    Vec::new()
}

fn clients(text: &str, mark: u8, place: impl Fn(usize) -> Place) -> Vec<Registration> {
    let is_drawn = mark == b'|';
    let mut reader = ReaderBuilder::new()
        .delimiter(mark)
        .quoting(!is_drawn)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let names = records.next().unwrap_or_default();
    let columns: Vec<_> = names.iter().map(Field::of).collect();
    let mut clients: Vec<Registration> = Vec::new();
    let tells_client: Vec<_> = names.iter().map(may_tell_clients).collect();
    let mut told_apart = BTreeSet::new();
    let is_rule = |cell: &str| is_drawn && cell.chars().all(|c| "+-=: ".contains(c));
    for row in records.filter(|row| row.len() > 1) {
        if clients.len() > MOST {
            break;
        }
        let cells = || {
            let columns = columns.iter().copied().chain(std::iter::repeat(None));
            let cells = row
                .iter()
                .map(|cell| if is_drawn { cell.trim() } else { cell });
            cells
                .zip(columns)
                .filter(|(cell, _)| !is_rule(cell) && !cell.trim().is_empty())
        };
        if cells().next().is_none() {
            continue;
        }
        let cell = |field| {
            let mut cells = cells()
                .filter(|(cell, column)| column.map(|column| column.of_value(cell)) == Some(field));
            cells.next().map(|(cell, _)| cell.trim())
        };
        let (id, name) = (cell(Field::Id), cell(Field::Name));
        // Cells are left empty, or merged, where they hold what the ones above do.
        let is_same = |client: &Registration| match (id, name) {
            (Some(_), _) => client.id.as_deref() == id,
            (None, Some(_)) if client.id.is_none() => client.name.as_deref() == name,
            _ => true,
        };
        let known = clients.iter().rposition(is_same);
        let mut client = known.map(|place| clients.remove(place)).unwrap_or_default();
        let start = row.position().map_or(0, Position::byte);
        let start = usize::try_from(start).unwrap_or_default();
        let others = cells().filter(|(_, column)| column.is_none());
        let said = others
            .into_iter()
            .find_map(|(cell, _)| doubt::of_heading(cell));
        let of_row = row.iter().zip(&tells_client);
        let of_row = of_row.filter(|(_, tells)| **tells);
        let name: Vec<_> = of_row.map(|(cell, _)| group::name(cell)).collect();
        let state = cell(Field::State)
            .filter(|it| client.state.as_deref().is_some_and(|known| known != *it));
        let before = client.redirect_uris.len();
        for (cell, column) in cells() {
            match column {
                Some(Field::RedirectUris) => client.redirect_uris.extend(entries(cell)),
                Some(field) => client.set(field, cell),
                None => {}
            }
        }
        let record = text.get(start..).unwrap_or_default();
        for entry in client.redirect_uris.iter_mut().skip(before) {
            entry.place = record.find(&entry.text).map(|at| place(start + at));
            entry.not_counted = entry.not_counted.take().or_else(|| said.clone());
        }
        // Words that tell what a redirect URI is for tell no client.
        let name = name.join(" ");
        if !name.trim().is_empty() && client.redirect_uris.len() > before {
            told_apart.insert(name);
        }
        if state.is_some() {
            // Each is that of its redirect URI.
            client.state = None;
            client.put_in_doubt("names several states");
        }
        clients.insert(known.unwrap_or(clients.len()), client);
    }
    // Rows without an id may be of several clients, by a column that is not known.
    if let [client] = clients.as_mut_slice()
        && client.id.is_none()
        && told_apart.len() > 1
    {
        client.put_in_doubt(group::SEVERAL);
    }
    clients
}

/// Whether a column that is not known may tell one client from another, by its name: it does not say who did something,
/// when, or what for.
fn may_tell_clients(name: &str) -> bool {
    const OF_A_URI: &str = "by on at date day when time owner author created modified added changed note notes comment \
        comments remark remarks purpose zweck use used description type kind for count number no nr line row status";
    let name = name.to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    Field::of(&name).is_none()
        && name.contains(char::is_alphabetic)
        && !words.any(|word| OF_A_URI.split_whitespace().any(|known| known == word))
}

/// The entries of a field that holds one redirect URI, byte for byte, or a list of them.
pub(super) fn entries(text: &str) -> Vec<RegisteredUri> {
    let exact = |text: &str| RegisteredUri {
        text: text.to_owned(),
        ..RegisteredUri::default()
    };
    if let Ok(list) = serde_json::from_str::<Vec<String>>(text) {
        return list.iter().map(|text| exact(text)).collect();
    }
    let lines = lines(text).into_iter();
    let found: Vec<_> = lines
        .flat_map(|(_, line)| line::entries(line, None))
        .collect();
    let is_list = match found.as_slice() {
        [] => false,
        [(_, one)] => text
            .replacen(&one.text, "", 1)
            .contains(|c: char| !is_stray(c) && !is_quote(c)),
        _ => true,
    };
    if is_list {
        found.into_iter().map(|(_, entry)| entry).collect()
    } else {
        vec![exact(text)]
    }
}
