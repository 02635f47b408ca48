use crate::checks::{Case, LiveCheck, invalid_client};
use crate::classify::{Basis, Confidence, Situation};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::platform_api::is_absent;

pub(crate) static RULE: Rule = Rule {
    id: "registration-unreadable",
    title: "What is registered can be read",
    topic: Topic::Other,
    defect: "The Platform API did not tell what is registered.",
    remedy: "Do what the finding says of its cause. For a missing permission: give a role of the token's user or client OAuth > Client > View, and get a new token.",
    symptom: "Agents notice nothing: it says nothing about the client.",
    cause: "The token is wrong, too old or of another organization, or lacks the permission. Or the client is in another organization. Or the service, the network or something in between gave no usable answer.",
    fix: &[
        "Read the cause in the finding.",
        "unauthorized: get a new token, of a user or a client of the same organization and region.",
        "forbidden: at Admin > People & Permissions > Roles / Permissions, give a role of the token's user or client the permission OAuth > Client > View, and where scopes are enforced the scope oauth:readonly. Get a new token then.",
        "404: compare the client id with the one in the widget's URL, and the organization that the report names with the one of the widget.",
        "rate_limited, server_error and the causes of the network: wait, and do what the finding says.",
        "Run audit again.",
    ],
    example: None,
    method: "It asks GET /api/v2/oauth/clients, and /api/v2/oauth/clients/{id} where that does not tell all, at api.{region} with the token. Only an answer 200 with JSON in a known form counts. Everything else is unverifiable with its cause: also an empty answer, HTML of something in between, a redirect, which is not followed, a list that does not come to its end, and that no client looks like MiraBridge's.",
    facts: &[
        (
            Confidence::Documented("Genesys"),
            "the paths; the permission oauth:client:view; the scopes oauth and oauth:readonly; the form of errors; Retry-After beside 429.",
        ),
        (
            Confidence::Unknown,
            "what the Platform API answers to a token that lacks a scope.",
        ),
    ],
    references: &[references::PLATFORM_API, references::GENESYS_SCOPES],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    let situation = case.answers.as_ref().map(|answers| &answers.situation);
    let outcome = match &case.registered {
        None => return Vec::new(),
        Some(Err(unread))
            if is_absent(unread) && situation.is_some_and(Situation::may_be_unknown) =>
        {
            Outcome::depends_on(&invalid_client::RULE)
        }
        Some(Err(unread)) => (**unread).clone(),
        Some(Ok(_)) => Outcome::pass(
            Basis::Registered,
            "The Platform API tells how the client is registered.",
        ),
    };
    vec![outcome]
}
