use super::document::Fingerprints;
use crate::checks::Outcome;
use crate::genesys::{ClientId, Region};
use crate::report::Report;
use ring::digest::{SHA256, digest};

/// The same for the same finding on the same client, in every run, whatever its status.
pub(super) fn of(report: &Report, id: &str, outcome: &Outcome) -> Fingerprints {
    let subject = &report.subject;
    let parts = [
        Some(id),
        subject.region.as_ref().map(Region::domain),
        subject.client_id.as_ref().map(ClientId::as_str),
        outcome.subject.as_deref(),
    ];
    // As JSON, so that no two lists of parts look alike.
    let parts = serde_json::json!(parts).to_string();
    let hash = digest(&SHA256, parts.as_bytes());
    let first = hash.as_ref().first_chunk();
    let hash = u64::from_be_bytes(*first.expect("a SHA-256 has 32 bytes"));
    // The one kind of fingerprint that GitHub reads, in the form that its own tools write.
    Fingerprints {
        primary_location_line_hash: format!("{hash:016x}:1"),
    }
}
