use super::{Observation, Probe};
use std::collections::HashMap;
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
    by_url: HashMap<String, usize>,
}

impl Evidence {
    /// Adds an exchange. The first answer to a URL is the one that counts.
    pub fn push(&mut self, exchange: Exchange) {
        let index = self.exchanges.len();
        self.by_url
            .entry(exchange.probe.url.clone())
            .or_insert(index);
        self.exchanges.push(exchange);
    }

    /// What came back for a URL, if it was asked.
    #[must_use]
    pub fn get(&self, url: &str) -> Option<&Observation> {
        let exchange = self.exchanges.get(*self.by_url.get(url)?)?;
        Some(&exchange.observation)
    }

    /// The position of a URL in the order of asking.
    #[must_use]
    pub fn index_of(&self, url: &str) -> Option<usize> {
        self.by_url.get(url).copied()
    }

    /// Whether a URL was asked.
    #[must_use]
    pub fn contains(&self, url: &str) -> bool {
        self.by_url.contains_key(url)
    }

    /// All exchanges, in the order of asking.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }
}
