//! How the browser gets its token.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

// The comments of the variants are the help of --grant.
/// The two grants with which a browser application can sign in to Genesys Cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grant {
    /// Token Implicit Grant (Browser), as MiraBridge documents
    Implicit,
    /// Code Authorization / PKCE
    Pkce,
}

impl Grant {
    /// The value of response_type in the authorization request.
    #[must_use]
    pub fn response_type(self) -> &'static str {
        match self {
            Self::Implicit => "token",
            Self::Pkce => "code",
        }
    }

    /// The one that this is not.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Implicit => Self::Pkce,
            Self::Pkce => Self::Implicit,
        }
    }

    /// Its name on the command line and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Pkce => "pkce",
        }
    }

    /// What to choose at Admin > Integrations > OAuth, in the words of the form (Genesys Cloud Resource Center, blueprints
    /// and blog; older forms say Code Authorization alone).
    #[must_use]
    pub fn admin_label(self) -> &'static str {
        match self {
            Self::Implicit => "Token Implicit Grant (Browser)",
            Self::Pkce => "Code Authorization / PKCE",
        }
    }

    /// The grant in anybody's words: those of the form, of the admin API, of this tool and of RFC 6749. `None` for the
    /// grants that are not for browsers, such as Client Credentials.
    #[must_use]
    pub fn of_words(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        let text = letters.collect::<String>().to_ascii_lowercase();
        match text.as_str() {
            "token" | "tokengrant" => Some(Self::Implicit),
            _ if text.contains("implicit") => Some(Self::Implicit),
            "code" | "codegrant" | "authcode" | "authcodegrant" => Some(Self::Pkce),
            _ if ["pkce", "codeauthorization", "authorizationcode"]
                .iter()
                .any(|word| text.contains(word)) =>
            {
                Some(Self::Pkce)
            }
            _ => None,
        }
    }

    /// The value of authorizedGrantType in the admin API, which has none of its own for PKCE.
    #[must_use]
    pub fn api_value(self) -> &'static str {
        match self {
            Self::Implicit => "TOKEN",
            Self::Pkce => "CODE",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_known_in_anybodys_words() {
        for (grant, texts) in [
            (
                Some(Grant::Implicit),
                &[
                    "implicit",
                    "Token Implicit Grant (Browser)",
                    "TOKEN",
                    "Implicit Grant",
                ][..],
            ),
            (
                Some(Grant::Pkce),
                &[
                    "PKCE",
                    "Code Authorization / PKCE",
                    "Code Authorization",
                    "CODE",
                    "authorization_code",
                ],
            ),
            (
                None,
                &[
                    "",
                    "Client Credentials",
                    "CLIENT-CREDENTIALS",
                    "SAML2 Bearer",
                    "PASSWORD",
                    "device code",
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(Grant::of_words(text), grant, "{text}");
            }
        }
    }

    #[test]
    fn speaks_to_everybody_in_their_words() {
        for (grant, other, words) in [
            (
                Grant::Implicit,
                Grant::Pkce,
                [
                    "token",
                    "implicit",
                    "Token Implicit Grant (Browser)",
                    "TOKEN",
                ],
            ),
            (
                Grant::Pkce,
                Grant::Implicit,
                ["code", "pkce", "Code Authorization / PKCE", "CODE"],
            ),
        ] {
            assert_eq!(grant.other(), other);
            assert_eq!(
                [
                    grant.response_type(),
                    grant.name(),
                    grant.admin_label(),
                    grant.api_value()
                ],
                words
            );
        }
    }
}
