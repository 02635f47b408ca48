//! What an audit is to find out, and by which way its token came.

use super::Baseline;
use crate::genesys::{ClientId, Grant, Region};
use crate::platform_api::Credentials;

/// By which way the token came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Environment,
    Stdin,
    ClientCredentials,
    /// That of the simulator.
    Simulated,
}

impl TokenKind {
    /// As reports for programs name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Environment => "access_token",
            Self::Stdin => "stdin",
            Self::ClientCredentials => "client_credentials",
            Self::Simulated => "simulated",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Environment => "from GENESYSCLOUD_ACCESS_TOKEN",
            Self::Stdin => "from stdin",
            Self::ClientCredentials => {
                "in exchange for GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET"
            }
            Self::Simulated => "of the simulator",
        }
    }
}

/// What is to be found out, and with which token.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) region: Region,
    /// The one client that is asked for; without it, every one that looks like MiraBridge's.
    pub(crate) client_id: Option<ClientId>,
    /// The grant that a client should have.
    pub(crate) grant: Grant,
    /// The days of which the usage is counted, if it is.
    pub(crate) days: Option<u8>,
    /// The earlier report that the clients are compared with, if one is given.
    pub(crate) baseline: Option<Baseline>,
    pub(crate) credentials: Credentials,
    pub(crate) token: TokenKind,
}
