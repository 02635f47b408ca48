use super::asked::Asked;
use super::control::Control;
use super::home::Home;
use super::reaction::{Reaction, Reading};
use super::standing::{Basis, Standing};
use crate::probe::{Evidence, Probe, Purpose};
use crate::setup::{Grant, NearMiss, Target, near_misses};

/// Near misses asked in a run at the most.
pub const MAX_NEAR_MISSES: usize = 60;
/// Near misses of one URI asked at once; the likelier ones come first, and a hit ends the search.
const BATCH: usize = 10;

/// A near miss that the server accepted: what is registered instead of a URI.
#[derive(Clone, Debug)]
pub struct NearHit {
    /// The request that was accepted.
    pub probe: Probe,
    /// What is registered, and how it differs.
    pub miss: NearMiss,
    /// How that was told.
    pub basis: Basis,
}

/// What the near misses of one URI came to.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// What is registered instead, where it was found.
    pub hit: Option<NearHit>,
    /// Whether every near miss was asked and plainly refused.
    pub exhausted: bool,
}

/// The search for what is registered instead of the URIs that were refused.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    pub(super) target: &'a Target,
    pub(super) home: &'a Home,
    pub(super) grant: Grant,
}

impl Search<'_> {
    /// The next near misses to ask for, two rounds at the most.
    #[must_use]
    pub fn probes(self, evidence: &Evidence) -> Vec<Probe> {
        if self.home.redirect_control != Control::Refused {
            return Vec::new();
        }
        let refused = self.refused();
        let share = self.share();
        refused
            .into_iter()
            .filter(|index| self.hit(*index, evidence).is_none())
            .flat_map(|index| {
                let all: Vec<_> = self.candidates(index).into_iter().take(share).collect();
                let first: Vec<_> = all
                    .iter()
                    .take(BATCH)
                    .map(|(probe, _)| probe.clone())
                    .collect();
                let first_is_out = first.iter().all(|probe| evidence.contains(probe));
                if first_is_out {
                    all.into_iter().map(|(probe, _)| probe).collect()
                } else {
                    first
                }
            })
            .collect()
    }

    /// What the near misses of the URI at `index` came to.
    #[must_use]
    pub fn near(self, index: usize, evidence: &Evidence) -> Near {
        let asked = Asked::of(self.target);
        let candidates: Vec<_> = self
            .candidates(index)
            .into_iter()
            .take(self.share())
            .collect();
        let refused = |(probe, _): &(Probe, NearMiss)| {
            asked
                .reading(probe, evidence)
                .is_some_and(|reading| reading.refusal().is_some())
        };
        Near {
            hit: self.hit(index, evidence),
            exhausted: !candidates.is_empty() && candidates.iter().all(refused),
        }
    }

    /// What is registered instead of the URI at `index`, as far as it was found.
    fn hit(self, index: usize, evidence: &Evidence) -> Option<NearHit> {
        if self.home.redirect_control != Control::Refused || !self.refused().contains(&index) {
            return None;
        }
        self.candidates(index)
            .into_iter()
            .find_map(|(probe, miss)| {
                let reading = Asked::of(self.target).reading(&probe, evidence)?;
                let basis = self.accepts(&reading)?;
                Some(NearHit { probe, miss, basis })
            })
    }

    /// Near misses for each URI.
    fn share(self) -> usize {
        MAX_NEAR_MISSES / self.refused().len().max(1)
    }

    /// The positions of the URIs that were refused.
    fn refused(self) -> Vec<usize> {
        let standings = self.home.standings.iter().enumerate();
        standings
            .filter(|(_, standing)| matches!(standing, Standing::Refused { .. }))
            .map(|(index, _)| index)
            .collect()
    }

    fn candidates(self, index: usize) -> Vec<(Probe, NearMiss)> {
        let Some(uri) = self.target.redirect_uris().get(index) else {
            return Vec::new();
        };
        let asked = Asked::of(self.target);
        near_misses(uri, self.target.region())
            .into_iter()
            // One that is needed itself says nothing about this URI.
            .filter(|miss| !self.target.redirect_uris().contains(&miss.uri))
            .map(|miss| (asked.real(Purpose::NearMiss, &miss.uri, self.grant), miss))
            .collect()
    }

    fn accepts(self, reading: &Reading) -> Option<Basis> {
        match &reading.reaction {
            Reaction::Forwarded | Reaction::SignInPage => {
                self.accepts_by_contrast(reading).then_some(Basis::Contrast)
            }
            reaction => Standing::alone(reaction).basis(),
        }
    }

    /// Like what was accepted or, where nothing was, like the way to a login: quotes and line breaks in a
    /// request bring filters to the scene.
    fn accepts_by_contrast(self, reading: &Reading) -> bool {
        let home = self.home;
        let accepted = home
            .real
            .iter()
            .zip(&home.standings)
            .filter(|(_, standing)| standing.is_known());
        let accepted: Vec<_> = accepted.map(|(reading, _)| reading).collect();
        let fits = if accepted.is_empty() {
            reading.looks_like_login
        } else {
            accepted.iter().any(|one| one.is_like(reading))
        };
        home.client_control == Control::Refused
            && fits
            && !reading.is_like(&home.x)
            && !reading.is_like(&home.y)
    }
}
