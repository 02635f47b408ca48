//! A simulated organization, as plain data.

use super::response::Response;
use crate::genesys::Region;
use serde_json::Value;

/// An organization, and what its Platform API answers.
#[derive(Debug, Clone, Copy)]
pub struct Organization {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The token that brings it about.
    pub token: &'static str,
    /// What it shows, in plain words and one line.
    pub shows: &'static str,
    /// Its clients in the form of the Platform API.
    pub clients: fn(&Region) -> Vec<Value>,
    /// What it answers in another way than Genesys Cloud would.
    pub otherwise: fn(&ApiRequest) -> Option<Response>,
}

/// A request with a token of an organization.
#[derive(Debug)]
pub struct ApiRequest {
    pub region: &'static Region,
    pub path: String,
    pub query: String,
    /// How often it came.
    pub serial: u64,
}

impl Organization {
    /// The secret of its client for administrators, which is exchanged for its token.
    #[must_use]
    pub fn secret(&self) -> String {
        format!("secret-for-{}", self.token)
    }
}
