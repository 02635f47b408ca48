//! What is Terraform's own in its files, its state and its plans.

use serde_json::{Map, Value};

pub(super) const RESOURCE: &str = "genesyscloud_oauth_client";

/// The part of an object that holds the clients: what will be, where what was stands beside it; the resources of our type.
pub(super) fn part(map: &Map<String, Value>) -> Option<&Value> {
    let later = ["planned_values", "after"]
        .iter()
        .find_map(|name| map.get(*name));
    later.or_else(|| map.get("resource")?.get(RESOURCE))
}

/// Whether an object is a resource of another type.
pub(super) fn is_other(map: &Map<String, Value>) -> bool {
    let kind = map.get("type").and_then(Value::as_str);
    let is_resource = ["instances", "values", "change"]
        .iter()
        .any(|name| map.contains_key(*name));
    is_resource && kind.is_some_and(|kind| kind != RESOURCE) || map.contains_key("resource")
}

/// Why not all is known of a client that refers to `name`.
pub(super) fn elsewhere(name: &str) -> String {
    format!(
        "it refers to {name}, whose value is elsewhere in Terraform; run lint on the output of 'terraform show -json'"
    )
}

/// A top-level block of a `.tf` file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Block {
    /// No block at all.
    #[default]
    Text,
    /// An OAuth client of Genesys Cloud, with its name in Terraform.
    Client(String),
    Locals,
    Other,
}

/// The block that a line opens.
pub(super) fn block(line: &str) -> Option<Block> {
    const OTHERS: &str =
        "resource data output variable provider terraform import moved check module";
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "+~-".contains(c));
    if !line.trim_end().ends_with(['{', '}']) {
        return None;
    }
    let (kind, rest) = line.split_once([' ', '{', '"'])?;
    let mut labels = rest.split('"').skip(1).step_by(2);
    match kind {
        "locals" => Some(Block::Locals),
        "resource" if labels.next() == Some(RESOURCE) => {
            Some(Block::Client(labels.next().unwrap_or_default().to_owned()))
        }
        _ => OTHERS
            .split(' ')
            .any(|other| other == kind)
            .then_some(Block::Other),
    }
}

/// What a line takes from elsewhere, as it is named there.
pub(super) fn references(line: &str) -> impl Iterator<Item = &str> {
    const KINDS: [&str; 6] = ["local.", "var.", "each.", "module.", "data.", "count."];
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    line.split(move |c| !is_name(c))
        .filter(|word| KINDS.iter().any(|kind| word.starts_with(kind)))
}
