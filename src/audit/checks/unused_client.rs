use super::{AuditCase, AuditCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, admin, references};
use crate::probe::Cause;
use crate::text::counted;

pub(in crate::audit) static RULE: Rule = Rule {
    id: "unused-client",
    title: "The client is used",
    topic: Topic::Other,
    defect: "No call with a token of the client succeeded within the days that were asked for.",
    remedy: "Find out whether anybody still needs the client. If nobody does, make it inactive, and delete it some days later.",
    symptom: "Nobody sees it. A client that nobody needs is one that nobody misses when somebody else uses it.",
    cause: "Another client took its place, the installation was given up, or agents cannot sign in with it.",
    fix: &[
        "Compare the client id with the one in the widget's URL. If it stands there, run mirabridge-oauth check: agents may not be able to sign in.",
        admin::GO,
        "If nobody needs the client, make it inactive. Delete it when nobody missed it for some days.",
    ],
    example: None,
    method: "With audit --usage DAYS, it asks the Platform API to count the calls with tokens of the client (POST .../usage/query), and fetches the count when it is there. Not one call that succeeded warns. A count that is not there in time, that failed, or that has an unknown form is unverifiable. The data may be 24 hours old.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the query, its states and its rows; that the data is up to 24 hours old.",
        ),
        (
            Confidence::Documented("MiraBridge"),
            "a regular review of clients and their usage.",
        ),
    ],
    references: &[references::PLATFORM_API, references::MIRABRIDGE],
};

pub(super) static CHECK: AuditCheck = AuditCheck::new(&RULE, judge);

pub(super) const AGE: &str = "The data may be up to 24 hours old.";

fn judge(case: &AuditCase<'_>) -> Vec<Outcome> {
    let Some(days) = case.days else {
        return Vec::new();
    };
    let within = counted(days.into(), "day");
    vec![match &case.chosen.usage {
        None => Outcome::unverifiable(
            Cause::NotAsked,
            "The calls were not counted: the time was over, or it would have been too many requests.",
        ),
        Some(Err(outcome)) => (**outcome).clone(),
        Some(Ok(usage)) if usage.succeeded > 0 => Outcome::pass(
            Basis::Registered,
            format!(
                "Of {} calls within {within}, {} succeeded{}. {AGE}",
                usage.requests,
                usage.succeeded,
                usage
                    .last_day
                    .as_ref()
                    .map_or_else(String::new, |day| format!("; the last call was on {day}")),
            ),
        ),
        Some(Ok(usage)) => Outcome::warn(
            Basis::Registered,
            format!(
                "No call succeeded within {within}, of {} that were made. {AGE}",
                usage.requests
            ),
            RULE.remedy,
        ),
    }]
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::audit::checks::testing::{chosen, judged};
    use crate::finding::Status;
    use crate::platform_api::Usage;
    use crate::platform_api::unreadable;
    use crate::probe::Cause;
    use serde_json::json;

    #[test]
    fn only_a_call_that_succeeded_is_a_use() {
        let usage = |requests, succeeded| {
            Some(Ok(Usage {
                requests,
                succeeded,
                ..Usage::default()
            }))
        };
        for (usage, status) in [
            (usage(3, 1), Status::Pass),
            (usage(3, 0), Status::Warn),
            (usage(0, 0), Status::Warn),
            (
                Some(Err(Box::new(unreadable(Cause::Timeout, "x", "x")))),
                Status::Unverifiable,
            ),
            (None, Status::Unverifiable),
        ] {
            let mut chosen = chosen(&json!({}));
            chosen.usage = usage;
            assert_eq!(judged(judge, &chosen, None)[0].status, status);
        }
    }
}
