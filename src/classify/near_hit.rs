use super::authorize_requests::AuthorizeRequests;
use super::control::Control;
use super::home::Home;
use super::standing::{Basis, Standing};
use crate::genesys::{Grant, NearMiss, Target, near_misses};
use crate::probe::{Evidence, Probe, Purpose};
use std::collections::{HashMap, HashSet};

/// Near misses asked in a run at the most.
pub const MAX_NEAR_MISSES: usize = 60;
/// Near misses of one URI asked at the most.
const MOST_OF_ONE: usize = 24;
/// Near misses of one URI asked at once; the likelier ones come first, and a hit ends the search.
const BATCH: usize = 10;

/// A near miss that the server accepted.
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
    /// Those that were accepted, the likeliest first.
    pub hits: Vec<NearHit>,
    /// Whether every near miss that may be asked was asked and plainly refused.
    pub exhausted: bool,
}

impl Near {
    /// What is registered instead, as far as it was found.
    #[must_use]
    pub fn likeliest(&self) -> Option<&NearHit> {
        self.hits.first()
    }
}

/// The search for what is registered instead of the URIs that were refused.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    target: &'a Target,
    home: &'a Home,
    /// Whether the less likely ones wait for the likelier ones: not where other regions or the other grant took a round
    /// already, so that a check ends soon.
    in_two_rounds: bool,
    /// Of all refused URIs, the likeliest of each first.
    candidates: Vec<Candidate>,
}

/// A near miss of the URI at `index` that may be asked.
#[derive(Clone, Debug)]
struct Candidate {
    index: usize,
    probe: Probe,
    miss: NearMiss,
    /// How many forms of the same slip are likelier, and how many near misses of the same URI are.
    rank: (usize, usize),
    /// Whether the bounds leave room for it.
    fits: bool,
}

impl<'a> Search<'a> {
    /// The search among the answers of `home`, which were asked with `grant`.
    #[must_use]
    pub fn new(target: &'a Target, home: &'a Home, grant: Grant) -> Self {
        let mut search = Self {
            target,
            home,
            in_two_rounds: home.knows_client() && grant == target.grant(),
            candidates: Vec::new(),
        };
        if home.redirect_control != Control::Refused {
            return search;
        }
        for (index, standing) in home.standings.iter().enumerate() {
            if matches!(standing, Standing::Refused { .. }) {
                search.candidates.extend(of_one(target, index, grant));
            }
        }
        search.choose();
        search
    }

    /// The next near misses to ask for, two rounds at the most.
    #[must_use]
    pub fn probes(&self, evidence: &Evidence) -> Vec<Probe> {
        let mut probes = Vec::new();
        for index in self.refused() {
            let all: Vec<_> = self.of(index).filter(|candidate| candidate.fits).collect();
            let at_once = if self.in_two_rounds { BATCH } else { all.len() };
            let (first, rest) = all.split_at(at_once.min(all.len()));
            let asked = |candidate: &&Candidate| evidence.contains(&candidate.probe);
            let goes_on = first.iter().all(asked) && self.hits(index, evidence).is_empty();
            let wanted = first.iter().chain(rest.iter().filter(|_| goes_on));
            probes.extend(wanted.map(|candidate| candidate.probe.clone()));
        }
        probes
    }

    /// What the near misses of the URI at `index` came to.
    #[must_use]
    pub fn near(&self, index: usize, evidence: &Evidence) -> Near {
        let asked = AuthorizeRequests::of(self.target);
        let refused = |candidate: &Candidate| {
            let reading = asked.reading(&candidate.probe, evidence);
            reading.is_some_and(|reading| reading.refusal().is_some())
        };
        let mut fitting = self.of(index).filter(|candidate| candidate.fits).peekable();
        Near {
            hits: self.hits(index, evidence),
            exhausted: fitting.peek().is_some() && fitting.all(refused),
        }
    }

    /// What was accepted instead of the URI at `index`, also where it was asked for the sake of another URI.
    fn hits(&self, index: usize, evidence: &Evidence) -> Vec<NearHit> {
        self.of(index)
            .filter_map(|candidate| {
                let reading =
                    AuthorizeRequests::of(self.target).reading(&candidate.probe, evidence)?;
                Some(NearHit {
                    probe: candidate.probe.clone(),
                    miss: candidate.miss.clone(),
                    basis: self.home.accepts(&reading)?,
                })
            })
            .collect()
    }

    fn of(&self, index: usize) -> impl Iterator<Item = &Candidate> {
        let candidates = self.candidates.iter();
        candidates.filter(move |candidate| candidate.index == index)
    }

    /// The positions of the URIs that were refused.
    fn refused(&self) -> Vec<usize> {
        let mut positions: Vec<_> = self.candidates.iter().map(|one| one.index).collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Fills the bounds: every slip of every URI in its likeliest form, before any in a second form. What is a near miss of
    /// two URIs is one request.
    fn choose(&mut self) {
        self.candidates.sort_by_key(|candidate| candidate.rank);
        let mut chosen = HashSet::new();
        for candidate in &mut self.candidates {
            let (_, likelier) = candidate.rank;
            let url = &candidate.probe.url;
            candidate.fits =
                likelier < MOST_OF_ONE && (chosen.contains(url) || chosen.len() < MAX_NEAR_MISSES);
            if candidate.fits {
                chosen.insert(url.clone());
            }
        }
    }
}

/// All near misses of the URI at `index`, but those that are needed themselves, which say nothing about this one.
fn of_one(target: &Target, index: usize, grant: Grant) -> Vec<Candidate> {
    let Some(uri) = target.redirect_uris().get(index) else {
        return Vec::new();
    };
    let asked = AuthorizeRequests::of(target);
    let mut forms = HashMap::new();
    let mut candidates: Vec<_> = near_misses(uri, target.region())
        .into_iter()
        .filter(|miss| !target.redirect_uris().contains(&miss.uri))
        .map(|miss| {
            let forms = forms.entry(miss.slip).or_insert(0);
            *forms += 1;
            Candidate {
                index,
                probe: asked.real(Purpose::NearMiss, &miss.uri, grant),
                miss,
                rank: (*forms, 0),
                fits: false,
            }
        })
        .collect();
    candidates.sort_by_key(|candidate| candidate.rank);
    for (likelier, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank.1 = likelier;
    }
    candidates
}
