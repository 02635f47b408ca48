//! JSON in all its shapes: a client of the API or a list of them, Terraform's state, `show -json` and `.tf.json`, what `gc`
//! and `setup` print, an array of redirect URIs; also in the middle of a text. What stands in a field is what is
//! registered, byte for byte.

use super::field::Field;
use super::{Places, RESOURCE, address, doubt, elsewhere, table};
use crate::registration::{Entry, MOST, ReadError, Registration};
use serde_json::{Deserializer, Map, Value};
use std::collections::HashMap;

/// Brackets that begin no JSON, after which none is looked for.
const MOST_FAILURES: usize = 100;

/// The clients in all JSON of a text.
pub(super) fn read(text: &str) -> Result<Vec<Registration>, ReadError> {
    let (values, is_alone) = values(text)?;
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let mut clients = Vec::new();
    for value in &values {
        search(value, &mut clients);
    }
    if clients.is_empty() && is_alone {
        let mut list = Registration::default();
        for value in &values {
            strings(value, "", &mut list.redirect_uris);
        }
        list.redirect_uris
            .retain(|entry| address::is_one(&entry.text));
        clients.extend((!list.redirect_uris.is_empty()).then_some(list));
    }
    let places = Places::of(text);
    let offsets = offsets(text);
    for entry in clients
        .iter_mut()
        .flat_map(|client| &mut client.redirect_uris)
    {
        let offset = offsets.get(entry.text.as_str()).copied().flatten();
        entry.place = offset.map(|offset| places.place(offset));
    }
    Ok(clients)
}

/// The JSON in a text, and whether it is all that is there.
fn values(text: &str) -> Result<(Vec<Value>, bool), ReadError> {
    let mut values = Vec::new();
    let mut is_alone = true;
    let mut failures = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[']).filter(|_| failures < MOST_FAILURES) {
        let (before, json) = rest.split_at_checked(at).unwrap_or_default();
        is_alone &= before.trim().is_empty();
        let mut parser = Deserializer::from_str(json).into_iter::<Value>();
        let length = match parser.next() {
            Some(Ok(value)) => {
                let has = |name: &&str| value.get(*name).is_some();
                if ["format_version", "probes", "verdict"].iter().all(has) {
                    return Err(ReadError::OwnReport);
                }
                values.push(value);
                parser.byte_offset()
            }
            // Read as text, it would not tell its fields.
            Some(Err(error)) if is_object(json) => {
                return Err(ReadError::BrokenJson(error.to_string()));
            }
            _ => {
                is_alone = false;
                failures += 1;
                1
            }
        };
        rest = json.get(length..).unwrap_or_default();
    }
    Ok((values, is_alone && rest.trim().is_empty()))
}

/// Whether this was meant to be an object of JSON: a bracket, and a name in quotes before a colon.
fn is_object(json: &str) -> bool {
    let name = json.strip_prefix('{').map(str::trim_start);
    let name = name.and_then(|rest| rest.strip_prefix('"')?.split_once('"'));
    name.is_some_and(|(name, rest)| !name.contains('\n') && rest.trim_start().starts_with(':'))
}

/// Where the strings stand that are there once, as they are written.
fn offsets(text: &str) -> HashMap<&str, Option<usize>> {
    let mut offsets = HashMap::new();
    let mut at = 0;
    for part in text.split('"') {
        let offset = offsets.entry(part).and_modify(|known| *known = None);
        offset.or_insert(Some(at));
        at += part.len() + 1;
    }
    offsets
}

/// Finds the clients in a value, at whatever depth: of Terraform, what will be, where what was stands beside it, and no
/// resources of another type.
fn search(value: &Value, clients: &mut Vec<Registration>) {
    let map = match value {
        Value::Array(list) => return list.iter().for_each(|value| search(value, clients)),
        Value::Object(map) => map,
        _ => return,
    };
    let later = map.get("planned_values").or_else(|| map.get("after"));
    let resources = || map.get("resource")?.get(RESOURCE);
    let is_resource = ["instances", "values", "change"]
        .iter()
        .any(|name| map.contains_key(*name));
    let kind = map.get("type").and_then(Value::as_str);
    if let Some(part) = later.or_else(resources) {
        search(part, clients);
    } else if map.contains_key("resource") || is_resource && kind.is_some_and(|it| it != RESOURCE) {
        // Another type.
    } else if map.keys().any(|key| is_of_client(key)) {
        clients.push(client(map));
    } else {
        map.values().for_each(|value| search(value, clients));
    }
}

fn is_of_client(key: &str) -> bool {
    Field::of(key) == Some(Field::RedirectUris)
        || ["authorizedGrantType", "authorized_grant_type"].contains(&key)
}

fn client(map: &Map<String, Value>) -> Registration {
    let mut client = Registration {
        incomplete: Some("the input does not hold them".to_owned()),
        ..Registration::default()
    };
    for (key, value) in map {
        match (Field::of(key), value) {
            (Some(Field::RedirectUris), value) => {
                let mut entries = Vec::new();
                match value {
                    // Shells join the elements of an array.
                    Value::String(text) => entries = table::entries(text),
                    Value::Array(_) => strings(value, "", &mut entries),
                    _ => {
                        strings(value, "", &mut entries);
                        entries.retain(|entry| address::is_one(&entry.text));
                    }
                }
                let is_open = |entry: &Entry| key.contains('_') && entry.text.contains("${");
                client.incomplete = entries.iter().any(is_open).then(|| elsewhere("a variable"));
                client.redirect_uris.append(&mut entries);
            }
            (Some(Field::Scopes), Value::Array(list)) => {
                let scopes = list.iter().filter_map(Value::as_str);
                client.scopes = Some(scopes.map(str::to_owned).collect());
            }
            (Some(field), Value::String(text)) => client.set(field, text),
            (Some(field), Value::Number(number)) => client.set(field, &number.to_string()),
            _ => {}
        }
    }
    client
}

/// Takes every string in it for a redirect URI. `key` is the name that it goes by.
fn strings(value: &Value, key: &str, entries: &mut Vec<Entry>) {
    match value {
        Value::String(text) if entries.len() <= MOST => entries.push(Entry {
            text: text.clone(),
            not_counted: doubt::of_heading(key),
            ..Entry::default()
        }),
        Value::Array(list) => list.iter().for_each(|value| strings(value, key, entries)),
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| strings(value, key, entries)),
        _ => {}
    }
}
