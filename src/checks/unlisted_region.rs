use crate::judging::{Case, Check, Outcome, Rule};
use crate::meaning::Basis;
use crate::probe::Probe;
use crate::setup::table_verified;

/// The region is not in the table that this version carries.
pub(super) struct UnlistedRegion;

static RULE: Rule = Rule {
    id: "unlisted-region",
    title: "The region is a known one",
    checks: "Whether the region's domain is in the table of Genesys Cloud regions that this version of the tool carries.",
    matters: "A domain given with --region-domain is used as it is. A slip in it would ask, and name in every URI, a host that is not Genesys Cloud.",
    mend: "Compare the domain with the address bar of your organization's Genesys Cloud. If it is a new region, a newer version of this tool will know it.",
    references: &[(
        "Genesys Cloud regions",
        "https://help.mypurecloud.com/articles/aws-regions-for-genesys-cloud-deployment/",
    )],
    asks_for_itself: false,
};

impl Check for UnlistedRegion {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, _: &Case<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
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
                RULE.mend,
            )
        }]
    }
}
