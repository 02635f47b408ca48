//! What is registered instead, in words: as far as it was proved, and no further.

use crate::classify::{Basis, Decision, Near, NearHit};
use crate::genesys::{NearMiss, RedirectUri};
use crate::judging::{ADMIN, Outcome};
use crate::probe::Probe;

/// Accepted, while a URI that cannot be registered is refused.
pub(super) fn registered(decision: &Decision, host: &str, basis: Basis) -> Outcome {
    let accepted = "It is accepted, and a redirect URI that cannot be registered is refused.";
    let message = match overlooked(decision) {
        None => accepted.to_owned(),
        Some(how) => format!(
            "{accepted} But {host} also accepts one of them altered ({how}). Unless that is registered too, it compares loosely, and what is registered may differ in such a detail."
        ),
    };
    Outcome::pass(basis, message).told_from(controls(decision))
}

/// How an accepted URI could be altered and was accepted still, in words.
fn overlooked(decision: &Decision) -> Option<String> {
    let how: Vec<_> = decision
        .overlooked
        .iter()
        .map(|(how, _)| how.says())
        .collect();
    (!how.is_empty()).then(|| how.join(", "))
}

/// The requests that showed it.
fn controls(decision: &Decision) -> impl Iterator<Item = Probe> {
    decision.overlooked.iter().map(|(_, probe)| probe.clone())
}

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
    .told_from([hit.probe.clone()])
}

/// More than one near miss is accepted: that does not tell which of them is registered.
pub(super) fn several(
    host: &str,
    uri: &RedirectUri,
    likeliest: &NearHit,
    others: &[NearHit],
) -> Outcome {
    const NAMED: usize = 2;
    let named: Vec<_> = others
        .iter()
        .take(NAMED)
        .map(|hit| quoted(&hit.miss))
        .collect();
    let more = match others.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Outcome::fail(
        likeliest.basis,
        format!("Correct the redirect URI for {}: {ADMIN}", uri.short()),
        format!(
            "It is refused, and several that are almost the same are accepted: {}, {}{more}. Either all of these are registered, or {host} accepts similar redirect URIs and one of them is registered: the answers do not tell which.",
            quoted(&likeliest.miss),
            named.join(", ")
        ),
        format!(
            "At {ADMIN}, look for these among the client's redirect URIs, and correct one so that the line reads exactly:"
        ),
    )
    .with_found(likeliest.miss.uri.as_str())
    .with_paste([uri.as_str()])
    .told_from([likeliest.probe.clone()])
    .told_from(others.iter().map(|hit| hit.probe.clone()))
}

/// A near miss is accepted by a server that accepts what is only similar to a registered one.
pub(super) fn similar(
    decision: &Decision,
    host: &str,
    uri: &RedirectUri,
    hit: &NearHit,
) -> Outcome {
    Outcome::fail(
        hit.basis,
        format!("Add the redirect URI for {}: {ADMIN}", uri.short()),
        format!(
            "It is refused, and {} is accepted. But {host} compares loosely: it accepts another redirect URI of yours even when altered ({}). So what is accepted need not be registered.",
            quoted(&hit.miss),
            overlooked(decision).unwrap_or_default()
        ),
        format!(
            "At {ADMIN}, look for something like it among the client's redirect URIs and correct it, or add a line, so that one reads exactly:"
        ),
    )
    .with_paste([uri.as_str()])
    .told_from([hit.probe.clone()])
    .told_from(controls(decision))
}

/// The text in quotes, as spaces at its ends would not be seen.
fn quoted(miss: &NearMiss) -> String {
    format!("'{}'", miss.uri)
}
