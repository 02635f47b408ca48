//! A scenario: a client id of its own, how that client is registered, and how the hosts answer.

use super::client::{Client, DOCUMENTED, GENESYS, Profile};
use super::organization::Organization;
use super::request::is_for;
use crate::genesys::{ClientId, Grant, Region, control_client_id};
use anyhow::Context as _;
use std::collections::HashMap;

/// One situation to check, chosen by its client id.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The client id that brings it about.
    pub client_id: &'static str,
    /// The domain of the region to check.
    pub region: &'static str,
    /// The grant to check.
    pub grant: Grant,
    /// What it shows, in plain words and one line.
    pub shows: &'static str,
    /// How the client is registered.
    pub client: Client,
    /// How the authorize endpoint answers.
    pub profile: Profile,
    /// What the redirect to the login page leads to.
    pub login_page: LoginPage,
    /// What the page of MiraBridge Phone does in a browser; none where there is no page for this client.
    pub widget: Option<Widget>,
    /// Whether a proxy inspects TLS to the login hosts, with an authority that nobody trusts. That comes before a client
    /// id is said, so a simulator has to be started for this scenario.
    pub inspected: bool,
}

/// What a browser meets that follows the redirect to the login page.
#[derive(Debug, Clone, Copy)]
pub enum LoginPage {
    /// The page.
    Shown,
    /// Two addresses that lead to each other.
    Circle,
    /// The sign-in of the organization, at another host.
    Elsewhere,
}

/// What the page of MiraBridge Phone does in a browser: the last lines of its scripts, and headers of its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widget {
    pub page: &'static str,
    pub frame: &'static str,
    pub window: &'static str,
    /// The script of the login page; empty for the form of Genesys Cloud.
    pub login: &'static str,
    pub page_headers: &'static [(&'static str, &'static str)],
    pub frame_headers: &'static [(&'static str, &'static str)],
}

/// As documented.
pub const WIDGET: Widget = Widget {
    page: "frame();",
    frame: "button();",
    window: "location.replace(authorize('authWindow.html'));",
    login: "",
    page_headers: &[],
    frame_headers: &[],
};

/// Everything as documented: what all others start from.
pub const HEALTHY: Scenario = Scenario {
    name: "healthy",
    client_id: "c802dd59-b4d7-4f12-af6e-7c4bc682f571",
    region: "mypurecloud.de",
    grant: Grant::Implicit,
    shows: "everything is set up as documented",
    client: DOCUMENTED,
    profile: GENESYS,
    login_page: LoginPage::Shown,
    widget: Some(WIDGET),
    inspected: false,
};

/// The scenarios of one simulator.
#[derive(Debug)]
pub(crate) struct Simulation {
    scenarios: Vec<Scenario>,
    clients: HashMap<String, ClientRole>,
    pub(crate) organizations: Vec<Organization>,
}

/// What a client id stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientRole {
    /// The one by which a request with it is answered.
    pub(crate) scenario: Scenario,
    /// Whether it is the client of the scenario; else nobody has it.
    pub(crate) is_client: bool,
}

impl Simulation {
    /// # Errors
    /// When a scenario has no client id, or another's.
    pub(crate) fn new(
        scenarios: Vec<Scenario>,
        organizations: Vec<Organization>,
    ) -> anyhow::Result<Self> {
        let mut clients = HashMap::new();
        for scenario in &scenarios {
            let name = scenario.name;
            let role = |is_client| ClientRole {
                scenario: *scenario,
                is_client,
            };
            let id = ClientId::parse(scenario.client_id)
                .with_context(|| format!("the client id of the scenario {name}"))?;
            for region in Region::all() {
                let control = control_client_id(region, &id).as_str().to_owned();
                clients.insert(control, role(false));
            }
            let other = clients.insert(id.as_str().to_owned(), role(true));
            anyhow::ensure!(
                other.is_none(),
                "the scenario {name} has the client id of another"
            );
        }
        Ok(Self {
            scenarios,
            clients,
            organizations,
        })
    }

    /// What this client id stands for. That of no scenario is refused as the healthy one refuses.
    pub(crate) fn client(&self, id: &str) -> ClientRole {
        self.clients.get(id).copied().unwrap_or(ClientRole {
            scenario: HEALTHY,
            is_client: false,
        })
    }

    /// The scenario that sent a browser to the login page with this request id.
    pub(crate) fn of_rid(&self, rid: &str) -> Option<&Scenario> {
        let mut scenarios = self.scenarios.iter();
        scenarios.find(|scenario| is_for(rid, scenario.client_id))
    }
}
