//! How a service words what it finds: one reply for each verdict.

use super::client::Verdict;
use super::reply::{Login, Reply};

/// The replies of one service. Servers that do not tell cases apart have the same reply twice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) accepted: Reply,
    pub(crate) unknown_client: Reply,
    pub(crate) unknown_uri: Reply,
    pub(crate) wrong_grant: Reply,
    pub(crate) no_challenge: Reply,
    pub(crate) wrong_scope: Reply,
    /// Hosts that cannot exist are turned down before the client is looked at.
    pub(crate) distrusts_invalid_hosts: bool,
}

/// Genesys Cloud, as far as it is known.
pub(crate) const GENESYS: Manner = Manner {
    accepted: Reply::Login(Login {
        status: 302,
        relative: false,
        fragment: "#/authenticate",
    }),
    unknown_client: Reply::ErrorKey("invalidClientId"),
    unknown_uri: Reply::ErrorKey("invalidClientId"),
    wrong_grant: Reply::Bounce("error=unauthorized_client"),
    no_challenge: Reply::Bounce("error=invalid_request&error_description=code_challenge+required"),
    wrong_scope: Reply::Bounce(
        "error=invalid_scope&description=one+or+more+scopes+are+not+allowed+for+this+client",
    ),
    distrusts_invalid_hosts: false,
};

impl Manner {
    /// A service that answers everybody alike.
    pub(crate) const fn alike(reply: Reply) -> Self {
        Self {
            accepted: reply,
            unknown_client: reply,
            unknown_uri: reply,
            wrong_grant: reply,
            no_challenge: reply,
            wrong_scope: reply,
            distrusts_invalid_hosts: false,
        }
    }

    /// A service that lets the right ones in and has one refusal for the unknown client and
    /// another for the unknown redirect URI.
    pub(crate) const fn strange(accepted: Reply, client: Reply, uri: Reply) -> Self {
        Self {
            accepted,
            unknown_client: client,
            unknown_uri: uri,
            ..GENESYS
        }
    }

    /// The same, which says also of a client with the wrong grant or scope what it says when all
    /// is well: it looks at neither.
    pub(crate) const fn short_sighted(client: Reply, uri: Reply, rest: Reply) -> Self {
        Self {
            unknown_client: client,
            unknown_uri: uri,
            ..Self::alike(rest)
        }
    }

    pub(crate) fn reply_to(&self, verdict: Verdict) -> Reply {
        match verdict {
            Verdict::Accepted => self.accepted,
            Verdict::UnknownClient => self.unknown_client,
            Verdict::UnknownUri => self.unknown_uri,
            Verdict::WrongGrant => self.wrong_grant,
            Verdict::NoChallenge => self.no_challenge,
            Verdict::WrongScope => self.wrong_scope,
        }
    }
}
