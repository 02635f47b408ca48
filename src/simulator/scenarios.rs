//! The scenarios that ship: each teaches something about a report. What only tests need is in tests/.

mod widget;

use super::client::{
    AUTH_WINDOW, Client, DOCUMENTED, GENESYS, INDEX, PHONE, Profile, ScriptedReply,
};
use super::response::{PORTAL, Response, blocked_page, error_page};
use super::scenario::{HEALTHY, LoginPage, Scenario};
use crate::genesys::Grant;

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
        scenarios: RIGHT,
    },
    Group {
        title: "Mistakes in the setup",
        scenarios: WRONG,
    },
    Group {
        title: "The service and the network",
        scenarios: SERVICE_AND_NETWORK,
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

const fn registered(redirect_uris: &'static [&'static str]) -> Client {
    Client {
        redirect_uris,
        ..DOCUMENTED
    }
}

const FOR_PKCE: Client = Client {
    grants: &[Grant::Pkce],
    ..DOCUMENTED
};

const RIGHT: &[Scenario] = &[
    HEALTHY,
    Scenario {
        grant: Grant::Pkce,
        client: FOR_PKCE,
        ..documented(
            "healthy-pkce",
            "819a62ae-ce5e-4969-9e9d-1030067399c7",
            "a client for the newer way to sign in (code with PKCE), set up right",
        )
    },
    Scenario {
        client: Client {
            grants: &[Grant::Implicit, Grant::Pkce],
            ..DOCUMENTED
        },
        ..documented(
            "healthy-both-grants",
            "8b0f9b91-0a6e-44e8-8506-338009389ea8",
            "a client that may sign in both the old and the newer way",
        )
    },
];

const WRONG: &[Scenario] = &[
    Scenario {
        client: Client {
            regions: &[],
            ..DOCUMENTED
        },
        ..documented(
            "unknown-client",
            "49ea7f42-8b45-4bf4-851b-cdd6a66ae7ee",
            "no region knows the client id: it was copied wrongly or never saved",
        )
    },
    Scenario {
        client: Client {
            regions: &[],
            ..DOCUMENTED
        },
        ..documented(
            "inactive-client",
            super::platform_api::INACTIVE,
            "the client is not active; from outside it looks like an unknown one: add --admin",
        )
    },
    Scenario {
        client: registered(&[PHONE, INDEX]),
        ..documented(
            "uri-missing",
            "446cfdeb-ec1f-4677-9e9d-50d466e87cc0",
            "one redirect URI is not registered: crm/authWindow.html",
        )
    },
    Scenario {
        client: registered(&["https://phone.mirabridge.cloud/", INDEX, AUTH_WINDOW]),
        ..documented(
            "trailing-slash",
            "c7a7f603-6599-441c-87ae-7483457f761f",
            "the phone address is registered with a slash too many at its end",
        )
    },
    Scenario {
        client: registered(&["https://phone.mirabridge.cloud ", INDEX, AUTH_WINDOW]),
        ..documented(
            "stray-space",
            "72cf2c26-428b-4cef-860c-eb501010fc23",
            "the phone address is registered with a space after it",
        )
    },
    Scenario {
        client: registered(&[PHONE, INDEX, "https://apps.{REGION}/crm/authwindow.html"]),
        ..documented(
            "wrong-case",
            "2f22cd24-3f45-4d42-bec5-b698f072e544",
            "crm/authWindow.html is registered in small letters",
        )
    },
    Scenario {
        client: registered(&[
            PHONE,
            "https://apps.mypurecloud.com/crm/index.html",
            "https://apps.mypurecloud.com/crm/authWindow.html",
        ]),
        ..documented(
            "wrong-region-uris",
            "e4b630fa-dee2-4d25-b2c1-155e2a2c8c0d",
            "the two addresses in Genesys Cloud are registered for another region",
        )
    },
    Scenario {
        client: registered(&["https://phone.mirabridge.cloud/"]),
        ..documented(
            "nothing-but-slash",
            "047aedd1-15eb-4fa5-a172-4237e21f223c",
            "only the phone address is registered, and that with a slash too many",
        )
    },
    Scenario {
        client: Client {
            regions: &["mypurecloud.ie"],
            ..DOCUMENTED
        },
        ..documented(
            "other-region",
            "5e50ba5b-4c10-4902-8854-5e17e0151328",
            "the client is set up right, but in Ireland instead of Frankfurt",
        )
    },
    Scenario {
        client: FOR_PKCE,
        ..documented(
            "other-grant-bounced",
            "c741dfc9-0e63-44f5-ac22-53690cb718ca",
            "the client is for the newer way to sign in; the service says so",
        )
    },
    Scenario {
        profile: Profile {
            accepted: GENESYS.wrong_scope,
            ..GENESYS
        },
        ..documented(
            "scope-bounced",
            "e9d89c40-b1b3-42df-855d-ab0063b74527",
            "the client has a scope that is not allowed, and the service turns everything down",
        )
    },
    Scenario {
        client: Client {
            scopes: &[],
            ..DOCUMENTED
        },
        ..documented(
            "scope-parameter-bounced",
            "34d6e3d9-8dfb-4e9f-b87f-1e629c648775",
            "the client was given no scope: asking for conversations:readonly is turned down",
        )
    },
    Scenario {
        widget: None,
        ..documented(
            "init-down",
            "afba18a3-7dcc-4d21-b3d6-d124f6357286",
            "the client is right, but MiraBridge does not find the widget of this installation",
        )
    },
];

/// Clients that are set up as documented, where the service or the network keeps a check from finding that out.
const SERVICE_AND_NETWORK: &[Scenario] = &[
    Scenario {
        profile: Profile::same_for_all(ScriptedReply::Custom(|_| {
            Response::html(503, error_page("503 Service Unavailable"))
        })),
        ..documented(
            "server-down",
            "ab5e7ce6-77e4-49b9-b564-63932186f858",
            "Genesys Cloud is out of order",
        )
    },
    Scenario {
        profile: Profile::same_for_all(ScriptedReply::Custom(|_| Response::withheld())),
        ..documented(
            "unanswered",
            "73fee513-c9b1-4595-8318-ed01de9e060b",
            "Genesys Cloud takes every request and never answers",
        )
    },
    Scenario {
        profile: Profile::same_for_all(ScriptedReply::Custom(|request| {
            let text =
                r#"{"message":"Rate limit exceeded","code":"too.many.requests","status":429}"#;
            Response::json(429, text).with("inin-correlation-id", request.ids.uuid())
        })),
        ..documented(
            "rate-limited",
            "487bac32-23bb-453c-a79c-c1b2f26efa17",
            "the service was asked too often and answers nobody for a while",
        )
    },
    Scenario {
        profile: Profile::same_for_all(ScriptedReply::Custom(|_| Response::html(200, PORTAL))),
        ..documented(
            "captive-portal-page",
            "10211bf5-a7b0-4198-9b9c-4b7096c532a0",
            "a guest Wi-Fi answers in place of Genesys Cloud, with its terms of use",
        )
    },
    Scenario {
        profile: Profile::same_for_all(ScriptedReply::Custom(|request| {
            Response::html(403, blocked_page(&request.ids.uuid()))
        })),
        ..documented(
            "firewall-page",
            "5b95062e-0523-4c1c-9f84-806ab49be6e9",
            "a firewall blocks everything",
        )
    },
    Scenario {
        inspected: true,
        ..documented(
            "tls-inspected",
            "3a1c9e57-08d4-4f6b-b2e9-71c5d0a8f346",
            "a proxy inspects TLS with a certificate that this computer does not trust",
        )
    },
    Scenario {
        profile: Profile::same_for_all(GENESYS.accepted),
        ..documented(
            "accepts-everything",
            "efe8df6b-92cc-442e-8361-1e506f851c82",
            "the service lets everybody in, even clients that cannot exist: nothing is proved",
        )
    },
    Scenario {
        profile: Profile {
            unknown_uri: ScriptedReply::Bounce(
                "error=invalid_request&error_description=redirect_uri",
            ),
            ..GENESYS
        },
        ..documented(
            "bounces-unknown-uris",
            "b7987655-0862-4b4b-9ea2-a4b55107262e",
            "the service sends people to addresses that nobody registered: a security hole",
        )
    },
    Scenario {
        login_page: LoginPage::Circle,
        ..documented(
            "login-loop",
            "4677e5b0-d549-42cc-8c61-25256c0f95b0",
            "the login page redirects in a loop",
        )
    },
    Scenario {
        login_page: LoginPage::Elsewhere,
        ..documented(
            "login-leaves",
            "cf641619-cbb4-43b6-802b-2d1f85a756b9",
            "the login page leads to the sign-in of the organization, at another host",
        )
    },
];

#[cfg(test)]
mod tests {
    use super::{scenario, scenarios};
    use crate::genesys::Region;
    use crate::simulator::scenario::Simulation;
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
        assert!(Simulation::new(all.clone(), Vec::new()).is_ok());
        assert!(Simulation::new([&all[..], &all[..1]].concat(), Vec::new()).is_err());
    }
}
