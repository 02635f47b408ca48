//! JSON in all its shapes: a client of the API or a list of them, Terraform's state, `show -json` and `.tf.json`, what `gc`
//! and `setup` print, an array of redirect URIs; also in the middle of a text, and with comments. What stands in a field is
//! what is registered, byte for byte.

use super::field::Field;
use super::place::Places;
use super::{address, line, mention, terraform};
use crate::registration::client::MOST;
use crate::registration::{Entry, ReadError, Registration};
use serde_json::{Deserializer, Map, Value};
use std::collections::{HashMap, VecDeque};

/// Brackets that begin no JSON, after which none is looked for.
const MOST_FAILURES: usize = 200;

/// The clients in all JSON of a text.
pub(super) fn read(text: &str) -> Result<Vec<Registration>, ReadError> {
    let plain = without_comments(text);
    let mut reader = Reader {
        places: Places::of(text),
        strings: HashMap::new(),
        clients: Vec::new(),
    };
    let mut values = Vec::new();
    let mut from = 0;
    let mut between = String::new();
    let mut failures = 0;
    loop {
        let rest = plain.get(from..).unwrap_or_default();
        let Some(at) = rest.find(['{', '[']).filter(|_| failures < MOST_FAILURES) else {
            between.push_str(rest);
            break;
        };
        let start = from + at;
        let json = plain.get(start..).unwrap_or_default();
        let mut parser = Deserializer::from_str(json).into_iter::<Value>();
        let value = parser.next().and_then(Result::ok);
        let length = if value.is_some() {
            parser.byte_offset()
        } else {
            1
        };
        between.push_str(plain.get(from..start).unwrap_or_default());
        if let Some(value) = value {
            reader.index(start, json.get(..length).unwrap_or_default());
            values.push(value);
        } else {
            between.push('{');
            failures += 1;
        }
        from = start + length;
    }
    let is_own = |value: &Value| {
        ["format_version", "probes", "verdict"]
            .iter()
            .all(|name| value.get(name).is_some())
    };
    if values.iter().any(is_own) {
        return Err(ReadError::OwnReport);
    }
    for value in &values {
        reader.search(value);
    }
    if reader.clients.is_empty() && between.trim().is_empty() {
        let mut list = Registration::default();
        for value in &values {
            reader.strings(value, "", &mut list);
        }
        if !matches!(values.as_slice(), [Value::Array(_)]) {
            list.redirect_uris
                .retain(|entry| address::is_one(&entry.text));
        }
        reader
            .clients
            .extend((!list.redirect_uris.is_empty()).then_some(list));
    }
    Ok(reader.clients)
}

struct Reader<'a> {
    places: Places<'a>,
    /// Where the strings stand, by their values.
    strings: HashMap<String, VecDeque<usize>>,
    clients: Vec<Registration>,
}

impl Reader<'_> {
    /// Finds the clients in it, at whatever depth.
    fn search(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.search(value)),
            Value::Object(map) => match terraform::part(map) {
                Some(part) => self.search(part),
                None if terraform::is_other(map) => {}
                None if is_client(map) => {
                    let client = self.client(map);
                    self.clients.push(client);
                }
                None => map.values().for_each(|value| self.search(value)),
            },
            _ => {}
        }
    }

    fn client(&mut self, map: &Map<String, Value>) -> Registration {
        let mut client = Registration::default();
        let mut has_uris = false;
        for (key, value) in map {
            match (Field::of(key), value) {
                (Some(Field::RedirectUris), value) => {
                    has_uris = true;
                    match value {
                        // Shells join the elements of an array.
                        Value::String(text) => {
                            let place = self.offset(text).map(|offset| self.places.place(offset));
                            line::field(text, &mut client, |_| place);
                        }
                        Value::Array(_) => self.strings(value, "", &mut client),
                        _ => {
                            self.strings(value, "", &mut client);
                            client
                                .redirect_uris
                                .retain(|entry| address::is_one(&entry.text));
                        }
                    }
                    let is_open = |entry: &Entry| entry.text.contains("${");
                    if key.contains('_') && client.redirect_uris.iter().any(is_open) {
                        client.incomplete = Some(terraform::elsewhere("${…}"));
                    }
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
        if !has_uris {
            client.incomplete = Some("the input does not hold them".to_owned());
        }
        client
    }

    /// Takes every string in it for a redirect URI. `key` is the name that it goes by.
    fn strings(&mut self, value: &Value, key: &str, client: &mut Registration) {
        match value {
            Value::String(text) if client.redirect_uris.len() <= MOST => {
                let offset = self.offset(text);
                let said = mention::of_heading(key);
                client.redirect_uris.push(Entry {
                    text: text.clone(),
                    place: offset.map(|offset| self.places.place(offset)),
                    not_counted: said.map(|word| format!("says '{word}' of it")),
                    ..Entry::default()
                });
            }
            Value::Array(list) => list
                .iter()
                .for_each(|value| self.strings(value, key, client)),
            Value::Object(map) => map
                .iter()
                .for_each(|(key, value)| self.strings(value, key, client)),
            _ => {}
        }
    }

    fn offset(&mut self, text: &str) -> Option<usize> {
        self.strings.get_mut(text)?.pop_front()
    }

    /// Notes where the strings of a JSON text stand that begins at `offset`.
    fn index(&mut self, offset: usize, json: &str) {
        let mut from = 0;
        while let Some(at) = json.get(from..).and_then(|rest| rest.find('"')) {
            let start = from + at;
            let mut string =
                Deserializer::from_str(json.get(start..).unwrap_or_default()).into_iter::<String>();
            let value = string.next().and_then(Result::ok);
            from = start + string.byte_offset().max(1);
            if let Some(value) = value {
                self.strings
                    .entry(value)
                    .or_default()
                    .push_back(offset + start + 1);
            }
        }
    }
}

fn is_client(map: &Map<String, Value>) -> bool {
    map.keys().any(|key| {
        Field::of(key) == Some(Field::RedirectUris)
            || key == "authorizedGrantType"
            || key == "authorized_grant_type"
    })
}

/// The text with spaces for comments and for commas before a closing bracket, all at their offsets.
fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut comma = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            other => other.len_utf8(),
        };
        let (part, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if let (Some(at), '}' | ']') = (comma, first) {
            plain.replace_range(at..=at, " ");
        }
        if first == '/' && length > 1 {
            let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
            plain.extend(part.bytes().map(blank));
        } else {
            comma = match first {
                ',' => Some(plain.len()),
                _ if first.is_whitespace() => comma,
                _ => None,
            };
            plain.push_str(part);
        }
        rest = behind;
    }
    plain
}

/// The length of a text in quotes, or of the quote where none closes it.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '"' if !is_escaped => return at + 1,
            '\n' => break,
            _ => is_escaped = character == '\\' && !is_escaped,
        }
    }
    1
}
