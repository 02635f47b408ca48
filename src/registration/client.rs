//! A client as JSON, as the admin API and `gc oauth clients get` print it.

use super::registration::{ClientFacts, Entry, MOST, ReadError, Registration};
use serde_json::{Map, Value};

/// The registration in a JSON text; `None` where the text is no JSON.
pub(super) fn read(text: &str) -> Option<Result<Registration, ReadError>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    match serde_json::from_str(text) {
        Ok(value) => Some(registration(text, &value)),
        // A list may begin with a bracket too; a JSON text with a slip is better not read as a list.
        Err(_) if text.contains("registeredRedirectUri") => Some(Err(ReadError::Json(
            "it looks like the JSON of a client, but is not valid JSON",
        ))),
        Err(_) => None,
    }
}

fn registration(text: &str, value: &Value) -> Result<Registration, ReadError> {
    if let Some(list) = value.as_array().filter(|list| strings(list).is_some()) {
        return Ok(Registration {
            entries: entries(text, list),
            client: None,
            doubts: Vec::new(),
        });
    }
    let client = the_client(value)?;
    // Of a name that stands there twice, a reader of JSON keeps one, and nobody knows which the service has.
    if text.matches("\"registeredRedirectUri\"").count() > 1 {
        return Err(ReadError::Json(
            "it names registeredRedirectUri more than once",
        ));
    }
    let uris = match client.get("registeredRedirectUri") {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(list)) if strings(list).is_some() => list,
        Some(_) => {
            return Err(ReadError::Json(
                "its registeredRedirectUri is not a list of texts",
            ));
        }
    };
    let word = |name: &str| client.get(name)?.as_str().map(str::to_owned);
    Ok(Registration {
        entries: entries(text, uris),
        client: Some(ClientFacts {
            id: word("id"),
            grant: word("authorizedGrantType"),
            scopes: client
                .get("scope")
                .and_then(Value::as_array)
                .and_then(|list| strings(list))
                .map(|list| list.into_iter().map(str::to_owned).collect()),
            state: word("state"),
            date_to_delete: word("dateToDelete"),
            token_seconds: client
                .get("accessTokenValiditySeconds")
                .and_then(Value::as_i64),
        }),
        doubts: Vec::new(),
    })
}

/// The one client in it: the object itself, or the only one of a list or of a page of entities.
fn the_client(value: &Value) -> Result<&Map<String, Value>, ReadError> {
    let list = value
        .as_array()
        .or_else(|| value.get("entities").and_then(Value::as_array));
    let client = match list.map(Vec::as_slice) {
        None => value,
        Some([one]) => one,
        Some(_) => {
            return Err(ReadError::Json(
                "it does not hold exactly one client: get one by its id, as with 'gc oauth clients get'",
            ));
        }
    };
    let known = ["registeredRedirectUri", "authorizedGrantType"];
    client
        .as_object()
        .filter(|client| known.iter().any(|name| client.contains_key(*name)))
        .ok_or(ReadError::Json(
            "it is JSON, but neither a list of redirect URIs nor an OAuth client of Genesys Cloud",
        ))
}

fn strings(list: &[Value]) -> Option<Vec<&str>> {
    list.iter().map(Value::as_str).collect()
}

/// The entries with their places, each searched for behind the one before; one more than a registration may have, so that
/// too many are noticed.
fn entries(text: &str, uris: &[Value]) -> Vec<Entry> {
    let mut from = text.find("registeredRedirectUri").unwrap_or_default();
    let mut entries = Vec::new();
    for uri in uris.iter().filter_map(Value::as_str).take(MOST + 1) {
        let raw = Value::from(uri).to_string();
        let rest = text.get(from..).unwrap_or_default();
        // What is written with other escapes is not found, and is placed behind the one before.
        let (start, end) = rest
            .find(&raw)
            .map_or((from, from), |at| (from + at + 1, from + at + raw.len()));
        from = end;
        let before = text.get(..start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        entries.push(Entry {
            text: uri.to_owned(),
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            next: None,
            in_prose: false,
            spoken_of: false,
        });
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::registration::ReadError;

    #[test]
    fn reads_a_client_with_the_places_of_its_uris() {
        let text = "{\n  \"id\": \"x\", \"state\": \"active\", \"scope\": [\"a\"],\n  \"registeredRedirectUri\": [\n    \"https://a \",\n    \"https://b\"\n  ]\n}";
        let read = read(text).expect("JSON").expect("a client");
        let places: Vec<_> = read
            .entries
            .iter()
            .map(|entry| (entry.text.as_str(), entry.line, entry.column))
            .collect();
        assert_eq!(places, [("https://a ", 4, 6), ("https://b", 5, 6)]);
        let client = read.client.expect("a client");
        assert_eq!(client.state.as_deref(), Some("active"));
        assert_eq!(client.scopes, Some(vec!["a".to_owned()]));
        assert_eq!((client.grant, client.token_seconds), (None, None));
    }

    #[test]
    fn wants_one_client() {
        for text in [
            "[]x",
            "{}",
            r#"{"entities":[{"scope":[]}]}"#,
            r#"[{"registeredRedirectUri":[]},{"registeredRedirectUri":[]}]"#,
            r#"{"registeredRedirectUri":["#,
            r#"{"registeredRedirectUri":[1]}"#,
            r#"{"registeredRedirectUri":["https://a"],"registeredRedirectUri":["https://b"]}"#,
        ] {
            let answer = read(text);
            assert!(
                matches!(answer, None | Some(Err(ReadError::Json(_)))),
                "{text}: {answer:?}"
            );
        }
        for text in [
            r#"["https://a"]"#,
            r#"{"entities":[{"registeredRedirectUri":["https://a"]}]}"#,
        ] {
            let answer = read(text).expect("JSON").expect("a registration");
            assert_eq!(answer.entries.len(), 1, "{text}");
        }
    }
}
