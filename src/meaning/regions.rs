use super::asked::Asked;
use super::control::Control;
use super::reaction::{Reaction, Reading};
use super::standing::{Basis, Standing};
use crate::probe::{Cause, Evidence, Probe};
use crate::setup::{Region, Target};

/// What the other regions say about the client.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// Regions that know the client.
    pub found: Vec<Found>,
    /// Regions that could not be asked, and why.
    pub unasked: Vec<(Region, Cause)>,
    /// Regions that were asked at all.
    pub asked: usize,
}

/// A region that knows the client.
#[derive(Clone, Debug)]
pub struct Found {
    /// The region.
    pub region: Region,
    /// The request that showed it.
    pub probe: Probe,
    /// How that was told.
    pub basis: Basis,
}

impl Sweep {
    /// The regions to be asked: all that are listed, except home.
    pub fn regions(target: &Target) -> impl Iterator<Item = &'static Region> {
        let home = target.region().domain().to_owned();
        Region::all()
            .iter()
            .filter(move |region| region.domain() != home)
    }

    /// Reads what they answered; `None` until they were asked.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let mut sweep = Self::default();
        for region in Self::regions(target) {
            let asked = Asked::of(target);
            let Some(control) = asked.reading(&asked.region_control(region), evidence) else {
                continue;
            };
            let real: Vec<_> = asked
                .in_region(region)
                .into_iter()
                .filter_map(|probe| Some((asked.reading(&probe, evidence)?, probe)))
                .collect();
            sweep.asked += 1;
            match answer(&control, &real) {
                Answer::Knows(probe, basis) => sweep.found.push(Found {
                    region: region.clone(),
                    probe: probe.clone(),
                    basis,
                }),
                Answer::KnowsNot => {}
                Answer::Unclear(cause) => sweep.unasked.push((region.clone(), cause)),
            }
        }
        (sweep.asked > 0).then_some(sweep)
    }

    /// Whether every other region said that it does not know the client.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unasked.is_empty()
    }
}

enum Answer<'a> {
    Knows(&'a Probe, Basis),
    KnowsNot,
    Unclear(Cause),
}

fn answer<'a>(control: &Reading, real: &'a [(Reading, Probe)]) -> Answer<'a> {
    match Control::alone(control) {
        Control::Refused => {}
        Control::Passed { .. } => return Answer::Unclear(Cause::Indistinct),
        Control::Unanswered(cause) => return Answer::Unclear(cause),
    }
    let by_contrast = |reading: &Reading| {
        matches!(reading.reaction, Reaction::Forwarded | Reaction::SignInPage)
            && !reading.is_like(control)
    };
    // One odd page among so many requests may be anybody's; several alike, or a login, are the service's.
    let counts = |one: &Reading| {
        one.looks_like_login || real.iter().filter(|(other, _)| other.is_like(one)).count() > 1
    };
    let known = real.iter().find_map(|(reading, probe)| {
        let basis = if by_contrast(reading) && counts(reading) {
            Some(Basis::Contrast)
        } else {
            Standing::alone(&reading.reaction).basis()
        };
        Some((probe, basis?))
    });
    if let Some((probe, basis)) = known {
        return Answer::Knows(probe, basis);
    }
    // A refusal unlike the control's may be one of the redirect URIs: the region may know the client.
    match real
        .iter()
        .find(|(reading, _)| reading.refusal().is_none() || !reading.is_like(control))
    {
        None => Answer::KnowsNot,
        Some((reading, _)) => Answer::Unclear(reading.no_verdict().unwrap_or(Cause::Unrecognized)),
    }
}
