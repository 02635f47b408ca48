//! Requests and their replies as plain data, evidence, and the rounds in which they are sent.
//!
//! Everything but `confined` is free of I/O, so that what is asked can be read, listed (`--dry-run`) and
//! tested without a network, and what came back can be judged again later.

mod confined;
mod cookies;
mod evidence;
mod reply;
mod rounds;
mod visit;

pub use crate::http::{Advice, Cause, Failure, TlsFailure};
pub use confined::{AllowList, Confined};
pub use cookies::{CookieHeader, CookieJar, Cookies};
pub use evidence::{Evidence, Exchange};
pub use reply::{Reply, SIMULATOR_HEADER};
pub(crate) use rounds::ask;
pub use rounds::{Limits, MAX_ROUNDS, Progress, gather};
pub(crate) use visit::NOT_COME;
pub use visit::{
    Blocker, BrowsingContext, Level, PageEvent, Resource, Timing, Unreached, Visit, VisitEnd,
    Visited, What,
};

use serde::{Deserialize, Serialize};
use std::fmt;
use tokio::time::Instant;

/// What one request brought: an HTTP answer, whatever its status, or the reason why there is none.
pub type Observation = Result<Reply, Failure>;

/// Sends one request and waits for its answer. The only implementation that does I/O is [`Confined`].
pub trait Transport {
    /// Sends `probe` once, following nothing and retrying nothing. It is over at the deadline.
    fn send(&self, probe: &Probe, deadline: Instant) -> impl Future<Output = Observation>;
}

/// Why a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// The real client with one of the redirect URIs it needs.
    RedirectUri,
    /// The client control: an id that cannot exist, with a redirect URI that is needed.
    ClientControl,
    /// The redirect control: the real client with a redirect URI that cannot be registered.
    RedirectControl,
    /// The real client with the grant that was not asked for.
    OtherGrant,
    /// A control with the grant that was not asked for.
    OtherGrantControl,
    /// The real client with the `scope` parameter.
    Scope,
    /// A page that must exist at a redirect URI.
    RedirectPage,
    /// The debug init URL of MiraBridge Phone.
    InitPage,
    /// A step behind the redirect that an accepted authorization request got.
    LoginHop,
    /// The real client, asked in another region.
    RegionSweep,
    /// The client control, asked in another region.
    RegionControl,
    /// The real client with a redirect URI that may be registered by mistake.
    NearMiss,
    /// The exchange of an id and a secret for a token.
    Token,
    /// What is registered, asked with a token.
    Registration,
    /// The start of a count of how much a client was used, with a token.
    UsageQuery,
}

impl Purpose {
    /// What the request is for, in words for a person.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::RedirectUri => "your client with a redirect URI it needs",
            Self::ClientControl => "control: a client id that cannot exist",
            Self::RedirectControl => {
                "control: your client with a redirect URI that cannot be registered"
            }
            Self::OtherGrant => "your client with the other grant",
            Self::OtherGrantControl => "control with the other grant",
            Self::Scope => "your client with the scope named",
            Self::RedirectPage => "the page at a redirect URI",
            Self::InitPage => "the debug init URL",
            Self::LoginHop => "the next step towards the login page",
            Self::RegionSweep => "your client in another region",
            Self::RegionControl => "control in another region",
            Self::NearMiss => "your client with a likely slip of a redirect URI",
            Self::Token => "the exchange of id and secret for a token",
            Self::Registration => "what is registered, with a token",
            Self::UsageQuery => "the start of a count of calls, with a token",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// One request over https, without a secret of ours: a GET, but for the exchange of a secret for a
/// token and the start of a count.
///
/// Two probes with the same URL and cookies are the same request, whatever they are for, and it is sent once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Probe {
    /// Why it is sent.
    pub purpose: Purpose,
    /// The absolute `https:` URL, without a fragment.
    pub url: String,
    /// What the host set on the way to the login page, sent back as a browser would; else empty.
    pub cookies: CookieHeader,
}

impl Probe {
    /// A request for `url`.
    #[must_use]
    pub fn new(purpose: Purpose, url: impl Into<String>) -> Self {
        Self {
            purpose,
            url: url.into(),
            cookies: CookieHeader::default(),
        }
    }

    /// The same with these cookies.
    #[must_use]
    pub fn with_cookies(mut self, cookies: CookieHeader) -> Self {
        self.cookies = cookies;
        self
    }

    /// The host that is asked; empty where the URL is not plain `https:` on its own port, without credentials.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.url.strip_prefix("https://").unwrap_or_default();
        let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        if authority.contains([':', '@']) {
            ""
        } else {
            authority
        }
    }

    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self.purpose {
            Purpose::Token | Purpose::UsageQuery => "POST",
            _ => "GET",
        }
    }

    /// Whether a failed attempt may be repeated.
    ///
    /// The init URL may stand for work on the vendor's side (sessions, seats), so it is asked once.
    #[must_use]
    pub fn may_repeat(&self) -> bool {
        self.purpose != Purpose::InitPage
    }
}

#[cfg(test)]
mod tests {
    use super::{Probe, Purpose};

    #[test]
    fn host_is_what_stands_between_scheme_and_path() {
        for (url, host) in [
            (
                "https://login.mypurecloud.de/oauth/authorize?a=b",
                "login.mypurecloud.de",
            ),
            ("https://phone.mirabridge.cloud", "phone.mirabridge.cloud"),
            ("https://phone.mirabridge.cloud?x", "phone.mirabridge.cloud"),
            ("http://phone.mirabridge.cloud/", ""),
            ("https://login.mypurecloud.de:x@evil.example/", ""),
            ("https://login.mypurecloud.de:8443/", ""),
        ] {
            assert_eq!(Probe::new(Purpose::InitPage, url).host(), host, "{url}");
        }
    }
}
