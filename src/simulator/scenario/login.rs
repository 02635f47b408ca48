//! Clients with which all is well until the browser follows the redirect to the login page.

use super::{HEALTHY, Scenario};
use crate::simulator::login::AfterRedirect;

pub(super) const ROWS: &[Scenario] = &[
    Scenario {
        name: "login-loop",
        client_id: "4677e5b0-d549-42cc-8c61-25256c0f95b0",
        shows: "the login page leads round in a circle and never gets anywhere",
        after_redirect: AfterRedirect::Circle { cookie: false },
        ..HEALTHY
    },
    Scenario {
        name: "login-loop-itself",
        client_id: "ad5e8b31-0191-448d-a501-4f5fb9e3268a",
        shows: "the login page leads to itself",
        after_redirect: AfterRedirect::Itself,
        ..HEALTHY
    },
    Scenario {
        name: "login-loop-cookie",
        client_id: "574493e9-a12c-4ec7-9366-fb93dce2460d",
        shows: "the login page leads round in a circle once, until its cookie comes back",
        after_redirect: AfterRedirect::Circle { cookie: true },
        ..HEALTHY
    },
    Scenario {
        name: "login-endless",
        client_id: "7d1a4b06-8de8-4c5a-bf05-9f40f551c548",
        shows: "the login page leads on and on, each time to a new address",
        after_redirect: AfterRedirect::Endless,
        ..HEALTHY
    },
    Scenario {
        name: "login-shows-error",
        client_id: "79d4959b-f3bc-4751-a073-a2b7b884654a",
        shows: "the login page turns out to be an error page: the client is disabled",
        after_redirect: AfterRedirect::ErrorKey("clientDisabled"),
        ..HEALTHY
    },
    Scenario {
        name: "login-leaves",
        client_id: "cf641619-cbb4-43b6-802b-2d1f85a756b9",
        shows: "the login page leads to the sign-in of the organization, at another host",
        after_redirect: AfterRedirect::Leaves,
        ..HEALTHY
    },
    Scenario {
        name: "login-down",
        client_id: "dc24e8a0-67d2-4b0f-ba9c-bce149f86e04",
        shows: "the login page is out of order",
        after_redirect: AfterRedirect::Unavailable,
        ..HEALTHY
    },
];
