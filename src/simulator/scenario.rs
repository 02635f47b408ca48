//! The scenarios: each a client id of its own, a way it is registered and a service that answers.
//! The rows are data, in one file a family.

mod clients;
mod faults;
mod healthy;
mod hostile;
mod login;
mod obstacles;
mod strangers;
mod widget;
mod wordings;

use super::client::{Client, DOCUMENTED};
use super::faults::Fault;
use super::login::AfterRedirect;
use super::manner::{GENESYS, Manner};
use super::obstacles::Hindrance;
use super::widget::Widget;
use crate::genesys::{ClientId, Grant, Region, control_client_id};
use std::collections::HashMap;
use std::sync::LazyLock;

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
    pub(crate) client: Client,
    pub(crate) manner: Manner,
    pub(crate) hindrance: Option<Hindrance>,
    pub(crate) after_redirect: AfterRedirect,
    pub(crate) loads_widget: bool,
    pub(crate) widget: Widget,
    pub(crate) fault: Option<Fault>,
}

impl Scenario {
    /// Whether the connection to the login host is at fault, as in all of [`faults`].
    #[must_use]
    pub fn is_fault(&self) -> bool {
        self.fault.is_some()
    }
}

/// What all rows start from: everything as documented.
pub(crate) const HEALTHY: Scenario = Scenario {
    name: "healthy",
    client_id: "c802dd59-b4d7-4f12-af6e-7c4bc682f571",
    region: "mypurecloud.de",
    grant: Grant::Implicit,
    shows: "everything is set up as documented",
    client: DOCUMENTED,
    manner: GENESYS,
    hindrance: None,
    after_redirect: AfterRedirect::Page,
    loads_widget: true,
    widget: Widget::Documented,
    fault: None,
};

/// Whoever asks with a client id of no scenario: nobody knows it.
static NOBODY: Scenario = Scenario {
    client: Client {
        lives_in: &[],
        ..DOCUMENTED
    },
    ..HEALTHY
};

static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let families = [
        healthy::ROWS,
        clients::ROWS,
        wordings::ROWS,
        login::ROWS,
        obstacles::ROWS,
        strangers::ROWS,
        hostile::ROWS,
        widget::ROWS,
    ];
    families.concat()
});

/// Client ids, those of the scenarios and those that a check derives from them, with the number of
/// the scenario and whether it is the derived one.
static CLIENTS: LazyLock<HashMap<String, (u16, bool)>> = LazyLock::new(|| {
    let mut clients = HashMap::new();
    for (number, scenario) in (0..).zip(scenarios()) {
        let client_id = ClientId::parse(scenario.client_id)
            .expect("a test sees to it that every client id in the table is one");
        for region in Region::all() {
            let control = control_client_id(region, &client_id);
            clients.insert(control.as_str().to_owned(), (number, true));
        }
        // Ids are handed out in lower case, and here the case counts; whether it does at Genesys Cloud, nobody knows.
        clients.insert(scenario.client_id.to_ascii_lowercase(), (number, false));
    }
    clients
});

/// All scenarios, in the order in which to list them.
#[must_use]
pub fn scenarios() -> &'static [Scenario] {
    &SCENARIOS
}

/// The scenarios in which no client id is ever said, or answered, as the connection to the login host is at fault. Each
/// needs a simulator of its own.
#[must_use]
pub fn faults() -> &'static [Scenario] {
    faults::ROWS
}

/// Both kinds, in the order in which to list them.
pub fn all() -> impl Iterator<Item = &'static Scenario> {
    scenarios().iter().chain(faults())
}

/// The scenario of this name, of either kind.
#[must_use]
pub fn scenario(name: &str) -> Option<&'static Scenario> {
    all().find(|scenario| scenario.name == name)
}

/// The scenario with this number.
pub(crate) fn numbered(number: u16) -> Option<&'static Scenario> {
    scenarios().get(usize::from(number))
}

/// Works out what would otherwise delay the first answer.
pub(crate) fn prepare() {
    LazyLock::force(&CLIENTS);
}

/// What a client id stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) scenario: &'static Scenario,
    pub(crate) number: u16,
    pub(crate) client_control: bool,
    pub(crate) known: bool,
}

/// What this client id stands for.
pub(crate) fn of_client(client_id: &str) -> Found {
    let found = CLIENTS.get(client_id);
    let scenario = found.and_then(|(number, _)| numbered(*number));
    let (number, client_control) = found.copied().unwrap_or((u16::MAX, false));
    Found {
        scenario: scenario.unwrap_or(&NOBODY),
        number,
        client_control,
        known: scenario.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::{CLIENTS, scenario, scenarios};
    use crate::genesys::{ClientId, Region};
    use std::collections::HashSet;

    #[test]
    fn names_and_client_ids_are_unique_and_parse() {
        let names: HashSet<_> = scenarios().iter().map(|row| row.name).collect();
        assert_eq!(names.len(), scenarios().len());
        for row in scenarios() {
            assert!(ClientId::parse(row.client_id).is_ok(), "{}", row.name);
            assert!(Region::parse(row.region).is_ok(), "{}", row.name);
            assert!(
                !row.shows.is_empty() && !row.shows.ends_with('.'),
                "{}",
                row.name
            );
            assert!(row.shows.len() <= 110, "too long for a list: {}", row.shows);
        }
        // No client id is another's control, and no two controls are the same.
        assert_eq!(CLIENTS.len(), scenarios().len() * (Region::all().len() + 1));
        assert!(scenario("healthy").is_some() && scenario("nonsense").is_none());
    }

    #[test]
    fn every_domain_in_the_table_is_a_region() {
        for row in scenarios() {
            for domain in row.client.lives_in {
                assert!(Region::parse(domain).is_ok(), "{}: {domain}", row.name);
            }
        }
    }
}
