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
    clients: HashMap<String, Found>,
}

/// What a client id stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) scenario: Scenario,
    pub(crate) kind: Kind,
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

impl Simulation {
    /// # Errors
    /// When a scenario has no client id, or another's.
    pub(crate) fn new(
        scenarios: Vec<Scenario>,
        registered: Option<Vec<String>>,
    ) -> anyhow::Result<Self> {
        let mut clients = HashMap::new();
        for scenario in &scenarios {
            let name = scenario.name;
            let found = |kind| Found {
                scenario: *scenario,
                kind,
            };
            let id = ClientId::parse(scenario.client_id)
                .with_context(|| format!("the client id of the scenario {name}"))?;
            for region in Region::all() {
                let control = control_client_id(region, &id).as_str().to_owned();
                clients.insert(control, found(Kind::Control));
            }
            let other = clients.insert(id.as_str().to_owned(), found(Kind::Client));
            anyhow::ensure!(
                other.is_none(),
                "the scenario {name} has the client id of another"
            );
        }
        Ok(Self {
            scenarios,
            registered,
            clients,
        })
    }

    /// What this client id stands for.
    pub(crate) fn client(&self, id: &str) -> Found {
        self.clients.get(id).copied().unwrap_or(Found {
            scenario: NOBODY,
            kind: Kind::Unknown,
        })
    }

    /// The scenario that sent a browser to the login page with this request id.
    pub(crate) fn behind(&self, rid: &str) -> Option<&Scenario> {
        let mut scenarios = self.scenarios.iter();
        scenarios.find(|scenario| random_ids::is_for(rid, scenario.client_id))
    }
}
