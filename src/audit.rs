//! What an organization itself says of its OAuth clients, with an administrator's token: asked at its Platform API, compared
//! with what MiraBridge Phone needs, and recorded.
//!
//! Plan → requests → answers → clients → findings → report; all but asking is a function of the answers.

mod answer;
mod answers;
mod ask;
mod authorized;
mod baseline;
mod call;
mod checks;
mod choice;
mod client;
mod registered;
mod report;
mod secret;
#[cfg(test)]
mod tests;
mod usage;

pub(crate) use answer::Read;
pub(crate) use ask::{gather, registration};
pub(crate) use baseline::Baseline;
pub(crate) use checks::ids;
pub(crate) use checks::own_rules;
#[cfg(test)]
pub(crate) use checks::testing;
pub(crate) use registered::{Registered, is_absent, registered};
pub(crate) use report::Audit;
pub(crate) use secret::{Credentials, Secret};

use crate::genesys::{ClientId, Grant, Region, Target};

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
    fn name(self) -> &'static str {
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
                "with GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET"
            }
            Self::Simulated => "of the simulator",
        }
    }
}

/// What is to be found out, and with which token. A check wants to know of its client alone.
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

impl Plan {
    /// That of a check, which asks for its client alone.
    pub(crate) fn of_check(target: &Target, credentials: Credentials, token: TokenKind) -> Self {
        Self {
            region: target.region().clone(),
            client_id: Some(target.client_id().clone()),
            grant: target.grant(),
            days: None,
            baseline: None,
            credentials,
            token,
        }
    }

    /// The options that say the same on the command line, without the region.
    fn options(&self) -> String {
        let id = self.client_id.as_ref();
        let id = id.map_or_else(String::new, |id| format!(" --client-id {id}"));
        let grant = match self.grant {
            Grant::Implicit => "",
            Grant::Pkce => " --grant pkce",
        };
        id + grant
    }
}
