//! A redirect URI, byte for byte.

use std::fmt;

use serde::Serialize;
use url::Url;

use super::InputError;
use super::characters::is_stray;
use super::region::Region;
use crate::text::spelled;

/// Where MiraBridge Phone lives, and the first redirect URI leads.
pub const PHONE_HOST: &str = "phone.mirabridge.cloud";

/// Longer URIs do not survive in the query of a request.
const MAX_BYTES: usize = 2048;

/// A redirect URI as Genesys Cloud compares it: an opaque string. It never passes through a URL type, which would add a
/// slash to the address of the phone and so make another URI of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// The three redirect URIs that MiraBridge Phone needs, in the documented order: the phone, the page that Genesys Cloud
    /// embeds, and its login window (MiraBridge documentation, Genesys OAuth page).
    #[must_use]
    pub fn documented(region: &Region) -> [Self; 3] {
        let apps = region.apps_host();
        [
            Self(format!("https://{PHONE_HOST}")),
            Self(format!("https://{apps}/crm/index.html")),
            Self(format!("https://{apps}/crm/authWindow.html")),
        ]
    }

    /// A redirect URI that somebody gave, kept byte for byte.
    ///
    /// # Errors
    /// Where the text can't be one: white space and characters that nobody sees are never meant.
    pub fn new(text: &str) -> Result<Self, InputError> {
        if text.is_empty() {
            return Err(InputError::new("the redirect URI is empty"));
        }
        if text.len() > MAX_BYTES {
            return Err(InputError::new(format!(
                "the redirect URI has {} bytes, and {MAX_BYTES} at most can be asked for",
                text.len()
            )));
        }
        if let Some((index, character)) = text.chars().enumerate().find(|(_, c)| is_stray(*c)) {
            return Err(InputError::new(format!(
                "character {} of the redirect URI is '{}', which no redirect URI holds",
                index + 1,
                spelled(&character.to_string(), 1)
            )));
        }
        if !has_scheme(text) {
            return Err(InputError::new(
                "the redirect URI has no scheme: it begins with https://",
            ));
        }
        // Where a URL of the address bar is pasted, this may be an access token: it is neither sent nor shown.
        if text.contains('#') {
            return Err(InputError::new(
                "the redirect URI has a fragment, which none may have (RFC 6749, 3.1.2): leave out all from # on",
            ));
        }
        // Told, and not changed: nothing of the URL is kept.
        let has_login = Url::parse(text)
            .is_ok_and(|url| !url.username().is_empty() || url.password().is_some());
        if has_login || text.contains("access_token=") {
            return Err(InputError::new(
                "the redirect URI holds a login (USER:PASSWORD@) or a token, which it must not; it is not shown",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// Any text at all: a near miss may hold spaces and quotes.
    pub(crate) fn verbatim(text: String) -> Self {
        Self(text)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part that tells it from the others, for a line that must stay short.
    pub(crate) fn short(&self) -> &str {
        const LONGEST: usize = 30;
        let uri = self.as_str();
        let named = match uri.rsplit_once("/crm/") {
            Some((_, file)) => file,
            None => uri.strip_prefix("https://").unwrap_or(uri),
        };
        if named.is_empty() || named.chars().count() > LONGEST {
            "one entry"
        } else {
            named
        }
    }
}

/// RFC 3986 §3.1.
fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_documented_ones_are_exact() {
        let region = Region::parse("mypurecloud.com.au").expect("a region");
        assert_eq!(
            RedirectUri::documented(&region).map(|uri| uri.to_string()),
            [
                "https://phone.mirabridge.cloud",
                "https://apps.mypurecloud.com.au/crm/index.html",
                "https://apps.mypurecloud.com.au/crm/authWindow.html",
            ]
        );
        for uri in RedirectUri::documented(&region) {
            assert_eq!(RedirectUri::new(uri.as_str()), Ok(uri));
        }
    }

    #[test]
    fn one_is_named_in_short_as_far_as_it_fits() {
        for (uri, short) in [
            ("https://phone.mirabridge.cloud", "phone.mirabridge.cloud"),
            ("https://apps.mypurecloud.de/crm/index.html", "index.html"),
            ("app:call", "app:call"),
            ("https://123456789.123456789.123456.example", "one entry"),
            (
                "https://123456789.123456789.12.example",
                "123456789.123456789.12.example",
            ),
            ("https://123456789.123456789.123.example", "one entry"),
            ("https://apps.mypurecloud.de/crm/", "one entry"),
        ] {
            assert_eq!(RedirectUri::verbatim(uri.to_owned()).short(), short);
        }
    }

    #[test]
    fn refusals_name_the_fault() {
        for (text, message) in [
            ("", "the redirect URI is empty"),
            (
                "https://phone.mirabridge.cloud ",
                "character 31 of the redirect URI is ' ', which no redirect URI holds",
            ),
            (
                "https://a\nhttps://b",
                "character 10 of the redirect URI is '\\n', which no redirect URI holds",
            ),
            (
                "https://a\u{200b}",
                "character 10 of the redirect URI is '\\u{200b}', which no redirect URI holds",
            ),
            (
                "\u{202e}https://a",
                "character 1 of the redirect URI is '\\u{202e}', which no redirect URI holds",
            ),
            (
                "phone.mirabridge.cloud/#access_token=x",
                "the redirect URI has no scheme: it begins with https://",
            ),
            (
                "/crm:x",
                "the redirect URI has no scheme: it begins with https://",
            ),
            (
                ":x",
                "the redirect URI has no scheme: it begins with https://",
            ),
            (
                "https://phone.mirabridge.cloud/#access_token=x",
                "the redirect URI has a fragment, which none may have (RFC 6749, 3.1.2): leave out all from # on",
            ),
        ] {
            assert_eq!(RedirectUri::new(text).expect_err(text).to_string(), message);
        }
        let long = format!("https://{}", "a".repeat(2041));
        assert_eq!(
            RedirectUri::new(&long).expect_err("too long").to_string(),
            "the redirect URI has 2049 bytes, and 2048 at most can be asked for"
        );
        assert!(RedirectUri::new(long.strip_suffix('a').expect("it ends so")).is_ok());
    }

    proptest! {
        #[test]
        fn survives_byte_for_byte(rest in "[!\"$-?A-~äßЖ€😀]{0,100}(h/[!\"$-~äßЖ€😀]{0,100})?", scheme in "[a-zA-Z][a-zA-Z0-9+.-]{0,9}") {
            let text = format!("{scheme}:{rest}");
            let uri = RedirectUri::new(&text).expect("nothing wrong in it");
            prop_assert_eq!(uri.as_str(), text.as_str());
            prop_assert_eq!(uri.to_string(), text);
        }

        #[test]
        fn never_panics_and_never_prints_raw_text(text in any::<String>()) {
            if let Err(error) = RedirectUri::new(&text) {
                let shown = error.to_string();
                prop_assert!(shown.chars().all(|c| matches!(c, ' '..='~' | '…')), "{shown:?}");
            }
        }
    }
}
