use super::ApiClient;
use serde_json::{Value, json};

/// A client as it should be, with these fields instead.
pub(crate) fn client_json(changes: &Value) -> Value {
    let mut client = json!({
        "id": "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        "name": "MiraBridge Phone",
        "description": "Softphone of the service desk",
        "authorizedGrantType": "TOKEN",
        "state": "active",
        "scope": ["conversations:readonly"],
        "accessTokenValiditySeconds": 64800,
        "registeredRedirectUri": [
            "https://phone.mirabridge.cloud",
            "https://apps.mypurecloud.de/crm/index.html",
            "https://apps.mypurecloud.de/crm/authWindow.html",
        ],
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        client[name] = value.clone();
    }
    client
}

/// The same, as it is read.
pub(crate) fn client(changes: &Value) -> ApiClient {
    serde_json::from_value(client_json(changes)).expect("a client")
}
