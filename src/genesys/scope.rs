//! What the OAuth client may do.

/// The scopes that MiraBridge Phone needs, and no more, for least privilege (MiraBridge documentation, Genesys OAuth page).
/// A list, as further ones may come.
pub const DOCUMENTED_SCOPES: &[&str] = &["conversations:readonly"];
