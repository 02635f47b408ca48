//! A resource of the provider MyPureCloud/genesyscloud, as `terraform fmt` writes it.

use super::Form;
use super::steps::{Step, create_and_verify, ending, indented};
use crate::genesys::DOCUMENTED_SCOPES;
use crate::text::hanging;

pub(super) fn render(form: &Form) -> String {
    let name = quoted(form.name.as_str());
    let grant = form.grant.api_value();
    let scopes: Vec<_> = DOCUMENTED_SCOPES
        .iter()
        .map(|scope| quoted(scope))
        .collect();
    let scopes = scopes.join(", ");
    let uris = form.redirect_uris();
    let uris: Vec<_> = uris
        .iter()
        .map(|uri| format!("    {},", quoted(uri.as_str())))
        .collect();
    let uris = uris.join("\n");
    let (before, after) = (before(form), after(form));
    format!(
        r#"{before}
resource "genesyscloud_oauth_client" "mirabridge_phone" {{
  name                  = {name}
  authorized_grant_type = "{grant}"
  scopes                = [{scopes}]
  registered_redirect_uris = [
{uris}
  ]
}}

output "mirabridge_phone_client_id" {{
  description = "Client ID of the OAuth client of MiraBridge Phone"
  value       = genesyscloud_oauth_client.mirabridge_phone.id
}}

{after}"#
    )
}

fn before(form: &Form) -> String {
    let region = form.region.in_words();
    let intro = format!(
        "The OAuth client of MiraBridge Phone in Genesys Cloud, region {region}. The provider's aws_region has to name the same region."
    );
    let defaults =
        "What is not set keeps the provider's default: MiraBridge documents no lifetime of tokens.";
    let mut parts = vec![hanging("", &intro), hanging("", defaults)];
    parts.extend(form.cautions().iter().map(|one| indented("", one)));
    comment(&parts.join("\n\n"))
}

fn after(form: &Form) -> String {
    let apply = Step::new("Run terraform apply. This prints the Client ID:")
        .copying(["terraform output -raw mirabridge_phone_client_id"]);
    comment(&ending(&create_and_verify(form, apply)))
}

fn comment(text: &str) -> String {
    let text = text.replace('\n', "\n# ").replace("# \n", "#\n");
    format!("# {text}\n")
}

/// A quoted template that stands for `text` alone (HCL native syntax, "Template Expressions"): beside quotes and
/// backslashes, what would begin an interpolation or a directive is escaped. `text` is one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\\' => quoted.push('\\'),
            '$' | '%' if characters.peek() == Some(&'{') => quoted.push(character),
            _ => {}
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{quoted, render};
    use crate::genesys::Grant;
    use crate::setup::tests::{form, hostile};
    use proptest::prelude::*;

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

    #[test]
    fn what_would_begin_a_template_is_escaped() {
        for (text, literal) in [
            ("São Paulo", r#""São Paulo""#),
            (r#"a"b\c"#, r#""a\"b\\c""#),
            ("${a}", r#""$${a}""#),
            ("$${a}", r#""$$${a}""#),
            ("%{ if a }", r#""%%{ if a }""#),
            ("50% $5 {} $ {", r#""50% $5 {} $ {""#),
        ] {
            assert_eq!(quoted(text), literal);
        }
    }

    /// What a quoted template stands for, read as HCL does; `None` if it ends early or is more than a text.
    fn read(literal: &str) -> Option<String> {
        let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
        let mut text = String::new();
        while let Some(character) = rest.chars().next() {
            let (meant, length) = match character {
                '\\' => (
                    rest.get(1..2).filter(|escaped| "\"\\".contains(escaped))?,
                    2,
                ),
                '"' => return None,
                _ if rest.starts_with("$${") || rest.starts_with("%%{") => (&rest[1..3], 3),
                _ if rest.starts_with("${") || rest.starts_with("%{") => return None,
                _ => (&rest[..character.len_utf8()], character.len_utf8()),
            };
            text.push_str(meant);
            rest = &rest[length..];
        }
        Some(text)
    }

    proptest! {
        #[test]
        fn is_read_back_as_it_was(text in "[\"\\\\$%{}a é]{0,12}") {
            prop_assert_eq!(read(&quoted(&text)), Some(text));
        }
    }
}
