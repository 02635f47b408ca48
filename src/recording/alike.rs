use crate::checks::judge;
use crate::checks::{Outcome, Selection, Status};
use crate::classify::Basis;
use crate::genesys::Target;
use crate::probe::{Cause, Evidence};

/// Whether the same comes of both, and is told from the same requests and events.
pub(super) fn are_alike(target: &Target, one: &Evidence, other: &Evidence) -> bool {
    told(target, one) == told(target, other)
}

/// What a result says, but for its words, which may quote what was replaced.
#[derive(Debug, PartialEq)]
struct Told {
    id: &'static str,
    subject: Option<String>,
    status: Status,
    cause: Option<Cause>,
    basis: Option<Basis>,
    depends_on: Option<&'static str>,
    found: Option<String>,
    found_region: Option<String>,
    requests: Vec<Option<usize>>,
    events: Vec<usize>,
}

fn told(target: &Target, evidence: &Evidence) -> Vec<Told> {
    let results = judge(target, evidence, &Selection::default());
    let told = |(id, outcome): (&'static str, Outcome)| Told {
        id,
        subject: outcome.subject,
        status: outcome.status,
        cause: outcome.cause,
        basis: outcome.basis,
        depends_on: outcome.depends_on,
        found: outcome.found,
        found_region: outcome.found_region,
        requests: outcome
            .evidence
            .iter()
            .map(|probe| evidence.index_of(probe))
            .collect(),
        events: outcome.events,
    };
    let results = results.into_iter();
    results
        .map(|(rule, outcome)| told((rule.id, outcome)))
        .collect()
}
