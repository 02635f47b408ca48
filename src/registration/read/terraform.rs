//! What divides a file of Terraform.

use super::RESOURCE;

/// Where a draft stands in a file of Terraform.
#[derive(Default, PartialEq, Eq)]
pub(super) enum Block {
    #[default]
    None,
    /// In an OAuth client of Genesys Cloud, which Terraform calls so.
    Client(String),
    Other,
}

/// The block of Terraform that a line opens.
pub(super) fn block(line: &str) -> Option<Block> {
    if !line.trim_end().ends_with(['{', '}']) {
        return None;
    }
    let line = line.trim_start_matches(['+', '~', '-', ' ']);
    let (kind, rest) = line.split_once([' ', '{'])?;
    let mut labels = rest.split('"').skip(1).step_by(2);
    match kind {
        "resource" if labels.next() == Some(RESOURCE) => {
            Some(Block::Client(labels.next().unwrap_or_default().to_owned()))
        }
        "resource" | "data" | "output" | "variable" | "provider" | "terraform" | "locals"
        | "import" | "moved" | "check" | "module" => Some(Block::Other),
        _ => None,
    }
}

/// What a line takes from elsewhere in Terraform, as it is named there.
pub(super) fn reference(line: &str) -> Option<String> {
    const KINDS: [&str; 6] = ["local.", "var.", "each.", "module.", "data.", "count."];
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let mut words = line.split(|c| !is_name(c));
    let found = words.find(|word| KINDS.iter().any(|kind| word.starts_with(kind)));
    found.map(str::to_owned)
}
