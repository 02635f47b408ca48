//! How an authorization server words what it finds.

use super::client::Finding;
use super::request::AuthorizeRequest;
use super::response::Response;

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
