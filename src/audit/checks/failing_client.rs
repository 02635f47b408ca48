use super::unused_client::AGE;
use super::{AuditCase, AuditCheck, unused_client};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::platform_api::Usage;
use crate::text::counted;

pub(in crate::audit) static RULE: Rule = Rule {
    id: "failing-client",
    title: "Calls with tokens of the client are not refused",
    topic: Topic::Other,
    defect: "Calls with tokens of the client are refused.",
    remedy: "Compare the roles of the agents with what MiraBridge Phone needs, and send the numbers to MiraBridge. For 429, ask what else uses the client.",
    symptom: "Agents sign in, and something in MiraBridge Phone does not work: a call, a search, a status.",
    cause: "The agents lack a permission, the client lacks a scope, tokens have ended, or more calls are made than Genesys Cloud allows (429).",
    fix: &[
        "Look at Admin > Integrations > API Usage: it shows which calls are refused.",
        "403: compare the roles of the agents, and the scopes of the client, with what MiraBridge Phone needs.",
        "401: tokens end while they are used; compare the token duration with the length of a shift.",
        "429: find out what else uses the client, and give it a client of its own.",
        "Send the numbers to MiraBridge.",
    ],
    example: None,
    method: "With audit --usage DAYS, it reads the same count as unused-client. Calls that ended in 4xx or 429 warn, with their number. It never fails, as some are refused in the best of organizations.",
    facts: &[(
        Confidence::Documented("Genesys"),
        "the numbers of calls by the class of their status, 429 apart; that the data is up to 24 hours old.",
    )],
    references: &[references::PLATFORM_API],
};

pub(super) static CHECK: AuditCheck = AuditCheck::new(&RULE, judge);

fn judge(case: &AuditCase<'_>) -> Vec<Outcome> {
    let Some(days) = case.days else {
        return Vec::new();
    };
    let within = counted(days.into(), "day");
    vec![match &case.chosen.usage {
        Some(Ok(usage)) if usage.requests == 0 => {
            Outcome::skipped(format!("there were no calls within {within}"))
        }
        Some(Ok(usage)) if usage.refused > 0 || usage.limited > 0 => Outcome::warn(
            Basis::Registered,
            format!(
                "Within {within}, {} of {} calls ended in 4xx, and {} in 429.{} {AGE}",
                usage.refused,
                usage.requests,
                usage.limited,
                faults(usage)
            ),
            RULE.remedy,
        ),
        Some(Ok(usage)) => Outcome::pass(
            Basis::Registered,
            format!(
                "Within {within}, none of {} ended in 4xx or 429.{} {AGE}",
                counted(usage.requests.try_into().unwrap_or(usize::MAX), "call"),
                faults(usage)
            ),
        ),
        Some(Err(_)) | None => Outcome::depends_on(&unused_client::RULE),
    }]
}

/// Those that the service could not answer, which is nobody's fault here.
fn faults(usage: &Usage) -> String {
    match usage.server_errors {
        0 => String::new(),
        faults => format!(" {faults} ended in 5xx, a fault of the service."),
    }
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::audit::checks::testing::{chosen, judged};
    use crate::finding::Status;
    use crate::platform_api::Usage;
    use serde_json::json;

    #[test]
    fn calls_that_are_refused_warn() {
        for (refused, limited, status) in [
            (0, 0, Status::Pass),
            (1, 0, Status::Warn),
            (0, 1, Status::Warn),
        ] {
            let mut chosen = chosen(&json!({}));
            chosen.usage = Some(Ok(Usage {
                requests: 9,
                refused,
                limited,
                ..Usage::default()
            }));
            assert_eq!(judged(judge, &chosen, None)[0].status, status);
        }
    }
}
