//! Proxies: which hosts are asked through one, and how it is asked for a tunnel.

mod address;

pub use address::ProxyError;

use super::{Advice, Failure};
use address::ProxyAddress;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Request, header};
use http_body_util::Empty;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

/// Which hosts are asked through a proxy.
#[derive(Debug)]
pub struct ProxyRule {
    proxy: Option<HttpProxy>,
    except: Exceptions,
}

impl ProxyRule {
    /// Every host is asked directly.
    #[must_use]
    pub fn direct() -> Self {
        Self {
            proxy: None,
            except: Exceptions::default(),
        }
    }

    /// Hosts are asked through the proxy at `url`, but those that `except` lists in the form of `NO_PROXY`.
    ///
    /// # Errors
    /// Where `url` is not the address of a proxy that can be used.
    pub fn with_exceptions(url: &str, except: &str) -> Result<Self, ProxyError> {
        Ok(Self {
            proxy: Some(HttpProxy(ProxyAddress::parse(url)?)),
            except: Exceptions::parse(except),
        })
    }

    /// Every host is asked through the proxy at `url`.
    ///
    /// # Errors
    /// Where `url` is not the address of an HTTP proxy.
    pub fn fixed(url: &str) -> Result<Self, ProxyError> {
        Self::with_exceptions(url, "")
    }

    /// The proxy, without credentials.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.proxy.as_ref().map(HttpProxy::name)
    }

    /// Whether there is a proxy, and `host` is asked directly all the same.
    #[must_use]
    pub fn excepts(&self, host: &str) -> bool {
        self.proxy.is_some() && self.except.has(host)
    }

    /// The proxy that `host` is asked through.
    pub(super) fn for_host(&self, host: &str) -> Option<&HttpProxy> {
        self.proxy.as_ref().filter(|_| !self.except.has(host))
    }
}

/// The hosts that are asked directly although there is a proxy: the value of `NO_PROXY`, read as curl reads it.
#[derive(Clone, Debug, Default)]
struct Exceptions(Vec<String>);

impl Exceptions {
    /// Names, separated by commas or blanks. A dot at either end makes no difference.
    fn parse(text: &str) -> Self {
        let names = text.split([',', ' ', '\t']);
        let names = names.map(|name| {
            let name = name.strip_suffix('.').unwrap_or(name);
            name.strip_prefix('.').unwrap_or(name).to_ascii_lowercase()
        });
        Self(names.filter(|name| !name.is_empty()).collect())
    }

    /// Whether `host` or a domain that it belongs to is named, or everything is.
    fn has(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.0.iter().any(|name| {
            name == "*"
                || host
                    .strip_suffix(name.as_str())
                    .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

/// A proxy to be asked for a tunnel.
#[derive(Debug)]
pub(super) struct HttpProxy(ProxyAddress);

impl HttpProxy {
    /// The proxy's address without credentials.
    pub(super) fn name(&self) -> String {
        self.0.to_string()
    }

    pub(super) fn host(&self) -> &str {
        &self.0.host
    }

    pub(super) fn port(&self) -> u16 {
        self.0.port
    }

    pub(super) fn speaks_tls(&self) -> bool {
        self.0.tls
    }

    /// A failure of this proxy.
    fn failure(&self, detail: impl Into<String>) -> Failure {
        Failure::Proxy {
            proxy: self.name(),
            detail: detail.into(),
            advice: None,
        }
    }

    /// That there is no connection to this proxy.
    pub(super) fn unreachable(&self, failure: &Failure) -> Failure {
        Failure::Proxy {
            proxy: self.name(),
            detail: format!("cannot be reached: {failure}"),
            advice: match failure {
                Failure::Tls { .. } => failure.special_advice(),
                _ => Some(Advice::ProxyUnreachable),
            },
        }
    }

    /// That this proxy does not speak TLS, as its address says.
    pub(super) fn without_tls(&self) -> Failure {
        Failure::Proxy {
            proxy: self.name(),
            detail: "does not speak TLS, although its address begins with https://".to_owned(),
            advice: Some(Advice::ProxyWithoutTls),
        }
    }

    /// The value of `Proxy-Authorization`, where there is a login.
    fn authorization(&self) -> Option<HeaderValue> {
        let (name, password) = self.0.login.as_ref()?;
        let login = STANDARD.encode([name.as_slice(), b":", password].concat());
        let mut value = HeaderValue::try_from(format!("Basic {login}")).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The same for an HTTP client, which asks for tunnels itself.
    pub(super) fn for_client(&self) -> Result<reqwest::Proxy, Failure> {
        let unfit = |error: reqwest::Error| self.failure(format!("cannot be used: {error}"));
        let proxy = reqwest::Proxy::https(self.name()).map_err(unfit)?;
        Ok(match self.authorization() {
            Some(login) => proxy.custom_http_auth(login),
            None => proxy,
        })
    }

    /// Asks for a tunnel to port 443 of `host` over a connection to the proxy.
    pub(super) async fn tunnel<S>(
        &self,
        host: &str,
        stream: S,
    ) -> Result<TokioIo<hyper::upgrade::Upgraded>, Failure>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let broken = |error: hyper::Error| {
            self.failure(if error.is_parse() {
                "does not answer as a proxy does when it is asked for a tunnel"
            } else {
                "broke off the connection when it was asked for a tunnel"
            })
        };
        let authority = format!("{host}:443");
        let mut request = Request::connect(&authority)
            .header(header::HOST, &authority)
            .header(header::USER_AGENT, super::USER_AGENT)
            .body(Empty::<Bytes>::new())
            .map_err(|error| self.failure(format!("cannot be asked for {host}: {error}")))?;
        if let Some(login) = self.authorization() {
            request
                .headers_mut()
                .insert(header::PROXY_AUTHORIZATION, login);
        }
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(broken)?;
        tokio::spawn(async move {
            // A failure of the connection reaches the request that waits on it.
            let _ = connection.with_upgrades().await;
        });
        let reply = sender.send_request(request).await.map_err(broken)?;
        let status = reply.status().as_u16();
        match status {
            200..=299 => match hyper::upgrade::on(reply).await {
                Ok(upgraded) => Ok(TokioIo::new(upgraded)),
                Err(error) => Err(broken(error)),
            },
            401 | 407 => Err(self.wants_login(status, reply.headers())),
            _ => {
                let did = if status < 500 {
                    "refused"
                } else {
                    "could not make"
                };
                let squid = reply.headers().get("x-squid-error");
                let error = squid.and_then(|value| value.to_str().ok()).map(squid_error);
                let error = error.unwrap_or_default();
                Err(self.failure(format!("{did} a tunnel to {host} ({status}{error})")))
            }
        }
    }

    fn wants_login(&self, status: u16, headers: &http::HeaderMap) -> Failure {
        let schemes = schemes(headers);
        let listed = schemes.iter().take(4);
        let listed = listed.fold(status.to_string(), |list, scheme| list + ", " + scheme);
        let takes_basic = schemes
            .iter()
            .any(|scheme| scheme.eq_ignore_ascii_case("basic"));
        let (did, advice) = if !(schemes.is_empty() || takes_basic) {
            let did = "wants a login of a kind that this tool does not support";
            (did, Some(Advice::ProxyLogin))
        } else if self.0.login.is_some() {
            ("refused the login it was given", None)
        } else {
            ("wants a login", None)
        };
        Failure::Proxy {
            proxy: self.name(),
            detail: format!("{did} ({listed})"),
            advice,
        }
    }
}

/// The login schemes that a proxy offers. A header may list several, each with parameters.
fn schemes(headers: &http::HeaderMap) -> Vec<String> {
    /// Characters of a name that are told; Negotiate has nine.
    const LONGEST: usize = 20;
    let is_token = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut schemes = Vec::new();
    for value in headers.get_all(header::PROXY_AUTHENTICATE) {
        let challenges = value.to_str().unwrap_or_default().split(',');
        for word in challenges.filter_map(|part| part.split_whitespace().next()) {
            let name: String = word.chars().take(LONGEST).collect();
            // What has a sign in it is a parameter of the challenge before, or a token.
            if !name.is_empty() && word.chars().all(is_token) && !schemes.contains(&name) {
                schemes.push(name);
            }
        }
    }
    schemes
}

/// The name of an error of Squid, to stand behind a status: ", ERR_ACCESS_DENIED". Nothing where it is no such name.
pub(crate) fn squid_error(header: &str) -> String {
    const LONGEST: usize = 40;
    let name = header.split(' ').next().unwrap_or_default();
    let fits = |character: char| character.is_ascii_uppercase() || character == '_';
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(fits) {
        return String::new();
    }
    format!(", {name}")
}

#[cfg(test)]
mod tests {
    use super::{Exceptions, HttpProxy, ProxyAddress, ProxyRule, squid_error};
    use crate::http::{Advice, Failure};
    use http::header::{HeaderMap, PROXY_AUTHENTICATE};

    #[test]
    fn of_an_error_of_squid_only_its_name_is_told() {
        assert_eq!(squid_error("ERR_DNS_FAIL 0"), ", ERR_DNS_FAIL");
        let long = "E".repeat(41);
        for other in ["", " ", "err_x", "\u{1b}[2J", "ERR,X", &long] {
            assert_eq!(squid_error(other), "", "{other}");
        }
    }

    #[test]
    fn credentials_are_never_shown() {
        let rule = ProxyRule::fixed("http://user:secret@proxy.example:3128").expect("a proxy");
        assert_eq!(rule.name().as_deref(), Some("http://proxy.example:3128"));
        let proxy = rule.for_host("login.mypurecloud.de").expect("proxied");
        let shown = format!(
            "{rule:?} {:?} {:?}",
            proxy.authorization(),
            proxy.failure("x")
        );
        assert!(
            !shown.contains("secret") && !shown.contains("user"),
            "{shown}"
        );
    }

    #[test]
    fn a_login_that_is_not_supported_is_told_from_one_that_is_refused() {
        const OTHER: &str = "wants a login of a kind that this tool does not support";
        for (login, offered, detail, advice) in [
            (
                "",
                &["Negotiate", "NTLM"][..],
                format!("{OTHER} (407, Negotiate, NTLM)"),
                Some(Advice::ProxyLogin),
            ),
            (
                "u:p@",
                &["NTLM"],
                format!("{OTHER} (407, NTLM)"),
                Some(Advice::ProxyLogin),
            ),
            (
                "u:p@",
                &["Negotiate, NTLM"],
                format!("{OTHER} (407, Negotiate, NTLM)"),
                Some(Advice::ProxyLogin),
            ),
            (
                "u:p@",
                &["Digest realm=\"a, b\", nonce=\"c\""],
                format!("{OTHER} (407, Digest)"),
                Some(Advice::ProxyLogin),
            ),
            (
                "",
                &["NTLM", "basic realm=\"office\""],
                "wants a login (407, NTLM, basic)".to_owned(),
                None,
            ),
            (
                "u:p@",
                &["Basic realm=\"office\""],
                "refused the login it was given (407, Basic)".to_owned(),
                None,
            ),
            (
                "u:p@",
                &[],
                "refused the login it was given (407)".to_owned(),
                None,
            ),
        ] {
            let address = ProxyAddress::parse(&format!("{login}proxy.example:3128"));
            let proxy = HttpProxy(address.expect("a proxy"));
            let mut headers = HeaderMap::new();
            for value in offered {
                headers.append(PROXY_AUTHENTICATE, value.parse().expect("a value"));
            }
            let expected = Failure::Proxy {
                proxy: "http://proxy.example:3128".to_owned(),
                detail,
                advice,
            };
            assert_eq!(proxy.wants_login(407, &headers), expected);
        }
    }

    #[test]
    fn names_are_read_as_curl_reads_them() {
        for (value, host, has) in [
            ("", "login.mypurecloud.de", false),
            ("*", "login.mypurecloud.de", true),
            ("mypurecloud.de", "login.mypurecloud.de", true),
            (".mypurecloud.de", "login.mypurecloud.de", true),
            ("MyPureCloud.de.", "login.mypurecloud.de", true),
            ("login.mypurecloud.de", "login.mypurecloud.de", true),
            ("purecloud.de", "login.mypurecloud.de", false),
            ("*.mypurecloud.de", "login.mypurecloud.de", false),
            (
                "login.mypurecloud.de.example",
                "login.mypurecloud.de",
                false,
            ),
            ("localhost,mypurecloud.de", "login.mypurecloud.de", true),
            ("localhost mypurecloud.de", "login.mypurecloud.de", true),
            (
                "localhost,\t mypurecloud.de ,",
                "login.mypurecloud.de",
                true,
            ),
            ("localhost,10.0.0.0/8", "login.mypurecloud.de", false),
            (" , .,", "login.mypurecloud.de", false),
        ] {
            assert_eq!(Exceptions::parse(value).has(host), has, "{value:?} {host}");
        }
    }
}
