//! The address of a proxy, read as curl reads it.

use percent_encoding::percent_decode_str;
use std::fmt;
use url::Host;

/// Where a proxy is, and how to sign in to it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ProxyAddress {
    pub(super) tls: bool,
    pub(super) host: String,
    pub(super) port: u16,
    /// Name and password, decoded.
    pub(super) login: Option<(Vec<u8>, Vec<u8>)>,
}

/// Why the address of a proxy cannot be used. It quotes nothing: any part of it may be a part of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// Not the address of a proxy.
    #[error(
        "this is not the address of a proxy: http://HOST:PORT or https://HOST:PORT, with USER:PASSWORD@ before HOST if it needs a login. Special characters in the name and the password must be percent-encoded: %40 for @, %2F for /, %3F for ?, %23 for #, %5C for \\, %25 for %"
    )]
    Form,
    /// Quotes around it, which some shells and files keep.
    #[error("the address of the proxy has quotes around it: leave them out")]
    Quotes,
    /// The address of a script for browsers.
    #[error(
        "this is the address of a PAC file, a script that browsers run to find the proxy; this tool does not run it. Open that address, find the line PROXY HOST:PORT, or ask your network team, and give http://HOST:PORT instead"
    )]
    Pac,
    /// A kind of proxy that is not supported.
    #[error("only proxies with http:// or https:// before their address are supported")]
    Scheme,
}

impl ProxyAddress {
    pub(super) fn parse(text: &str) -> Result<Self, ProxyError> {
        let text = text.trim();
        if text.starts_with(['"', '\'']) || text.ends_with(['"', '\'']) {
            return Err(ProxyError::Quotes);
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(ProxyError::Form);
        }
        let (scheme, rest) = scheme(text);
        let (authority, path) = match rest.find(['/', '?', '#']) {
            Some(end) => rest.split_at(end),
            None => (rest, ""),
        };
        // What stands before it is the start of a name or password with a character that must be encoded.
        if path.contains('@') {
            return Err(ProxyError::Form);
        }
        let (login, place) = match authority.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, authority),
        };
        if is_pac(place, path) {
            return Err(ProxyError::Pac);
        }
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return Err(ProxyError::Scheme),
        };
        let (host, port) = host_and_port(place).ok_or(ProxyError::Form)?;
        Ok(Self {
            tls,
            host,
            port: port.unwrap_or(if tls { 443 } else { 80 }),
            login: login.map(|login| {
                let (name, password) = login.split_once(':').unwrap_or((login, ""));
                let decoded = |text| percent_decode_str(text).collect();
                (decoded(name), decoded(password))
            }),
        })
    }
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The address without name and password.
impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

/// The scheme, `http` where none is given, and the rest. As with curl, a colon without a slash ends no scheme: that is
/// `host:port` or `user:password@host`.
fn scheme(text: &str) -> (&str, &str) {
    let Some((scheme, rest)) = text.split_once(':') else {
        return ("http", text);
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if is_scheme && rest.starts_with('/') {
        (scheme, rest.trim_start_matches('/'))
    } else {
        ("http", text)
    }
}

/// Whether this is where browsers find a proxy script: a file `….pac` or `wpad.dat`, or the host `wpad`.
fn is_pac(place: &str, path: &str) -> bool {
    let file = path.split(['?', '#']).next().unwrap_or_default();
    let ends = |suffix: &str| file.to_ascii_lowercase().ends_with(suffix);
    let host = place.split(':').next().unwrap_or_default();
    let first = host.split('.').next().unwrap_or_default();
    ends(".pac") || ends("wpad.dat") || first.eq_ignore_ascii_case("wpad")
}

fn host_and_port(place: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match place.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (place, None),
    };
    let port = match port {
        None | Some("") => None,
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(digits.parse().ok().filter(|port| *port > 0)?)
        }
        Some(_) => return None,
    };
    // A percent sign is no part of a host, and would be decoded.
    if host.is_empty() || host.contains('%') {
        return None;
    }
    Some((Host::parse(host).ok()?.to_string(), port))
}

#[cfg(test)]
mod tests {
    use super::{ProxyAddress, ProxyError};

    /// What is shown, and the login that is sent.
    fn read(text: &str) -> Result<(String, Option<String>), ProxyError> {
        let address = ProxyAddress::parse(text)?;
        let shown = format!("{address} {address:?}");
        let (name, _) = shown.split_once(' ').expect("two names");
        assert_eq!(shown, format!("{name} {name}"));
        let login = address.login.map(|(name, password)| {
            format!(
                "{}:{}",
                String::from_utf8_lossy(&name),
                String::from_utf8_lossy(&password)
            )
        });
        Ok((name.to_owned(), login))
    }

    #[test]
    fn what_curl_takes_is_taken() {
        let plain = "http://proxy.example:3128";
        for (text, shown, login) in [
            ("http://proxy.example:3128", plain, None),
            ("HTTP://proxy.example:3128/", plain, None),
            ("proxy.example:3128", plain, None),
            ("http:/proxy.example:3128", plain, None),
            ("http:///proxy.example:3128", plain, None),
            (" proxy.example:3128\n", plain, None),
            ("proxy.example:3128/path?query#fragment", plain, None),
            ("proxy.example", "http://proxy.example:80", None),
            ("http://proxy.example:", "http://proxy.example:80", None),
            ("https://proxy.example", "https://proxy.example:443", None),
            ("http://[::1]:3128", "http://[::1]:3128", None),
            ("[::1]", "http://[::1]:80", None),
            ("10.0.0.1:8080", "http://10.0.0.1:8080", None),
            ("bücher.example:80", "http://xn--bcher-kva.example:80", None),
            ("http://u:p@proxy.example:3128", plain, Some("u:p")),
            ("u:p@proxy.example:3128", plain, Some("u:p")),
            ("u@proxy.example:3128", plain, Some("u:")),
            (":p@proxy.example:3128", plain, Some(":p")),
            ("@proxy.example:3128", plain, Some(":")),
            ("u:p:q@proxy.example:3128", plain, Some("u:p:q")),
            ("u:p%40q%zz@proxy.example:3128", plain, Some("u:p@q%zz")),
            (
                "u;x:p[q]{}^|é@proxy.example:3128",
                plain,
                Some("u;x:p[q]{}^|é"),
            ),
            (
                "http://CORP\\user:pass@proxy.example:3128",
                plain,
                Some("CORP\\user:pass"),
            ),
            (
                "http://u:Spring@Tulip\\9@proxy.example:3128",
                plain,
                Some("u:Spring@Tulip\\9"),
            ),
        ] {
            let expected = (shown.to_owned(), login.map(str::to_owned));
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_password_that_is_not_encoded_is_refused_and_no_part_of_it_is_taken_for_a_host() {
        for scheme in ["http://", "https://", "", "http:/"] {
            for password in [
                "Spring@Tulip#9",
                "Spring@Tulip/9",
                "Spring@Tulip?9",
                "Spring#9",
                "Spring/9",
                "Spring?9",
                "3128/Tulip",
                "Spring Tulip",
                "Spring\tTulip",
                "Spring@Tulip:1/@",
                "Spring@wpad/proxy.pac",
            ] {
                let text = format!("{scheme}jdoe:{password}@proxy.example:3128");
                assert_eq!(read(&text), Err(ProxyError::Form), "{text}");
            }
        }
        assert!(ProxyError::Form.to_string().contains("percent-encoded"));
    }

    #[test]
    fn what_is_no_proxy_is_refused_by_its_kind() {
        use ProxyError::{Form, Pac, Quotes, Scheme};
        for (text, error) in [
            ("", Form),
            ("http://", Form),
            ("http://:3128", Form),
            ("http://u:p@", Form),
            ("http://proxy.example:0", Form),
            ("http://proxy.example:99999", Form),
            ("http://proxy.example:31 28", Form),
            ("http://proxy.example:+80", Form),
            ("http://proxy.example:port", Form),
            ("http://::1", Form),
            ("http://[::1", Form),
            ("http://a%2Fb:80", Form),
            ("http://a\\b:80", Form),
            ("PROXY proxy.example:3128", Form),
            ("http=proxy.example:80;https=proxy.example:443", Form),
            ("\"http://u:p@proxy.example:3128\"", Quotes),
            ("'proxy.example:3128'", Quotes),
            ("socks5://u:p@proxy.example", Scheme),
            ("socks5h://proxy.example:1080", Scheme),
            ("ftp://proxy.example", Scheme),
            ("http://wpad/wpad.dat", Pac),
            ("wpad", Pac),
            ("http://wpad.corp.example:80", Pac),
            ("http://pac.corp.example/proxy.PAC", Pac),
            ("http://corp.example/proxy.pac?site=1", Pac),
            ("file:///C:/proxy.pac", Pac),
            ("corp.example/wpad.dat", Pac),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }
}
