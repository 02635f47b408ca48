//! What other regions say about the client.

use super::ClassifiedReply;
use super::authorize_requests::AuthorizeRequests;
use super::region_replies::{Basis, Control, ControlResult, UriVerdict};
use crate::genesys::{Grant, Region, Target};
use crate::probe::{Cause, Evidence, Probe, Purpose};

/// What a region says about a client that it was asked for with one grant: with each of the redirect URIs, and
/// with a client id that cannot exist.
#[derive(Clone, Debug)]
pub struct RegionResult {
    pub region: Region,
    pub grant: Grant,
    pub verdict: RegionVerdict,
    /// The request that showed it.
    pub probe: Probe,
    /// The request with the client id that cannot exist.
    pub control: Probe,
}

/// Whether a region knows a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionVerdict {
    /// It does, and not the client id that cannot exist.
    Knows(Basis),
    /// Every request was refused like that of the client id that cannot exist: it does not know the client, or it
    /// knows it with none of the redirect URIs.
    Refuses {
        /// Whether the reason is known to be about client or redirect URI. If not, it may be refusing everybody.
        known: bool,
    },
    /// Refused, but not like the client id that cannot exist: it may know the client with other redirect URIs.
    RefusesOtherwise,
    /// Nothing can be concluded.
    Unclear(Cause),
}

impl RegionVerdict {
    /// What it rests on that the region knows the client, if it does.
    #[must_use]
    pub fn basis(self) -> Option<Basis> {
        match self {
            Self::Knows(basis) => Some(basis),
            _ => None,
        }
    }

    /// Why it is open whether the region knows the client, if it is.
    #[must_use]
    pub fn undecided(self) -> Option<Cause> {
        match self {
            Self::Knows(_) | Self::Refuses { .. } => None,
            Self::RefusesOtherwise => Some(Cause::Unrecognized),
            Self::Unclear(cause) => Some(cause),
        }
    }

    /// The same without a region that is known to tell right from wrong to compare with: there, a refusal for an unknown
    /// reason may be one of everybody.
    #[must_use]
    pub fn undecided_alone(self) -> Option<Cause> {
        match self {
            Self::Refuses { known: false } => Some(Cause::Unrecognized),
            _ => self.undecided(),
        }
    }
}

impl RegionResult {
    /// The request that showed what the region says, and its control.
    #[must_use]
    pub fn evidence(&self) -> [Probe; 2] {
        [self.probe.clone(), self.control.clone()]
    }

    /// Reads what `there`, the client in this region, was answered; `None` until it was asked.
    #[must_use]
    pub fn of(there: &Target, grant: Grant, evidence: &Evidence) -> Option<Self> {
        let requests = AuthorizeRequests::of(there);
        let control = requests.client_control(grant);
        let control_reply = requests.reply(&control, evidence)?;
        let real: Option<Vec<_>> = requests
            .each(Purpose::RedirectUri, grant)
            .map(|probe| Some((requests.reply(&probe, evidence)?, probe)))
            .collect();
        let real = real?;
        let (verdict, probe) = judge(control_reply, &real);
        Some(Self {
            region: there.region().clone(),
            grant,
            verdict,
            probe: probe.unwrap_or(&control).clone(),
            control,
        })
    }
}

/// What the answers say, and which request showed it, if it was not the control.
fn judge(
    control: ClassifiedReply,
    real: &[(ClassifiedReply, Probe)],
) -> (RegionVerdict, Option<&Probe>) {
    if is_portal(&control, real) {
        return (RegionVerdict::Unclear(Cause::CaptivePortal), None);
    }
    let control = Control::alone(control);
    match control.result {
        ControlResult::Refused => {}
        ControlResult::Passed { .. } => return (RegionVerdict::Unclear(Cause::Indistinct), None),
        ControlResult::Unanswered(cause) => return (RegionVerdict::Unclear(cause), None),
    }
    let control = control.reply;
    let differs = |reply: &ClassifiedReply| reply.may_be_acceptance() && !reply.is_like(&control);
    // One odd page among so many requests may be anybody's; several alike, or a login, are the service's.
    let counts = |one: &ClassifiedReply| {
        one.looks_like_login || real.iter().filter(|(other, _)| other.is_like(one)).count() > 1
    };
    let known = real.iter().find_map(|(reply, probe)| {
        let basis = if differs(reply) && counts(reply) {
            Some(Basis::Contrast)
        } else {
            UriVerdict::alone(&reply.classification).basis()
        };
        Some((RegionVerdict::Knows(basis?), Some(probe)))
    });
    known.unwrap_or_else(|| refused(&control, real))
}

/// The same, where nothing was accepted.
fn refused<'a>(
    control: &ClassifiedReply,
    real: &'a [(ClassifiedReply, Probe)],
) -> (RegionVerdict, Option<&'a Probe>) {
    let find = |is: &dyn Fn(&ClassifiedReply) -> bool| real.iter().find(|(reply, _)| is(reply));
    if let Some((reply, probe)) = find(&|reply| reply.refusal().is_none()) {
        let cause = reply.no_verdict().unwrap_or(Cause::Unrecognized);
        return (RegionVerdict::Unclear(cause), Some(probe));
    }
    if let Some((_, probe)) = find(&|reply| !reply.is_like(control)) {
        return (RegionVerdict::RefusesOtherwise, Some(probe));
    }
    let mut all = real.iter().map(|(reply, _)| reply).chain([control]);
    let verdict = RegionVerdict::Refuses {
        known: all.all(ClassifiedReply::is_known_refusal),
    };
    (verdict, real.first().map(|(_, probe)| probe))
}

/// An intermediary that sends every request, the control too, to one foreign host is a captive portal.
fn is_portal(control: &ClassifiedReply, real: &[(ClassifiedReply, Probe)]) -> bool {
    control
        .foreign()
        .is_some_and(|host| real.iter().all(|(reply, _)| reply.foreign() == Some(host)))
}

/// What the other regions say about the client.
#[derive(Clone, Debug)]
pub struct Sweep {
    answers: Vec<RegionResult>,
}

impl Sweep {
    /// The client in every region to be asked: all that are listed, except home.
    pub fn elsewhere(target: &Target) -> impl Iterator<Item = Target> {
        let others = Region::all()
            .iter()
            .filter(|region| *region != target.region());
        others.map(|region| target.in_region(region))
    }

    /// The requests to all of them.
    #[must_use]
    pub fn probes(target: &Target) -> Vec<Probe> {
        let grant = target.grant();
        let probes = Self::elsewhere(target).flat_map(|there| {
            let requests = AuthorizeRequests::of(&there);
            let mut probes = vec![Probe {
                purpose: Purpose::RegionControl,
                ..requests.client_control(grant)
            }];
            probes.extend(requests.each(Purpose::RegionSweep, grant));
            probes
        });
        probes.collect()
    }

    /// Reads what they answered; `None` until they were asked.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let answers: Vec<_> = Self::elsewhere(target)
            .filter_map(|there| RegionResult::of(&there, target.grant(), evidence))
            .collect();
        (!answers.is_empty()).then_some(Self { answers })
    }

    /// Regions that know the client.
    #[must_use]
    pub fn found(&self) -> Vec<RegionResult> {
        let found = self.answers.iter();
        let found = found.filter(|answer| answer.verdict.basis().is_some());
        found.cloned().collect()
    }

    /// Regions that did not say whether they know the client, and why.
    #[must_use]
    pub fn undecided(&self) -> Vec<(&RegionResult, Cause)> {
        let answers = self.answers.iter();
        answers
            .filter_map(|answer| Some((answer, answer.verdict.undecided()?)))
            .collect()
    }

    /// How many regions were asked at all.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.answers.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{RegionVerdict, judge};
    use crate::checks::testing::{CLIENT, accepted, answer, refused, target};
    use crate::classify::authorize_requests::AuthorizeRequests;
    use crate::classify::{Basis, classify};
    use crate::genesys::Grant;
    use crate::probe::{Cause, Observation, Purpose};

    /// What a region says that answers the control, and each of the three redirect URIs, like this.
    fn says(control: &Observation, real: [Observation; 3]) -> RegionVerdict {
        let target = target(CLIENT);
        let requests = AuthorizeRequests::of(&target);
        let probes = requests.each(Purpose::RedirectUri, Grant::Implicit);
        let real: Vec<_> = probes
            .zip(real)
            .map(|(probe, observation)| (classify(&probe.url, &observation), probe))
            .collect();
        let url = requests.client_control(Grant::Implicit).url;
        judge(classify(&url, control), &real).0
    }

    fn to(location: &str) -> Observation {
        answer(302, location, "")
    }

    #[test]
    fn one_acceptance_is_enough_if_it_is_a_known_one_or_a_login() {
        for (odd, second, verdict) in [
            (
                accepted(),
                refused(),
                RegionVerdict::Knows(Basis::Signature),
            ),
            (
                to("/login"),
                refused(),
                RegionVerdict::Knows(Basis::Contrast),
            ),
            (
                to("/welcome"),
                refused(),
                RegionVerdict::Unclear(Cause::Unrecognized),
            ),
            (
                to("/welcome"),
                to("/welcome"),
                RegionVerdict::Knows(Basis::Contrast),
            ),
            (
                answer(503, "", ""),
                refused(),
                RegionVerdict::Unclear(Cause::ServerError),
            ),
            (
                answer(400, "", r#"{"error":"unauthorized_client"}"#),
                refused(),
                RegionVerdict::RefusesOtherwise,
            ),
        ] {
            assert_eq!(says(&refused(), [refused(), odd, second]), verdict);
        }
    }

    #[test]
    fn a_refusal_is_known_if_all_are() {
        let new = || to("/#/error?errorKey=somethingNew");
        let all = |one: &dyn Fn() -> Observation| [one(), one(), one()];
        assert_eq!(
            says(&refused(), all(&refused)),
            RegionVerdict::Refuses { known: true }
        );
        assert_eq!(
            says(&new(), all(&new)),
            RegionVerdict::Refuses { known: false }
        );
        assert_eq!(says(&new(), all(&refused)), RegionVerdict::RefusesOtherwise);
        assert_eq!(
            says(&refused(), [refused(), refused(), new()]),
            RegionVerdict::RefusesOtherwise
        );
    }

    #[test]
    fn alone_a_refusal_for_an_unknown_reason_leaves_it_open() {
        let refuses = |known| RegionVerdict::Refuses { known };
        assert_eq!(refuses(true).undecided_alone(), None);
        assert_eq!(refuses(false).undecided_alone(), Some(Cause::Unrecognized));
        assert_eq!(refuses(false).undecided(), None);
        let unclear = RegionVerdict::Unclear(Cause::Dns);
        assert_eq!(unclear.undecided_alone(), Some(Cause::Dns));
    }

    #[test]
    fn who_sends_everything_to_one_foreign_host_is_a_captive_portal() {
        let portal = || to("https://portal.example/");
        let is_portal = |control: &Observation, last: Observation| {
            let verdict = says(control, [portal(), portal(), last]);
            verdict == RegionVerdict::Unclear(Cause::CaptivePortal)
        };
        assert!(is_portal(&portal(), portal()));
        assert!(!is_portal(&refused(), portal()));
        assert!(!is_portal(&portal(), to("https://other.example/")));
    }
}
