//! Which of an organization's clients are looked at.

use crate::genesys::Grant;
use crate::genesys::Region;
use crate::platform_api::ApiClient;
use crate::registration::{Comparison, UriMatch};
use percent_encoding::percent_decode_str;

/// Why a client looks like MiraBridge's, if it does.
pub(super) fn why(client: &ApiClient, region: &Region) -> Option<String> {
    let mut reasons = Vec::new();
    if letters(client.name()).contains("mirabridge") {
        reasons.push("its name holds MiraBridge".to_owned());
    }
    let texts = client.record.redirect_uris.iter().map(|text| plain(text));
    let texts: Vec<_> = texts.collect();
    let is_crm = |text: &String| {
        text.contains("apps.")
            && (text.contains("crm/index.html") || text.contains("crm/authwindow.html"))
    };
    if texts.iter().any(|text| text.contains("mirabridge")) {
        reasons.push("a redirect URI leads to MiraBridge".to_owned());
    } else if texts.iter().any(|text| text.contains("mira")) && is_nearly(client, region) {
        reasons.push("a redirect URI is nearly MiraBridge's".to_owned());
    }
    if texts.iter().any(is_crm) {
        reasons.push("a redirect URI is a page that MiraBridge Phone signs in with".to_owned());
    }
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// Whether it may be one and what is known of it does not tell.
pub(super) fn is_undecided(client: &ApiClient) -> bool {
    const FOR_MACHINES: [&str; 5] = [
        "CLIENT-CREDENTIALS",
        "CLIENT_CREDENTIALS",
        "SAML2-BEARER",
        "SAML2BEARER",
        "PASSWORD",
    ];
    let grant = client.record.grant.as_deref();
    let is_for_machines = grant.is_some_and(|grant| FOR_MACHINES.contains(&grant));
    client.hides_redirect_uris() && !is_for_machines
}

fn is_nearly(client: &ApiClient, region: &Region) -> bool {
    let registration = client.registration();
    let comparison = Comparison::new(region, Grant::Implicit, &registration);
    comparison
        .needed
        .iter()
        .any(|(_, found)| matches!(found, UriMatch::Altered(..)))
}

/// The text as it is meant: decoded, in small letters, without what nobody sees.
fn plain(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    let decoded = percent_decode_str(&decoded).decode_utf8_lossy();
    let is_seen = |c: &char| !c.is_whitespace() && !crate::text::is_unsafe(*c);
    decoded
        .chars()
        .filter(is_seen)
        .flat_map(char::to_lowercase)
        .collect()
}

fn letters(text: &str) -> String {
    plain(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{is_undecided, why};
    use crate::genesys::Region;
    use crate::platform_api::ApiClient;
    use serde_json::json;

    fn client(name: &str, uris: &[&str]) -> ApiClient {
        let json = json!({"id": "x", "name": name, "registeredRedirectUri": uris});
        serde_json::from_value(json).expect("a client")
    }

    #[test]
    fn any_spelling_of_its_hosts_and_name_looks_like_mirabridge() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        for (name, uris) in [
            ("MiraBridge Phone", &[][..]),
            ("mira bridge (test)", &[]),
            ("Softphone", &["https://phone.mirabridge.cloud"]),
            ("Softphone", &["HTTPS://Phone.MiraBridge.Cloud/"]),
            ("Softphone", &["https://phone%2Emirabridge%252Ecloud"]),
            ("Softphone", &["https://phone.mira\u{200b}bridge.cloud"]),
            ("CRM", &["https://apps.mypurecloud.ie/crm/index.html"]),
            (
                "CRM",
                &["x", "https://apps.mypurecloud.de/CRM/authwindow.html?a=b"],
            ),
        ] {
            assert!(
                why(&client(name, uris), &region).is_some(),
                "{name} {uris:?}"
            );
        }
        for (name, uris) in [
            ("Salesforce", &["https://login.salesforce.com/oauth"][..]),
            ("Mirage", &["https://mirage.example/"]),
            (
                "CRM",
                &[
                    "https://apps.mypurecloud.de/directory/index.html",
                    "https://crm.example/index.html",
                ],
            ),
            ("", &[]),
        ] {
            assert_eq!(why(&client(name, uris), &region), None, "{name} {uris:?}");
        }
    }

    #[test]
    fn what_does_not_tell_its_redirect_uris_is_open_unless_it_is_for_machines() {
        let open = |json| is_undecided(&serde_json::from_value(json).expect("a client"));
        assert!(open(json!({"id": "x"})));
        assert!(open(json!({"id": "x", "authorizedGrantType": "CODE"})));
        assert!(!open(
            json!({"id": "x", "authorizedGrantType": "CLIENT-CREDENTIALS"})
        ));
        assert!(!open(json!({"id": "x", "registeredRedirectUri": []})));
    }
}
