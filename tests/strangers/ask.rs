//! What a request asks, as the server sees it.

use crate::world::{CLIENT_ID, HOME};
use mirabridge_oauth::probe::Probe;
use url::Url;

/// Which redirect URI a request names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uri {
    /// One of those that are needed, by its place.
    Needed(usize),
    /// The redirect control, which nobody can have registered.
    Control,
    /// Anything else: a slip of one that is needed.
    Slip,
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// How many requests came before it.
    pub(crate) number: usize,
    pub(crate) url: Url,
    pub(crate) carries_cookies: bool,
}

impl Ask {
    pub(crate) fn new(probe: &Probe, number: usize) -> Self {
        Self {
            number,
            url: Url::parse(&probe.url).expect("a probe asks for a URL"),
            carries_cookies: !probe.cookies.is_empty(),
        }
    }

    /// Whether it goes to an authorization endpoint, in whatever region.
    pub(crate) fn is_authorization(&self) -> bool {
        self.host().starts_with("login.") && self.url.path() == "/oauth/authorize"
    }

    pub(crate) fn is_at_home(&self) -> bool {
        self.region() == HOME
    }

    pub(crate) fn region(&self) -> &str {
        self.host().split_once('.').map_or("", |(_, region)| region)
    }

    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(crate) fn query(&self) -> &str {
        self.url.query().unwrap_or_default()
    }

    /// Whether it names the client that is checked.
    pub(crate) fn is_real(&self) -> bool {
        self.parameter("client_id") == CLIENT_ID
    }

    /// Whether it asks for a code, as PKCE does, and not for a token.
    pub(crate) fn wants_code(&self) -> bool {
        self.parameter("response_type") == "code"
    }

    pub(crate) fn names_scope(&self) -> bool {
        !self.parameter("scope").is_empty()
    }

    pub(crate) fn redirect_uri(&self) -> String {
        self.parameter("redirect_uri")
    }

    pub(crate) fn uri(&self) -> Uri {
        let uri = self.redirect_uri();
        let needed = [
            "https://phone.mirabridge.cloud".to_owned(),
            format!("https://apps.{}/crm/index.html", self.region()),
            format!("https://apps.{}/crm/authWindow.html", self.region()),
        ];
        if uri.contains(".invalid/") {
            Uri::Control
        } else {
            needed
                .iter()
                .position(|needed| *needed == uri)
                .map_or(Uri::Slip, Uri::Needed)
        }
    }

    pub(crate) fn names_needed_uri(&self) -> bool {
        matches!(self.uri(), Uri::Needed(_))
    }

    /// Whether it is the real client with the needed URI of this place.
    pub(crate) fn is_real_with(&self, place: usize) -> bool {
        self.is_real() && self.uri() == Uri::Needed(place)
    }

    pub(crate) fn is_client_control(&self) -> bool {
        !self.is_real()
    }

    pub(crate) fn is_redirect_control(&self) -> bool {
        self.is_real() && self.uri() == Uri::Control
    }

    /// An id that no other answer holds.
    pub(crate) fn fresh_id(&self) -> String {
        format!("kXb{:0>4}QzRt9vLmYw{}", self.number, self.number * 7919)
    }

    fn parameter(&self, name: &str) -> String {
        self.url
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }
}
