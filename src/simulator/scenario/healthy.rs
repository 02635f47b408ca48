//! Clients with which all is well, and the ways in which the service may say so.

use super::{HEALTHY, Scenario};
use crate::genesys::Grant;
use crate::simulator::client::{Client, DOCUMENTED};
use crate::simulator::login::AfterRedirect;
use crate::simulator::manner::{GENESYS, Manner};
use crate::simulator::reply::{Login, Obstacle, Reply};

const fn login(status: u16, relative: bool, fragment: &'static str) -> Manner {
    Manner {
        accepted: Reply::Login(Login {
            status,
            relative,
            fragment,
        }),
        ..GENESYS
    }
}

pub(super) const ROWS: &[Scenario] = &[
    HEALTHY,
    Scenario {
        name: "healthy-303",
        client_id: "5b19a3eb-d5c6-40b7-9eef-e81a7d12d025",
        shows: "as healthy; the service redirects with status 303",
        manner: login(303, false, "#/authenticate"),
        ..HEALTHY
    },
    Scenario {
        name: "healthy-relative-location",
        client_id: "3b93cc11-a6b6-47b3-b058-5629160bdbc7",
        shows: "as healthy; the service redirects to an address without a host",
        manner: login(302, true, "#/authenticate"),
        ..HEALTHY
    },
    Scenario {
        name: "healthy-no-fragment",
        client_id: "b34aa7c5-0f27-4c54-853a-468638bdb519",
        shows: "as healthy; the address of the login page has nothing after a #",
        manner: login(302, false, ""),
        ..HEALTHY
    },
    Scenario {
        name: "healthy-splash",
        client_id: "86a711f0-ef2b-4093-801b-d891379963b6",
        shows: "as healthy; the login page starts with its splash screen",
        manner: login(302, false, "#/splash"),
        ..HEALTHY
    },
    Scenario {
        name: "healthy-org-login",
        client_id: "73116e46-39b2-4110-bbbc-bd6d5fd5d345",
        shows: "as healthy; the login page is that of one organization",
        manner: login(302, false, "#/authenticate-adv/org/acme"),
        ..HEALTHY
    },
    Scenario {
        name: "healthy-login-hops",
        client_id: "93000880-60d6-402f-a863-9a511cdd6ca1",
        shows: "as healthy; the login page is two redirects further on",
        after_redirect: AfterRedirect::Hops(2),
        ..HEALTHY
    },
    Scenario {
        name: "healthy-pkce",
        client_id: "819a62ae-ce5e-4969-9e9d-1030067399c7",
        grant: Grant::Pkce,
        shows: "a client for the newer way to sign in (code with PKCE), set up right",
        client: Client {
            grants: &[Grant::Pkce],
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "healthy-both-grants",
        client_id: "8b0f9b91-0a6e-44e8-8506-338009389ea8",
        shows: "a client that may sign in both the old and the newer way",
        client: Client {
            grants: &[Grant::Implicit, Grant::Pkce],
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "slow",
        client_id: "f96477c8-51de-406d-95cb-5b673beb3649",
        shows: "as healthy; the service takes its time",
        manner: Manner {
            accepted: Reply::Obstacle(Obstacle::Slow),
            ..GENESYS
        },
        ..HEALTHY
    },
];
