//! Whether a server takes a redirect URI for another one that is only similar.

use super::redirect_uri::RedirectUri;

/// A name that nobody has in a redirect URI.
const NOBODYS: &str = "mirabridge-oauth-control";

/// A difference that a server may overlook, if it does not compare redirect URIs as exact strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looseness {
    /// The slash at the end.
    Slash,
    /// Upper and lower case in the host.
    Case,
    /// The query.
    Query,
    /// Whatever follows upon a beginning that is registered.
    Prefix,
}

impl Looseness {
    /// How the redirect URI was altered.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Slash => "with a slash more or less at its end",
            Self::Case => "with its host in upper case",
            Self::Query => "with a query behind it",
            Self::Prefix => "with more path behind it",
        }
    }

    /// Whether an accepted text may be one that only begins like something registered.
    #[must_use]
    pub fn is_prefix(self) -> bool {
        self == Self::Prefix
    }
}

/// A redirect URI altered in each of these ways; but for the slash, in a way in which nobody registers it.
#[must_use]
pub fn loosened(uri: &RedirectUri) -> Vec<(Looseness, RedirectUri)> {
    let text = uri.as_str();
    let mut altered = vec![(
        Looseness::Slash,
        match text.strip_suffix('/') {
            Some(without) => without.to_owned(),
            None => format!("{text}/"),
        },
    )];
    if let Some((scheme, rest)) = text.split_once("://") {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, behind) = rest.split_at(end);
        let host = host.to_ascii_uppercase();
        altered.push((Looseness::Case, format!("{scheme}://{host}{behind}")));
    }
    let sign = if text.contains('?') { '&' } else { '?' };
    altered.push((Looseness::Query, format!("{text}{sign}{NOBODYS}")));
    altered.push((Looseness::Prefix, format!("{text}/{NOBODYS}")));
    altered
        .into_iter()
        .filter(|(_, altered)| altered != text)
        .map(|(how, altered)| (how, RedirectUri::verbatim(altered)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Looseness, loosened};
    use crate::genesys::RedirectUri;

    #[test]
    fn each_way_alters_one_thing() {
        let uri = RedirectUri::new("https://a.x/crm/b.html").expect("a redirect URI");
        let altered: Vec<_> = loosened(&uri)
            .into_iter()
            .map(|(how, altered)| (how, altered.to_string()))
            .collect();
        let expected = [
            (Looseness::Slash, "https://a.x/crm/b.html/"),
            (Looseness::Case, "https://A.X/crm/b.html"),
            (
                Looseness::Query,
                "https://a.x/crm/b.html?mirabridge-oauth-control",
            ),
            (
                Looseness::Prefix,
                "https://a.x/crm/b.html/mirabridge-oauth-control",
            ),
        ];
        assert_eq!(
            altered,
            expected.map(|(how, altered)| (how, altered.to_owned()))
        );
        let prefixes: Vec<_> = loosened(&uri)
            .into_iter()
            .filter(|(how, _)| how.is_prefix())
            .map(|(_, altered)| altered.to_string())
            .collect();
        assert_eq!(
            prefixes,
            ["https://a.x/crm/b.html/mirabridge-oauth-control"]
        );
        let odd = RedirectUri::new("app:call/").expect("a redirect URI");
        let ways: Vec<_> = loosened(&odd).into_iter().map(|(how, _)| how).collect();
        assert_eq!(
            ways,
            [Looseness::Slash, Looseness::Query, Looseness::Prefix]
        );
    }
}
