//! For a program, version 1: fields are added within a version, never renamed or removed. What the report of `check` has
//! too has the same name here.

use super::{Caution, Form, RIGHT_IF};
use crate::checks::DOCS;
use crate::genesys::{ClientId, DOCUMENTED_SCOPES, RedirectUri};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    format_version: u8,
    tool: Tool,
    target: Target<'a>,
    form: Fields<'a>,
    /// What has to be known before the client is created.
    cautions: Vec<Note<'a>>,
    verify: Verify,
    /// Where the rest is documented, such as the URL of the widget.
    docs: &'static str,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// What the form is for.
#[derive(Serialize)]
struct Target<'a> {
    /// The domain of the region.
    region: &'a str,
    /// null for a region that is not in the table.
    aws_region: Option<&'a str>,
    /// null where none was given.
    client_id: Option<&'a str>,
    deployment: &'a str,
    /// implicit or pkce.
    grant: &'static str,
}

/// The fields to fill in.
#[derive(Serialize)]
struct Fields<'a> {
    name: &'a str,
    /// The grant type in the words of the form.
    grant_type: &'static str,
    /// The same in the words of the admin API.
    authorized_grant_type: &'static str,
    redirect_uris: Vec<&'a str>,
    scopes: &'static [&'static str],
}

#[derive(Serialize)]
struct Note<'a> {
    message: &'a str,
    sources: &'static [&'static str],
}

#[derive(Serialize)]
struct Verify {
    /// What stands for the client id in the command and the URL; null where the client id is known.
    placeholder: Option<&'static str>,
    /// The command that checks the client; its words are separated by single spaces, and none is quoted.
    command: String,
    /// The debug init URL, to open in a browser.
    init_url: String,
    /// What to look for there.
    right_if: [&'static str; 3],
}

pub(super) fn render(form: &Form) -> String {
    let uris = form.redirect_uris();
    let cautions = form.cautions();
    let document = Document {
        format_version: 1,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        target: Target {
            region: form.region.domain(),
            aws_region: form.region.aws_region(),
            client_id: form.client_id.as_ref().map(ClientId::as_str),
            deployment: form.deployment.as_str(),
            grant: form.grant.name(),
        },
        form: Fields {
            name: form.name.as_str(),
            grant_type: form.grant.admin_label(),
            authorized_grant_type: form.grant.api_value(),
            redirect_uris: uris.iter().map(RedirectUri::as_str).collect(),
            scopes: DOCUMENTED_SCOPES,
        },
        cautions: cautions.iter().map(note).collect(),
        verify: Verify {
            placeholder: form.placeholder(),
            command: form.check_command(),
            init_url: form.init_url(),
            right_if: RIGHT_IF,
        },
        docs: DOCS,
    };
    let json = serde_json::to_string_pretty(&document);
    json.expect("plain structs with text keys serialize into memory") + "\n"
}

fn note(caution: &Caution) -> Note<'_> {
    Note {
        message: &caution.words,
        sources: caution.sources,
    }
}

#[cfg(test)]
mod tests {
    use super::render;
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
}
