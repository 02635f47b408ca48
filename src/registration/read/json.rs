//! JSON in all its shapes: a client of the API or a list of them, Terraform's state, `show -json` and `.tf.json`, what
//! `gc` and `setup` print, an array of redirect URIs. What stands in a field is what is registered, byte for byte.

use super::field::Field;
use super::place::Lines;
use super::{address, line, mention};
use crate::registration::{Entry, ReadError, Registration};
use serde_json::{Deserializer, Map, Value};
use std::collections::{HashMap, VecDeque};

const RESOURCE: &str = "genesyscloud_oauth_client";

/// The clients in a JSON text; `None` where it is none.
pub(super) fn read(text: &str) -> Option<Result<Vec<Registration>, ReadError>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let values: Result<Vec<Value>, _> = Deserializer::from_str(text).into_iter().collect();
    let values = values.ok()?;
    let is_own = |value: &Value| {
        let has = |name| value.get(name).is_some();
        has("format_version") && has("probes") && has("verdict")
    };
    if values.iter().any(is_own) {
        return Some(Err(ReadError::OwnReport));
    }
    let mut reader = Reader {
        lines: Lines::of(text),
        literals: literals(text),
        clients: Vec::new(),
    };
    for value in &values {
        reader.search(value);
    }
    if reader.clients.is_empty() {
        let mut list = Registration::default();
        for value in &values {
            reader.strings(value, "", &mut list.redirect_uris);
        }
        if !matches!(values.as_slice(), [Value::Array(_)]) {
            list.redirect_uris
                .retain(|entry| address::is_one(&entry.text));
        }
        reader
            .clients
            .extend((!list.redirect_uris.is_empty()).then_some(list));
    }
    Some(Ok(reader.clients))
}

struct Reader {
    lines: Lines,
    literals: HashMap<String, VecDeque<usize>>,
    clients: Vec<Registration>,
}

impl Reader {
    /// Finds the clients in it, at whatever depth.
    fn search(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.search(value)),
            Value::Object(map) => self.search_in(map),
            _ => {}
        }
    }

    fn search_in(&mut self, map: &Map<String, Value>) {
        let of_another = map
            .get("type")
            .and_then(Value::as_str)
            .filter(|kind| *kind != RESOURCE)
            .is_some_and(|_| {
                ["instances", "values", "change"]
                    .iter()
                    .any(|key| map.contains_key(*key))
            });
        if of_another {
            return;
        }
        // Of what was and what will be, Terraform's plan has both.
        for later in ["planned_values", "after"] {
            if let Some(value) = map.get(later) {
                return self.search(value);
            }
        }
        if map
            .keys()
            .any(|key| Field::of(key) == Some(Field::RedirectUris))
            || map.contains_key("authorizedGrantType")
            || map.contains_key("authorized_grant_type")
        {
            let client = self.client(map);
            return self.clients.push(client);
        }
        for (key, value) in map {
            match (key.as_str(), value) {
                ("resource", Value::Object(kinds)) => {
                    let ours = kinds.get(RESOURCE);
                    ours.into_iter().for_each(|value| self.search(value));
                }
                _ => self.search(value),
            }
        }
    }

    fn client(&mut self, map: &Map<String, Value>) -> Registration {
        let mut client = Registration {
            incomplete: Some("the input does not hold them".to_owned()),
            ..Registration::default()
        };
        for (key, value) in map {
            match (Field::of(key), value) {
                (Some(Field::RedirectUris), _) => {
                    client.incomplete = None;
                    self.uris(value, &mut client);
                    let is_open = |entry: &Entry| entry.text.contains("${");
                    if key.contains('_') && client.redirect_uris.iter().any(is_open) {
                        client.incomplete = Some("it refers to values elsewhere in Terraform: run lint on the output of 'terraform show -json'".to_owned());
                    }
                }
                (Some(Field::Scopes), Value::Array(list)) => {
                    let scopes = list.iter().filter_map(Value::as_str);
                    client.scopes = Some(scopes.map(str::to_owned).collect());
                }
                (Some(Field::Scopes), Value::String(list)) => {
                    let scopes = list.split([' ', ',']).filter(|scope| !scope.is_empty());
                    client.scopes = Some(scopes.map(str::to_owned).collect());
                }
                (Some(field), Value::String(text)) => client.set(field, text),
                (Some(field), Value::Number(number)) => client.set(field, &number.to_string()),
                _ => {}
            }
        }
        client
    }

    /// The redirect URIs of a client: as a rule an array; a text where a shell has joined them.
    fn uris(&mut self, value: &Value, client: &mut Registration) {
        match value {
            Value::String(text) => {
                let place = self.offset(text).map(|offset| self.lines.place(offset));
                line::field(text, client, |_| place);
            }
            _ => self.strings(value, "", &mut client.redirect_uris),
        }
    }

    /// Every text in it, with where it stands. `key` is the name it goes by.
    fn strings(&mut self, value: &Value, key: &str, entries: &mut Vec<Entry>) {
        match value {
            Value::String(text) => {
                let offset = self.offset(text);
                entries.push(Entry {
                    text: text.clone(),
                    place: offset.map(|offset| self.lines.place(offset)),
                    not_counted: mention::of_heading(key),
                    ..Entry::default()
                });
            }
            Value::Array(list) => list
                .iter()
                .for_each(|value| self.strings(value, key, entries)),
            Value::Object(map) => map
                .iter()
                .for_each(|(key, value)| self.strings(value, key, entries)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn offset(&mut self, text: &str) -> Option<usize> {
        self.literals.get_mut(text)?.pop_front()
    }
}

/// Where the strings of a JSON text stand, by their values.
fn literals(text: &str) -> HashMap<String, VecDeque<usize>> {
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    let mut quotes = text.match_indices('"').map(|(at, _)| at);
    let mut start = None;
    for at in &mut quotes {
        let Some(begun) = start else {
            start = Some(at);
            continue;
        };
        let inner = text.get(begun + 1..at).unwrap_or_default();
        let backslashes = inner.len() - inner.trim_end_matches('\\').len();
        if backslashes % 2 == 1 {
            continue;
        }
        let literal = text.get(begun..=at).unwrap_or_default();
        if let Ok(value) = serde_json::from_str(literal) {
            let of_value: &mut VecDeque<usize> = places.entry(value).or_default();
            of_value.push_back(begun + 1);
        }
        start = None;
    }
    places
}
