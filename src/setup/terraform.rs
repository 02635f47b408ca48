//! A resource of the provider MyPureCloud/genesyscloud, as `terraform fmt` writes it.

use super::Form;
use super::hcl::{Value, block};
use super::steps::{Step, make_and_verify};
use super::text::{ending, indented};
use crate::genesys::{DOCUMENTED_SCOPES, RedirectUri};
use crate::text::hanging;

const RESOURCE: &str = "genesyscloud_oauth_client";
const NAME: &str = "mirabridge_phone";
const OUTPUT: &str = "mirabridge_phone_client_id";

pub(super) fn render(form: &Form) -> String {
    let uris = form.redirect_uris();
    let resource = block(
        &format!("resource \"{RESOURCE}\" \"{NAME}\""),
        &[
            ("name", Value::Text(form.name.as_str())),
            ("authorized_grant_type", Value::Text(form.grant.api_value())),
            ("scopes", Value::List(DOCUMENTED_SCOPES.to_vec())),
            (
                "registered_redirect_uris",
                Value::List(uris.iter().map(RedirectUri::as_str).collect()),
            ),
        ],
    );
    let output = block(
        &format!("output \"{OUTPUT}\""),
        &[
            (
                "description",
                Value::Text("Client ID of the OAuth client of MiraBridge Phone"),
            ),
            ("value", Value::Reference(format!("{RESOURCE}.{NAME}.id"))),
        ],
    );
    format!("{}\n{resource}\n{output}\n{}", before(form), after(form))
}

/// What has to be known before it is applied.
fn before(form: &Form) -> String {
    let intro = hanging(
        "",
        &format!(
            "The OAuth client of MiraBridge Phone in Genesys Cloud, region {}. The provider's aws_region has to name the same region.",
            form.place()
        ),
    );
    let defaults =
        "What is not set keeps the provider's default: MiraBridge documents no lifetime of tokens.";
    let mut parts = vec![intro, defaults.to_owned()];
    parts.extend(form.cautions().iter().map(|one| indented("", one)));
    comment(&parts.join("\n\n"))
}

fn after(form: &Form) -> String {
    let apply = Step::new("Run terraform apply. This prints the Client ID:")
        .copying([format!("terraform output -raw {OUTPUT}")]);
    comment(&ending(&make_and_verify(form, apply)))
}

fn comment(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => "#\n".to_owned(),
        _ => format!("# {line}\n"),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::genesys::Grant;
    use crate::setup::tests::{form, hostile};

    /// The arguments of the resource, from docs/resources/oauth_client.md of MyPureCloud/terraform-provider-genesyscloud at
    /// commit 10ffe534e372; the first two are required, and scopes are for every grant but client credentials.
    const ARGUMENTS: &[&str] = &[
        "authorized_grant_type",
        "name",
        "access_token_validity_seconds",
        "client_secret",
        "description",
        "directory_client_secret",
        "expose_client_secret",
        "integration_credential_name",
        "registered_redirect_uris",
        "roles",
        "scopes",
        "state",
    ];

    /// The names at the left of the equals signs of the resource.
    fn arguments(text: &str) -> Vec<&str> {
        let (_, resource) = text.split_once("\nresource ").expect("a resource");
        let (resource, _) = resource.split_once("\n}\n").expect("it ends");
        let lines = resource.lines().filter_map(|line| line.strip_prefix("  "));
        let names = lines.filter_map(|line| line.split_once(" = "));
        names.map(|(name, _)| name.trim_end()).collect()
    }

    #[test]
    fn every_argument_is_documented_and_the_required_ones_are_there() {
        for grant in [Grant::Implicit, Grant::Pkce] {
            let text = render(&form("MiraBridge Phone", grant));
            let arguments = arguments(&text);
            assert_eq!(arguments.len(), 4, "{text}");
            for argument in &arguments {
                assert!(ARGUMENTS.contains(argument), "{argument}");
            }
            for required in &ARGUMENTS[..2] {
                assert!(arguments.contains(required), "{required}");
            }
        }
    }

    #[test]
    fn a_hostile_name_stays_in_its_line() {
        let lines = |text: &str| text.lines().count();
        let expected = lines(&render(&form("x", Grant::Implicit)));
        for form in hostile() {
            let text = render(&form);
            assert_eq!(lines(&text), expected, "{text}");
            assert_eq!(text.matches("\n  name ").count(), 1, "{text}");
        }
    }
}
