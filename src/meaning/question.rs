use url::Url;

/// What an authorization request asked, read back from its URL, so that an answer can be compared with it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The URL that was asked.
    pub url: Url,
    /// The `redirect_uri` parameter, byte for byte; empty where there is none.
    pub redirect_uri: String,
    /// Values that we chose and a server may echo: id, redirect URI and its host, challenge.
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
                        own.push(host.to_owned());
                    }
                    redirect_uri = value.to_string();
                }
                "client_id" | "clientId" | "code_challenge" => {}
                _ => continue,
            }
            own.push(value.into_owned());
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

    /// `text` with our own values replaced, in whatever case or encoding they are echoed.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let mut masked = text.to_lowercase();
        for value in &self.own {
            let value = value.to_lowercase();
            let encoded = crate::setup::percent_encode(&value).to_lowercase();
            masked = masked.replace(&value, "{own}").replace(&encoded, "{own}");
        }
        masked
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

#[cfg(test)]
mod tests {
    use super::Question;

    const ASKED: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=AB-1&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token";

    #[test]
    fn own_values_are_masked_in_every_encoding() {
        let question = Question::of(ASKED).expect("a URL");
        assert_eq!(question.redirect_uri, "https://phone.mirabridge.cloud");
        for echoed in ["client ab-1", "client AB-1"] {
            assert_eq!(question.mask(echoed), "client {own}");
        }
        assert_eq!(
            question.mask("uri=https%3A%2F%2Fphone.mirabridge.cloud"),
            "uri={own}"
        );
        assert_eq!(question.mask("https://phone.mirabridge.cloud/"), "{own}/");
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
