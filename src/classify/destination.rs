//! Where a redirect leads.

use super::authorize_requests::SentRequest;
use crate::probe::Reply;
use url::Url;

/// Bytes of a `Location` that are read at the most: more than any browser's address bar is sent.
const LONGEST_LOCATION: usize = 8 * 1024;

/// Where a redirect leads, in parts. Query and fragment are decoded if something on the way has encoded them whole.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    pub(super) url: Url,
    pub(super) path: String,
    pub(super) query: String,
    /// All of the fragment.
    pub(super) fragment: String,
    /// The client-side route in the fragment, and its query.
    pub(super) route: String,
    pub(super) route_query: String,
}

impl Destination {
    /// `None` where there is no address that can be read.
    pub(super) fn of(request: &SentRequest, reply: &Reply) -> Option<Self> {
        let text = reply.location()?;
        let is_readable = !text.is_empty()
            && text.len() <= LONGEST_LOCATION
            && !text.contains(char::REPLACEMENT_CHARACTER)
            && has_authority(text);
        let url = is_readable.then(|| request.url.join(text).ok())??;
        // Of a whole address that was encoded once too often, the signs of fragment and query are a part of the path.
        let (path, fragment) = split_encoded(url.path(), "%23");
        let (path, query) = split_encoded(path, "%3f");
        let fragment = unwrapped(url.fragment().or(fragment).unwrap_or_default());
        let query = unwrapped(url.query().or(query).unwrap_or_default());
        let (route, route_query) = fragment.split_once('?').unwrap_or((&fragment, ""));
        Some(Self {
            path: path.to_owned(),
            query,
            route: decoded(route),
            route_query: route_query.to_owned(),
            fragment,
            url,
        })
    }

    /// Whether the client-side route is that of errors (`#/error`, `#/error/…`), which Genesys' own web view takes for
    /// a refusal, with or without a key.
    pub(super) fn is_error_route(&self) -> bool {
        let mut segments = self.route.trim_start_matches('!').split('/');
        segments.next() == Some("")
            && segments
                .next()
                .is_some_and(|first| first.eq_ignore_ascii_case("error"))
    }

    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether it carries what a successful authorization brings (RFC 6749 4.1.2 and 4.2.2).
    pub(super) fn carries_grant(&self) -> bool {
        self.carries(&["code", "access_token"])
    }

    /// Whether query or fragment give one of these parameters a value.
    fn carries(&self, names: &[&str]) -> bool {
        [&self.query, &self.fragment].into_iter().any(|text| {
            let mut pairs = url::form_urlencoded::parse(text.as_bytes());
            pairs.any(|(name, value)| names.contains(&name.as_ref()) && !value.is_empty())
        })
    }

    /// Whether it is the redirect URI that was asked for. Where that lies on the host that was asked, the service's own
    /// pages may have the same address; a response of OAuth tells.
    pub(super) fn is_requested(&self, request: &SentRequest) -> bool {
        points_to(&self.url, &request.redirect_uri)
            && (self.url.host_str() != request.url.host_str()
                || self.carries(&["error", "code", "access_token"]))
    }
}

/// What stands before and behind an encoded sign, in either case of hex.
fn split_encoded<'a>(path: &'a str, sign: &str) -> (&'a str, Option<&'a str>) {
    let at = path.to_ascii_lowercase().find(sign);
    let split = at.and_then(|at| Some((path.get(..at)?, path.get(at + sign.len()..)?)));
    split.map_or((path, None), |(before, behind)| (before, Some(behind)))
}

/// A part of an address, decoded as often as it was encoded whole, twice at the most. As long as a sign of its structure
/// is left, encoding stands for itself.
fn unwrapped(part: &str) -> String {
    let once = |text: String| {
        if text.contains('=') {
            return text;
        }
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy();
        decoded.into_owned()
    };
    once(once(part.to_owned()))
}

fn decoded(text: &str) -> String {
    let once = |text: &str| {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
        decoded.into_owned()
    };
    once(&once(text))
}

/// Whether an address that names http or https names a host, too (RFC 9110, 4.2). Browsers guess one where it is missing.
fn has_authority(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.split_once(':').filter(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    });
    rest.is_none_or(|(_, rest)| rest.starts_with("//"))
}

/// Whether a redirect points to a redirect URI, compared as parsed URLs without query and fragment, since
/// servers add the slash that an empty path stands for.
pub(super) fn points_to(location: &Url, redirect_uri: &str) -> bool {
    let Ok(wanted) = Url::parse(redirect_uri) else {
        return false;
    };
    location.scheme() == wanted.scheme()
        && location.host_str() == wanted.host_str()
        && location.port_or_known_default() == wanted.port_or_known_default()
        && location.path() == wanted.path()
}

#[cfg(test)]
mod tests {
    use super::Destination;
    use crate::classify::authorize_requests::SentRequest;
    use crate::probe::Reply;

    fn to(rest: &str) -> Destination {
        let asked = "https://login.mypurecloud.de/oauth/authorize?client_id=ab-1";
        let request = SentRequest::of(asked).expect("a URL");
        let reply = Reply::new(302, [("location", rest.as_bytes())], b"");
        Destination::of(&request, &reply).expect("an address")
    }

    #[test]
    fn an_address_is_read_up_to_its_bound() {
        let request = SentRequest::of("https://login.mypurecloud.de/").expect("a URL");
        for (bytes, is_read) in [(8192, true), (8193, false)] {
            let location = format!("/{}", "x".repeat(bytes - 1));
            let reply = Reply::new(302, [("location", location.as_bytes())], b"");
            let to = Destination::of(&request, &reply);
            assert_eq!(to.is_some(), is_read, "{bytes}");
        }
    }

    #[test]
    fn only_a_code_or_a_token_with_a_value_is_a_grant() {
        for (rest, is_grant) in [
            ("/?code=1", true),
            ("/#access_token=1", true),
            ("/#access_token%3D1", true),
            ("/?code=", false),
            ("/?state=1", false),
        ] {
            assert_eq!(to(rest).carries_grant(), is_grant, "{rest}");
        }
    }

    #[test]
    fn the_route_of_errors_is_known_however_often_it_was_encoded() {
        for (rest, is_error) in [
            ("/#/error", true),
            ("/#/Error/", true),
            ("/#!/error?x=y", true),
            ("/#%2Ferror?x=y", true),
            ("/#%2Ferror", true),
            ("/#%2ferror%3ferrorKey%3dx", true),
            ("/#%252Ferror%253FerrorKey%253Dx", true),
            ("/%23%2Ferror%3FerrorKey%3Dx", true),
            ("/#/errors", false),
            ("/#/login/error", false),
            ("/#error", false),
            ("/#/authenticate?next=%2Ferror", false),
        ] {
            assert_eq!(to(rest).is_error_route(), is_error, "{rest}");
        }
    }
}
