use super::Listed;
use crate::checks::{Confidence, Example, Outcome, Rule, Topic, references};
use crate::probe::Cause;

/// A row of a list that is no target.
pub static INVALID_TARGET: Rule = Rule {
    id: "invalid-target",
    title: "Every row of the list is a target",
    topic: Topic::Other,
    defect: "A row of the list of targets cannot be read, so its client was not checked.",
    remedy: "Correct the row that is named. All other rows were checked.",
    symptom: "Agents see nothing of it: the list is wrong, not the client. Whether the client is right is not known.",
    cause: "A region or a client id was mistyped, a column is missing, a value holds the separator without quotes around it, or the grant is one that MiraBridge Phone cannot use.",
    fix: &[
        "Open the list and go to the line that the finding names.",
        "Correct what it says. mirabridge-oauth regions lists the regions; a client id is copied at Admin > Integrations > OAuth.",
        "Run the check again.",
    ],
    example: Some(Example {
        before: &[
            "region,client_id",
            "mypurecloud.con,4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        ],
        after: &[
            "region,client_id",
            "mypurecloud.com,4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        ],
    }),
    method: "It reads the row as it reads the options --region, --client-id, --deployment and --grant, and asks nobody about a row that it cannot read.",
    facts: &[(
        Confidence::Documented("Genesys"),
        "the regions, as in its SDKs.",
    )],
    references: &[references::GENESYS_REGIONS],
    asks_for_itself: false,
};

/// What there is to say of a row that is no target.
#[must_use]
pub fn judge(row: &Listed, why: &str) -> Outcome {
    let line = usize::try_from(row.line).unwrap_or(usize::MAX);
    let mut outcome = Outcome::unverifiable(
        Cause::NotAsked,
        format!("The row cannot be read ({why}), so nothing was asked."),
    );
    outcome.headline = Some(format!("the row cannot be read: {why}"));
    outcome.remedy = Some("Correct the row, and run the check again.".to_owned());
    outcome.at(line, 1)
}
