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

/// What a server makes of a request; the first that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestVerdict {
    UnknownClient,
    UnknownUri,
    WrongGrant,
    NoChallenge,
    WrongScope,
    Right,
}

impl Client {
    /// What is found of a request in the name of this client.
    pub(crate) fn examine(&self, request: &AuthorizeRequest) -> RequestVerdict {
        let region = request.region.domain();
        let response_type = request.response_type.as_str();
        let uri = request.redirect_uri.as_str();
        let has_uri = (self.redirect_uris.iter()).any(|own| own.replace("{REGION}", region) == uri);
        if !self.regions.contains(&region) {
            RequestVerdict::UnknownClient
        } else if !has_uri {
            RequestVerdict::UnknownUri
        } else if !(self.grants.iter()).any(|grant| grant.response_type() == response_type) {
            RequestVerdict::WrongGrant
        } else if request.wants_code() && !request.challenge {
            RequestVerdict::NoChallenge
        } else if !(request.scope.split_whitespace()).all(|scope| self.scopes.contains(&scope)) {
            RequestVerdict::WrongScope
        } else {
            RequestVerdict::Right
        }
    }
}

/// The replies of one server. Servers that do not tell cases apart have the same reply twice.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// To a right request.
    pub accepted: ScriptedReply,
    /// To an unknown client.
    pub unknown_client: ScriptedReply,
    /// To a redirect URI that is not registered.
    pub unknown_uri: ScriptedReply,
    /// To a grant that the client does not have.
    pub wrong_grant: ScriptedReply,
    /// To PKCE without a code challenge.
    pub no_challenge: ScriptedReply,
    /// To a scope that the client does not have.
    pub wrong_scope: ScriptedReply,
}

/// One reply.
#[derive(Debug, Clone, Copy)]
pub enum ScriptedReply {
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
    accepted: ScriptedReply::Login,
    unknown_client: ScriptedReply::ErrorKey("invalidClientId"),
    unknown_uri: ScriptedReply::ErrorKey("invalidClientId"),
    wrong_grant: ScriptedReply::Bounce("error=unauthorized_client"),
    no_challenge: ScriptedReply::Bounce(
        "error=invalid_request&error_description=code_challenge+required",
    ),
    wrong_scope: ScriptedReply::Bounce(
        "error=invalid_scope&description=one+or+more+scopes+are+not+allowed+for+this+client",
    ),
};

impl Profile {
    /// A server that gives everybody the same reply.
    #[must_use]
    pub const fn same_for_all(reply: ScriptedReply) -> Self {
        Self {
            accepted: reply,
            unknown_client: reply,
            unknown_uri: reply,
            wrong_grant: reply,
            no_challenge: reply,
            wrong_scope: reply,
        }
    }

    pub(crate) fn reply_to(&self, verdict: RequestVerdict) -> ScriptedReply {
        match verdict {
            RequestVerdict::Right => self.accepted,
            RequestVerdict::UnknownClient => self.unknown_client,
            RequestVerdict::UnknownUri => self.unknown_uri,
            RequestVerdict::WrongGrant => self.wrong_grant,
            RequestVerdict::NoChallenge => self.no_challenge,
            RequestVerdict::WrongScope => self.wrong_scope,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTH_WINDOW, DOCUMENTED, INDEX, PHONE, RequestVerdict};
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
            (
                "login.mypurecloud.de",
                right.to_owned(),
                RequestVerdict::Right,
            ),
            (
                "login.mypurecloud.de",
                format!("{right}&scope=conversations:readonly"),
                RequestVerdict::Right,
            ),
            (
                "login.mypurecloud.de",
                format!("{right}&scope=users"),
                RequestVerdict::WrongScope,
            ),
            (
                "login.mypurecloud.ie",
                right.to_owned(),
                RequestVerdict::UnknownClient,
            ),
            (
                "login.mypurecloud.de",
                right.replace("index", "Index"),
                RequestVerdict::UnknownUri,
            ),
            (
                "login.mypurecloud.de",
                format!("{right}/"),
                RequestVerdict::UnknownUri,
            ),
            (
                "login.mypurecloud.de",
                right.replace("token", "code"),
                RequestVerdict::WrongGrant,
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
