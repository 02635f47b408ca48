//! What is registered instead, in words: as far as it was proved, and no further.

use crate::checks::{ADMIN, Outcome};
use crate::classify::{Decision, Near, NearHit};
use crate::genesys::RedirectUri;

pub(super) fn near_miss(
    decision: &Decision,
    index: usize,
    uri: &RedirectUri,
    hit: &NearHit,
) -> Outcome {
    let slip = hit.miss.slip;
    // One entry can be mended into one URI only, unless it holds several.
    let before = decision.near.iter().take(index);
    let taken = !slip.joins()
        && before
            .filter_map(Near::likeliest)
            .any(|other| other.miss.uri == hit.miss.uri);
    let remedy = if taken {
        format!(
            "At {ADMIN}, correct that line as told above, and add this one to the client's redirect URIs as well, exactly:"
        )
    } else {
        format!(
            "At {ADMIN}, in the client's redirect URIs: {}, so that the line reads exactly:",
            slip.fix()
        )
    };
    Outcome::fail(
        hit.basis,
        format!("Correct the redirect URI for {}: {ADMIN}", uri.short()),
        format!(
            "It is {}. Genesys Cloud compares exact text, so the one that is needed is refused.",
            slip.says()
        ),
        remedy,
    )
    .with_found(hit.miss.uri.as_str())
    .with_paste([uri.as_str()])
    .with_evidence([hit.probe.clone()])
}
