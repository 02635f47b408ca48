//! What a run brought, as a file: what a user attaches to a bug report, judged again without a network.
//!
//! A recording can only be made of evidence that was [redacted](Redacted), and a run that is recorded is
//! reported from the same redacted evidence, so that a replay reports the same bytes.

#[cfg(test)]
mod adversary;
mod alike;
mod document;
mod known;
mod pieces;
mod redacted;
mod secrets;
mod shape;

pub use document::{Recording, RecordingError};
pub use redacted::Redacted;
