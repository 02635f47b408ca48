//! Which region knows a client: what is asked in every one of them, and what the answers come to. It is as strict
//! as a check: a region counts only if it refuses a client id that cannot exist. Nothing here does I/O.

mod report;
#[cfg(test)]
mod tests;

pub(crate) use report::report;

use crate::checks::Later;
use crate::classify::{AuthorizeRequests, RegionResult, RegionVerdict};
use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target};
use crate::probe::{Cause, Evidence, Probe, Purpose};

/// The grant that MiraBridge documents. The other one is asked with where this one finds nothing: a region that
/// has one answer to a wrong grant and to an unknown client hides the client from this one.
const GRANT: Grant = Grant::Implicit;

/// One client, looked for in every region that is listed.
#[derive(Clone, Debug)]
pub(crate) struct Everywhere {
    client_id: ClientId,
    deployment: Deployment,
    /// Those that were given; none where each region is asked with those that are needed there.
    redirect_uris: Vec<RedirectUri>,
}

impl Everywhere {
    /// The client with these redirect URIs, or with those that MiraBridge Phone needs in each region if there are
    /// none.
    #[must_use]
    pub(crate) fn new(
        client_id: ClientId,
        deployment: Deployment,
        redirect_uris: Vec<RedirectUri>,
    ) -> Self {
        Self {
            client_id,
            deployment,
            redirect_uris,
        }
    }

    /// The client in one region.
    fn in_region(&self, region: &Region) -> Target {
        Target::new(
            region.clone(),
            self.client_id.clone(),
            self.deployment.clone(),
            GRANT,
            self.redirect_uris.clone(),
        )
    }

    /// The client in every region, in the order of the table.
    fn targets(&self) -> impl Iterator<Item = Target> {
        Region::all().iter().map(|region| self.in_region(region))
    }

    /// What it would like to know, given what is known.
    #[must_use]
    pub(crate) fn probes(&self, evidence: &Evidence) -> Vec<Probe> {
        let first = self.targets().flat_map(|there| requests(&there, GRANT));
        let hidden = self.perhaps_hidden(evidence).into_iter();
        let second = hidden.flat_map(|there| requests(&there, GRANT.other()));
        first.chain(second).collect()
    }

    /// What it may ask after the first round.
    #[must_use]
    pub(crate) fn later(&self) -> Later {
        Later {
            when: "no region is found to know the client",
            what: format!(
                "the same with the other grant ({}), where the service answered",
                GRANT.other().name()
            ),
            at_most: self
                .targets()
                .map(|there| requests(&there, GRANT.other()).len())
                .sum(),
        }
    }

    /// What each region says, in the order of the table.
    fn answers(&self, evidence: &Evidence) -> Vec<RegionResult> {
        let hidden = self.perhaps_hidden(evidence);
        let answers = self.targets().map(|there| {
            let first = answer(&there, GRANT, evidence);
            if hidden.contains(&there) {
                settled(first, answer(&there, GRANT.other(), evidence))
            } else {
                first
            }
        });
        answers.collect()
    }

    /// Where it is worth asking with the other grant: if nothing was found, where the service itself answered.
    fn perhaps_hidden(&self, evidence: &Evidence) -> Vec<Target> {
        let answers: Vec<_> = self
            .targets()
            .map(|there| (answer(&there, GRANT, evidence), there))
            .collect();
        let says = |(answer, _): &(RegionResult, Target)| answer.verdict;
        if answers
            .iter()
            .any(|one| matches!(says(one), RegionVerdict::Knows(_)))
        {
            return Vec::new();
        }
        let hidden = answers.into_iter().filter(|one| may_hide(says(one)));
        hidden.map(|(_, there)| there).collect()
    }
}

/// X, and the client with each redirect URI.
fn requests(there: &Target, grant: Grant) -> Vec<Probe> {
    let asked = AuthorizeRequests::of(there);
    let purpose = if grant == GRANT {
        Purpose::RedirectUri
    } else {
        Purpose::OtherGrant
    };
    let mut probes = vec![asked.client_control(grant)];
    probes.extend(asked.each(purpose, grant));
    probes
}

/// What a region says with a grant; that it was not asked, if it was not.
fn answer(there: &Target, grant: Grant, evidence: &Evidence) -> RegionResult {
    RegionResult::of(there, grant, evidence).unwrap_or_else(|| {
        let control = AuthorizeRequests::of(there).client_control(grant);
        RegionResult {
            region: there.region().clone(),
            grant,
            verdict: RegionVerdict::Unclear(Cause::NotAsked),
            probe: control.clone(),
            control,
        }
    })
}

/// Whether this answer may be all that a region has for a client with the other grant.
fn may_hide(verdict: RegionVerdict) -> bool {
    match verdict {
        RegionVerdict::Knows(_) => false,
        RegionVerdict::Refuses { .. } | RegionVerdict::RefusesOtherwise => true,
        RegionVerdict::Unclear(cause) => matches!(cause, Cause::Unrecognized | Cause::Indistinct),
    }
}

/// What the answers with both grants come to: any acceptance shows that the client is known, and only two
/// refusals refuse it.
fn settled(first: RegionResult, second: RegionResult) -> RegionResult {
    let refuses =
        |answer: &RegionResult| matches!(answer.verdict, RegionVerdict::Refuses { known: true });
    let knows = matches!(second.verdict, RegionVerdict::Knows(_));
    if knows || (refuses(&first) && !refuses(&second)) {
        second
    } else {
        first
    }
}
