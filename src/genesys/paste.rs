//! What a pasted text tells of a setup: a client id, a region, or a URL that holds them.

use url::Url;

use super::InputError;
use super::characters::{is_bracket, is_quote, is_sentence_end, is_wrapping};
use super::client_id::{ClientId, is_uuid, resembles_client_id};
use super::grant::Grant;
use super::redirect_uri::{PHONE_HOST, RedirectUri};
use super::region::Region;
use super::target::Deployment;

/// Longer than any URL that is pasted.
const LONGEST_INPUT: usize = 8192;

/// As much of a setup as a text tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The region of the table.
    pub region: Option<Region>,
    pub client_id: Option<ClientId>,
    /// The deployment in a debug init URL.
    pub deployment: Option<Deployment>,
    /// The redirect URI with which a login window asked.
    pub redirect_uri: Option<RedirectUri>,
    /// The grant with which it asked.
    pub grant: Option<Grant>,
    pub is_url: bool,
    /// Whether it is the address of a login window without its end, as a shell leaves it.
    pub is_cut: bool,
}

impl Pasted {
    /// A URL, a client id or a region.
    ///
    /// # Errors
    /// Where it is none of them. A text that may be a secret is not quoted.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        if let Some(url) = Self::of_url(text) {
            return url;
        }
        match (ClientId::pasted(text), Region::parse(text)) {
            (Ok(client_id), _) => Ok(Self::of_client_id(client_id)),
            (_, Ok(region)) => Ok(Self {
                region: Some(region),
                ..Self::default()
            }),
            (Err(error), _) if resembles_client_id(text) => Err(error),
            (_, Err(error)) => Err(error),
        }
    }

    /// A client id, alone or in a URL.
    ///
    /// # Errors
    /// Where there is no client id in it. A text that may be a secret is not quoted.
    pub fn with_client_id(text: &str) -> Result<Self, InputError> {
        match Self::of_url(text) {
            Some(url) => url,
            None => ClientId::pasted(text).map(Self::of_client_id),
        }
    }

    /// A URL, with or without its scheme; `None` if the text is none.
    #[must_use]
    pub fn of_url(text: &str) -> Option<Result<Self, InputError>> {
        if text.len() > LONGEST_INPUT {
            return None;
        }
        // What a redirect URI ends with is a part of it, however odd.
        let quoted = text.trim_matches(|c: char| c.is_whitespace() || is_quote(c));
        let bare = text.trim_matches(|c| is_wrapping(c) || is_sentence_end(c));
        let exact = as_url(quoted).filter(|url| !values(url, &["redirect_uri"]).is_empty());
        exact.or_else(|| as_url(bare)).map(|url| read(&url))
    }

    fn of_client_id(client_id: ClientId) -> Self {
        Self {
            client_id: Some(client_id),
            ..Self::default()
        }
    }
}

/// What a URL tells. It is never quoted, as it may carry a token. Only hosts of MiraBridge and Genesys Cloud tell more
/// than a client id.
fn read(url: &Url) -> Result<Pasted, InputError> {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let mut pasted = Pasted {
        is_url: true,
        client_id: client_id(url)?,
        ..Pasted::default()
    };
    if host == PHONE_HOST {
        let region = only(values(url, &["region"]), "several regions")?;
        let region = region.filter(|text| !text.starts_with(is_bracket));
        pasted.region = region.map(|text| Region::parse(&text)).transpose()?;
        let deployment = behind(url, &["deployment"]);
        pasted.deployment = deployment
            .map(|text| Deployment::parse(&text))
            .transpose()?;
    } else if let Some(region) = Region::of_host(host) {
        pasted.region = Some(region.clone());
        let uri = only(values(url, &["redirect_uri"]), "several redirect URIs")?;
        pasted.redirect_uri = uri.map(|text| RedirectUri::new(&text)).transpose()?;
        let grant = only(values(url, &["response_type"]), "several grants")?;
        pasted.grant = grant.map(|text| grant_of(&text)).transpose()?;
        let lacks = |name| values(url, &[name]).is_empty();
        pasted.is_cut =
            url.path() == "/oauth/authorize" && (lacks("redirect_uri") || lacks("response_type"));
    }
    if pasted.region.is_none() && pasted.client_id.is_none() {
        return Err(InputError::new(
            "the pasted URL holds neither a client id nor a region of Genesys Cloud",
        ));
    }
    Ok(pasted)
}

fn client_id(url: &Url) -> Result<Option<ClientId>, InputError> {
    let mut ids = values(url, &["client_id", "clientId"]);
    ids.extend(behind(
        url,
        &["oauth-clients", "authorized-apps", "clients"],
    ));
    if ids.is_empty() {
        ids.extend(in_the_admin_ui(url));
    }
    let id = only(ids, "several client ids")?;
    id.map(|id| ClientId::pasted(&id)).transpose()
}

fn only(mut values: Vec<String>, several: &str) -> Result<Option<String>, InputError> {
    values.dedup();
    match values.len() {
        0 | 1 => Ok(values.pop()),
        _ => Err(InputError::new(format!(
            "the pasted URL holds {several}: give the right one alone"
        ))),
    }
}

/// A URL, with or without its scheme.
fn as_url(text: &str) -> Option<Url> {
    let has_host = |(host, _): (&str, &str)| host.contains('.');
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let url = if scheme.is_some_and(|scheme| !scheme.contains('/')) {
        Url::parse(text)
    } else if text.split_once('/').is_some_and(has_host) {
        Url::parse(&format!("https://{text}"))
    } else {
        return None;
    };
    url.ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The grant of a response type (RFC 6749, 3.1.1).
fn grant_of(response_type: &str) -> Result<Grant, InputError> {
    match response_type {
        "token" => Ok(Grant::Implicit),
        "code" => Ok(Grant::Pkce),
        _ => Err(InputError::new(
            "the pasted URL has a response_type that is neither token nor code, so no grant of MiraBridge Phone",
        )),
    }
}

/// The values of a parameter, in the query or the fragment, whose client-side route may have a query of its own.
fn values(url: &Url, names: &[&str]) -> Vec<String> {
    let fragment = url.fragment().unwrap_or_default();
    let of_route = fragment
        .split_once('?')
        .map_or(fragment, |(_, query)| query);
    let pairs = pairs(url.query().unwrap_or_default()).into_iter();
    let pairs = pairs.chain(self::pairs(of_route));
    let named = pairs.filter(|(key, _)| names.iter().any(|name| key.eq_ignore_ascii_case(name)));
    named.map(|(_, value)| value).collect()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

/// The segment behind one of these in the path, or in the fragment, which is a path of its own in the admin UI.
fn behind(url: &Url, names: &[&str]) -> Option<String> {
    let paths = [url.path(), url.fragment().unwrap_or_default()];
    paths.into_iter().find_map(|path| {
        let mut segments = path.split(['/', '?']);
        segments.find(|segment| names.contains(segment))?;
        segments.next().map(str::to_owned)
    })
}

/// The id of the client that is open in the admin UI.
fn in_the_admin_ui(url: &Url) -> Option<String> {
    let mut segments = url.fragment()?.split(['/', '?']);
    segments.find(|segment| *segment == "oauth")?;
    segments.find(|segment| is_uuid(segment)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";

    /// Region, deployment, redirect URI and grant, as far as they are told, with hyphens for what is not.
    fn told(text: &str) -> String {
        let pasted = Pasted::parse(text).expect(text);
        let id = pasted.client_id.expect("a client id");
        assert_eq!(id.as_str(), ID, "{text}");
        let parts = [
            pasted.region.as_ref().map(Region::domain),
            pasted.deployment.as_ref().map(Deployment::as_str),
            pasted.redirect_uri.as_ref().map(RedirectUri::as_str),
            pasted.grant.map(Grant::name),
        ];
        parts.map(|part| part.unwrap_or("-")).join(" ")
    }

    fn refused(text: &str) -> String {
        Pasted::with_client_id(text).expect_err(text).to_string()
    }

    #[test]
    fn a_url_tells_what_it_holds() {
        const AUTHORIZE: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=";
        for (text, expected) in [
            (ID.to_owned(), "- - - -"),
            (
                format!("{AUTHORIZE}{ID}&response_type=token&redirect_uri=https%3A%2F%2Fx"),
                "mypurecloud.de - https://x implicit",
            ),
            (
                format!(
                    "https://login.mypurecloud.de/#/authenticate?client_id={ID}&redirect_uri=https://x"
                ),
                "mypurecloud.de - https://x -",
            ),
            (
                format!(
                    "login.usw2.pure.cloud/oauth/authorize?response_type=token&client_id={ID}&redirect_uri=https://x"
                ),
                "usw2.pure.cloud - https://x implicit",
            ),
            (
                format!("https://apps.mypurecloud.de/directory/#/admin/integrations/oauth/{ID}"),
                "mypurecloud.de - - -",
            ),
            (
                format!(
                    "\u{201c}https://LOGIN.mypurecloud.de/oauth/authorize?CLIENT_ID=%20{ID}\u{201d}"
                ),
                "mypurecloud.de - - -",
            ),
            (
                format!("https://login.new1.pure.cloud/oauth/authorize?client_id={ID}"),
                "- - - -",
            ),
            (
                format!(
                    "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=mypurecloud.com.au&clientId={ID}&enableDebug=true"
                ),
                "mypurecloud.com.au main - -",
            ),
            (
                format!(
                    "https://phone.mirabridge.cloud/api/v1/deployment/test-2/init?region={{REGION}}&clientId={ID}"
                ),
                "- test-2 - -",
            ),
            (
                format!(
                    "https://apps.mypurecloud.jp/directory/#/admin/integrations/oauth-clients/{ID}"
                ),
                "mypurecloud.jp - - -",
            ),
            (
                format!(
                    "https://apps.mypurecloud.jp/directory/#/admin/x/authorized-apps/{ID}/roles?y"
                ),
                "mypurecloud.jp - - -",
            ),
            (
                format!("https://api.mypurecloud.com/api/v2/oauth/clients/{ID}"),
                "mypurecloud.com - - -",
            ),
            // What stands in a foreign URL says nothing of the region.
            (
                format!(
                    "https://evil.example/?region=mypurecloud.de&client_id={ID}&redirect_uri=https://x"
                ),
                "- - - -",
            ),
            (
                format!("https://login.mypurecloud.de@evil.example/?client_id={ID}"),
                "- - - -",
            ),
        ] {
            assert_eq!(told(&text), expected, "{text}");
        }
    }

    #[test]
    fn the_redirect_uri_of_a_login_window_is_taken_byte_for_byte() {
        for (address, expected) in [
            (
                "\"https://login.mypurecloud.de./oauth/authorize?client_id={ID}&response_type=token&redirect_uri=https://x?crm=a).\"",
                "mypurecloud.de - https://x?crm=a). implicit",
            ),
            (
                "https://login.mypurecloud.de/oauth/authorize?client_id={ID}&response_type=code&redirect_uri=https://x%252F",
                "mypurecloud.de - https://x%2F pkce",
            ),
            (
                "https://login.mypurecloud.de/oauth/authorize?client_id={ID}&response_type=token&state=https%3A%2F%2Fy%2F%3Fredirect_uri%3Dhttps%3A%2F%2Fz",
                "mypurecloud.de - - implicit",
            ),
        ] {
            assert_eq!(told(&address.replace("{ID}", ID)), expected, "{address}");
        }
    }

    #[test]
    fn a_region_is_told_by_its_name_or_by_a_url() {
        for text in [
            "mypurecloud.de",
            "Europe (Frankfurt)",
            "https://apps.mypurecloud.de/directory/",
        ] {
            let pasted = Pasted::parse(text).expect(text);
            assert_eq!(
                pasted.region.as_ref().map(Region::domain),
                Some("mypurecloud.de")
            );
            assert_eq!(pasted.client_id, None);
        }
    }

    #[test]
    fn what_is_open_is_not_guessed() {
        const LOGIN: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=";
        for (text, message) in [
            (
                format!("{LOGIN}{ID}&client_id=x"),
                "the pasted URL holds several client ids: give the right one alone",
            ),
            (
                format!("{LOGIN}{ID}&redirect_uri=https://a&redirect_uri=https://b"),
                "the pasted URL holds several redirect URIs: give the right one alone",
            ),
            (
                format!("{LOGIN}{{CLIENT_ID}}"),
                "CLIENT_ID is a placeholder: put the client id in its place",
            ),
            (
                format!(
                    "https://phone.mirabridge.cloud/api/v1/deployment/a%2Fb/init?clientId={ID}"
                ),
                "character 2 of the deployment is '%', and only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                format!("{LOGIN}{ID}&redirect_uri=https://a&response_type=tokens"),
                "the pasted URL has a response_type that is neither token nor code, so no grant of MiraBridge Phone",
            ),
            (
                format!("{LOGIN}{ID}&redirect_uri=https://jdoe:secret@a/"),
                "the redirect URI holds a login (USER:PASSWORD@) or a token, which it must not; it is not shown",
            ),
            (
                format!(
                    "https://phone.mirabridge.cloud./init?region=mypurecloud.dee&clientId={ID}"
                ),
                "\"mypurecloud.dee\" is not a Genesys Cloud region; did you mean mypurecloud.de?",
            ),
            (
                "https://evil.example/#access_token=x".to_owned(),
                "the pasted URL holds neither a client id nor a region of Genesys Cloud",
            ),
        ] {
            assert_eq!(refused(&text), message);
        }
    }

    #[test]
    fn a_secret_in_a_url_is_not_quoted() {
        const SECRET: &str = "aB3_xYz-0123456789abcdefghijklmnopqrstuvwxy";
        for url in [
            format!("https://login.mypurecloud.de/?client_id={SECRET}"),
            format!("https://evil.example/#access_token={SECRET}"),
            format!("https://jdoe:{SECRET}@evil.example/"),
        ] {
            let message = refused(&url);
            assert!(!message.contains("aB3"), "{message}");
        }
    }

    proptest! {
        // Fifteen addresses each.
        #![proptest_config(proptest::test_runner::Config { cases: 24, ..Default::default() })]
        #[test]
        fn never_panics_and_never_prints_raw_text(before in any::<String>(), after in any::<String>()) {
            for middle in ["client_id=", "/oauth-clients/", "https://", "region=", "redirect_uri=%25"] {
                for start in ["", "https://login.mypurecloud.de/", "https://phone.mirabridge.cloud/deployment/"] {
                    if let Err(error) = Pasted::parse(&format!("{start}{before}{middle}{after}")) {
                        let shown = error.to_string();
                        prop_assert!(shown.chars().all(|c| matches!(c, ' '..='~' | '…')), "{shown:?}");
                    }
                }
            }
        }
    }
}
