//! As much of JSON Schema as the schemas of our reports use. A crate for all of it takes longer to build than the program.

use serde_json::{Map, Value};

/// Checks a document against a schema: what is wrong, and where.
pub(super) fn violations(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Check {
        root: schema,
        found: &mut found,
    }
    .value(schema, document, "");
    found
}

struct Check<'a> {
    root: &'a Value,
    found: &'a mut Vec<String>,
}

impl Check<'_> {
    fn value(&mut self, schema: &Value, value: &Value, at: &str) {
        match schema {
            Value::Bool(true) => {}
            Value::Object(keywords) => {
                for (keyword, argument) in keywords {
                    self.keyword(keywords, keyword, argument, value, at);
                }
            }
            _ => self.found.push(format!("{at}: not allowed")),
        }
    }

    fn keyword(
        &mut self,
        keywords: &Map<String, Value>,
        keyword: &str,
        argument: &Value,
        value: &Value,
        at: &str,
    ) {
        let allowed = match keyword {
            "$schema" | "id" | "title" | "description" | "default" | "$defs" | "definitions" => {
                true
            }
            "$ref" => {
                let path = argument
                    .as_str()
                    .expect("a reference")
                    .trim_start_matches('#');
                let target = self
                    .root
                    .pointer(path)
                    .expect("a reference to what there is");
                self.value(target, value, at);
                true
            }
            "type" => as_list(argument).iter().any(|name| is_of_type(name, value)),
            "enum" => argument.as_array().expect("values").contains(value),
            "const" => argument == value,
            "anyOf" => self.fitting(argument, value, at) > 0,
            "oneOf" => self.fitting(argument, value, at) == 1,
            "minimum" => value.as_f64() >= argument.as_f64() || !value.is_number(),
            "maximum" => value.as_f64() <= argument.as_f64() || !value.is_number(),
            "minItems" => {
                let least = argument.as_u64().expect("a number");
                value
                    .as_array()
                    .is_none_or(|items| items.len() as u64 >= least)
            }
            "uniqueItems" => value.as_array().is_none_or(|items| {
                let mut rest = items.iter();
                std::iter::from_fn(|| rest.next().map(|item| !rest.as_slice().contains(item)))
                    .all(|unique| unique)
            }),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(argument, item, &format!("{at}/{index}"));
                }
                true
            }
            "required" => value.as_object().is_none_or(|members| {
                as_list(argument)
                    .iter()
                    .all(|name| members.contains_key(*name))
            }),
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = argument.get(name) {
                        self.value(schema, member, &format!("{at}/{name}"));
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = keywords.get("properties");
                for (name, member) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| known.get(name).is_none()) {
                        self.value(argument, member, &format!("{at}/{name}"));
                    }
                }
                true
            }
            "format" => value.as_str().is_none_or(|text| has_format(argument, text)),
            other => panic!("{other} is a keyword that no report needed so far"),
        };
        if !allowed {
            self.found
                .push(format!("{at}: {keyword} {argument} forbids {value}"));
        }
    }

    /// How many of these schemas allow a value.
    fn fitting(&self, schemas: &Value, value: &Value, at: &str) -> usize {
        let schemas = schemas.as_array().expect("schemas").iter();
        schemas
            .filter(|schema| {
                let mut found = Vec::new();
                Check {
                    root: self.root,
                    found: &mut found,
                }
                .value(schema, value, at);
                found.is_empty()
            })
            .count()
    }
}

/// One name or several.
fn as_list(names: &Value) -> Vec<&str> {
    match names {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

fn is_of_type(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        other => panic!("{other} is no type"),
    }
}

fn has_format(name: &Value, text: &str) -> bool {
    match name.as_str().expect("a name") {
        "date-time" => humantime::parse_rfc3339(text).is_ok(),
        "uri" => url::Url::parse(text).is_ok() && is_reference(text),
        "uri-reference" => is_reference(text),
        // Of numbers, which have a minimum and a maximum besides.
        _ => true,
    }
}

/// Whether it has only characters that RFC 3986 allows, and encodes the others.
fn is_reference(text: &str) -> bool {
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let allowed = match character {
            '%' => [rest.next(), rest.next()]
                .iter()
                .all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit())),
            other => other.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=".contains(other),
        };
        if !allowed {
            return false;
        }
    }
    true
}

#[test]
fn what_a_schema_forbids_is_found() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": {
            "name": {"type": ["string", "null"]},
            "kind": {"oneOf": [{"const": "a"}, {"enum": ["b", "c"]}, {"const": "c"}]},
            "counts": {"type": "array", "items": {"$ref": "#/$defs/count"}, "minItems": 1, "uniqueItems": true},
            "link": {"type": "string", "format": "uri"},
            "at": {"type": "string", "format": "date-time"},
        },
        "required": ["name"],
        "additionalProperties": false,
        "$defs": {"count": {"type": "integer", "minimum": 0, "maximum": 9}},
    });
    for (allowed, document) in [
        (
            true,
            serde_json::json!({"name": null, "kind": "b", "counts": [1, 9]}),
        ),
        (
            true,
            serde_json::json!({"name": "", "link": "https://a.example/%20", "at": "2026-01-01T00:00:00Z"}),
        ),
        (false, serde_json::json!([])),
        (false, serde_json::json!({})),
        (false, serde_json::json!({"name": 1})),
        (false, serde_json::json!({"name": "", "other": 1})),
        (false, serde_json::json!({"name": "", "kind": "c"})),
        (false, serde_json::json!({"name": "", "kind": "d"})),
        (false, serde_json::json!({"name": "", "counts": []})),
        (false, serde_json::json!({"name": "", "counts": [1, 1]})),
        (false, serde_json::json!({"name": "", "counts": [10]})),
        (false, serde_json::json!({"name": "", "counts": [-1]})),
        (false, serde_json::json!({"name": "", "counts": [0.5]})),
        (false, serde_json::json!({"name": "", "link": "a.example"})),
        (
            false,
            serde_json::json!({"name": "", "link": "https://a.example/ "}),
        ),
        (
            false,
            serde_json::json!({"name": "", "link": "https://a.example/%2"}),
        ),
        (false, serde_json::json!({"name": "", "at": "yesterday"})),
    ] {
        let found = violations(&schema, &document);
        assert_eq!(found.is_empty(), allowed, "{document}: {found:?}");
    }
}
