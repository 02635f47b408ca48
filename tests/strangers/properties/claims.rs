//! What a report may claim.

use super::answered::{Answer, Answers, World};
use crate::world::statuses;
use mirabridge_oauth::finding::Status;
use mirabridge_oauth::report::Report;

/// What a report claims and the answers do not bear out.
pub(super) fn unproved(world: &World, report: &Report) -> Vec<String> {
    let mut claims = Vec::new();
    let said = |id: &str, status| statuses(report, id).contains(&status);
    let World { given, other, .. } = world;

    for (place, status) in statuses(report, "invalid-redirect").into_iter().enumerate() {
        let accepted = given.uris[place].may_accept() || given.uris[place].vouches();
        // An error sent back to a redirect URI vouches for it, with whatever grant it was asked.
        let accepted_otherwise = other.uris[place].may_accept() || other.uris[place].vouches();
        if status == Status::Pass
            && !(accepted && given.refuses_unknown_uris())
            && !(accepted_otherwise && other.refuses_unknown_uris())
        {
            claims.push(format!("URI {place} passes"));
        }
        if status == Status::Fail && !given.refuses_uri(place) && !other.refuses_uri(place) {
            claims.push(format!("URI {place} fails"));
        }
    }
    for outcome in found(report) {
        let proved = |answers: &Answers| {
            (answers.slips.may_accept() || answers.slips.vouches())
                && answers.refuses_unknown_uris()
        };
        if !proved(given) && !proved(other) {
            claims.push(format!("found {outcome}"));
        }
    }
    for id in ["invalid-client", "region-mismatch"] {
        if said(id, Status::Pass)
            && !given.refuses_unknown_clients()
            && !other.refuses_unknown_clients()
        {
            claims.push(format!("{id} passes, and an unknown client fared no worse"));
        }
    }
    if said("grant-not-allowed", Status::Fail) {
        let by_name = given.uris.contains(&Answer::SentBackUnauthorized);
        let by_contrast = !given.uris.iter().any(|answer| answer.may_accept())
            && other.uris.iter().any(|answer| answer.may_accept())
            && given.refuses_unknown_clients();
        if !by_name && !by_contrast {
            claims.push("the grant fails".to_owned());
        }
    }
    if said("open-redirect", Status::Fail) && !given.redirect_control.is_sent_back() {
        claims.push("open redirect, and nobody was redirected".to_owned());
    }
    claims
}

/// What is said to be registered instead.
fn found(report: &Report) -> impl Iterator<Item = &str> {
    let results = report.results.iter();
    results.filter_map(|(_, outcome)| outcome.found.as_deref())
}

/// Checks that are said to have stood in the way of another, and did not.
pub(super) fn false_excuses(report: &Report) -> Vec<String> {
    let mut excuses = Vec::new();
    for (rule, outcome) in &report.results {
        let Some(on) = outcome.depends_on else {
            continue;
        };
        let passed = statuses(report, on)
            .iter()
            .all(|status| *status == Status::Pass);
        if on == rule.id || passed {
            excuses.push(format!("{} depends on {on}", rule.id));
        }
    }
    excuses
}

/// The exit status that the results call for.
pub(super) fn due_exit_status(report: &Report) -> u8 {
    let any = |status| {
        let mut results = report.results.iter();
        results.any(|(_, outcome)| outcome.status == status)
    };
    if any(Status::Fail) {
        1
    } else if any(Status::Unverifiable)
        || !statuses(report, "invalid-client").contains(&Status::Pass)
    {
        3
    } else {
        0
    }
}
