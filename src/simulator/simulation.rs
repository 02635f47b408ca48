//! What a simulator plays: its scenarios, found by a client id or by what an earlier answer carried.

use super::client::{Client, DOCUMENTED};
use super::random_ids;
use super::scenario::{HEALTHY, Scenario};
use crate::genesys::{ClientId, Region, control_client_id};
use anyhow::Context as _;
use std::collections::HashMap;

/// Whoever asks with a client id of no scenario: nobody knows it.
const NOBODY: Scenario = Scenario {
    client: Client {
        regions: &[],
        ..DOCUMENTED
    },
    ..HEALTHY
};

/// The scenarios of one simulator.
#[derive(Debug)]
pub(crate) struct Simulation {
    scenarios: Vec<Scenario>,
    /// The redirect URIs of every client that exists, instead of those of its scenario.
    pub(crate) registered: Option<Vec<String>>,
    /// Client ids, those of the scenarios and those of their controls, with the number of the scenario.
    ids: HashMap<String, (u16, Kind)>,
}

/// Whose client id it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The client's own.
    Client,
    /// The one by which a check finds out how unknown clients are answered.
    Control,
    /// Nobody's.
    Unknown,
}

/// What a client id stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) number: u16,
    pub(crate) kind: Kind,
}

impl Simulation {
    /// # Errors
    /// When a scenario has no client id, or another's.
    pub(crate) fn new(
        scenarios: Vec<Scenario>,
        registered: Option<Vec<String>>,
    ) -> anyhow::Result<Self> {
        let mut ids = HashMap::new();
        for (number, scenario) in (0..).zip(&scenarios) {
            let client_id = ClientId::parse(scenario.client_id)
                .with_context(|| format!("the client id of the scenario {}", scenario.name))?;
            for region in Region::all() {
                let control = control_client_id(region, &client_id);
                ids.insert(control.as_str().to_owned(), (number, Kind::Control));
            }
            let other = ids.insert(client_id.as_str().to_owned(), (number, Kind::Client));
            anyhow::ensure!(
                other.is_none(),
                "the scenario {} has the client id of another",
                scenario.name
            );
        }
        Ok(Self {
            scenarios,
            registered,
            ids,
        })
    }

    /// What this client id stands for.
    pub(crate) fn client(&self, id: &str) -> Found<'_> {
        let known = self.ids.get(id).and_then(|&(number, kind)| {
            let scenario = self.scenarios.get(usize::from(number))?;
            Some(Found {
                scenario,
                number,
                kind,
            })
        });
        known.unwrap_or(Found {
            scenario: &NOBODY,
            number: u16::MAX,
            kind: Kind::Unknown,
        })
    }

    /// The scenario that sent a browser to the login page with this request id.
    pub(crate) fn behind(&self, rid: &str) -> Option<&Scenario> {
        let number = random_ids::scenario_of(rid)?;
        self.scenarios.get(usize::from(number))
    }
}
