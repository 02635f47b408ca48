//! A request to the authorize endpoint, understood.

use super::fresh::Fresh;
use super::request::Request;
use super::scenario::{self, Scenario};
use crate::genesys::{Grant, Region};
use url::{Url, form_urlencoded};

/// Who asks for what, and in which scenario.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) request: &'a Request,
    pub(crate) fresh: Fresh,
    pub(crate) region: &'static Region,
    pub(crate) scenario: &'static Scenario,
    pub(crate) number: u16,
    /// The client id is the one by which a check finds out how unknown clients are answered.
    pub(crate) client_control: bool,
    pub(crate) redirect_uri: String,
    pub(crate) response_type: String,
    pub(crate) challenge: bool,
    pub(crate) scope: String,
    pub(crate) state: Option<String>,
}

impl<'a> Asked<'a> {
    pub(crate) fn of(request: &'a Request, region: &'static Region) -> Self {
        let parameter = |name| request.parameter(name).unwrap_or_default();
        let found = scenario::of_client(&parameter("client_id"));
        Self {
            request,
            fresh: Fresh::of(request),
            region,
            scenario: found.scenario,
            number: found.number,
            client_control: found.client_control,
            redirect_uri: parameter("redirect_uri"),
            response_type: parameter("response_type"),
            challenge: !parameter("code_challenge").is_empty(),
            scope: parameter("scope"),
            state: request.parameter("state"),
        }
    }

    /// The redirect URI is one that nobody can have registered, by which a check finds out how
    /// unregistered URIs are answered.
    pub(crate) fn redirect_control(&self) -> bool {
        let url = Url::parse(&self.redirect_uri).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        host.rsplit('.').next() == Some("invalid")
    }

    pub(crate) fn wants_code(&self) -> bool {
        self.response_type == Grant::Pkce.response_type()
    }

    /// The address that sends the browser back with these parameters. Like real servers, this
    /// parses the redirect URI first, which gives a bare host its slash. None if it is no address.
    pub(crate) fn way_back(&self, parameters: &str) -> Option<String> {
        let uri = Url::parse(&self.redirect_uri).ok()?;
        let sign = match (self.wants_code(), uri.query()) {
            (false, _) => '#',
            (true, None) => '?',
            (true, Some(_)) => '&',
        };
        let mut address = format!("{uri}{sign}{parameters}");
        if let Some(state) = &self.state {
            address.push_str("&state=");
            address.extend(form_urlencoded::byte_serialize(state.as_bytes()));
        }
        Some(address)
    }
}
