//! Genesys Cloud with other words than those that are known of it.

use super::{HEALTHY, Scenario};
use crate::simulator::client::{Client, DOCUMENTED};
use crate::simulator::manner::{GENESYS, Manner};
use crate::simulator::reply::{Reply, Stranger};

const TOLD_APART: Manner = Manner {
    distrusts_invalid_hosts: true,
    ..Manner::strange(
        GENESYS.accepted,
        Reply::Stranger(Stranger::Json(400, r#"{"error":"invalid_client"}"#)),
        Reply::Stranger(Stranger::Json(400, r#"{"error":"invalid_redirect_uri"}"#)),
    )
};

const fn lives_in(domains: &'static [&'static str]) -> Client {
    Client {
        lives_in: domains,
        ..DOCUMENTED
    }
}

/// A service that has this to say of the right requests and of those with the wrong grant, and
/// turns down the others as ever.
const fn bounced(parameters: &'static str) -> Manner {
    Manner {
        accepted: Reply::Bounce(parameters),
        wrong_grant: Reply::Bounce(parameters),
        ..GENESYS
    }
}

pub(super) const ROWS: &[Scenario] = &[
    Scenario {
        name: "other-error-key",
        client_id: "d45cba21-3462-4326-a1fd-eab1603a28e3",
        shows: "the service turns everybody down, in words that nobody has seen before",
        client: lives_in(&[]),
        manner: Manner::alike(Reply::ErrorKey("clientNotFound")),
        ..HEALTHY
    },
    Scenario {
        name: "told-apart-healthy",
        client_id: "6df98a57-1ad4-482c-9a84-a8790d49ec2d",
        shows: "all is well with a service that tells unknown clients from unknown addresses",
        manner: TOLD_APART,
        ..HEALTHY
    },
    Scenario {
        name: "told-apart-unknown-client",
        client_id: "9d5089cd-139b-4f61-8cc7-b42b2f9e6718",
        shows: "the client id is unknown, and the service says that it is that",
        client: lives_in(&[]),
        manner: TOLD_APART,
        ..HEALTHY
    },
    Scenario {
        name: "told-apart-other-region",
        client_id: "0387148d-875c-4716-a0aa-45ce48cab13c",
        shows: "the client lives in Ireland, and the service in Frankfurt says that it is unknown",
        client: lives_in(&["mypurecloud.ie"]),
        manner: TOLD_APART,
        ..HEALTHY
    },
    Scenario {
        name: "told-apart-no-uris",
        client_id: "db805031-b1ab-49b8-b3cd-ab7bc6414726",
        shows: "none of the addresses is registered, and the service says that it is that",
        client: Client {
            uris: &["https://example.com/callback"],
            ..DOCUMENTED
        },
        manner: TOLD_APART,
        ..HEALTHY
    },
    Scenario {
        name: "bounced-server-error",
        client_id: "a11c31b7-0070-4e4a-b806-5fd9eb6c2ff0",
        shows: "the service knows the client, and sends the browser back: it has a fault of its own",
        manner: bounced("error=server_error&error_description=unexpected+condition"),
        ..HEALTHY
    },
    Scenario {
        name: "bounced-unavailable",
        client_id: "c1242bae-2816-4e9a-827a-fb086ec6a6ad",
        shows: "the service knows the client, and sends the browser back: it is too busy",
        manner: bounced("error=temporarily_unavailable"),
        ..HEALTHY
    },
    Scenario {
        name: "bounced-access-denied",
        client_id: "d3f5cde9-9f6b-4218-9648-0dfced5a6022",
        shows: "the service knows the client, and sends the browser back: access is denied",
        manner: bounced("error=access_denied"),
        ..HEALTHY
    },
];
