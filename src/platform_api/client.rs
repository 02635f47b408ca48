//! A client as the Platform API describes it. Whatever shape a field has, the rest is read.

use super::secret::Mask;
use crate::registration::{RegisteredUri, Registration};
use crate::text::cut;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What an entry without one of them does not tell: a list may leave fields out that the client by itself has.
const JUDGED: [&str; 4] = [
    "authorizedGrantType",
    "registeredRedirectUri",
    "scope",
    "state",
];

/// More than any text of a client has, and any list; what has more is something else.
const LONGEST: usize = 16 * 1024;
const MOST: usize = 1000;
/// Names of fields that this version does not know.
const MOST_UNKNOWN: usize = 20;
const LONGEST_NAME: usize = 100;

/// What is known and neither judged nor shown.
const LEFT_OUT: [&str; 4] = ["roleDivisions", "roleIds", "secret", "selfUri"];

/// A client as the record keeps it: what `--format json` writes, and what `--baseline` reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct ClientRecord {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    /// In the words of the Platform API.
    pub(crate) grant: Option<String>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) date_to_delete: Option<String>,
    pub(crate) token_validity_seconds: Option<i64>,
    pub(crate) created_at: Option<String>,
    pub(crate) created_by: Option<String>,
    pub(crate) modified_at: Option<String>,
    pub(crate) modified_by: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Map<String, Value>")]
pub(crate) struct ApiClient {
    pub(crate) record: ClientRecord,
    /// Fields that are judged and that the answer does not have.
    pub(crate) lacking: Vec<&'static str>,
    /// What has another shape than the one that is known: the field, and how, in words.
    pub(crate) odd: Vec<(String, String)>,
    /// Names of fields that this version does not know.
    pub(crate) unknown: Vec<String>,
}

impl ApiClient {
    pub(crate) fn id(&self) -> &str {
        &self.record.id
    }

    /// What to call it.
    pub(crate) fn name(&self) -> &str {
        self.record.name.as_deref().unwrap_or_default()
    }

    pub(crate) fn is_active(&self) -> bool {
        let state = self.record.state.as_deref();
        state.is_some_and(|state| state.eq_ignore_ascii_case("active"))
    }

    /// Whether it does not tell all of its redirect URIs.
    pub(crate) fn hides_redirect_uris(&self) -> bool {
        const URIS: &str = "registeredRedirectUri";
        self.lacking.contains(&URIS) || self.odd.iter().any(|(name, _)| name == URIS)
    }

    /// Whether every field that is judged is there, in a form that is known.
    pub(crate) fn is_told(&self) -> bool {
        self.lacking.is_empty() && self.odd.is_empty()
    }

    pub(crate) fn note_odd(&mut self, name: &str, how: impl Into<String>) {
        let odd = (name.to_owned(), how.into());
        if !self.odd.contains(&odd) {
            self.odd.push(odd);
        }
    }

    /// The client that was asked for by this id; that it is another one is odd.
    pub(crate) fn asked_as(mut self, id: &str) -> Self {
        if !self.id().eq_ignore_ascii_case(id) {
            let other = std::mem::replace(&mut self.record.id, id.to_owned());
            self.note_odd("id", format!("is '{other}', and it was asked for as {id}"));
        }
        self
    }

    /// The same as `lint` reads it.
    pub(crate) fn registration(&self) -> Registration {
        let record = self.record.clone();
        let entries = record.redirect_uris.into_iter().map(|text| RegisteredUri {
            text,
            ..RegisteredUri::default()
        });
        Registration {
            id: Some(record.id),
            name: record.name,
            description: record.description,
            grant: record.grant,
            scopes: record.scopes,
            state: record.state,
            date_to_delete: record.date_to_delete,
            token_seconds: record.token_validity_seconds,
            redirect_uris: entries.collect(),
            incomplete: self
                .hides_redirect_uris()
                .then(|| "the answer does not hold them all".to_owned()),
        }
    }
}

impl From<Map<String, Value>> for ApiClient {
    fn from(fields: Map<String, Value>) -> Self {
        let fields = without_secrets(fields);
        let is_told = |name: &&str| fields.get(*name).is_some_and(|value| !value.is_null());
        let mut client = Self {
            lacking: JUDGED.into_iter().filter(|name| !is_told(name)).collect(),
            ..Self::default()
        };
        for (name, value) in fields {
            client.take(&name, &value);
        }
        client
    }
}

impl ApiClient {
    fn take(&mut self, name: &str, value: &Value) {
        let record = &mut self.record;
        let text = match name {
            "name" => &mut record.name,
            "description" => &mut record.description,
            "authorizedGrantType" => &mut record.grant,
            "state" => &mut record.state,
            "dateToDelete" => &mut record.date_to_delete,
            "dateCreated" => &mut record.created_at,
            "dateModified" => &mut record.modified_at,
            "createdBy" => return record.created_by = reference(value),
            "modifiedBy" => return record.modified_by = reference(value),
            "scope" => {
                let is_whole = value
                    .as_array()
                    .is_some_and(|list| list.iter().all(is_text));
                record.scopes = texts(value).filter(|_| is_whole);
                return self.note_shape(name, value, is_list);
            }
            "registeredRedirectUri" => {
                record.redirect_uris = texts(value).unwrap_or_default();
                return self.note_shape(name, value, is_list);
            }
            "accessTokenValiditySeconds" => {
                record.token_validity_seconds = value.as_i64();
                return self.note_shape(name, value, Value::is_i64);
            }
            "id" => {
                let id = value.as_str().filter(|_| is_text(value));
                id.unwrap_or_default().clone_into(&mut record.id);
                return self.note_shape(name, value, is_text);
            }
            _ if LEFT_OUT.contains(&name) => return,
            _ if self.unknown.len() == MOST_UNKNOWN => return,
            _ => return self.unknown.push(cut(name, LONGEST_NAME)),
        };
        *text = value.as_str().filter(|_| is_text(value)).map(str::to_owned);
        self.note_shape(name, value, is_text);
    }

    /// Notes a value that is there and is no such thing, and what is no text in a list.
    fn note_shape(&mut self, name: &str, value: &Value, is_known: fn(&Value) -> bool) {
        if !value.is_null() && !is_known(value) {
            self.note_odd(name, format!("is {}", kind(value)));
        }
        let others = value.as_array().filter(|_| is_list(value));
        for other in others.into_iter().flatten().filter(|one| !is_text(one)) {
            self.note_odd(name, format!("holds {}", kind(other)));
        }
    }
}

/// The fields without what nobody may see, which is taken out of the others too, and without the values that this version
/// does not know. What is left can be shown and recorded.
pub(crate) fn without_secrets(mut fields: Map<String, Value>) -> Map<String, Value> {
    const READ: [&str; 9] = [
        "accessTokenValiditySeconds",
        "createdBy",
        "dateCreated",
        "dateModified",
        "dateToDelete",
        "description",
        "id",
        "modifiedBy",
        "name",
    ];
    let mut mask = Mask::default();
    for (name, value) in &mut fields {
        if READ.contains(&name.as_str()) || JUDGED.contains(&name.as_str()) {
            continue;
        }
        if let (true, Value::String(secret)) =
            (name.to_ascii_lowercase().contains("secret"), &*value)
        {
            mask.add_text(secret);
        }
        // A text, so that what takes secrets out of any text leaves it JSON.
        *value = Value::from("");
    }
    fields.remove("secret");
    let mut cleaned = Value::Object(fields);
    mask.clean_value(&mut cleaned);
    match cleaned {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() <= LONGEST)
}

fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.len() <= MOST)
}

/// The texts of a list; none where it is something else.
fn texts(value: &Value) -> Option<Vec<String>> {
    let list = value.as_array().filter(|_| is_list(value))?;
    let texts = list.iter().filter(|one| is_text(one));
    Some(texts.filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Who it is, of a reference to a user: the name, which is rarely there, or the id.
fn reference(value: &Value) -> Option<String> {
    let text = |name| {
        let text = value.get(name).filter(|text| is_text(text))?;
        text.as_str().filter(|text| !text.is_empty())
    };
    text("name").or_else(|| text("id")).map(str::to_owned)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(text) if text.len() > LONGEST => "longer than any",
        Value::String(_) => "a text",
        Value::Array(list) if list.len() > MOST => "longer than any",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::ApiClient;

    fn read(json: &str) -> ApiClient {
        serde_json::from_str(json).expect("an object is read, whatever it holds")
    }

    #[test]
    fn what_stands_in_a_field_is_what_is_registered_byte_for_byte() {
        let client = read(
            r#"{"id": "x", "name": " MiraBridge ", "authorizedGrantType": "TOKEN", "state": "active", "scope": [],
            "registeredRedirectUri": [" https://a.example/ ", ""], "accessTokenValiditySeconds": 64800,
            "createdBy": {"id": "u1", "selfUri": "/x"}, "modifiedBy": {"id": "u2", "name": "Ada"}, "roleIds": [1]}"#,
        );
        let record = &client.record;
        assert_eq!(record.redirect_uris, [" https://a.example/ ", ""]);
        assert_eq!(client.name(), " MiraBridge ");
        assert_eq!(record.token_validity_seconds, Some(64800));
        assert_eq!(
            (record.created_by.as_deref(), record.modified_by.as_deref()),
            (Some("u1"), Some("Ada"))
        );
        assert!(client.lacking.is_empty() && client.odd.is_empty() && client.unknown.is_empty());
    }

    #[test]
    fn what_has_another_shape_is_named_and_the_rest_is_read() {
        let client = read(
            r#"{"id": 7, "name": "b", "state": {"x": 1}, "scope": ["users", null, null],
            "registeredRedirectUri": "https://a", "allowedIpAddresses": ["10.0.0.1"]}"#,
        );
        assert_eq!(client.lacking, ["authorizedGrantType"]);
        let odd: Vec<_> = client
            .odd
            .iter()
            .map(|(name, how)| format!("{name} {how}"))
            .collect();
        assert_eq!(
            odd,
            [
                "id is a number",
                "registeredRedirectUri is a text",
                "scope holds null",
                "state is an object",
            ]
        );
        assert_eq!(client.unknown, ["allowedIpAddresses"]);
        assert!(client.registration().incomplete.is_some());
        assert_eq!(read("{}").lacking.len(), 4);
        let long = serde_json::json!({"name": "x".repeat(20_000), "scope": vec!["x"; 1001]});
        let long = read(&long.to_string());
        assert_eq!(
            (long.odd.len(), long.name(), long.record.scopes.as_ref()),
            (2, "", None)
        );
    }

    #[test]
    fn a_secret_is_not_kept_wherever_it_stands() {
        let client = read(
            r#"{"description": "the secret is hunter-2222", "secret": "hunter-2222", "name": "x", "clientSecret": "hunter-3",
            "createdBy": {"name": "hunter-2222"}}"#,
        );
        assert!(!format!("{client:?}").contains("hunter"), "{client:?}");
    }
}
