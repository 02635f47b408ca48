//! What the simulator was asked, as plain data.

use crate::genesys::{Grant, Region};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use url::{Url, form_urlencoded};

/// One HTTP request. Two equal ones differ in their serial number, so that their answers have different ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) serial: u64,
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// The header of this name; empty where there is none.
    pub(crate) authorization: String,
    pub(crate) body: String,
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
            authorization: String::new(),
            body: String::new(),
        }
    }
}

/// The ids of one answer. They follow from the request and its serial number: equal runs get equal ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RandomIds([u8; 32]);

impl RandomIds {
    pub(crate) fn new(request: &Request) -> Self {
        let Request {
            serial,
            host,
            path,
            query,
            ..
        } = request;
        Self(sha256(format!("{serial} {host} {path} {query}").as_bytes()))
    }

    /// 43 characters, as long as those of Genesys Cloud. They carry the beginning of the client id under a mask, because
    /// the login page is asked for by this id alone and nothing is remembered.
    pub(crate) fn rid(&self, client_id: &str) -> String {
        let mut bytes = self.0;
        let carried = beginning(client_id) ^ mask(&bytes);
        bytes[30..].copy_from_slice(&carried.to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// 43 characters of the alphabet that rids are made of.
    pub(crate) fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(sha256(&self.0))
    }

    pub(crate) fn uuid(&self) -> String {
        let bytes = self.0.first_chunk().expect("there are 32 bytes");
        uuid::Uuid::from_bytes(*bytes).to_string()
    }
}

/// Whether a rid was made for this client id.
pub(crate) fn is_for(rid: &str, client_id: &str) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(rid).ok();
    bytes
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .is_some_and(|bytes| {
            let carried = u16::from_be_bytes([bytes[30], bytes[31]]);
            carried ^ mask(&bytes) == beginning(client_id)
        })
}

/// The first four digits of a client id.
fn beginning(client_id: &str) -> u16 {
    let digits = client_id.get(..4).unwrap_or_default();
    u16::from_str_radix(digits, 16).unwrap_or_default()
}

fn mask(bytes: &[u8; 32]) -> u16 {
    let hash = sha256(&bytes[..30]);
    u16::from_be_bytes([hash[0], hash[1]])
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let hash = digest(&SHA256, bytes);
    hash.as_ref().try_into().expect("SHA-256 gives 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::{AuthorizeRequest, RandomIds, Request, is_for};
    use crate::genesys::Region;

    #[test]
    fn parameters_are_decoded_and_the_first_one_counts() {
        let request = Request::get("https://login.mypurecloud.de/x?a=1%2F+2&a=3");
        assert_eq!(request.parameter("a").as_deref(), Some("1/ 2"));
        assert_eq!(request.parameter("b"), None);
    }

    #[test]
    fn the_way_back_has_a_slash_behind_a_bare_host_and_a_code_in_the_query() {
        let region = Region::listed("mypurecloud.de");
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

    #[test]
    fn equal_requests_get_different_ids_and_every_rid_knows_its_client() {
        let one = Request::get("https://login.mypurecloud.de/oauth/authorize?client_id=a");
        let two = Request {
            serial: 1,
            ..one.clone()
        };
        let (one, two) = (RandomIds::new(&one), RandomIds::new(&two));
        let rids = [one.rid("c802dd59"), two.rid("c802dd59")];
        assert_ne!(rids[0], rids[1]);
        assert_eq!(rids[0].len(), 43);
        assert!(rids.iter().all(|rid| is_for(rid, "c802dd59")));
        assert!(!is_for(&rids[0], "c803dd59") && !is_for("short", "c802dd59"));
        let uuid = one.uuid();
        let parts: Vec<_> = uuid.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12]);
        assert_ne!(one.token(), two.token());
    }
}
