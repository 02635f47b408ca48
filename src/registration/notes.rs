use super::compare::{Comparison, UriMatch};

/// What a reader has to know of how the input was read: what was left out, and what it does not tell.
#[must_use]
pub fn notes(comparison: &Comparison<'_>) -> Vec<String> {
    let mut left_out: Vec<&str> = Vec::new();
    for (_, uri_match) in &comparison.needed {
        let (UriMatch::Registered(entry) | UriMatch::Altered(entry, _)) = uri_match else {
            continue;
        };
        for what in &entry.left_out {
            if !left_out.contains(what) {
                left_out.push(what);
            }
        }
    }
    let client = comparison.client;
    let untold: Vec<&str> = [
        ("the grant type", client.grant.is_none()),
        ("the scopes", client.scopes.is_none()),
        ("the state", client.state.is_none()),
    ]
    .into_iter()
    .filter_map(|(what, is_untold)| is_untold.then_some(what))
    .collect();
    let mut notes = Vec::new();
    if !left_out.is_empty() {
        notes.push(format!(
            "{} around the redirect URIs were ignored. If the form in Genesys Cloud shows them, remove them there.",
            capitalized(&joined(&left_out))
        ));
    }
    if !untold.is_empty() {
        notes.push(format!(
            "The input does not tell {}. That was not checked.",
            joined(&untold)
        ));
    }
    notes
}

fn joined(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.concat(),
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), characters.as_str())
    })
}
