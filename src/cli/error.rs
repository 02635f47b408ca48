use crate::text::escape;

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Problem {
    /// It was called wrongly; exit status 2.
    Usage(String),
    /// A failure of our own; exit status 4.
    Own(anyhow::Error),
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Self::Own(error)
    }
}

/// What to say of a name that is none of `known`.
pub(super) fn unknown_name<'a>(
    what: &str,
    typed: &str,
    known: impl Iterator<Item = &'a str>,
) -> String {
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
