use crate::setup::{ClientId, Deployment, Grant, RedirectUri, Region, Target};
use std::path::PathBuf;

/// What a report is about: a target that was asked for, or as much of one as a copy of a registration tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The region the client is expected in.
    pub region: Region,
    /// The id of the client, where it is known.
    pub client_id: Option<ClientId>,
    /// The deployment of MiraBridge Phone, where it matters.
    pub deployment: Option<Deployment>,
    /// The grant the client is expected to have.
    pub grant: Grant,
    /// The redirect URIs it is expected to have.
    pub redirect_uris: Vec<RedirectUri>,
    /// The debug init URL, which needs a client id and a deployment.
    pub init_url: Option<String>,
    /// The file that names the client or its redirect URIs, as it was given.
    pub named_in: Option<PathBuf>,
}

impl From<&Target> for About {
    fn from(target: &Target) -> Self {
        Self {
            region: target.region().clone(),
            client_id: Some(target.client_id().clone()),
            deployment: Some(target.deployment().clone()),
            grant: target.grant(),
            redirect_uris: target.redirect_uris().to_vec(),
            init_url: Some(target.init_url()),
            named_in: None,
        }
    }
}
