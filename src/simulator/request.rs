//! What the simulator was asked, as plain data.

use super::random_ids::RandomIds;
use crate::genesys::{Grant, Region};
use url::{Url, form_urlencoded};

/// One HTTP request. Two equal ones differ in their serial number, so that their answers have different ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) serial: u64,
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: String,
}

impl Request {
    /// The decoded value of a query parameter; the first, where it is given twice.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// A request to the authorize endpoint.
#[derive(Debug)]
pub struct AuthorizeRequest {
    /// The region whose login host is asked.
    pub region: &'static Region,
    /// Its client id.
    pub client_id: String,
    /// Its redirect URI.
    pub redirect_uri: String,
    /// Its response type.
    pub response_type: String,
    /// Whether it has a code challenge, which PKCE needs.
    pub challenge: bool,
    /// Its scopes, separated by blanks.
    pub scope: String,
    /// Its state, which the way back repeats.
    pub state: Option<String>,
    pub(crate) ids: RandomIds,
}

impl AuthorizeRequest {
    pub(crate) fn new(request: &Request, region: &'static Region) -> Self {
        let parameter = |name| request.parameter(name).unwrap_or_default();
        Self {
            region,
            client_id: parameter("client_id"),
            redirect_uri: parameter("redirect_uri"),
            response_type: parameter("response_type"),
            challenge: !parameter("code_challenge").is_empty(),
            scope: parameter("scope"),
            state: request.parameter("state"),
            ids: RandomIds::new(request),
        }
    }

    pub(crate) fn wants_code(&self) -> bool {
        self.response_type == Grant::Pkce.response_type()
    }

    /// The address that sends the browser back with these parameters. Like real servers, this parses the redirect URI
    /// first, which gives a bare host its slash. None if it is no address.
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

#[cfg(test)]
impl Request {
    /// A GET of this address.
    pub(crate) fn get(address: &str) -> Self {
        let url = Url::parse(address).expect("tests ask for addresses that parse");
        Self {
            serial: 0,
            method: "GET".to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            path: url.path().to_owned(),
            query: url.query().unwrap_or_default().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AuthorizeRequest, Request};
    use crate::genesys::Region;

    #[test]
    fn parameters_are_decoded_and_the_first_one_counts() {
        let request = Request::get("https://login.mypurecloud.de/x?a=1%2F+2&a=3");
        assert_eq!(request.parameter("a").as_deref(), Some("1/ 2"));
        assert_eq!(request.parameter("b"), None);
    }

    #[test]
    fn the_way_back_has_a_slash_behind_a_bare_host_and_a_code_in_the_query() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let region = Region::all()
            .iter()
            .find(|known| known.domain() == region.domain());
        let way_back = |query: &str| {
            let address = format!("https://login.mypurecloud.de/oauth/authorize?{query}");
            let request = AuthorizeRequest::new(&Request::get(&address), region.expect("known"));
            request.way_back("error=e").expect("an address")
        };
        assert_eq!(
            way_back("redirect_uri=https://a.example&response_type=token"),
            "https://a.example/#error=e"
        );
        assert_eq!(
            way_back("redirect_uri=https://a.example&response_type=code&state=a%26b"),
            "https://a.example/?error=e&state=a%26b"
        );
        assert_eq!(
            way_back("redirect_uri=https://a.example/x?y&response_type=code"),
            "https://a.example/x?y&error=e"
        );
    }
}
