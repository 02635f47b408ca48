//! Clients with which all may be well, but something stands in the way of finding out.

use super::{HEALTHY, Scenario};
use crate::simulator::client::{Client, DOCUMENTED};
use crate::simulator::manner::Manner;
use crate::simulator::obstacles::{Hindrance, Place};
use crate::simulator::reply::{Obstacle, Reply};

const fn everywhere(obstacle: Obstacle) -> Manner {
    Manner::alike(Reply::Obstacle(obstacle))
}

const fn only(place: Place, obstacle: Obstacle) -> Hindrance {
    let reply = Reply::Obstacle(obstacle);
    Hindrance { place, reply }
}

pub(super) const ROWS: &[Scenario] = &[
    Scenario {
        name: "captive-portal-redirect",
        client_id: "a3ef8e4b-b07c-4b0c-9fbb-8ea870e6b695",
        shows: "a guest Wi-Fi sends everybody to its own login first",
        manner: everywhere(Obstacle::PortalRedirect),
        ..HEALTHY
    },
    Scenario {
        name: "captive-portal-page",
        client_id: "10211bf5-a7b0-4198-9b9c-4b7096c532a0",
        shows: "a guest Wi-Fi answers in place of Genesys Cloud, with its terms of use",
        manner: everywhere(Obstacle::PortalPage),
        ..HEALTHY
    },
    Scenario {
        name: "firewall-page",
        client_id: "5b95062e-0523-4c1c-9f84-806ab49be6e9",
        shows: "a firewall blocks everything",
        manner: everywhere(Obstacle::BlockPage(403)),
        ..HEALTHY
    },
    Scenario {
        name: "firewall-one-uri",
        client_id: "45461deb-52ad-4bb5-a0fb-84a82fa5becd",
        shows: "a firewall blocks what is asked about crm/authWindow.html",
        hindrance: Some(only(
            Place::Uri("/crm/authWindow.html"),
            Obstacle::BlockPage(403),
        )),
        ..HEALTHY
    },
    Scenario {
        name: "firewall-200-page",
        client_id: "6c8b7567-0204-425e-a6f5-c86d2d0eae4e",
        shows: "as firewall-one-uri, but its page looks like a success",
        hindrance: Some(only(
            Place::Uri("/crm/authWindow.html"),
            Obstacle::BlockPage(200),
        )),
        ..HEALTHY
    },
    Scenario {
        name: "firewall-and-unknown-client",
        client_id: "69c8288a-4fc2-40e5-adac-e7e712a57bcc",
        shows: "two addresses are refused, and a firewall blocks what is asked about the third",
        client: Client {
            lives_in: &[],
            ..DOCUMENTED
        },
        hindrance: Some(only(
            Place::Uri("/crm/authWindow.html"),
            Obstacle::BlockPage(403),
        )),
        ..HEALTHY
    },
    Scenario {
        name: "proxy-password",
        client_id: "b250445a-ea5d-4cc6-9b4f-7abd0625a883",
        shows: "a proxy on the way wants a password",
        manner: everywhere(Obstacle::ProxyPassword),
        ..HEALTHY
    },
    Scenario {
        name: "rate-limited-once",
        client_id: "e7e1db84-265e-41ff-935e-a13bdf9eeb2a",
        shows: "one question is turned down as one too many; the others are answered",
        hindrance: Some(only(Place::Uri("/crm/index.html"), Obstacle::TooMany(None))),
        ..HEALTHY
    },
    Scenario {
        name: "rate-limited",
        client_id: "487bac32-23bb-453c-a79c-c1b2f26efa17",
        shows: "the service was asked too often and answers nobody for a while",
        manner: everywhere(Obstacle::TooMany(None)),
        ..HEALTHY
    },
    Scenario {
        name: "rate-limited-retry-after",
        client_id: "0ab36bd9-065a-4f32-8a58-574c7c85f1a5",
        shows: "as rate-limited; the service says to come back in a second, and means it never",
        manner: everywhere(Obstacle::TooMany(Some("1"))),
        ..HEALTHY
    },
    Scenario {
        name: "client-control-hangs",
        client_id: "8bdc4021-dcf5-4a77-8e58-7a41e0579104",
        shows: "how an unknown client is answered cannot be found out: no answer comes",
        hindrance: Some(only(Place::ClientControl, Obstacle::Silence)),
        ..HEALTHY
    },
    Scenario {
        name: "client-control-503",
        client_id: "fc09a688-2d54-4f03-810f-eebdc5ec6983",
        shows: "how an unknown client is answered cannot be found out: the service is out of order",
        hindrance: Some(only(Place::ClientControl, Obstacle::Unavailable)),
        ..HEALTHY
    },
    Scenario {
        name: "redirect-control-hangs",
        client_id: "09c53450-eadb-48a6-9679-8ea8d4429d2c",
        shows: "how an unknown address is answered cannot be found out: no answer comes",
        hindrance: Some(only(Place::RedirectControl, Obstacle::Silence)),
        ..HEALTHY
    },
    Scenario {
        name: "server-down",
        client_id: "ab5e7ce6-77e4-49b9-b564-63932186f858",
        shows: "Genesys Cloud is out of order",
        manner: everywhere(Obstacle::Unavailable),
        ..HEALTHY
    },
    Scenario {
        name: "server-error-once",
        client_id: "0c53d166-4c00-4d9c-b6a6-014556bd0962",
        shows: "Genesys Cloud fails whenever it is asked about crm/index.html",
        hindrance: Some(only(Place::Uri("/crm/index.html"), Obstacle::Unavailable)),
        ..HEALTHY
    },
    Scenario {
        name: "unanswered",
        client_id: "73fee513-c9b1-4595-8318-ed01de9e060b",
        shows: "Genesys Cloud takes every question and never answers",
        manner: everywhere(Obstacle::Silence),
        ..HEALTHY
    },
    Scenario {
        name: "reset",
        client_id: "351c70f8-987c-43e5-9ef7-bb003f40109e",
        shows: "every connection breaks as soon as something is asked",
        manner: everywhere(Obstacle::Reset),
        ..HEALTHY
    },
];
