//! How the browser gets its token.

use std::fmt;

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
    pub(crate) fn response_type(self) -> &'static str {
        match self {
            Self::Implicit => "token",
            Self::Pkce => "code",
        }
    }

    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Implicit => Self::Pkce,
            Self::Pkce => Self::Implicit,
        }
    }

    /// As on the command line and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Pkce => "pkce",
        }
    }

    /// What to choose at Admin > Integrations > OAuth, in the words of the form (Genesys Cloud Resource Center, blueprints
    /// and blog; older forms say Code Authorization alone).
    pub(crate) fn admin_label(self) -> &'static str {
        match self {
            Self::Implicit => "Token Implicit Grant (Browser)",
            Self::Pkce => "Code Authorization / PKCE",
        }
    }

    /// The grant in any of its names: those of the form, of the Platform API, of this tool and of RFC 6749. `None` for the
    /// grants that are not for browsers, such as Client Credentials.
    pub(crate) fn of_words(text: &str) -> Option<Self> {
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

    /// The value of authorizedGrantType in the Platform API, which has none of its own for PKCE.
    pub(crate) fn api_value(self) -> &'static str {
        match self {
            Self::Implicit => "TOKEN",
            Self::Pkce => "CODE",
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_known_by_any_of_its_names() {
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
    fn has_one_name_everywhere() {
        for grant in Grant::value_variants() {
            let option = grant.to_possible_value().expect("none is hidden");
            assert_eq!(option.get_name(), grant.name());
            let json = serde_json::to_string(grant).expect("a text");
            assert_eq!(json, format!("\"{}\"", grant.name()));
            assert_eq!(grant.other().other(), *grant);
        }
    }
}
