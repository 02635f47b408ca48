//! Clients that somebody registered wrongly, with Genesys Cloud as it is.

use super::{HEALTHY, Scenario};
use crate::genesys::Grant;
use crate::simulator::client::{AUTH_WINDOW, Client, DOCUMENTED, INDEX, PHONE, Scopes};
use crate::simulator::manner::{GENESYS, Manner};
use crate::simulator::obstacles::{Hindrance, Place};
use crate::simulator::reply::{Obstacle, Reply};

const PHONE_WITH_SLASH: &str = "https://phone.mirabridge.cloud/";

const UNKNOWN: Client = Client {
    lives_in: &[],
    ..DOCUMENTED
};

const fn registered(uris: &'static [&'static str]) -> Client {
    Client { uris, ..DOCUMENTED }
}

pub(super) const ROWS: &[Scenario] = &[
    Scenario {
        name: "unknown-client",
        client_id: "49ea7f42-8b45-4bf4-851b-cdd6a66ae7ee",
        shows: "no region knows the client id: it was copied wrongly or never saved",
        client: UNKNOWN,
        ..HEALTHY
    },
    Scenario {
        name: "inactive-client",
        client_id: "80814e61-862c-4cf7-baed-bc4b306e8b6a",
        shows: "the client is registered but switched off; the service says no more than for an unknown one",
        client: Client {
            active: false,
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "no-uris",
        client_id: "a46b43ce-897e-4d25-9e76-50b2e46d1e6d",
        shows: "the client exists, but none of the three addresses is registered",
        client: registered(&["https://example.com/callback"]),
        ..HEALTHY
    },
    Scenario {
        name: "uri-missing",
        client_id: "446cfdeb-ec1f-4677-9e9d-50d466e87cc0",
        shows: "one address is not registered: crm/authWindow.html",
        client: registered(&[PHONE, INDEX]),
        ..HEALTHY
    },
    Scenario {
        name: "trailing-slash",
        client_id: "c7a7f603-6599-441c-87ae-7483457f761f",
        shows: "the phone address is registered with a slash too many at its end",
        client: registered(&[PHONE_WITH_SLASH, INDEX, AUTH_WINDOW]),
        ..HEALTHY
    },
    Scenario {
        name: "nothing-but-slash",
        client_id: "047aedd1-15eb-4fa5-a172-4237e21f223c",
        shows: "only the phone address is registered, and that with a slash too many",
        client: registered(&[PHONE_WITH_SLASH]),
        ..HEALTHY
    },
    Scenario {
        name: "stray-space",
        client_id: "72cf2c26-428b-4cef-860c-eb501010fc23",
        shows: "the phone address is registered with a space after it",
        client: registered(&["https://phone.mirabridge.cloud ", INDEX, AUTH_WINDOW]),
        ..HEALTHY
    },
    Scenario {
        name: "wrong-case",
        client_id: "2f22cd24-3f45-4d42-bec5-b698f072e544",
        shows: "crm/authWindow.html is registered in small letters",
        client: registered(&[PHONE, INDEX, "https://apps.{REGION}/crm/authwindow.html"]),
        ..HEALTHY
    },
    Scenario {
        name: "wrong-region-uris",
        client_id: "e4b630fa-dee2-4d25-b2c1-155e2a2c8c0d",
        shows: "the two addresses in Genesys Cloud are registered for another region",
        client: registered(&[
            PHONE,
            "https://apps.mypurecloud.com/crm/index.html",
            "https://apps.mypurecloud.com/crm/authWindow.html",
        ]),
        ..HEALTHY
    },
    Scenario {
        name: "other-region",
        client_id: "5e50ba5b-4c10-4902-8854-5e17e0151328",
        shows: "the client is set up right, but in Ireland instead of Frankfurt",
        client: Client {
            lives_in: &["mypurecloud.ie"],
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "two-regions",
        client_id: "e29ca4d2-4330-4cc3-90c4-a4490acbd462",
        shows: "two other regions claim to know the client, which cannot be",
        client: Client {
            lives_in: &["mypurecloud.ie", "mypurecloud.com"],
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "partial-sweep",
        client_id: "982d3390-b969-46d0-b09c-c8eb7cbfd64f",
        shows: "the client id is unknown, and some of the other regions are out of order",
        client: UNKNOWN,
        hindrance: Some(Hindrance {
            place: Place::Regions(&["mypurecloud.com.au", "mypurecloud.jp", "sae1.pure.cloud"]),
            reply: Reply::Obstacle(Obstacle::Unavailable),
        }),
        ..HEALTHY
    },
    Scenario {
        name: "other-grant-bounced",
        client_id: "c741dfc9-0e63-44f5-ac22-53690cb718ca",
        shows: "the client is for the newer way to sign in; the service says so",
        client: Client {
            grants: &[Grant::Pkce],
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "other-grant-bounced-pkce",
        client_id: "d9772eaa-b4c1-4b9c-b00d-4aedded53e99",
        grant: Grant::Pkce,
        shows: "checked for the newer way to sign in, but the client is for the old one",
        ..HEALTHY
    },
    Scenario {
        name: "other-grant-shared-page",
        client_id: "e84af999-bc9a-4b64-841b-6a26eeeb7f8c",
        shows: "the client is for the newer way to sign in; the service does not say what is wrong",
        client: Client {
            grants: &[Grant::Pkce],
            ..DOCUMENTED
        },
        manner: Manner {
            wrong_grant: Reply::ErrorKey("invalidClientId"),
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "other-grant-unsupported",
        client_id: "3b375441-525b-4ff5-b655-520acdec44dd",
        shows: "the client is for the newer way to sign in; the service calls the old one unsupported",
        client: Client {
            grants: &[Grant::Pkce],
            ..DOCUMENTED
        },
        manner: Manner {
            wrong_grant: Reply::Bounce("error=unsupported_response_type"),
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "other-grant-uri-missing",
        client_id: "d2a93af6-e080-42f3-9482-f94a83344e4a",
        shows: "the client is for the newer way to sign in, and lacks crm/authWindow.html besides",
        client: Client {
            grants: &[Grant::Pkce],
            ..registered(&[PHONE, INDEX])
        },
        manner: Manner {
            wrong_grant: Reply::ErrorKey("invalidClientId"),
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "scope-bounced",
        client_id: "e9d89c40-b1b3-42df-855d-ab0063b74527",
        shows: "the client has a scope that is not allowed, and the service turns everything down",
        client: Client {
            scopes: Scopes::Unusable,
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "scope-bounced-encoded",
        client_id: "8db57ab0-18f7-4a3b-a3f7-b4608b89ec7f",
        shows: "as scope-bounced; the explanation comes first and is encoded twice",
        client: Client {
            scopes: Scopes::Unusable,
            ..DOCUMENTED
        },
        manner: Manner {
            wrong_scope: Reply::Bounce(
                "error_description=one%2520or%2520more%2520scopes%2520are%2520not%2520allowed&error=invalid_scope",
            ),
            ..GENESYS
        },
        ..HEALTHY
    },
    Scenario {
        name: "scope-parameter-bounced",
        client_id: "34d6e3d9-8dfb-4e9f-b87f-1e629c648775",
        shows: "the client was given no scope: asking for conversations:readonly is turned down",
        client: Client {
            scopes: Scopes::Only(&[]),
            ..DOCUMENTED
        },
        ..HEALTHY
    },
    Scenario {
        name: "init-down",
        client_id: "afba18a3-7dcc-4d21-b3d6-d124f6357286",
        shows: "the client is right, but MiraBridge does not find the widget of this installation",
        loads_widget: false,
        ..HEALTHY
    },
    Scenario {
        name: "page-down",
        client_id: "b4360cb2-c135-44f2-a3a6-6cc0b8bf968a",
        region: "mec1.pure.cloud",
        shows: "the client is right, but the page of the sign-in window is out of order",
        client: Client {
            lives_in: &["mec1.pure.cloud"],
            ..DOCUMENTED
        },
        ..HEALTHY
    },
];
