//! Clients that are set up right or wrong, with Genesys Cloud as it is.

use super::documented;
use crate::genesys::Grant;
use crate::simulator::client::{AUTH_WINDOW, Client, DOCUMENTED, INDEX, PHONE};
use crate::simulator::profile::{GENESYS, Profile};
use crate::simulator::scenario::{HEALTHY, Scenario, Widget};

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

pub(super) const RIGHT: &[Scenario] = &[
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

pub(super) const WRONG: &[Scenario] = &[
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
        widget: Widget::Missing,
        ..documented(
            "init-down",
            "afba18a3-7dcc-4d21-b3d6-d124f6357286",
            "the client is right, but MiraBridge does not find the widget of this installation",
        )
    },
];
