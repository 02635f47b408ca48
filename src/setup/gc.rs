//! The body of POST /api/v2/oauth/clients, which `gc oauth clients create` takes (Genesys Cloud platform API,
//! OAuthClientRequest: name and authorizedGrantType are required, roles are for client credentials alone, a token lasts 24
//! hours and the client is active unless something else is said).

use super::steps::{Step, create_and_verify};
use super::text::{ending, indented};
use super::{ClientName, Form};
use crate::genesys::{DOCUMENTED_SCOPES, RedirectUri};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OAuthClientRequest<'a> {
    name: &'a ClientName,
    authorized_grant_type: &'static str,
    registered_redirect_uri: [RedirectUri; 3],
    scope: &'static [&'static str],
}

pub(super) fn render(form: &Form) -> String {
    let request = OAuthClientRequest {
        name: &form.name,
        authorized_grant_type: form.grant.api_value(),
        registered_redirect_uri: form.redirect_uris(),
        scope: DOCUMENTED_SCOPES,
    };
    let json = serde_json::to_string_pretty(&request);
    json.expect("plain structs with text keys serialize into memory") + "\n"
}

/// What to do with the body, which takes no comments.
pub(crate) fn instructions(form: &Form) -> String {
    let create = Step::new(format!(
        "Save the JSON as client.json, and create the client in your organization in {}. The id in the answer is the Client ID.",
        form.region.domain()
    ))
    .copying(["gc oauth clients create -f client.json"]);
    let cautions = form.cautions();
    let mut parts: Vec<_> = cautions.iter().map(|one| indented("  ", one)).collect();
    parts.push(ending(&create_and_verify(form, create)));
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::setup::tests::hostile;
    use serde_json::Value;

    /// The fields of OAuthClientRequest, from build/docs/OAuthClientRequest.md of MyPureCloud/platform-client-sdk-java,
    /// version 223.0.0.
    const FIELDS: &[&str] = &[
        "name",
        "accessTokenValiditySeconds",
        "description",
        "registeredRedirectUri",
        "roleIds",
        "authorizedGrantType",
        "scope",
        "roleDivisions",
        "state",
        "dateToDelete",
    ];

    #[test]
    fn has_documented_fields_alone_and_a_hostile_name_is_data() {
        for form in hostile() {
            let body: Value = serde_json::from_str(&render(&form)).expect("JSON");
            let body = body.as_object().expect("an object");
            assert_eq!(body.len(), 4);
            for field in body.keys() {
                assert!(FIELDS.contains(&field.as_str()), "{field}");
            }
            assert_eq!(body["name"], form.name.as_str());
        }
    }
}
