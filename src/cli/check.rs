mod dry_run;
mod recording;
mod trust;

use super::environment::variable;
use super::error::Problem;
use super::reporting::ReportingArgs;
use super::run::{Plan, block_on, replay};
use super::setup_args::{ClientArgs, RegionArgs};
use super::{EXIT_STATUSES, output};
use crate::escape::escape;
use crate::probe::{ConnectTo, NetworkOptions, ProxyRule};
use crate::setup::{Grant, RedirectUri, Target};
use clap::ValueEnum;
use std::path::PathBuf;
use std::time::Duration;

/// Check an OAuth client: build its setup, ask Genesys Cloud, judge, report
#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    client: ClientArgs,
    /// Grant type of the client
    #[arg(long, value_enum, default_value_t = GrantArg::Implicit)]
    grant: GrantArg,
    /// Check this redirect URI instead of the documented three (repeatable); it is never fetched
    #[arg(long, value_name = "URI")]
    redirect_uri: Vec<String>,
    /// Wait until the client and its redirect URIs are right, for this time at the most
    #[arg(long, value_name = "TIME")]
    wait: Option<String>,
    /// List what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Write what was asked and answered to a file, without secrets, for a bug report or for --replay
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Judge a recording instead of asking anybody
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["region", "region_domain", "client_id", "redirect_uri", "wait", "dry_run", "record", "connect_to", "proxy", "ca_cert"]
    )]
    replay: Option<PathBuf>,
    #[command(flatten)]
    network: NetworkArgs,
    #[command(flatten)]
    reporting: ReportingArgs,
}

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Network")]
struct NetworkArgs {
    /// Time for one request, such as 10s or 500ms
    #[arg(long, value_name = "TIME", default_value = "10s")]
    timeout: String,
    /// Time for the whole run
    #[arg(long, value_name = "TIME", default_value = "30s")]
    deadline: String,
    /// How often a request that failed is repeated
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=5))]
    retries: u32,
    /// Proxy to use, http://[USER:PASSWORD@]HOST:PORT [env: HTTPS_PROXY, NO_PROXY]
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// File of root certificates to trust as well, such as that of a proxy that inspects TLS; PEM or DER (repeatable)
    #[arg(long, value_name = "FILE", alias = "cacert")]
    ca_cert: Vec<PathBuf>,
    /// Connect elsewhere, as with curl; the proxy environment is then ignored (repeatable)
    #[arg(long, value_name = "HOST:PORT:ADDR:PORT", conflicts_with = "proxy")]
    connect_to: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum GrantArg {
    /// Token Implicit Grant (Browser), as MiraBridge documents
    Implicit,
    /// Code Authorization / PKCE
    Pkce,
}

impl GrantArg {
    pub(super) fn grant(self) -> Grant {
        match self {
            Self::Implicit => Grant::Implicit,
            Self::Pkce => Grant::Pkce,
        }
    }
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let recordings = [
            ("--record", self.record.as_deref()),
            ("--replay", self.replay.as_deref()),
        ];
        self.reporting.check_files(&recordings)?;
        if let Some(file) = &self.replay {
            return replay(recording::read(file)?, &self.reporting);
        }
        let target = self.target()?;
        let selection = self.reporting.selection()?;
        let timeout = duration("--timeout", &self.network.timeout)?;
        let deadline = duration("--deadline", &self.network.deadline)?;
        let (network, overrides) = self.network(timeout, &target)?;
        if self.dry_run {
            output::print(&dry_run::list(&target, &selection))?;
            return Ok(0);
        }
        let plan = Plan {
            target,
            network,
            deadline,
            retries: self.network.retries,
            wait: self
                .wait
                .as_ref()
                .map(|text| duration("--wait", text))
                .transpose()?,
            record: self.record.clone(),
            overrides,
        };
        block_on(plan.run(&self.reporting))
    }

    fn target(&self) -> Result<Target, Problem> {
        let region = self.region.region()?;
        let client_id = self.client.client_id(&region)?;
        let uris: Result<Vec<_>, _> = self
            .redirect_uri
            .iter()
            .map(|text| RedirectUri::new(text))
            .collect();
        let uris = uris.map_err(|error| Problem::Usage(format!("--redirect-uri: {error}")))?;
        Ok(Target::new(
            region,
            client_id,
            self.client.deployment()?,
            self.grant.grant(),
            uris,
        ))
    }

    /// How to reach the network, and what of it must be said in every report.
    fn network(
        &self,
        timeout: Duration,
        target: &Target,
    ) -> Result<(NetworkOptions, Vec<String>), Problem> {
        let args = &self.network;
        let connect_to: Result<Vec<ConnectTo>, _> =
            args.connect_to.iter().map(|text| text.parse()).collect();
        let connect_to =
            connect_to.map_err(|error| Problem::Usage(format!("--connect-to: {error}")))?;
        let proxy = match &args.proxy {
            _ if !connect_to.is_empty() => ProxyRule::direct(),
            Some(url) => ProxyRule::fixed(url)
                .map_err(|error| Problem::Usage(format!("--proxy: {error}")))?,
            None => proxy_of_environment()?,
        };
        let mut ca_certificates = Vec::new();
        for path in &args.ca_cert {
            ca_certificates.extend(trust::certificates(path)?);
        }
        let mut overrides: Vec<_> = connect_to
            .iter()
            .map(|rule| format!("connect-to {}", rule.as_str()))
            .collect();
        overrides.extend(
            args.ca_cert
                .iter()
                .map(|path| format!("ca-cert {}", escape(&path.to_string_lossy()))),
        );
        if let Some(name) = proxy.describe(&target.region().login_host()) {
            let from = if args.proxy.is_some() {
                ""
            } else {
                " (from the environment)"
            };
            overrides.push(format!("proxy {name}{from}"));
        }
        let options = NetworkOptions {
            timeout,
            connect_to,
            proxy,
            ca_certificates,
        };
        Ok((options, overrides))
    }
}

/// What the environment says of proxies, in curl's order. One that cannot be used is an error: without it,
/// every host would be asked directly, which is not what was meant.
fn proxy_of_environment() -> Result<ProxyRule, Problem> {
    let except = variable("no_proxy")
        .or_else(|| variable("NO_PROXY"))
        .unwrap_or_default();
    for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        if let Some(url) = variable(name) {
            return ProxyRule::with_exceptions(&url, &except)
                .map_err(|error| Problem::Usage(format!("{name}: {error}")));
        }
    }
    Ok(ProxyRule::direct())
}

/// A time as people write it: 10s, 500ms, 1m30s; a bare number is seconds.
fn duration(option: &str, text: &str) -> Result<Duration, Problem> {
    const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
    let seconds = text.parse().ok().map(Duration::from_secs);
    let parsed = seconds.or_else(|| humantime::parse_duration(text).ok());
    match parsed {
        Some(duration) if !duration.is_zero() && duration <= LONGEST => Ok(duration),
        _ => {
            let shown: String = text.chars().take(40).collect();
            Err(Problem::Usage(format!(
                "{option}: '{}' is not a time between 1ms and 24h, such as 10s or 500ms",
                escape(&shown)
            )))
        }
    }
}
