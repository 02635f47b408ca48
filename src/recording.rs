//! What a run brought, as a file: what a user attaches to a bug report, judged again without a network.

mod document;
mod redact;

pub use document::{Recording, RecordingError};
