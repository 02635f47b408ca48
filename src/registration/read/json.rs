//! JSON in all its shapes: a client of the API or a list of them, Terraform's state, `show -json` and `.tf.json`, what `gc`
//! and `setup` print, an array of redirect URIs; also in the middle of a text. What stands in a field is what is
//! registered, byte for byte.

use super::field::Field;
use super::group::{self, Group};
use super::{Places, RESOURCE, address, doubt, elsewhere, table};
use crate::registration::{MOST, ReadError, RegisteredUri, Registration};
use serde_json::{Deserializer, Map, Value};
use std::collections::{HashMap, VecDeque};

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
        let mut found = Vec::new();
        for (number, value) in values.iter().enumerate() {
            strings(value, "", &Group::named(number.to_string()), &mut found);
        }
        found.retain(|(_, entry)| address::is_one(&entry.text));
        take(&mut list, found);
        clients.extend((!list.redirect_uris.is_empty()).then_some(list));
    }
    let places = Places::of(text);
    let mut offsets = offsets(text);
    // Clients share redirect URIs. In a list, they stand in their order; the keys of a map are sorted.
    let at = |client: &Registration| match offsets.get(client.id.as_deref()?)? {
        (1, all) => all.front().copied(),
        _ => None,
    };
    let ids: Vec<_> = clients.iter().map(at).collect();
    let is_in_order = clients.len() == 1 || ids.iter().all(Option::is_some) && ids.is_sorted();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in clients.iter().flat_map(|client| &client.redirect_uris) {
        *counts.entry(entry.text.clone()).or_default() += 1;
    }
    for entry in clients
        .iter_mut()
        .flat_map(|client| &mut client.redirect_uris)
    {
        let count = counts.get(&entry.text).copied().unwrap_or_default();
        if let Some((total, rest)) = offsets.get_mut(entry.text.as_str())
            && *total == count
            && (count == 1 || is_in_order)
        {
            entry.place = rest.pop_front().map(|offset| places.place(offset));
        }
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
                let is_own = ["format_version", "probes", "verdict"].iter().all(has);
                // That of an audit holds what is registered.
                let clients = value.get("clients").filter(|_| is_own).cloned();
                if is_own && clients.is_none() {
                    return Err(ReadError::OwnReport);
                }
                values.push(clients.unwrap_or(value));
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

/// How often each string is there, as it is written, and where.
fn offsets(text: &str) -> HashMap<&str, (usize, VecDeque<usize>)> {
    let mut offsets: HashMap<_, (usize, VecDeque<_>)> = HashMap::new();
    let mut at = 0;
    for part in text.split('"') {
        let (count, all) = offsets.entry(part).or_default();
        *count += 1;
        all.push_back(at);
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
    let mut found = Vec::new();
    for (key, value) in map {
        let group = Group::named(group::name(key));
        match (Field::of(key), value) {
            // The API leaves out what it does not tell.
            (Some(Field::RedirectUris), Value::Null | Value::Number(_) | Value::Bool(_)) => {}
            (Some(Field::RedirectUris), value) => {
                let mut entries = Vec::new();
                match value {
                    // Shells join the elements of an array.
                    Value::String(text) => {
                        let one = |entry| (group.clone(), entry);
                        entries.extend(table::entries(text).into_iter().map(one));
                    }
                    Value::Array(_) => strings(value, "", &group, &mut entries),
                    _ => {
                        strings(value, "", &group, &mut entries);
                        entries.retain(|(_, entry)| address::is_one(&entry.text));
                    }
                }
                let is_open = |(_, entry): &(Group, RegisteredUri)| {
                    key.contains('_') && entry.text.contains("${")
                };
                client.incomplete = entries.iter().any(is_open).then(|| elsewhere("a variable"));
                found.append(&mut entries);
            }
            (Some(Field::Scopes), Value::Array(list)) => {
                let text = |value: &Value| {
                    value
                        .as_str()
                        .filter(|text| is_told(text))
                        .map(str::to_owned)
                };
                client.scopes = list.iter().map(text).collect();
            }
            (Some(field), Value::String(text)) if is_told(text) => client.set(field, text),
            (Some(field), Value::Number(number)) => client.set(field, &number.to_string()),
            _ => {}
        }
    }
    take(&mut client, found);
    if let Some(why) = denial(map) {
        client.put_in_doubt(&why);
    }
    client
}

/// Whether a value is none that Terraform takes from elsewhere.
fn is_told(text: &str) -> bool {
    !text.contains("${")
}

/// Gives a client its redirect URIs, unless they may be those of several.
fn take(client: &mut Registration, found: Vec<(Group, RegisteredUri)>) {
    let is_several = group::are_several(found.iter().map(|(group, entry)| (group, entry)));
    client.redirect_uris = found.into_iter().map(|(_, entry)| entry).collect();
    if is_several {
        client.put_in_doubt(group::SEVERAL);
    }
}

/// Why what stands beside "registered": false is not counted.
fn denial(map: &Map<String, Value>) -> Option<String> {
    let is_no = |value: &Value| *value == Value::Bool(false) || value.as_i64() == Some(0);
    let mut denied = map.iter().filter(|(_, value)| is_no(value));
    let key = denied.find(|(key, _)| key.to_lowercase().contains("regist"));
    key.map(|(key, value)| format!("also says '{key}: {value}'"))
}

/// Takes every string in it for a redirect URI. `key` is the name that it goes by.
fn strings(value: &Value, key: &str, group: &Group, entries: &mut Vec<(Group, RegisteredUri)>) {
    match value {
        Value::String(text) if entries.len() <= MOST => {
            let entry = RegisteredUri {
                text: text.clone(),
                not_counted: doubt::of_heading(key),
                ..RegisteredUri::default()
            };
            entries.push((group.clone(), entry));
        }
        Value::Array(list) => list
            .iter()
            .for_each(|value| strings(value, key, group, entries)),
        Value::Object(map) => {
            let before = entries.len();
            let mut why = denial(map);
            let mut group = group.clone();
            for (key, value) in map {
                let text = value.as_str().filter(|text| !address::is_one(text));
                why = why.or_else(|| text.and_then(doubt::of_heading));
                let is_name = Field::of(key) == Some(Field::Name);
                if let Some(name) = text.filter(|_| is_name) {
                    group.name = group::name(name);
                }
            }
            for (key, value) in map {
                let mut group = group.clone();
                if !value.is_string() {
                    // Lists of different names may be of different clients.
                    group.heading += 1;
                    group.name = [group.name, group::name(key)].join(" ");
                }
                strings(value, key, &group, entries);
            }
            for (_, entry) in entries.iter_mut().skip(before) {
                entry.not_counted = entry.not_counted.take().or_else(|| why.clone());
            }
        }
        _ => {}
    }
}
