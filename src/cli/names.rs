//! Names that are mistyped.

use crate::text::escape;

/// What to say of a name that is none of `known`.
pub(super) fn unknown<'a>(what: &str, typed: &str, known: impl Iterator<Item = &'a str>) -> String {
    let typed: String = typed.chars().take(64).collect();
    let known: Vec<_> = known.collect();
    let nearest = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(name, &typed), name))
        .filter(|(distance, name)| distance * 3 <= name.len())
        .min();
    let hint = nearest.map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"));
    format!(
        "there is no {what} '{}'{hint}\nThe {what}s are: {}",
        escape(&typed),
        known.join(", ")
    )
}
