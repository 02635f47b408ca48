use super::answer::{Answer, Found};
use super::authorize_requests::AuthorizeRequests;
use crate::genesys::{Region, Target};
use crate::probe::{Cause, Evidence, Probe, Purpose};

/// What the other regions say about the client.
#[derive(Clone, Debug)]
pub struct Sweep {
    answers: Vec<Answer>,
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
            let asked = AuthorizeRequests::of(&there);
            let mut probes = vec![Probe {
                purpose: Purpose::RegionControl,
                ..asked.client_control(grant)
            }];
            probes.extend(asked.each(Purpose::RegionSweep, grant));
            probes
        });
        probes.collect()
    }

    /// Reads what they answered; `None` until they were asked.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let answers: Vec<_> = Self::elsewhere(target)
            .filter_map(|there| Answer::of(&there, target.grant(), evidence))
            .collect();
        (!answers.is_empty()).then_some(Self { answers })
    }

    /// Regions that know the client.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        self.answers.iter().filter_map(Answer::found).collect()
    }

    /// Regions that did not say whether they know the client, and why.
    #[must_use]
    pub fn open(&self) -> Vec<(&Answer, Cause)> {
        let answers = self.answers.iter();
        answers
            .filter_map(|answer| Some((answer, answer.says.open()?)))
            .collect()
    }

    /// How many regions were asked at all.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.answers.len()
    }

    /// Whether every other region said that it does not know the client.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.open().is_empty()
    }
}
