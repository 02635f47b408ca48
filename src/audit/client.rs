//! A client as the Platform API describes it. Whatever shape a field has, the rest is read.

use super::secret::Mask;
use crate::registration::{Entry, Registration};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt;

/// Names of fields that this version does not know, at the most; what holds more is no client.
const MOST_UNKNOWN: usize = 20;

/// What an entry without one of them does not tell: a list may leave fields out that the client by itself has.
const JUDGED: [&str; 4] = [
    "authorizedGrantType",
    "registeredRedirectUri",
    "scope",
    "state",
];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ApiClient {
    pub(super) registration: Registration,
    pub(super) created_at: Option<String>,
    pub(super) created_by: Option<String>,
    pub(super) modified_at: Option<String>,
    pub(super) modified_by: Option<String>,
    /// Fields that are judged and that the answer does not have.
    pub(super) lacking: Vec<&'static str>,
    /// What has another shape than the one that is known, in words.
    pub(super) odd: Vec<String>,
    /// Names of fields that this version does not know.
    pub(super) unknown: Vec<String>,
}

impl ApiClient {
    pub(super) fn id(&self) -> &str {
        self.registration.id.as_deref().unwrap_or_default()
    }

    /// What to call it.
    pub(super) fn name(&self) -> &str {
        self.registration.name.as_deref().unwrap_or_default()
    }

    pub(super) fn is_active(&self) -> bool {
        let state = self.registration.state.as_deref();
        state.is_some_and(|state| state.eq_ignore_ascii_case("active"))
    }

    /// Takes secrets out of all that is shown.
    pub(super) fn clean(&mut self, mask: &Mask) {
        let Registration {
            id,
            name,
            description,
            grant,
            scopes,
            state,
            date_to_delete,
            redirect_uris,
            ..
        } = &mut self.registration;
        let texts = [id, name, description, grant, state, date_to_delete];
        let more = [
            &mut self.created_at,
            &mut self.created_by,
            &mut self.modified_at,
            &mut self.modified_by,
        ];
        let texts = texts.into_iter().chain(more).flatten();
        let lists = scopes
            .iter_mut()
            .flatten()
            .chain(&mut self.odd)
            .chain(&mut self.unknown);
        let uris = redirect_uris.iter_mut().map(|entry| &mut entry.text);
        texts
            .chain(lists)
            .chain(uris)
            .for_each(|text| mask.clean(text));
    }

    fn take(&mut self, field: Field, value: Value) {
        let registration = &mut self.registration;
        let odd = &mut self.odd;
        let mut text = |value| match value {
            Value::String(text) => Some(text),
            Value::Null => None,
            other => {
                odd.push(format!("{} is {}", field.name(), kind(&other)));
                None
            }
        };
        match field {
            Field::Id => registration.id = text(value),
            Field::Name => registration.name = text(value),
            Field::Description => registration.description = text(value),
            Field::Grant => registration.grant = text(value),
            Field::State => registration.state = text(value),
            Field::DateToDelete => registration.date_to_delete = text(value),
            Field::Created => self.created_at = text(value),
            Field::Modified => self.modified_at = text(value),
            Field::Seconds => match value {
                Value::Null => {}
                Value::Number(number) if number.is_i64() => {
                    registration.token_seconds = number.as_i64();
                }
                other => odd.push(format!("{} is {}", field.name(), kind(&other))),
            },
            Field::Scope => registration.scopes = texts(value, field, odd),
            Field::RedirectUris => {
                let entries = texts(value, field, odd).map(|texts| {
                    let entries = texts.into_iter().map(|text| Entry {
                        text,
                        ..Entry::default()
                    });
                    entries.collect()
                });
                registration.redirect_uris = entries.unwrap_or_default();
            }
            Field::CreatedBy => self.created_by = reference(&value),
            Field::ModifiedBy => self.modified_by = reference(&value),
            // Nobody needs these, and nobody may see a secret.
            Field::Secret | Field::NotJudged => {}
        }
    }

    fn finish(&mut self, seen: &[Field]) {
        for (name, field) in JUDGED.into_iter().zip([
            Field::Grant,
            Field::RedirectUris,
            Field::Scope,
            Field::State,
        ]) {
            let registration = &self.registration;
            let is_told = match field {
                Field::Grant => registration.grant.is_some(),
                Field::State => registration.state.is_some(),
                Field::Scope => registration.scopes.is_some(),
                _ => seen.contains(&field),
            };
            let is_odd = self.odd.iter().any(|odd| odd.starts_with(name));
            if !is_told && !is_odd {
                self.lacking.push(name);
            }
        }
        if self.lacks("registeredRedirectUri")
            || self
                .odd
                .iter()
                .any(|odd| odd.starts_with("registeredRedirectUri"))
        {
            self.registration.incomplete = Some("the answer does not hold them all".to_owned());
        }
    }

    pub(super) fn lacks(&self, name: &str) -> bool {
        self.lacking.contains(&name)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Name,
    Description,
    Grant,
    RedirectUris,
    Scope,
    State,
    DateToDelete,
    Seconds,
    Created,
    CreatedBy,
    Modified,
    ModifiedBy,
    Secret,
    NotJudged,
}

impl Field {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "id" => Self::Id,
            "name" => Self::Name,
            "description" => Self::Description,
            "authorizedGrantType" => Self::Grant,
            "registeredRedirectUri" => Self::RedirectUris,
            "scope" => Self::Scope,
            "state" => Self::State,
            "dateToDelete" => Self::DateToDelete,
            "accessTokenValiditySeconds" => Self::Seconds,
            "dateCreated" => Self::Created,
            "createdBy" => Self::CreatedBy,
            "dateModified" => Self::Modified,
            "modifiedBy" => Self::ModifiedBy,
            "secret" => Self::Secret,
            "roleIds" | "roleDivisions" | "selfUri" => Self::NotJudged,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Description => "description",
            Self::Grant => "authorizedGrantType",
            Self::RedirectUris => "registeredRedirectUri",
            Self::Scope => "scope",
            Self::State => "state",
            Self::DateToDelete => "dateToDelete",
            Self::Seconds => "accessTokenValiditySeconds",
            Self::Created => "dateCreated",
            Self::CreatedBy => "createdBy",
            Self::Modified => "dateModified",
            Self::ModifiedBy => "modifiedBy",
            Self::Secret => "secret",
            Self::NotJudged => "another field",
        }
    }
}

/// A list of texts; none where it is something else.
fn texts(value: Value, field: Field, odd: &mut Vec<String>) -> Option<Vec<String>> {
    let name = field.name();
    match value {
        Value::Null => None,
        Value::Array(list) => {
            let mut texts = Vec::with_capacity(list.len());
            for value in list {
                match value {
                    Value::String(text) => texts.push(text),
                    other => odd.push(format!("{name} holds {}", kind(&other))),
                }
            }
            Some(texts)
        }
        other => {
            odd.push(format!("{name} is {}", kind(&other)));
            None
        }
    }
}

/// Who it is, of a reference to a user: the name, which is rarely there, or the id.
fn reference(value: &Value) -> Option<String> {
    let text = |name| {
        value
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    text("name").or_else(|| text("id")).map(str::to_owned)
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl<'de> Deserialize<'de> for ApiClient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = ApiClient;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an OAuth client")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ApiClient, A::Error> {
        let mut client = ApiClient::default();
        let mut seen = Vec::new();
        let mut mask = Mask::default();
        while let Some(name) = map.next_key::<String>()? {
            let Some(field) = Field::of(&name) else {
                map.next_value::<IgnoredAny>()?;
                if client.unknown.len() < MOST_UNKNOWN {
                    client.unknown.push(name);
                }
                continue;
            };
            let value: Value = map.next_value()?;
            if field == Field::Secret
                && let Value::String(secret) = &value
            {
                mask.add_text(secret);
            }
            if field != Field::NotJudged && seen.contains(&field) {
                client.odd.push(format!("{name} stands there twice"));
            } else if value != Value::Null || field != Field::RedirectUris {
                seen.push(field);
            }
            client.take(field, value);
        }
        client.finish(&seen);
        client.clean(&mask);
        Ok(client)
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
        let uris = client.registration.redirect_uris.iter();
        let uris: Vec<_> = uris.map(|entry| entry.text.as_str()).collect();
        assert_eq!(uris, [" https://a.example/ ", ""]);
        assert_eq!(client.name(), " MiraBridge ");
        assert_eq!(client.registration.token_seconds, Some(64800));
        assert_eq!(
            (client.created_by.as_deref(), client.modified_by.as_deref()),
            (Some("u1"), Some("Ada"))
        );
        assert!(client.lacking.is_empty() && client.odd.is_empty() && client.unknown.is_empty());
    }

    #[test]
    fn what_has_another_shape_is_named_and_the_rest_is_read() {
        let client = read(
            r#"{"id": 7, "name": "a", "state": {"x": 1}, "scope": ["users", null], "registeredRedirectUri": "https://a",
            "name": "b", "allowedIpAddresses": ["10.0.0.1"]}"#,
        );
        assert_eq!(client.lacking, ["authorizedGrantType"]);
        assert_eq!(
            client.odd,
            [
                "id is a number",
                "state is an object",
                "scope holds null",
                "registeredRedirectUri is a text",
                "name stands there twice",
            ]
        );
        assert_eq!(client.unknown, ["allowedIpAddresses"]);
        assert!(client.registration.incomplete.is_some());
        assert_eq!(read("{}").lacking.len(), 4);
    }

    #[test]
    fn a_secret_is_not_kept_wherever_it_stands() {
        let client = read(
            r#"{"description": "the secret is hunter-2222", "secret": "hunter-2222", "name": "x", "clientSecret": "hunter-3"}"#,
        );
        assert!(!format!("{client:?}").contains("hunter"), "{client:?}");
    }
}
