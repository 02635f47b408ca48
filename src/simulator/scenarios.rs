//! The scenarios that ship: each teaches something about a report. What only tests need is in tests/.

mod network;
mod setup;
mod widget;

use super::scenario::{HEALTHY, Scenario};

/// Scenarios of one kind, as they are listed together.
#[derive(Debug)]
pub struct Group {
    /// What they have in common.
    pub title: &'static str,
    /// Them.
    pub scenarios: &'static [Scenario],
}

/// All of them, in the order in which to list them.
pub const GROUPS: &[Group] = &[
    Group {
        title: "Set up right",
        scenarios: setup::RIGHT,
    },
    Group {
        title: "Mistakes in the setup",
        scenarios: setup::WRONG,
    },
    Group {
        title: "The service and the network",
        scenarios: network::SCENARIOS,
    },
    Group {
        title: "In a browser: with --browser",
        scenarios: widget::SCENARIOS,
    },
];

/// All of them.
pub fn scenarios() -> impl Iterator<Item = &'static Scenario> {
    GROUPS.iter().flat_map(|group| group.scenarios)
}

/// The one of this name.
#[must_use]
pub fn scenario(name: &str) -> Option<&'static Scenario> {
    scenarios().find(|scenario| scenario.name == name)
}

/// The documented setup under another name and client id.
const fn documented(name: &'static str, client_id: &'static str, shows: &'static str) -> Scenario {
    Scenario {
        name,
        client_id,
        shows,
        ..HEALTHY
    }
}

#[cfg(test)]
mod tests {
    use super::{scenario, scenarios};
    use crate::genesys::Region;
    use crate::simulator::simulation::Simulation;
    use std::collections::HashSet;

    #[test]
    fn every_scenario_can_be_listed_and_checked() {
        let names: HashSet<_> = scenarios().map(|scenario| scenario.name).collect();
        assert_eq!(names.len(), scenarios().count());
        for scenario in scenarios() {
            let name = scenario.name;
            let domains = [&[scenario.region][..], scenario.client.regions].concat();
            assert!(
                domains.iter().all(|domain| Region::parse(domain).is_ok()),
                "{name}"
            );
            let shows = scenario.shows;
            assert!(!shows.ends_with('.') && shows.len() <= 110, "{name}");
        }
        // A list that nobody reads teaches nothing.
        assert!(scenarios().count() <= 45);
        assert!(scenario("healthy").is_some() && scenario("nonsense").is_none());
    }

    #[test]
    fn no_two_have_the_same_client_id() {
        let all: Vec<_> = scenarios().copied().collect();
        assert!(Simulation::new(all.clone(), None).is_ok());
        assert!(Simulation::new([&all[..], &all[..1]].concat(), None).is_err());
    }
}
