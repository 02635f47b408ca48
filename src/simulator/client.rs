//! A registered OAuth client, and what an authorization server finds when it looks at a request.

use super::request::AuthorizeRequest;
use crate::genesys::Grant;

/// The documented redirect URIs; {REGION} stands for the domain of the region that is asked.
pub const PHONE: &str = "https://phone.mirabridge.cloud";
/// The page of the application.
pub const INDEX: &str = "https://apps.{REGION}/crm/index.html";
/// The window to sign in.
pub const AUTH_WINDOW: &str = "https://apps.{REGION}/crm/authWindow.html";

/// How a client is registered.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    /// The domains of its regions. A real client has one; two is what must confuse a checker.
    pub regions: &'static [&'static str],
    /// What it may use.
    pub grants: &'static [Grant],
    /// Compared byte for byte, but for {REGION}.
    pub redirect_uris: &'static [&'static str],
    /// The scopes that it may ask for; a request without any is right too.
    pub scopes: &'static [&'static str],
}

/// The client as the documentation says to register it.
pub const DOCUMENTED: Client = Client {
    regions: &["mypurecloud.de"],
    grants: &[Grant::Implicit],
    redirect_uris: &[PHONE, INDEX, AUTH_WINDOW],
    scopes: &["conversations:readonly"],
};

/// What the server finds; the first that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    UnknownClient,
    UnknownUri,
    WrongGrant,
    NoChallenge,
    WrongScope,
    Right,
}

impl Client {
    /// What is found of a request in the name of this client; `registered` replaces its redirect URIs.
    pub(crate) fn examine(
        &self,
        request: &AuthorizeRequest,
        registered: Option<&[String]>,
    ) -> Finding {
        let region = request.region.domain();
        let response_type = request.response_type.as_str();
        let uri = request.redirect_uri.as_str();
        let has_uri = registered.map_or_else(
            || (self.redirect_uris.iter()).any(|own| own.replace("{REGION}", region) == uri),
            |registered| registered.iter().any(|own| own == uri),
        );
        if !self.regions.contains(&region) {
            Finding::UnknownClient
        } else if !has_uri {
            Finding::UnknownUri
        } else if !(self.grants.iter()).any(|grant| grant.response_type() == response_type) {
            Finding::WrongGrant
        } else if request.wants_code() && !request.challenge {
            Finding::NoChallenge
        } else if !(request.scope.split_whitespace()).all(|scope| self.scopes.contains(&scope)) {
            Finding::WrongScope
        } else {
            Finding::Right
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTH_WINDOW, DOCUMENTED, Finding, INDEX, PHONE};
    use crate::genesys::{RedirectUri, Region};
    use crate::simulator::request::{AuthorizeRequest, Request};
    use crate::simulator::virtual_host::VirtualHost;

    #[test]
    fn the_redirect_uris_are_those_of_the_setup() {
        for region in Region::all() {
            let ours = [PHONE, INDEX, AUTH_WINDOW].map(|u| u.replace("{REGION}", region.domain()));
            let theirs = RedirectUri::documented(region);
            assert_eq!(
                ours.each_ref().map(String::as_str),
                theirs.each_ref().map(RedirectUri::as_str)
            );
        }
    }

    #[test]
    fn a_request_is_right_only_if_all_of_it_is() {
        let right = "response_type=token&redirect_uri=https://apps.mypurecloud.de/crm/index.html";
        for (host, query, found) in [
            ("login.mypurecloud.de", right.to_owned(), Finding::Right),
            (
                "login.mypurecloud.de",
                format!("{right}&scope=conversations:readonly"),
                Finding::Right,
            ),
            (
                "login.mypurecloud.de",
                format!("{right}&scope=users"),
                Finding::WrongScope,
            ),
            (
                "login.mypurecloud.ie",
                right.to_owned(),
                Finding::UnknownClient,
            ),
            (
                "login.mypurecloud.de",
                right.replace("index", "Index"),
                Finding::UnknownUri,
            ),
            (
                "login.mypurecloud.de",
                format!("{right}/"),
                Finding::UnknownUri,
            ),
            (
                "login.mypurecloud.de",
                right.replace("token", "code"),
                Finding::WrongGrant,
            ),
        ] {
            let Some(VirtualHost::Login(region)) = VirtualHost::named(host) else {
                panic!("{host} is a login host");
            };
            let request = Request::get(&format!("https://{host}/oauth/authorize?{query}"));
            let request = AuthorizeRequest::new(&request, region);
            assert_eq!(DOCUMENTED.examine(&request, None), found, "{host} {query}");
        }
    }
}
