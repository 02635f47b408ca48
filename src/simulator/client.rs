//! A registered OAuth client, and what an authorization server finds when it looks at a request.

use super::request::AuthorizeRequest;
use super::response::Response;
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
    /// What is found of a request in the name of this client.
    pub(crate) fn examine(&self, request: &AuthorizeRequest) -> Finding {
        let region = request.region.domain();
        let response_type = request.response_type.as_str();
        let uri = request.redirect_uri.as_str();
        let has_uri = (self.redirect_uris.iter()).any(|own| own.replace("{REGION}", region) == uri);
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

/// The replies of one server. Servers that do not tell cases apart have the same reply twice.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// To a right request.
    pub accepted: Reply,
    /// To an unknown client.
    pub unknown_client: Reply,
    /// To a redirect URI that is not registered.
    pub unknown_uri: Reply,
    /// To a grant that the client does not have.
    pub wrong_grant: Reply,
    /// To PKCE without a code challenge.
    pub no_challenge: Reply,
    /// To a scope that the client does not have.
    pub wrong_scope: Reply,
}

/// One reply.
#[derive(Debug, Clone, Copy)]
pub enum Reply {
    /// A redirect to the login page of Genesys Cloud.
    Login,
    /// A redirect to the error page of Genesys Cloud, with this key.
    ErrorKey(&'static str),
    /// A redirect back to the redirect URI, with these parameters.
    Bounce(&'static str),
    /// Anything else.
    Custom(fn(&AuthorizeRequest) -> Response),
}

/// Genesys Cloud, as far as it is known.
pub const GENESYS: Profile = Profile {
    accepted: Reply::Login,
    unknown_client: Reply::ErrorKey("invalidClientId"),
    unknown_uri: Reply::ErrorKey("invalidClientId"),
    wrong_grant: Reply::Bounce("error=unauthorized_client"),
    no_challenge: Reply::Bounce("error=invalid_request&error_description=code_challenge+required"),
    wrong_scope: Reply::Bounce(
        "error=invalid_scope&description=one+or+more+scopes+are+not+allowed+for+this+client",
    ),
};

impl Profile {
    /// A server that gives everybody the same reply.
    #[must_use]
    pub const fn same_for_all(reply: Reply) -> Self {
        Self {
            accepted: reply,
            unknown_client: reply,
            unknown_uri: reply,
            wrong_grant: reply,
            no_challenge: reply,
            wrong_scope: reply,
        }
    }

    pub(crate) fn reply_to(&self, finding: Finding) -> Reply {
        match finding {
            Finding::Right => self.accepted,
            Finding::UnknownClient => self.unknown_client,
            Finding::UnknownUri => self.unknown_uri,
            Finding::WrongGrant => self.wrong_grant,
            Finding::NoChallenge => self.no_challenge,
            Finding::WrongScope => self.wrong_scope,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTH_WINDOW, DOCUMENTED, Finding, INDEX, PHONE};
    use crate::genesys::{RedirectUri, Region};
    use crate::simulator::request::{AuthorizeRequest, Request};
    use crate::simulator::respond::VirtualHost;

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
            assert_eq!(DOCUMENTED.examine(&request), found, "{host} {query}");
        }
    }
}
