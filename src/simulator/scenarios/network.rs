//! Clients that are set up as documented, where the service or the network keeps a check from finding that out.

use super::documented;
use crate::simulator::pages;
use crate::simulator::profile::{GENESYS, Profile, Reply};
use crate::simulator::response::Response;
use crate::simulator::scenario::{LoginPage, Scenario};

const fn same_for_all(reply: Reply) -> Profile {
    Profile::same_for_all(reply)
}

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        profile: same_for_all(Reply::Custom(|_| {
            Response::html(503, pages::error("503 Service Unavailable"))
        })),
        ..documented(
            "server-down",
            "ab5e7ce6-77e4-49b9-b564-63932186f858",
            "Genesys Cloud is out of order",
        )
    },
    Scenario {
        profile: same_for_all(Reply::Custom(|_| Response::withheld())),
        ..documented(
            "unanswered",
            "73fee513-c9b1-4595-8318-ed01de9e060b",
            "Genesys Cloud takes every request and never answers",
        )
    },
    Scenario {
        profile: same_for_all(Reply::Custom(|request| {
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
        profile: same_for_all(Reply::Custom(|_| Response::html(200, pages::PORTAL))),
        ..documented(
            "captive-portal-page",
            "10211bf5-a7b0-4198-9b9c-4b7096c532a0",
            "a guest Wi-Fi answers in place of Genesys Cloud, with its terms of use",
        )
    },
    Scenario {
        profile: same_for_all(Reply::Custom(|request| {
            Response::html(403, pages::blocked(&request.ids.uuid()))
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
        profile: same_for_all(GENESYS.accepted),
        ..documented(
            "accepts-everything",
            "efe8df6b-92cc-442e-8361-1e506f851c82",
            "the service lets everybody in, even clients that cannot exist: nothing is proved",
        )
    },
    Scenario {
        profile: Profile {
            unknown_uri: Reply::Bounce("error=invalid_request&error_description=redirect_uri"),
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
            "the login page leads round in a circle and never gets anywhere",
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
