use url::Url;

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
pub struct Question {
    /// The URL that was asked.
    pub url: Url,
    /// The `redirect_uri` parameter, byte for byte; empty where there is none.
    pub redirect_uri: String,
    /// Values that we chose and a server may echo: id, redirect URI and its host, challenge. In lower case.
    own: Vec<String>,
}

impl Question {
    /// Reads a URL that was asked; `None` where it is no URL.
    #[must_use]
    pub fn of(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let mut redirect_uri = String::new();
        let mut own = Vec::new();
        for (name, value) in url.query_pairs() {
            match name.as_ref() {
                "redirect_uri" => {
                    if let Some(host) = Url::parse(&value).ok().as_ref().and_then(Url::host_str) {
                        own.push(host.to_lowercase());
                    }
                    redirect_uri = value.to_string();
                }
                "client_id" | "clientId" | "code_challenge" => {}
                _ => continue,
            }
            own.push(value.to_lowercase());
        }
        own.retain(|value| !value.is_empty());
        // The longest first, so that a host inside a URI is not masked before the URI.
        own.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        own.dedup();
        Some(Self {
            url,
            redirect_uri,
            own,
        })
    }

    /// The same question, come to another address.
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
    pub fn mask(&self, text: &str) -> String {
        let mut masked = plain(text);
        // Most texts are a word of an address, and hold nothing of all this.
        for value in &self.own {
            if value.len() <= masked.len() {
                masked = masked.replace(value, MASK);
            }
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
    pub fn is_kin(&self, host: &str) -> bool {
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
    use super::Question;

    const ASKED: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=AB-1&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token";

    #[test]
    fn own_values_are_masked_in_every_encoding() {
        let question = Question::of(ASKED).expect("a URL");
        assert_eq!(question.redirect_uri, "https://phone.mirabridge.cloud");
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
        ] {
            assert_eq!(question.mask(echoed), masked);
        }
    }

    #[test]
    fn only_hosts_of_the_same_region_are_kin() {
        let question = Question::of(ASKED).expect("a URL");
        for (host, kin) in [
            ("login.mypurecloud.de", true),
            ("apps.mypurecloud.de", true),
            ("login.mypurecloud.ie", false),
            ("mypurecloud.de", false),
            ("evil.mypurecloud.de", false),
            ("login.mypurecloud.de.evil.example", false),
        ] {
            assert_eq!(question.is_kin(host), kin, "{host}");
        }
    }
}
