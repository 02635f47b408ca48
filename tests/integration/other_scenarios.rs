//! Scenarios beside those that ship: services that tell right from wrong in other words than Genesys Cloud, and answers
//! that are made to break whoever shows them.

use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::simulator::{
    AuthorizeRequest, Client, DOCUMENTED, GENESYS, HEALTHY, Profile, Response, Scenario,
    ScriptedReply,
};

const fn documented(name: &'static str, client_id: &'static str) -> Scenario {
    Scenario {
        name,
        client_id,
        ..HEALTHY
    }
}

const fn lives_in(regions: &'static [&'static str]) -> Client {
    Client {
        regions,
        ..DOCUMENTED
    }
}

const FOR_PKCE: Client = Client {
    grants: &[Grant::Pkce],
    ..DOCUMENTED
};

/// A service that tells unknown clients from unknown redirect URIs.
const TOLD_APART: Profile = Profile {
    unknown_client: ScriptedReply::Custom(unknown_client),
    unknown_uri: ScriptedReply::Custom(unknown_uri),
    ..GENESYS
};

fn unknown_uri(_: &AuthorizeRequest) -> Response {
    Response::json(400, r#"{"error":"invalid_redirect_uri"}"#)
}

/// A host that cannot exist is refused before the client is looked at.
fn unknown_client(request: &AuthorizeRequest) -> Response {
    if request.redirect_uri.contains(".invalid") {
        unknown_uri(request)
    } else {
        Response::json(400, r#"{"error":"invalid_client"}"#)
    }
}

/// An error that would set the title of the terminal, clear it, turn the line around, forge lines of the report and of
/// the log of a build, and run as HTML.
const HOSTILE: ScriptedReply = ScriptedReply::Bounce(
    "error=unauthorized_client&error_description=%1B%5D0%3Bowned%07%1B%5B2J%1B%5B31m\
%E2%80%AEtxet%E2%81%A6%0D%0AVerdict%3A+pass%0A%3A%3Aerror%3A%3Aforged%0A%3Cscript%3Ealert%281%29%3C%2Fscript%3E%00%C2%9B31m",
);

/// Bytes that would move the cursor, set the title of the window or turn the line around, if they got to a terminal. A
/// header may not carry the escape character itself, but its one-byte cousins (0x9b, 0x9d), which some terminals obey
/// and which are no UTF-8, and the UTF-8 forms.
fn garbage(request: &AuthorizeRequest) -> Response {
    let mut location = format!("https://{}/?rid=", request.region.login_host()).into_bytes();
    location.extend_from_slice(
        b"\x9b2J\x9d0;owned\x9c\xff\xfe \xc2\x9b31m \xe2\x80\xae%1b]0;owned%07%0d%0a",
    );
    let mut body = b"<title>\x1b]0;owned\x07\x1b[2J\x1b[31m".to_vec();
    body.extend_from_slice("\u{202e}\u{2066}</title>\0\r\n".as_bytes());
    body.extend_from_slice(b"\xff\xfe\xc3\x28");
    Response::html(302, body).with("location", location)
}

pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario {
        profile: TOLD_APART,
        client: lives_in(&[]),
        ..documented(
            "told-apart-unknown-client",
            "9d5089cd-139b-4f61-8cc7-b42b2f9e6718",
        )
    },
    Scenario {
        profile: TOLD_APART,
        client: lives_in(&["mypurecloud.ie"]),
        ..documented(
            "told-apart-other-region",
            "0387148d-875c-4716-a0aa-45ce48cab13c",
        )
    },
    Scenario {
        profile: TOLD_APART,
        client: Client {
            redirect_uris: &["https://example.com/callback"],
            ..DOCUMENTED
        },
        ..documented("told-apart-no-uris", "db805031-b1ab-49b8-b3cd-ab7bc6414726")
    },
    Scenario {
        client: Client {
            redirect_uris: &["https://example.com/callback"],
            ..DOCUMENTED
        },
        ..documented("no-uris", "a46b43ce-897e-4d25-9e76-50b2e46d1e6d")
    },
    Scenario {
        client: lives_in(&["mypurecloud.ie", "mypurecloud.com"]),
        ..documented("two-regions", "e29ca4d2-4330-4cc3-90c4-a4490acbd462")
    },
    Scenario {
        client: lives_in(&[]),
        profile: Profile {
            unknown_client: ScriptedReply::Custom(|request| {
                let down = ["mypurecloud.com.au", "mypurecloud.jp", "sae1.pure.cloud"];
                let region = request.region.domain();
                if down.contains(&region) {
                    Response::html(503, "<title>Service Unavailable</title>")
                } else {
                    let error = format!("https://login.{region}/#/error?errorKey=invalidClientId");
                    Response::redirect(error)
                }
            }),
            ..GENESYS
        },
        ..documented("partial-sweep", "982d3390-b969-46d0-b09c-c8eb7cbfd64f")
    },
    Scenario {
        client: FOR_PKCE,
        profile: Profile {
            wrong_grant: ScriptedReply::ErrorKey("invalidClientId"),
            ..GENESYS
        },
        ..documented(
            "other-grant-shared-page",
            "e84af999-bc9a-4b64-841b-6a26eeeb7f8c",
        )
    },
    Scenario {
        profile: Profile::same_for_all(ScriptedReply::Custom(|_| {
            Response::json(400, r#"{"error":"policy_violation_77"}"#)
        })),
        ..documented("unknown-refusal", "dde4c465-5c2f-4f17-b8b1-c5154c63ec3e")
    },
    Scenario {
        profile: Profile {
            accepted: HOSTILE,
            wrong_grant: HOSTILE,
            ..GENESYS
        },
        ..documented("hostile-text", "bce88da3-ea16-47c9-b933-622b077d37f4")
    },
    Scenario {
        profile: Profile::same_for_all(ScriptedReply::ErrorKey(
            "%1B%5B2Jinvalid%E2%80%AEClient%0A%3Cimg+src%3Dx%3E",
        )),
        ..documented("hostile-error-key", "95d8ce33-4be9-4245-bd1a-0427e73d514b")
    },
    Scenario {
        profile: Profile {
            accepted: ScriptedReply::Custom(garbage),
            ..GENESYS
        },
        ..documented("garbage-location", "6a4d9e50-48dd-4e92-a61b-59e76b1c645d")
    },
];
