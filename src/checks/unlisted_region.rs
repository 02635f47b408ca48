use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Example, Outcome, Rule, Topic, references};
use crate::genesys::table_verified;

pub(crate) static RULE: Rule = Rule {
    id: "unlisted-region",
    title: "The region is a known one",
    topic: Topic::Other,
    defect: "The domain given with --region-domain is not in this version's table of regions.",
    remedy: "Compare the domain with the address bar of your organization's Genesys Cloud. If it is a new region, a newer version of this tool will know it.",
    symptom: "If the domain is right, nothing. If it is not, no login page: the browser cannot find the host (ERR_NAME_NOT_RESOLVED), or a stranger's page answers.",
    cause: "A slip in the domain, or a region that is newer than the table.",
    fix: &[
        "Open Genesys Cloud as your agents do, and read the region in the address bar: apps.{region}.",
        "Compare it with mirabridge-oauth regions. If it is in that table, give it with --region.",
        "If it is a new region, go on with --region-domain; a newer version of this tool will know it.",
    ],
    example: Some(Example {
        before: &["--region-domain mypurecloud.au"],
        after: &["--region mypurecloud.com.au"],
    }),
    method: "It looks the domain up in the table and asks nobody. A domain in the table passes, any other is a warning. It never fails.",
    facts: &[(
        Confidence::Documented("Genesys"),
        "the table, as in its SDKs and tools. Its date is in the finding; about two regions are added in a year.",
    )],
    references: &[references::GENESYS_REGIONS],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    let region = case.target.region();
    vec![if region.is_listed() {
        Outcome::pass(
            Basis::Input,
            format!(
                "{} is in the region table of {}.",
                region.domain(),
                table_verified()
            ),
        )
    } else {
        Outcome::warn(
            Basis::Input,
            format!(
                "{} is not in the region table of {}, which this version carries.",
                region.domain(),
                table_verified()
            ),
            RULE.remedy,
        )
    }]
}
