use super::Failure;
use bytes::Bytes;
use http::{HeaderValue, Request, Uri, header};
use http_body_util::Empty;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

/// Which hosts are asked through a proxy.
#[derive(Debug)]
pub struct ProxyRule {
    matcher: Option<Matcher>,
}

/// Why a `--proxy` cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// Not an address of a proxy.
    #[error(
        "expected http://HOST:PORT or https://HOST:PORT, with USER:PASSWORD@ before the host if it needs a login"
    )]
    Form,
    /// A kind of proxy that is not supported.
    #[error("only http:// and https:// proxies are supported")]
    Scheme,
}

impl ProxyRule {
    /// Every host is asked directly.
    #[must_use]
    pub fn direct() -> Self {
        Self { matcher: None }
    }

    /// Hosts are asked through the proxy at `url`, but those that `except` lists in the form of `NO_PROXY`.
    ///
    /// # Errors
    /// Where `url` is not the address of a proxy that can be used.
    pub fn with_exceptions(url: &str, except: &str) -> Result<Self, ProxyError> {
        let url = Self::readable(url)?;
        let matcher = Matcher::builder().https(url).no(except.to_owned()).build();
        Ok(Self {
            matcher: Some(matcher),
        })
    }

    /// Every host is asked through the proxy at `url`.
    ///
    /// # Errors
    /// Where `url` is not the address of an HTTP proxy.
    pub fn fixed(url: &str) -> Result<Self, ProxyError> {
        Self::with_exceptions(url, "")
    }

    /// The address in a form that the library can read. What it cannot read it would leave out, and every host
    /// would be asked directly.
    fn readable(url: &str) -> Result<String, ProxyError> {
        let with_scheme = if url.contains("://") {
            url.to_owned()
        } else {
            format!("http://{url}")
        };
        let parsed = url::Url::parse(&with_scheme).map_err(|_| ProxyError::Form)?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(ProxyError::Scheme);
        }
        if parsed.host_str().is_none_or(str::is_empty) {
            return Err(ProxyError::Form);
        }
        let readable = String::from(parsed);
        let rule = Self {
            matcher: Some(Matcher::builder().https(readable.clone()).build()),
        };
        match rule.for_host("login.mypurecloud.com") {
            Some(_) => Ok(readable),
            None => Err(ProxyError::Form),
        }
    }

    /// The proxy that `host` is asked through, without credentials.
    #[must_use]
    pub fn describe(&self, host: &str) -> Option<String> {
        self.for_host(host).map(|proxy| proxy.name())
    }

    /// The proxy that `host` is asked through.
    pub(super) fn for_host(&self, host: &str) -> Option<HttpProxy> {
        let uri: Uri = format!("https://{host}/").parse().ok()?;
        let intercept = self.matcher.as_ref()?.intercept(&uri)?;
        Some(HttpProxy { intercept })
    }
}

/// A proxy to be asked for a tunnel.
pub(super) struct HttpProxy {
    intercept: Intercept,
}

impl HttpProxy {
    /// The proxy's address without credentials.
    pub(super) fn name(&self) -> String {
        let uri = self.intercept.uri();
        let scheme = uri.scheme_str().unwrap_or("http");
        format!("{scheme}://{}:{}", self.host(), self.port())
    }

    pub(super) fn host(&self) -> &str {
        self.intercept.uri().host().unwrap_or_default()
    }

    pub(super) fn port(&self) -> u16 {
        let uri = self.intercept.uri();
        let default = if self.speaks_tls() { 443 } else { 80 };
        uri.port_u16().unwrap_or(default)
    }

    pub(super) fn speaks_tls(&self) -> bool {
        self.intercept.uri().scheme_str() == Some("https")
    }

    /// A failure of this proxy.
    pub(super) fn failure(&self, detail: impl Into<String>) -> Failure {
        Failure::Proxy {
            proxy: self.name(),
            detail: detail.into(),
        }
    }

    /// Whether this kind of proxy can be used.
    pub(super) fn is_supported(&self) -> Result<(), Failure> {
        match self.intercept.uri().scheme_str() {
            Some("http" | "https") | None => Ok(()),
            Some(_) => {
                Err(self.failure("cannot be used: only http:// and https:// proxies are supported"))
            }
        }
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
            .header(header::USER_AGENT, super::request::USER_AGENT)
            .body(Empty::<Bytes>::new())
            .map_err(|error| self.failure(format!("cannot be asked for {host}: {error}")))?;
        if let Some(login) = self.intercept.basic_auth() {
            let mut login: HeaderValue = login.clone();
            login.set_sensitive(true);
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
            401 | 407 => {
                let login = if self.intercept.basic_auth().is_some() {
                    "refused the login it was given"
                } else {
                    "wants a login"
                };
                let schemes = schemes(reply.headers());
                Err(self.failure(format!("{login} ({status}{schemes})")))
            }
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
}

/// Characters of the name of a login scheme that are told; Negotiate has nine.
const LONGEST_SCHEME: usize = 20;

/// The login schemes that a proxy offers, for the message: ", Negotiate, NTLM".
fn schemes(headers: &http::HeaderMap) -> String {
    headers
        .get_all(header::PROXY_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok()?.split_whitespace().next())
        .take(4)
        .map(|scheme| scheme.chars().take(LONGEST_SCHEME).collect::<String>())
        .fold(String::new(), |list, scheme| list + ", " + &scheme)
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
    use super::{ProxyError, ProxyRule, squid_error};

    #[test]
    fn of_an_error_of_squid_only_its_name_is_told() {
        assert_eq!(squid_error("ERR_DNS_FAIL 0"), ", ERR_DNS_FAIL");
        let long = "E".repeat(41);
        for other in ["", " ", "err_x", "\u{1b}[2J", "ERR,X", &long] {
            assert_eq!(squid_error(other), "", "{other}");
        }
    }

    #[test]
    fn credentials_are_never_named() {
        let rule = ProxyRule::fixed("http://user:secret@proxy.example:3128").expect("a proxy");
        let name = rule.describe("login.mypurecloud.de").expect("proxied");
        assert_eq!(name, "http://proxy.example:3128");
        let proxy = rule.for_host("login.mypurecloud.de").expect("proxied");
        assert!(!proxy.failure("x").to_string().contains("secret"));
    }

    #[test]
    fn a_scheme_may_be_left_out_and_socks_is_refused() {
        let rule = ProxyRule::fixed("proxy.example:8080").expect("a proxy");
        assert_eq!(
            rule.describe("a.example").as_deref(),
            Some("http://proxy.example:8080")
        );
        assert_eq!(
            ProxyRule::fixed("socks5://proxy.example").err(),
            Some(ProxyError::Scheme)
        );
        assert_eq!(ProxyRule::fixed("http://").err(), Some(ProxyError::Form));
    }
}
