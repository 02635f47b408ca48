//! One file a defect, as with all checks. What `lint` finds is found here too, by its own checks.

pub(super) mod changed_since_baseline;
mod duplicate_client;
mod failing_client;
mod undocumented_client;
mod unused_client;

use super::baseline::Baseline;
use super::gathered::Chosen;
use crate::checks::registration_unreadable;
use crate::finding::{Check, Outcome, Rule, Selection, Status, selected};
use crate::genesys::DOCUMENTED_SCOPES;
use crate::platform_api::{self, unknown_registration};
use crate::registration::{self, Comparison, UriMatch};

/// What a check is shown: a client, compared with what is needed, and the others that are looked at.
pub(crate) struct AuditCase<'a> {
    pub(super) chosen: &'a Chosen,
    pub(super) comparison: &'a Comparison<'a>,
    /// Other active clients for the same use: what to call them. None where no others were looked at.
    pub(super) twins: Option<Vec<String>>,
    /// The days of which the usage was asked for, if it was.
    pub(super) days: Option<u8>,
    pub(super) baseline: Option<&'a Baseline>,
}

type AuditCheck = Check<fn(&AuditCase<'_>) -> Vec<Outcome>>;

/// What needs more than the registration: the others, the use, an earlier report.
static ALL: &[&AuditCheck] = &[
    &duplicate_client::CHECK,
    &undocumented_client::CHECK,
    &unused_client::CHECK,
    &failing_client::CHECK,
    &changed_since_baseline::CHECK,
];

/// What `audit` alone finds, in the order of the report.
pub(crate) fn own_rules() -> impl Iterator<Item = &'static Rule> {
    let first = std::iter::once(&unknown_registration::RULE);
    first.chain(ALL.iter().map(|check| check.rule))
}

/// The ids of everything that can be found in an audit.
pub(crate) fn ids() -> Vec<&'static str> {
    let shared = registration::ALL.iter().map(|check| check.rule);
    let shared = shared.chain([&registration_unreadable::RULE]);
    own_rules().chain(shared).map(|rule| rule.id).collect()
}

/// The outcomes of all of them, in their order.
pub(super) fn judge(case: &AuditCase<'_>, selection: &Selection) -> Vec<(&'static Rule, Outcome)> {
    let chosen = case.chosen;
    let unread = chosen.unread.as_deref().cloned().into_iter().collect();
    let registered =
        platform_api::judge(&chosen.client, case.comparison).map(|(rule, outcomes)| {
            let outcomes = outcomes.into_iter();
            let outcomes = outcomes.map(|outcome| with_use(rule, outcome, chosen));
            (rule, outcomes.collect())
        });
    std::iter::once((&registration_unreadable::RULE, unread))
        .chain(registered)
        .chain(ALL.iter().map(|check| (check.rule, (check.judge)(case))))
        .flat_map(|(rule, outcomes): (_, Vec<_>)| selected(rule, outcomes, selection))
        .collect()
}

/// Which of the scopes that are not needed were used, where the calls were counted. That a scope is called like the part of
/// the API that it opens holds for most of them.
fn with_use(rule: &Rule, mut outcome: Outcome, chosen: &Chosen) -> Outcome {
    let (Some(Ok(usage)), "excessive-scope", Status::Warn) =
        (&chosen.usage, rule.id, outcome.status)
    else {
        return outcome;
    };
    let scopes = chosen.client.record.scopes.iter().flatten();
    let scopes = scopes.filter(|scope| !DOCUMENTED_SCOPES.contains(&scope.as_str()));
    let told: Vec<_> = scopes
        .map(|scope| {
            let part = scope.split(':').next().unwrap_or_default();
            match usage.parts.get(part) {
                Some(calls) => format!("{scope}: {calls} calls to /api/v2/{part} succeeded"),
                None => format!("{scope}: no call to /api/v2/{part} succeeded"),
            }
        })
        .collect();
    outcome.message = format!(
        "{} In the time that was counted: {}.",
        outcome.message,
        told.join("; ")
    );
    outcome
}

/// Whether a client is registered with one of the redirect URIs that are needed, and in use.
pub(super) fn is_in_use(chosen: &Chosen, comparison: &Comparison<'_>) -> bool {
    let is_there = |(_, found): &(_, UriMatch<'_>)| matches!(found, UriMatch::Registered(_));
    chosen.client.is_active() && comparison.needed.iter().any(is_there)
}

#[cfg(test)]
pub(crate) mod testing {
    use super::{AuditCase, Chosen};
    use crate::finding::Outcome;
    use crate::genesys::{Grant, Region};
    use crate::platform_api::testing::client;
    use crate::registration::Comparison;
    use serde_json::Value;

    /// A client that was chosen, as it should be, with these fields instead.
    pub(in crate::audit) fn chosen(changes: &Value) -> Chosen {
        Chosen {
            client: client(changes),
            why: Some("its name holds MiraBridge".to_owned()),
            ..Chosen::default()
        }
    }

    /// What a judge says of a client.
    pub(super) fn judged(
        judge: fn(&AuditCase<'_>) -> Vec<Outcome>,
        chosen: &Chosen,
        twins: Option<Vec<String>>,
    ) -> Vec<Outcome> {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let registration = chosen.client.registration();
        let comparison = Comparison::new(&region, Grant::Implicit, &registration);
        judge(&AuditCase {
            chosen,
            comparison: &comparison,
            twins,
            days: Some(7),
            baseline: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{chosen, judged};
    use super::{ALL, judge};
    use crate::finding::testing::assert_every_file_is_registered;
    use crate::finding::{Selection, Status};
    use crate::platform_api::Usage;
    use serde_json::json;

    #[test]
    fn every_file_is_a_registered_check_named_like_it() {
        assert_every_file_is_registered(
            &["audit/checks"],
            &[],
            ALL.iter().map(|check| check.rule.id),
        );
    }

    #[test]
    fn what_lint_finds_rests_on_what_is_registered() {
        let judge = |changes| {
            let mut chosen = chosen(&changes);
            chosen.usage = Some(Ok(Usage {
                requests: 1,
                succeeded: 1,
                ..Usage::default()
            }));
            let results = judged(
                |case| {
                    let results = judge(case, &Selection::default());
                    let told =
                        |(rule, outcome): (&crate::finding::Rule, crate::finding::Outcome)| {
                            assert_ne!(
                                outcome.basis.map(crate::classify::Basis::name),
                                Some("input")
                            );
                            let subject = outcome.subject.clone();
                            outcome.about(subject.or_else(|| Some(rule.id.to_owned())))
                        };
                    results.into_iter().map(told).collect()
                },
                &chosen,
                None,
            );
            let wrong = results.into_iter().filter(|one| one.status != Status::Pass);
            let wrong = wrong.filter(|one| one.status != Status::Skipped);
            wrong
                .map(|one| one.subject.unwrap_or_default())
                .collect::<Vec<_>>()
        };
        assert!(judge(json!({})).is_empty());
        assert_eq!(judge(json!({"state": "inactive"})), ["client-not-active"]);
        assert_eq!(judge(json!({"state": "Active "})), ["state"]);
        assert_eq!(
            judge(json!({"authorizedGrantType": "CODE"})),
            ["wrong-grant"]
        );
        assert_eq!(
            judge(json!({"authorizedGrantType": "TOKEN2"})),
            ["authorizedGrantType"]
        );
        assert_eq!(
            judge(json!({"scope": ["conversations:readonly", "users"]})),
            ["excessive-scope"]
        );
        assert_eq!(
            judge(json!({"registeredRedirectUri": ["https://phone.mirabridge.cloud "]})).len(),
            3
        );
    }
}
