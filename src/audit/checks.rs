//! One file a defect, as with all checks. What `lint` finds is found here too, by its own checks.

pub(super) mod changed_since_baseline;
mod duplicate_client;
mod failing_client;
mod undocumented_client;
pub(super) mod unknown_registration;
mod unused_client;

use super::answers::Chosen;
use super::baseline::Baseline;
use crate::checks::{Check, Outcome, Rule, Selection, Status, registration_unreadable, selected};
use crate::classify::Basis;
use crate::genesys::DOCUMENTED_SCOPES;
use crate::registration::{self, Comparison, UriMatch};

/// What a check is shown: a client, compared with what is needed, and the others that are looked at.
pub(crate) struct Case<'a> {
    pub(super) chosen: &'a Chosen,
    pub(super) comparison: &'a Comparison<'a>,
    /// Other active clients for the same use: what to call them. None where no others were looked at.
    pub(super) twins: Option<Vec<String>>,
    /// The days of which the usage was asked for, if it was.
    pub(super) days: Option<u8>,
    pub(super) baseline: Option<&'a Baseline>,
}

type AuditCheck = Check<fn(&Case<'_>) -> Vec<Outcome>>;

/// Those before what `lint` finds: what others depend on.
static BEFORE: &[&AuditCheck] = &[&UNREADABLE, &unknown_registration::CHECK];

static UNREADABLE: AuditCheck = AuditCheck::new(&registration_unreadable::RULE, |case| {
    let unread = case.chosen.unread.as_deref();
    unread.cloned().into_iter().collect()
});

static AFTER: &[&AuditCheck] = &[
    &duplicate_client::CHECK,
    &undocumented_client::CHECK,
    &unused_client::CHECK,
    &failing_client::CHECK,
    &changed_since_baseline::CHECK,
];

/// What `audit` alone finds, in the order of the report.
pub(crate) fn own_rules() -> impl Iterator<Item = &'static Rule> {
    let rules = BEFORE.iter().chain(AFTER).map(|check| check.rule);
    rules.filter(|rule| rule.id != registration_unreadable::RULE.id)
}

/// The ids of everything that can be found in an audit.
pub(crate) fn ids() -> Vec<&'static str> {
    let shared = registration::ALL.iter().map(|check| check.rule);
    let shared = shared.chain([&registration_unreadable::RULE]);
    own_rules().chain(shared).map(|rule| rule.id).collect()
}

/// The outcomes of all of them, in their order.
pub(super) fn judge(case: &Case<'_>, selection: &Selection) -> Vec<(&'static Rule, Outcome)> {
    let own = |check: &&'static AuditCheck| (check.rule, (check.judge)(case));
    let shared = registration::ALL.iter().map(|check| {
        let outcomes = (check.judge)(case.comparison).into_iter();
        let outcomes = outcomes.map(as_registered);
        let outcomes = outcomes.map(|outcome| with_use(check.rule, outcome, case.chosen));
        (check.rule, outcomes.collect())
    });
    BEFORE
        .iter()
        .map(own)
        .chain(shared)
        .chain(AFTER.iter().map(own))
        .flat_map(|(rule, outcomes): (_, Vec<_>)| selected(rule, outcomes, selection))
        .collect()
}

/// What was judged as an input is what is registered. Where the input does not tell, or tells what nobody knows, another
/// check says so.
fn as_registered(mut outcome: Outcome) -> Outcome {
    let is_open = outcome.status == Status::Unverifiable
        || (outcome.status == Status::Skipped && outcome.depends_on.is_none());
    if is_open {
        return Outcome::depends_on(&unknown_registration::RULE).about(outcome.subject);
    }
    if outcome.basis == Some(Basis::Input) {
        outcome.basis = Some(Basis::Registered);
    }
    outcome
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
                None => format!("{scope}: no call to /api/v2/{part} was seen"),
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
    use super::{Case, Chosen};
    use crate::audit::client::ApiClient;
    use crate::checks::Outcome;
    use crate::genesys::{Grant, Region};
    use crate::registration::Comparison;
    use serde_json::{Value, json};

    /// A client as it should be, with these fields instead.
    pub(crate) fn client(changes: &Value) -> Value {
        let mut client = json!({
            "id": "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
            "name": "MiraBridge Phone",
            "description": "Softphone of the service desk",
            "authorizedGrantType": "TOKEN",
            "state": "active",
            "scope": ["conversations:readonly"],
            "accessTokenValiditySeconds": 64800,
            "registeredRedirectUri": [
                "https://phone.mirabridge.cloud",
                "https://apps.mypurecloud.de/crm/index.html",
                "https://apps.mypurecloud.de/crm/authWindow.html",
            ],
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            client[name] = value.clone();
        }
        client
    }

    pub(in crate::audit) fn chosen(client: Value) -> Chosen {
        let client: ApiClient = serde_json::from_value(client).expect("a client");
        Chosen {
            client,
            why: Some("its name holds MiraBridge".to_owned()),
            ..Chosen::default()
        }
    }

    /// What a judge says of a client.
    pub(super) fn judged(
        judge: fn(&Case<'_>) -> Vec<Outcome>,
        chosen: &Chosen,
        twins: Option<Vec<String>>,
    ) -> Vec<Outcome> {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let registration = chosen.client.registration();
        let comparison = Comparison::new(&region, Grant::Implicit, &registration, "audit");
        judge(&Case {
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
    use super::testing::{chosen, client, judged};
    use super::{judge, own_rules};
    use crate::audit::usage::Usage;
    use crate::checks::testing::assert_every_file_is_registered;
    use crate::checks::{Selection, Status};
    use serde_json::json;

    #[test]
    fn every_file_is_a_registered_check_named_like_it() {
        assert_every_file_is_registered(&["audit/checks"], &[], own_rules().map(|rule| rule.id));
    }

    #[test]
    fn what_lint_finds_rests_on_what_is_registered() {
        let judge = |changes| {
            let mut chosen = chosen(client(&changes));
            chosen.usage = Some(Ok(Usage {
                requests: 1,
                succeeded: 1,
                ..Usage::default()
            }));
            let results = judged(
                |case| {
                    let results = judge(case, &Selection::default());
                    let told = |(rule, outcome): (&crate::checks::Rule, crate::checks::Outcome)| {
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
