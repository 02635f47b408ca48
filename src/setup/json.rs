//! For a program, version 1: fields are added within a version, never renamed or removed. What the report of `check` has
//! too has the same name here.

use super::steps::{RIGHT_IF, Step, create_and_verify, ending, indented};
use super::{Caution, ClientName, Form};
use crate::finding::DOCS;
use crate::genesys::{ClientId, DOCUMENTED_SCOPES, RedirectUri};
use crate::report::json::document::{Target, Tool};
use crate::report::json::{TOOL, pretty};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    format_version: u8,
    tool: Tool,
    target: Target<'a>,
    form: Fields<'a>,
    /// What has to be known before the client is created.
    cautions: Vec<Caution>,
    verify: Verify,
    /// Where the rest is documented, such as the URL of the widget.
    docs: &'static str,
}

/// The fields to fill in.
#[derive(Serialize)]
struct Fields<'a> {
    name: &'a ClientName,
    /// The grant type in the words of the form.
    grant_type: &'static str,
    /// The same in the words of the Platform API.
    authorized_grant_type: &'static str,
    redirect_uris: [RedirectUri; 3],
    scopes: &'static [&'static str],
}

#[derive(Serialize)]
struct Verify {
    /// What stands for the client id in the command and the URL; null where the client id is known.
    placeholder: Option<&'static str>,
    /// The command that checks the client; its words are separated by single spaces, and none is quoted.
    command: String,
    init_url: String,
    /// What to look for on the page of the debug init URL.
    right_if: [&'static str; 3],
}

pub(super) fn render(form: &Form) -> String {
    pretty(&Document {
        format_version: 1,
        tool: TOOL,
        target: Target {
            region: Some(form.region.domain()),
            aws_region: form.region.aws_region(),
            client_id: form.client_id.as_ref().map(ClientId::as_str),
            deployment: Some(form.deployment.as_str()),
            grant: Some(form.grant.name()),
        },
        form: Fields {
            name: &form.name,
            grant_type: form.grant.admin_label(),
            authorized_grant_type: form.grant.api_value(),
            redirect_uris: form.redirect_uris(),
            scopes: DOCUMENTED_SCOPES,
        },
        cautions: form.cautions(),
        verify: Verify {
            placeholder: form.placeholder(),
            command: form.check_command(),
            init_url: form.init_url(),
            right_if: RIGHT_IF,
        },
        docs: DOCS,
    })
}

/// The body of POST /api/v2/oauth/clients, which `gc oauth clients create` takes (Genesys Cloud platform API,
/// OAuthClientRequest: name and authorizedGrantType are required, roles are for client credentials alone, a token lasts 24
/// hours and the client is active unless something else is said).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OAuthClientRequest<'a> {
    name: &'a ClientName,
    authorized_grant_type: &'static str,
    registered_redirect_uri: [RedirectUri; 3],
    scope: &'static [&'static str],
}

pub(super) fn render_gc(form: &Form) -> String {
    pretty(&OAuthClientRequest {
        name: &form.name,
        authorized_grant_type: form.grant.api_value(),
        registered_redirect_uri: form.redirect_uris(),
        scope: DOCUMENTED_SCOPES,
    })
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
    use super::{render, render_gc};
    use crate::setup::tests::hostile;
    use serde_json::Value;

    #[test]
    fn a_hostile_name_is_data() {
        for form in hostile() {
            let document: Value = serde_json::from_str(&render(&form)).expect("JSON");
            assert_eq!(document["form"]["name"], form.name.as_str());
            assert_eq!(document["target"]["client_id"], Value::Null);
            assert_eq!(document["verify"]["placeholder"], "CLIENT_ID");
        }
    }

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
            let body: Value = serde_json::from_str(&render_gc(&form)).expect("JSON");
            let body = body.as_object().expect("an object");
            assert_eq!(body.len(), 4);
            for field in body.keys() {
                assert!(FIELDS.contains(&field.as_str()), "{field}");
            }
            assert_eq!(body["name"], form.name.as_str());
        }
    }
}
