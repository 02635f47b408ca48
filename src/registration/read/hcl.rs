//! What free text does not tell of Terraform's language: where a block begins, and what refers to another place.

/// What a top-level block is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Block {
    /// No block of Terraform.
    #[default]
    Text,
    /// An OAuth client of Genesys Cloud, with its name in Terraform.
    Client(String),
    Locals,
    Other,
}

/// The block that a line opens.
pub(super) fn block(line: &str) -> Option<Block> {
    const OTHERS: [&str; 10] = [
        "resource",
        "data",
        "output",
        "variable",
        "provider",
        "terraform",
        "import",
        "moved",
        "check",
        "module",
    ];
    if !line.trim_end().ends_with(['{', '}']) {
        return None;
    }
    let (kind, rest) = line.trim_start().split_once([' ', '{', '"'])?;
    let mut labels = rest.split('"').skip(1).step_by(2);
    match kind {
        "locals" => Some(Block::Locals),
        "resource" if rest.contains("genesyscloud_oauth_client\"") => {
            Some(Block::Client(labels.nth(1).unwrap_or_default().to_owned()))
        }
        _ => OTHERS.contains(&kind).then_some(Block::Other),
    }
}

/// What a line takes from another place: the names of locals, and whatever else as it stands there.
pub(super) fn references(line: &str) -> Vec<&str> {
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    line.split(|c| !is_name(c))
        .filter(|word| {
            ["local.", "var.", "each.", "module.", "data.", "count."]
                .iter()
                .any(|kind| word.starts_with(kind))
        })
        .collect()
}
