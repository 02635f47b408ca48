use super::ClassifiedReply;
use crate::genesys::{
    Grant, RedirectUri, Target, authorize_url, code_challenge, control_client_id,
    control_redirect_uri,
};
use crate::probe::{Cause, Evidence, Probe, Purpose};
use std::cell::OnceCell;
use std::cmp::Reverse;
use url::Url;

/// The authorization requests that a target can be asked with, and what they brought.
///
/// Checks build them here to ask and to judge, so that both speak of the same requests.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizeRequests<'a> {
    target: &'a Target,
    /// What all of them ask, and a server may echo. Reading it from their addresses takes longer than most answers do.
    own_values: OnceCell<Vec<String>>,
}

impl<'a> AuthorizeRequests<'a> {
    /// The requests for `target`.
    #[must_use]
    pub(crate) fn of(target: &'a Target) -> Self {
        Self {
            target,
            own_values: OnceCell::new(),
        }
    }

    /// The real client with one of its URIs, or with a near miss of one.
    #[must_use]
    pub(crate) fn real(&self, purpose: Purpose, uri: &RedirectUri, grant: Grant) -> Probe {
        let id = self.target.client_id().as_str();
        Probe::new(purpose, self.at(id, uri, grant, None))
    }

    /// The real client with each of its URIs.
    pub(crate) fn each(&self, purpose: Purpose, grant: Grant) -> impl Iterator<Item = Probe> {
        let uris = self.target.redirect_uris().iter();
        uris.map(move |uri| self.real(purpose, uri, grant))
    }

    /// X, the client control: an id that cannot exist, with the first URI.
    #[must_use]
    pub(crate) fn client_control(&self, grant: Grant) -> Probe {
        let region = self.target.region();
        let id = control_client_id(region, self.target.client_id());
        let url = self.at(id.as_str(), self.first(), grant, None);
        Probe::new(self.control_purpose(Purpose::ClientControl, grant), url)
    }

    /// Y, the redirect control: the real id, with a URI under `.invalid`.
    #[must_use]
    pub(crate) fn redirect_control(&self, grant: Grant) -> Probe {
        let region = self.target.region();
        let uri = control_redirect_uri(region, self.target.client_id());
        let purpose = self.control_purpose(Purpose::RedirectControl, grant);
        self.real(purpose, &uri, grant)
    }

    /// All that is asked with the other grant. An acceptance counts only against controls that were asked the same way.
    pub(crate) fn with_other_grant(self) -> Vec<Probe> {
        let grant = self.target.grant().other();
        let mut probes = vec![self.client_control(grant), self.redirect_control(grant)];
        probes.extend(self.each(Purpose::OtherGrant, grant));
        probes
    }

    /// The real client with its first URI and the documented scope named.
    #[must_use]
    pub(crate) fn scoped(&self) -> Probe {
        let id = self.target.client_id().as_str();
        let scope = crate::genesys::DOCUMENTED_SCOPES.join(" ");
        let grant = self.target.grant();
        let url = self.at(id, self.first(), grant, Some(&scope));
        Probe::new(Purpose::Scope, url)
    }

    /// The first of the URIs.
    #[must_use]
    pub(crate) fn first(&self) -> &'a RedirectUri {
        self.target.first_redirect_uri()
    }

    /// What came back for a request; `None` where it was not asked.
    #[must_use]
    pub(crate) fn reply(&self, probe: &Probe, evidence: &Evidence) -> Option<ClassifiedReply> {
        let observation = evidence.get(probe)?;
        Some(match SentRequest::of(&probe.url) {
            Some(request) => ClassifiedReply::of(
                &request.among(self.own_values().iter().cloned()),
                observation,
            ),
            None => ClassifiedReply::no_answer(Cause::Unrecognized),
        })
    }

    fn own_values(&self) -> &[String] {
        self.own_values.get_or_init(|| {
            let (region, id) = (self.target.region(), self.target.client_id());
            let control = control_redirect_uri(region, id);
            let uris = self.target.redirect_uris().iter().chain([&control]);
            let mut values: Vec<_> = uris.flat_map(|uri| names_of(uri.as_str())).collect();
            values.push(control_client_id(region, id).to_string());
            values.push(id.to_string());
            values
        })
    }

    fn at(&self, id: &str, uri: &RedirectUri, grant: Grant, scope: Option<&str>) -> String {
        let region = self.target.region();
        let challenge =
            (grant == Grant::Pkce).then(|| code_challenge(region, self.target.client_id()));
        let challenge = challenge.as_deref();
        authorize_url(region, id, uri.as_str(), grant, challenge, scope)
    }

    fn control_purpose(&self, purpose: Purpose, grant: Grant) -> Purpose {
        if grant == self.target.grant() {
            purpose
        } else {
            Purpose::OtherGrantControl
        }
    }
}

/// What stands for a value of our own.
const MASK: &str = "{own}";

/// The parameters of our requests. The longest first, so that no name is cut out of another.
const OUR_PARAMETERS: &[&str] = &[
    "code_challenge_method",
    "code_challenge",
    "response_type",
    "redirect_uri",
    "client_id",
    "scope",
];

/// What an authorization request asked, read back from its URL, so that an answer can be compared with it.
#[derive(Clone, Debug)]
pub(super) struct SentRequest {
    pub(super) url: Url,
    /// The `redirect_uri` parameter, byte for byte; empty where there is none.
    pub(super) redirect_uri: String,
    /// Values that we chose and a server may echo: id, redirect URI and its host, challenge. In lower case.
    own: Vec<String>,
}

impl SentRequest {
    /// Reads a URL that was asked; `None` where it is no URL.
    #[must_use]
    pub(super) fn of(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let mut redirect_uri = String::new();
        let mut own = Vec::new();
        for (name, value) in url.query_pairs() {
            match name.as_ref() {
                "redirect_uri" => redirect_uri = value.to_string(),
                "client_id" | "clientId" | "code_challenge" => own.push(value.to_string()),
                _ => {}
            }
        }
        own.extend(names_of(&redirect_uri));
        let request = Self {
            url,
            redirect_uri,
            own: Vec::new(),
        };
        Some(request.among(own))
    }

    /// The same, sent beside others: what they ask is no word of the server either. So the answers to all of them
    /// lose the same words, and none is told from another by what was asked.
    #[must_use]
    pub(super) fn among(mut self, values: impl IntoIterator<Item = String>) -> Self {
        let values = values.into_iter().map(|value| value.to_lowercase());
        self.own.extend(values.filter(|value| !value.is_empty()));
        // The longest first, so that a host inside a URI is not masked before the URI.
        self.own
            .sort_by_cached_key(|value| (Reverse(value.len()), value.clone()));
        self.own.dedup();
        self
    }

    /// The same request, led on to another address.
    #[must_use]
    pub(super) fn at(mut self, url: Url) -> Self {
        self.url = url;
        self
    }

    /// `text` in lower case with our own values replaced, in whatever encoding they are echoed.
    ///
    /// Nothing that we sent may ever be read as the server's words: the redirect control alone would bring
    /// "invalid", and a PKCE request "challenge".
    #[must_use]
    pub(super) fn mask(&self, text: &str) -> String {
        let mut masked = plain(text);
        for value in &self.own {
            masked = replace_word(masked, value);
        }
        // What an echoed request leaves of itself: the names of its parameters.
        if masked.contains('=') {
            for name in OUR_PARAMETERS {
                masked = masked.replace(&format!("{name}="), "");
            }
        }
        masked
    }

    /// Whether a parameter of a redirect is one that we sent, given back.
    #[must_use]
    pub(super) fn is_ours(name: &str) -> bool {
        OUR_PARAMETERS.contains(&name)
    }

    /// Whether `host` belongs to the same Genesys Cloud region as the host that was asked.
    #[must_use]
    pub(super) fn is_kin(&self, host: &str) -> bool {
        let asked = self.url.host_str().unwrap_or_default();
        if host == asked {
            return true;
        }
        let Some((_, domain)) = asked.split_once('.') else {
            return false;
        };
        let Some((service, rest)) = host.split_once('.') else {
            return false;
        };
        matches!(service, "login" | "api" | "apps") && rest == domain
    }
}

/// How an echo may name a redirect URI: whole, or by its host. A host without a dot may be any word.
pub(super) fn names_of(redirect_uri: &str) -> Vec<String> {
    let url = Url::parse(redirect_uri).ok();
    let host = url.as_ref().and_then(Url::host_str).map(str::to_owned);
    let host = host.filter(|host| host.contains('.'));
    [Some(redirect_uri.to_owned()), host]
        .into_iter()
        .flatten()
        .collect()
}

/// Replaces a value where it stands by itself, and not as a part of a longer name.
fn replace_word(text: String, value: &str) -> String {
    if !text.contains(value) {
        return text;
    }
    let continues = |c: char| c.is_alphanumeric() || c == '-';
    let mut replaced = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once(value) {
        let mut behind = after.chars();
        let next = behind.next();
        let starts = !before.ends_with(|c: char| continues(c) || c == '.');
        let ends = !next.is_some_and(|c| {
            continues(c) || (c == '.' && behind.next().is_some_and(char::is_alphanumeric))
        });
        replaced.push_str(before);
        replaced.push_str(if starts && ends { MASK } else { value });
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

/// `text` in lower case, without the encodings that an echo may have gone through.
fn plain(text: &str) -> String {
    /// An echo in a parameter of a parameter is encoded twice, and in a page once more.
    const DEPTH: usize = 3;
    let mut plain = text.to_lowercase();
    for _ in 0..DEPTH {
        if !plain.contains('%') {
            break;
        }
        plain = percent_encoding::percent_decode_str(&plain)
            .decode_utf8_lossy()
            .to_lowercase();
    }
    if !plain.contains('&') {
        return plain;
    }
    plain
        .replace("&amp;", "&")
        .replace("&#x2f;", "/")
        .replace("&#47;", "/")
}

#[cfg(test)]
mod tests {
    use super::{AuthorizeRequests, SentRequest};
    use crate::genesys::testing::{CLIENT, target};
    use crate::genesys::{Grant, code_challenge};
    use crate::probe::Purpose;

    #[test]
    fn every_request_with_pkce_has_the_challenge_and_no_other() {
        let target = target(CLIENT);
        let asked = AuthorizeRequests::of(&target);
        let requests = |grant| {
            let controls = [asked.client_control(grant), asked.redirect_control(grant)];
            let real = asked.each(Purpose::RedirectUri, grant);
            real.chain(controls).map(|probe| probe.url)
        };
        let challenge = code_challenge(target.region(), target.client_id());
        let sent = format!("&code_challenge={challenge}&code_challenge_method=S256");
        assert!(requests(Grant::Pkce).all(|url| url.ends_with(&sent)));
        assert!(requests(Grant::Implicit).all(|url| !url.contains("challenge")));
    }

    #[test]
    fn a_control_with_the_other_grant_is_called_so() {
        let target = target(CLIENT);
        let asked = AuthorizeRequests::of(&target);
        let purposes = [Grant::Implicit, Grant::Pkce].map(|grant| {
            [asked.client_control(grant), asked.redirect_control(grant)].map(|probe| probe.purpose)
        });
        assert_eq!(
            purposes,
            [
                [Purpose::ClientControl, Purpose::RedirectControl],
                [Purpose::OtherGrantControl; 2]
            ]
        );
    }

    const ASKED: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=AB-1&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token";

    #[test]
    fn own_values_are_masked_in_every_encoding() {
        let request = SentRequest::of(ASKED).expect("a URL");
        assert_eq!(request.redirect_uri, "https://phone.mirabridge.cloud");
        for (echoed, masked) in [
            ("client AB-1", "client {own}"),
            ("uri https%3A%2F%2Fphone.mirabridge.cloud", "uri {own}"),
            ("uri https:%2F%2Fphone.mirabridge.cloud", "uri {own}"),
            (
                "uri https%253A%252F%252Fphone.mirabridge.cloud",
                "uri {own}",
            ),
            ("https:&#x2F;&#x2F;phone.mirabridge.cloud", "{own}"),
            ("https://phone.mirabridge.cloud/", "{own}/"),
            ("client_id=AB-1&amp;redirect_uri=x", "{own}&x"),
            ("50% off", "50% off"),
            ("at phone.mirabridge.cloud.", "at {own}."),
        ] {
            assert_eq!(request.mask(echoed), masked);
        }
    }

    #[test]
    fn a_word_of_the_server_that_holds_one_of_ours_is_not_cut() {
        let asked = |uri: &str| {
            let uri = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect::<String>();
            let url = format!("https://login.mypurecloud.de/oauth/authorize?redirect_uri={uri}");
            SentRequest::of(&url).expect("a URL")
        };
        for (uri, text) in [
            ("https://mypurecloud.de/cb", "login.mypurecloud.de"),
            ("https://login/cb", "to the login"),
            ("https://error/cb", "an error"),
            ("https://a.b/cb", "x-a.b a.b.c a.bc"),
        ] {
            assert_eq!(asked(uri).mask(text), text, "{uri}");
        }
    }

    #[test]
    fn only_hosts_of_the_same_region_are_kin() {
        let request = SentRequest::of(ASKED).expect("a URL");
        for (host, kin) in [
            ("login.mypurecloud.de", true),
            ("apps.mypurecloud.de", true),
            ("login.mypurecloud.ie", false),
            ("mypurecloud.de", false),
            ("evil.mypurecloud.de", false),
            ("login.mypurecloud.de.evil.example", false),
        ] {
            assert_eq!(request.is_kin(host), kin, "{host}");
        }
    }
}
