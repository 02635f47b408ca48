//! The Platform API of simulated organizations. Which organization answers is chosen by the token that asks.

use super::organization::{ApiRequest, Organization};
use super::request::Request;
use super::response::Response;
use super::scenario::Simulation;
use crate::genesys::Region;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The id of the client that every simulated organization has for administrators.
pub const ADMIN_ID: &str = "0d2f7f3c-7a55-4c61-9a10-5d0f0c9f2b11";

/// The id of a client that is registered and not active, of the first organization.
pub(super) const INACTIVE: &str = "5b0e4a52-93a4-4c2b-9d0e-66c1f6a0d2a1";

/// The organizations that ship.
pub const ORGANIZATIONS: &[Organization] = &[
    Organization {
        name: "audit",
        token: "simulated-token-of-many-clients",
        shows: "an organization with clients of every kind",
        clients: of_every_kind,
        otherwise: |_| None,
    },
    Organization {
        name: "audit-healthy",
        token: "simulated-token-of-one-client",
        shows: "an organization with one client, set up right",
        clients: |region| vec![documented(region)],
        otherwise: |_| None,
    },
    Organization {
        name: "audit-forbidden",
        token: "simulated-token-without-permission",
        shows: "the token may not read what is registered",
        clients: |_| Vec::new(),
        otherwise: |request| {
            let is_own = request.path.starts_with("/api/v2/tokens/");
            (!is_own).then(|| {
                let message = "Unable to perform the requested action. You are missing the following permission(s): oauth:client:view";
                error(403, "missing.permissions", message)
            })
        },
    },
];

/// The organization of this name.
#[must_use]
pub fn organization(name: &str) -> Option<&'static Organization> {
    ORGANIZATIONS
        .iter()
        .find(|organization| organization.name == name)
}

/// The answer of `api.{region}`.
pub(super) fn respond(
    simulation: &Simulation,
    request: &Request,
    region: &'static Region,
) -> Response {
    if !request.path.starts_with("/api/") {
        return Response::not_found();
    }
    let token = request.authorization.strip_prefix("Bearer ");
    let mut organizations = simulation.organizations.iter();
    let organization = organizations.find(|organization| Some(organization.token) == token);
    let Some(organization) = organization else {
        return error(401, "bad.credentials", "Invalid login credentials.");
    };
    let request = ApiRequest {
        region,
        path: request.path.clone(),
        query: request.query.clone(),
        serial: request.serial,
    };
    (organization.otherwise)(&request).unwrap_or_else(|| answer(simulation, organization, &request))
}

fn answer(simulation: &Simulation, organization: &Organization, request: &ApiRequest) -> Response {
    const CLIENTS: &str = "/api/v2/oauth/clients";
    if request.path == "/api/v2/tokens/me" {
        let of = json!({"id": "a7c1ed3e-52f4-4f65-ae0a-9d1d8fd0a9f3", "name": "Acme (simulated)"});
        return ok(&json!({
            "organization": of,
            "homeOrganization": of,
            "authorizedScope": ["oauth:readonly"],
            "OAuthClient": {"id": ADMIN_ID, "name": "Reviews", "authorizedGrantType": "CLIENT-CREDENTIALS"},
        }));
    }
    let clients = (organization.clients)(request.region);
    if request.path == CLIENTS {
        return ok(&listing(&clients));
    }
    let id = request
        .path
        .strip_prefix(CLIENTS)
        .and_then(|rest| rest.strip_prefix('/'));
    if let Some((id, rest)) = id.and_then(|id| id.split_once("/usage/query")) {
        return usage(request, id, rest);
    }
    let listed = id.and_then(|id| clients.iter().find(|client| client["id"] == id));
    let client = listed
        .cloned()
        .or_else(|| of_scenario(simulation, request.region, id?));
    match client {
        Some(client) => ok(&client),
        None => error(404, "not.found", "The requested resource was not found."),
    }
}

/// The client of a scenario, as the login host knows it. An organization has it, whether it lists it or not.
fn of_scenario(simulation: &Simulation, region: &Region, id: &str) -> Option<Value> {
    let role = simulation.client(id);
    let registered = &role.scenario.client;
    if !role.is_client || !registered.regions.contains(&region.domain()) {
        return None;
    }
    let uris = registered.redirect_uris.iter();
    let own: Vec<_> = uris
        .map(|uri| uri.replace("{REGION}", region.domain()))
        .collect();
    let changes = json!({
        "authorizedGrantType": registered.grants.first()?.api_value(),
        "registeredRedirectUri": own,
        "scope": registered.scopes,
    });
    Some(client(region, id, "MiraBridge Phone", &changes))
}

/// A count of calls, which takes a moment: it is there when it is asked for the second time.
fn usage(request: &ApiRequest, id: &str, rest: &str) -> Response {
    const EXECUTION: &str = "3f2a9c0e-6d1b-4e8f-9a7c-5b4d3e2f1a00";
    if rest.is_empty() {
        let results = format!("/api/v2/oauth/clients/{id}/usage/query/results/{EXECUTION}");
        return ok(&json!({"executionId": EXECUTION, "resultsUri": results}));
    }
    if request.serial == 1 {
        return ok(&json!({"queryStatus": "Running"}));
    }
    let row = |path: &str, ok: u64, refused: u64, limited: u64| {
        json!({
            "clientId": id, "templateUri": path, "httpMethod": "GET", "date": "2026-11-27T00:00:00.000Z",
            "status200": ok, "status400": refused, "status429": limited, "requests": ok + refused + limited,
        })
    };
    let rows = if id == super::HEALTHY.client_id {
        vec![row("/api/v2/conversations", 420, 0, 0)]
    } else {
        vec![row("api/v2/users/{userId}", 0, 7, 2)]
    };
    ok(&json!({"queryStatus": "Complete", "results": rows, "cursors": {}}))
}

/// The answer of `login.{region}/oauth/token`.
pub(super) fn exchange(organizations: &[Organization], request: &Request) -> Response {
    let given = request.authorization.strip_prefix("Basic ");
    let given = given.and_then(|given| STANDARD.decode(given).ok());
    let given = given
        .and_then(|given| String::from_utf8(given).ok())
        .unwrap_or_default();
    let is_meant =
        |organization: &&Organization| given == format!("{ADMIN_ID}:{}", organization.secret());
    match organizations.iter().find(is_meant) {
        Some(organization) if request.body == "grant_type=client_credentials" => ok(&json!({
            "access_token": organization.token,
            "token_type": "bearer",
            "expires_in": 86400,
        })),
        _ => {
            let body = json!({
                "error": "invalid_client",
                "description": "authentication failed",
                "error_description": "authentication failed",
            });
            Response::json(400, body.to_string())
        }
    }
}

/// A list of clients, on one page as Genesys Cloud sends it.
#[must_use]
pub fn listing(clients: &[Value]) -> Value {
    json!({
        "entities": clients,
        "pageSize": clients.len(),
        "pageNumber": 1,
        "total": clients.len(),
        "pageCount": 1,
        "firstUri": "/api/v2/oauth/clients",
        "selfUri": "/api/v2/oauth/clients",
        "lastUri": "/api/v2/oauth/clients",
    })
}

fn ok(value: &Value) -> Response {
    Response::json(200, value.to_string())
}

/// An error in the words of the Platform API.
#[must_use]
pub fn error(status: u16, code: &str, message: &str) -> Response {
    let body = json!({
        "message": message,
        "code": code,
        "status": status,
        "messageParams": {},
        "contextId": "6e3ab5e5-6e5c-4d3f-8c4f-1c7d8f2a9b77",
        "details": [],
        "errors": [],
    });
    Response::json(status, body.to_string())
}

/// The client as the documentation says to register it.
#[must_use]
pub fn documented(region: &Region) -> Value {
    client(
        region,
        super::HEALTHY.client_id,
        "MiraBridge Phone",
        &json!({}),
    )
}

/// A client as it should be, but for these fields. One that is null is left out, as the Platform API does it.
fn client(region: &Region, id: &str, name: &str, changes: &Value) -> Value {
    let apps = region.apps_host();
    let creator = json!({"id": "b4d8a2f0-3c1e-4a57-8a64-0f9d2c7e5b10"});
    let mut client = json!({
        "id": id,
        "name": name,
        "description": "Softphone of the service desk; ask telephony@acme.example",
        "authorizedGrantType": "TOKEN",
        "registeredRedirectUri": [
            "https://phone.mirabridge.cloud",
            format!("https://{apps}/crm/index.html"),
            format!("https://{apps}/crm/authWindow.html"),
        ],
        "scope": ["conversations:readonly"],
        "state": "active",
        "accessTokenValiditySeconds": 64800,
        "roleIds": [],
        "roleDivisions": [],
        "dateCreated": "2025-03-04T09:12:44.000Z",
        "dateModified": "2026-02-11T13:05:01.000Z",
        "createdBy": creator,
        "modifiedBy": creator,
        "selfUri": format!("/api/v2/oauth/clients/{id}"),
    });
    if let (Some(fields), Some(changes)) = (client.as_object_mut(), changes.as_object()) {
        fields.extend(changes.clone());
        fields.retain(|_, value| !value.is_null());
    }
    client
}

fn of_every_kind(region: &Region) -> Vec<Value> {
    let apps = region.apps_host();
    let index = format!("https://{apps}/crm/index.html");
    let window = format!("https://{apps}/crm/authWindow.html");
    let phone = "https://phone.mirabridge.cloud";
    let of = |id, name, changes: Value| client(region, id, name, &changes);
    let foreign = |id, name, grant, uris: Value| {
        // What such clients have is in the answer, and must be in no report.
        let secret = "simulated-secret-of-a-client";
        let changes = json!({
            "description": null, "authorizedGrantType": grant, "registeredRedirectUri": uris, "scope": [], "secret": secret,
        });
        client(region, id, name, &changes)
    };
    vec![
        documented(region),
        of(
            "446cfdeb-ec1f-4677-9e9d-50d466e87cc0",
            "MiraBridge Phone Berlin",
            json!({"registeredRedirectUri": [phone, index]}),
        ),
        of(
            "c7a7f603-6599-441c-87ae-7483457f761f",
            "Softphone (test)",
            json!({"description": "", "registeredRedirectUri": [format!("{phone}/"), index, window]}),
        ),
        of(
            "c741dfc9-0e63-44f5-ac22-53690cb718ca",
            "MiraBridge Phone, newer sign-in",
            json!({"authorizedGrantType": "CODE", "secret": "simulated-secret-of-a-client"}),
        ),
        of(
            INACTIVE,
            "MiraBridge Phone 2024",
            json!({"state": "inactive", "dateToDelete": "2026-12-03T10:00:00.000Z"}),
        ),
        of(
            "8d1f9d9c-0a5b-4c0f-8a4e-2b9f2f4d7c33",
            "MiraBridge Phone Lyon",
            json!({"state": "disabled"}),
        ),
        of(
            "f1c7b0e2-1d5a-4be0-9a51-7a0c4f6e8d20",
            "MiraBridge Phone Oslo",
            json!({"scope": ["conversations:readonly", "users:readonly", "analytics"]}),
        ),
        of(
            "2e6d8c14-7b3f-4f5e-b1a8-9c0d1e2f3a45",
            "MiraBridge Phone pilot",
            json!({"state": "suspended", "somethingNew": true}),
        ),
        foreign(
            "9a3b5c7d-1e2f-4a6b-8c9d-0e1f2a3b4c5d",
            "Nightly reporting",
            "CLIENT-CREDENTIALS",
            json!([]),
        ),
        foreign(
            "7c9e1b3d-5f7a-4b9c-8d1e-3f5a7b9c1d3e",
            "Agent desktop",
            "CODE",
            json!(["https://desktop.acme.example/callback"]),
        ),
    ]
}
