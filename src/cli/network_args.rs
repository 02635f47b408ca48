mod trust;

use super::error::Problem;
use super::input::variable;
use super::session::SessionOptions;
use crate::http::{ConnectTo, NetworkOptions, ProxyRule};
use crate::text::escape;
use std::path::PathBuf;
use std::time::Duration;

/// How to reach whom, and how long to try.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Network")]
pub(super) struct NetworkArgs {
    /// Time for one request, such as 10s or 500ms
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    timeout: Duration,
    /// Time for the whole run
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration)]
    deadline: Duration,
    /// How often a request that failed is repeated
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=5))]
    retries: u32,
    /// Proxy to use: http://[USER:PASSWORD@]HOST:PORT
    ///
    /// [env: HTTPS_PROXY, NO_PROXY]
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// Root certificates to trust as well, PEM or DER
    ///
    /// Such as that of a proxy that inspects TLS. (repeatable)
    #[arg(long, value_name = "FILE", alias = "cacert")]
    ca_cert: Vec<PathBuf>,
    /// Connect elsewhere, as with curl; the proxy environment is then ignored (repeatable)
    #[arg(long, value_name = "HOST:PORT:ADDR:PORT", conflicts_with = "proxy")]
    connect_to: Vec<String>,
}

impl NetworkArgs {
    /// How to reach `hosts`.
    pub(super) fn options(
        &self,
        hosts: impl IntoIterator<Item = String>,
    ) -> Result<SessionOptions, Problem> {
        let connect_to: Result<Vec<ConnectTo>, _> =
            self.connect_to.iter().map(|text| text.parse()).collect();
        let connect_to =
            connect_to.map_err(|error| Problem::Usage(format!("--connect-to: {error}")))?;
        let proxy = self.proxy(&connect_to)?;
        let mut ca_certificates = Vec::new();
        for path in &self.ca_cert {
            ca_certificates.extend(trust::certificates(path)?);
        }
        Ok(SessionOptions {
            overrides: self.overrides(&connect_to, &proxy, hosts),
            network: NetworkOptions {
                timeout: self.timeout,
                connect_to,
                proxy,
                ca_certificates,
            },
            deadline: self.deadline,
            retries: self.retries,
        })
    }

    fn proxy(&self, connect_to: &[ConnectTo]) -> Result<ProxyRule, Problem> {
        match &self.proxy {
            _ if !connect_to.is_empty() => Ok(ProxyRule::direct()),
            Some(url) => {
                ProxyRule::fixed(url).map_err(|error| Problem::Usage(format!("--proxy: {error}")))
            }
            None => proxy_of_environment(),
        }
    }

    fn overrides(
        &self,
        connect_to: &[ConnectTo],
        proxy: &ProxyRule,
        hosts: impl IntoIterator<Item = String>,
    ) -> Vec<String> {
        let mut overrides: Vec<_> = connect_to
            .iter()
            .map(|rule| format!("connect-to {}", rule.as_str()))
            .collect();
        overrides.extend(
            self.ca_cert
                .iter()
                .map(|path| format!("ca-cert {}", escape(&path.to_string_lossy()))),
        );
        overrides.extend(proxy_overrides(proxy, self.proxy.is_some(), hosts));
        overrides
    }
}

/// Which proxy is used, and which of `hosts` are asked without it.
fn proxy_overrides(
    proxy: &ProxyRule,
    is_typed: bool,
    hosts: impl IntoIterator<Item = String>,
) -> Vec<String> {
    /// Hosts that are named; a run may contact more than twenty.
    const NAMED: usize = 4;
    let Some(name) = proxy.name() else {
        return Vec::new();
    };
    let (direct, proxied): (Vec<_>, Vec<_>) =
        hosts.into_iter().partition(|host| proxy.excepts(host));
    let mut overrides = Vec::new();
    if !proxied.is_empty() {
        let from = if is_typed {
            ""
        } else {
            " (from the environment)"
        };
        overrides.push(format!("proxy {name}{from}"));
    }
    if !direct.is_empty() {
        let (named, more) = direct.split_at(direct.len().min(NAMED));
        let more = match more.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        overrides.push(format!(
            "no-proxy {}{more} (from the environment)",
            named.join(", ")
        ));
    }
    overrides
}

/// What the environment says of proxies, in curl's order. One that cannot be used is an error: without it,
/// every host would be asked directly, which is not what was meant.
fn proxy_of_environment() -> Result<ProxyRule, Problem> {
    let except = match variable("no_proxy")? {
        Some(except) => Some(except),
        None => variable("NO_PROXY")?,
    };
    let except = except.unwrap_or_default();
    for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        if let Some(url) = variable(name)? {
            return ProxyRule::with_exceptions(&url, &except)
                .map_err(|error| Problem::Usage(format!("{name}: {error}")));
        }
    }
    Ok(ProxyRule::direct())
}

/// A time as people write it: 10s, 500ms, 1m30s; a bare number is seconds.
pub(super) fn duration(text: &str) -> Result<Duration, &'static str> {
    const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
    let seconds = text.parse().ok().map(Duration::from_secs);
    let parsed = seconds.or_else(|| humantime::parse_duration(text).ok());
    parsed
        .filter(|duration| !duration.is_zero() && *duration <= LONGEST)
        .ok_or("it is not a time between 1ms and 24h, such as 10s or 500ms")
}
