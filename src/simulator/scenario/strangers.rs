//! Right and unknown clients at services that behave unlike Genesys Cloud. The client is set up as
//! documented in all of them; what differs is whether anybody could know.

use super::{HEALTHY, Scenario};
use crate::simulator::manner::{GENESYS, Manner};
use crate::simulator::reply::{Reply, Stranger};

const UNAUTHORIZED: Reply = Reply::Bounce("error=unauthorized_client");

const fn alike(stranger: Stranger) -> Manner {
    Manner::alike(Reply::Stranger(stranger))
}

/// Lets the right ones in like this, and has these refusals for client and redirect URI.
const fn strange(accepted: Stranger, client: Stranger, uri: Stranger) -> Manner {
    Manner::strange(
        Reply::Stranger(accepted),
        Reply::Stranger(client),
        Reply::Stranger(uri),
    )
}

pub(super) const ROWS: &[Scenario] = &[
    Scenario {
        name: "alike-login-redirect",
        client_id: "49d17c44-e530-481e-8937-ce7b5ef58da4",
        shows: "the service sends everybody to the same login page, right or wrong",
        manner: alike(Stranger::LoginRedirect),
        ..HEALTHY
    },
    Scenario {
        name: "alike-page",
        client_id: "46a368ef-b98c-46e5-8133-c6f5088bfaaa",
        shows: "the service shows everybody the same sign-in form, right or wrong",
        manner: alike(Stranger::SignInPage),
        ..HEALTHY
    },
    Scenario {
        name: "after-login-only",
        client_id: "ca914745-5976-439b-8119-b7d855afdfa3",
        shows: "the service looks at client and address only after sign-in: until then nobody can know",
        manner: alike(Stranger::EchoingLogin),
        ..HEALTHY
    },
    Scenario {
        name: "accepts-everything",
        client_id: "efe8df6b-92cc-442e-8361-1e506f851c82",
        shows: "the service lets everybody in, even clients that cannot exist",
        manner: Manner::alike(GENESYS.accepted),
        ..HEALTHY
    },
    Scenario {
        name: "refuses-with-reason",
        client_id: "bebeb12d-4ea6-4a3b-9eb3-1bd62d1d9c2e",
        shows: "the service turns everybody down as an unknown client",
        manner: alike(Stranger::Json(
            400,
            r#"{"error":"invalid_client","error_description":"client authentication failed"}"#,
        )),
        ..HEALTHY
    },
    Scenario {
        name: "refuses-without-reason",
        client_id: "7d13290e-5953-49bf-a228-555ca89574a1",
        shows: "the service turns everybody down and says nothing",
        manner: alike(Stranger::Bare(400)),
        ..HEALTHY
    },
    Scenario {
        name: "unknown-refusal",
        client_id: "dde4c465-5c2f-4f17-b8b1-c5154c63ec3e",
        shows: "the service turns everybody down for a reason that nobody has heard of",
        manner: alike(Stranger::Json(400, r#"{"error":"policy_violation_77"}"#)),
        ..HEALTHY
    },
    Scenario {
        name: "client-checked-uri-not",
        client_id: "f9539605-c80a-48d4-b37b-f27673ec3692",
        shows: "the service looks at the client but lets it send people to any address",
        manner: Manner {
            unknown_uri: GENESYS.accepted,
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "uri-checked-client-not",
        client_id: "679a3f51-83cc-47ac-a69f-17f40fbde8cb",
        shows: "the service looks at the address but lets in clients that cannot exist",
        manner: Manner {
            unknown_client: GENESYS.accepted,
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "bounces-everything",
        client_id: "80a0add1-4572-4e18-88a2-54e735cb1a3f",
        shows: "the service sends everybody to whatever address they name, with an error",
        manner: Manner::alike(UNAUTHORIZED),
        ..HEALTHY
    },
    Scenario {
        name: "bounces-any-uri",
        client_id: "c18c37de-0ff6-4bb8-9feb-e2d80e046e3d",
        shows: "the service knows the client and sends it to any address with an error: a security hole",
        manner: Manner::short_sighted(GENESYS.unknown_client, UNAUTHORIZED, UNAUTHORIZED),
        ..HEALTHY
    },
    Scenario {
        name: "bounces-unknown-uris",
        client_id: "b7987655-0862-4b4b-9ea2-a4b55107262e",
        shows: "all is well, but unknown addresses are told so by sending people there: a security hole",
        manner: Manner {
            unknown_uri: Reply::Bounce("error=invalid_request&error_description=redirect_uri"),
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "returns-to-any-uri",
        client_id: "c6d50dd5-a6e9-49db-9c76-ebb9d7ed9663",
        shows: "the service signs people in at any address that is named: a security hole",
        manner: Manner::short_sighted(
            GENESYS.unknown_client,
            Reply::Stranger(Stranger::SignedIn),
            Reply::Stranger(Stranger::SignedIn),
        ),
        ..HEALTHY
    },
    Scenario {
        name: "echoes-query",
        client_id: "5298cb83-b089-4dce-8329-7fa48a6eea93",
        shows: "all is well; error pages repeat the whole question, so that no two are the same",
        manner: Manner::strange(
            GENESYS.accepted,
            Reply::Stranger(Stranger::EchoingPage),
            Reply::Stranger(Stranger::EchoingPage),
        ),
        ..HEALTHY
    },
    Scenario {
        name: "fresh-ids",
        client_id: "c7fbb0ce-e659-4156-bde8-eecac4ab5280",
        shows: "all is well; every answer has new ids and dates, so that no two are the same",
        manner: strange(
            Stranger::Interaction,
            Stranger::FreshPage("invalid client"),
            Stranger::FreshPage("invalid redirect uri"),
        ),
        ..HEALTHY
    },
    Scenario {
        name: "login-page-by-200",
        client_id: "4e6fb30a-ea0a-40e1-90ac-01a1f4a8bf00",
        shows: "all is well; the service shows the sign-in form at once instead of redirecting to it",
        manner: strange(
            Stranger::SignInPage,
            Stranger::Json(400, r#"{"error":"invalid_client"}"#),
            Stranger::Json(
                400,
                r#"{"error":"invalid_request","error_description":"redirect_uri is not registered"}"#,
            ),
        ),
        ..HEALTHY
    },
    Scenario {
        name: "silent-refusals",
        client_id: "a02e7937-d54e-4377-8b00-67ac5db92fbc",
        shows: "all is well; the service turns the others down and says nothing",
        manner: strange(
            Stranger::LoginRedirect,
            Stranger::Bare(404),
            Stranger::Bare(404),
        ),
        ..HEALTHY
    },
    Scenario {
        name: "refuses-by-200",
        client_id: "f3ec90b4-1571-4468-aa76-5cbd884404a9",
        shows: "all is well; the error pages of the service look like a success to a program",
        manner: strange(
            Stranger::LoginRedirect,
            Stranger::Page(200, "The OAuth client is unknown."),
            Stranger::Page(200, "The redirect URI is not registered."),
        ),
        ..HEALTHY
    },
    Scenario {
        name: "refuses-by-500",
        client_id: "2c7143b7-8180-4b0a-a38a-811362975927",
        shows: "all is well; the service turns others down as if it had broken",
        manner: strange(
            Stranger::LoginRedirect,
            Stranger::Json(500, r#"{"error":"invalid_client"}"#),
            Stranger::Json(500, r#"{"error":"invalid_redirect_uri"}"#),
        ),
        ..HEALTHY
    },
];
