use super::{CookieHeader, Observation, Probe, Visited};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// One request and what it brought.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The round it was asked in, counted from 1.
    pub round: usize,
    /// What was asked.
    pub probe: Probe,
    /// What came back.
    pub observation: Observation,
    /// How long the last attempt took.
    pub elapsed: Duration,
}

/// Everything that was asked in a run, in the order of asking.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    exchanges: Vec<Exchange>,
    positions: HashMap<(String, CookieHeader), usize>,
    visited: Option<Visited>,
}

impl Evidence {
    /// Adds an exchange. The first answer to a request is the one that counts.
    pub fn push(&mut self, exchange: Exchange) {
        let index = self.exchanges.len();
        self.positions.entry(key(&exchange.probe)).or_insert(index);
        self.exchanges.push(exchange);
    }

    /// What came back for a request, if it was asked.
    #[must_use]
    pub fn get(&self, probe: &Probe) -> Option<&Observation> {
        let exchange = self.exchanges.get(self.index_of(probe)?)?;
        Some(&exchange.observation)
    }

    /// The position of a request in the order of asking.
    #[must_use]
    pub fn index_of(&self, probe: &Probe) -> Option<usize> {
        self.positions.get(&key(probe)).copied()
    }

    /// Whether a request was asked.
    #[must_use]
    pub fn contains(&self, probe: &Probe) -> bool {
        self.index_of(probe).is_some()
    }

    /// Those of `wanted` that were not asked yet, each once, in order.
    #[must_use]
    pub fn new_among(&self, wanted: Vec<Probe>) -> Vec<Probe> {
        let mut seen = HashSet::new();
        wanted
            .into_iter()
            .filter(|probe| !self.contains(probe) && seen.insert(key(probe)))
            .collect()
    }

    /// Adds what a browser found.
    pub fn set_visited(&mut self, visited: Visited) {
        self.visited = Some(visited);
    }

    /// What a browser found, if one was to look.
    #[must_use]
    pub fn visited(&self) -> Option<&Visited> {
        self.visited.as_ref()
    }

    /// All exchanges, in the order of asking.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }
}

/// What makes a request the same one, whatever it is for.
fn key(probe: &Probe) -> (String, CookieHeader) {
    (probe.url.clone(), probe.cookies.clone())
}
