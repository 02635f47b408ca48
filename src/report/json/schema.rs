//! The schemas that are shipped beside this file are those of the structs.
//!
//! `UPDATE_SCHEMA=1 cargo test --lib schema` rewrites them.

use super::document::{Document, Last};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::path::Path;

#[test]
fn of_a_report() {
    assert_shipped::<Document<'_>>("schema.json");
}

#[test]
fn of_the_last_line_of_many() {
    assert_shipped::<Last>("last-schema.json");
}

fn assert_shipped<T: JsonSchema>(name: &str) {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/json");
    let path = folder.join(name);
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        std::fs::write(path, text).expect("a writable folder");
        return;
    }
    let shipped = std::fs::read_to_string(path).expect("a schema");
    let shipped: Value = serde_json::from_str(&shipped).expect("JSON");
    assert!(
        *schema.as_value() == shipped,
        "{name} is another one; to rewrite it: UPDATE_SCHEMA=1 cargo test --lib schema"
    );
}
