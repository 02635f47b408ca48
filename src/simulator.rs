//! Genesys Cloud, in all its regions, and MiraBridge, played on a loopback port over TLS and under
//! their real host names. What is answered is chosen by the client id that asks, so nothing is
//! remembered between two requests and any number of checks may run side by side.

mod answer;
mod asked;
mod certificates;
mod client;
mod faults;
mod fresh;
mod genesys;
mod login;
mod manner;
mod mirabridge;
mod obstacles;
mod pages;
mod place;
mod reply;
mod request;
mod route;
mod scenario;
mod serve;
mod strangers;
mod widget;
mod wire;

#[cfg(test)]
mod tests;

use crate::genesys::Region;
use anyhow::Context as _;
use certificates::Authority;
use faults::Playing;
use serve::Service;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

pub use scenario::{Scenario, all, faults, scenario, scenarios};

pub use crate::probe::SIMULATOR_HEADER;
#[cfg(test)]
pub(crate) use faults::Full;

/// What is otherwise than the scenarios have it, for all of them.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The redirect URIs of every client that exists.
    pub registered: Option<Arc<[String]>>,
    /// How much later every answer comes.
    pub delay: Duration,
}

/// A running simulator. It answers until it is dropped.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    ca_pem: String,
    serving: JoinHandle<()>,
    fault: Option<(String, Playing)>,
}

impl Simulator {
    /// Makes fresh certificates and starts answering at a loopback address; port 0 takes any free
    /// port. Needs a tokio runtime with time and I/O, and runs on it.
    ///
    /// # Errors
    /// When the address is not a loopback address, cannot be listened on, or when no certificates
    /// can be made.
    pub async fn start(address: SocketAddr) -> anyhow::Result<Self> {
        Self::start_for(&scenario::HEALTHY, address, Changes::default()).await
    }

    /// The same, with the fault of `scenario`, if it has one, in the place of its login host; and with some things
    /// otherwise than the scenarios have them.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_for(
        scenario: &Scenario,
        address: SocketAddr,
        changes: Changes,
    ) -> anyhow::Result<Self> {
        // It holds certificates in other people's names: no other machine should ever see them.
        anyhow::ensure!(
            address.ip().is_loopback(),
            "the simulator answers on loopback only, not on {}",
            address.ip()
        );
        let authority = Authority::new()?;
        let tls = certificates::server_for(&place::hosts(), &authority)?;
        let service = Service {
            tls: TlsAcceptor::from(Arc::new(tls)),
            changes,
        };
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"))?;
        let address = listener
            .local_addr()
            .context("cannot tell which port was taken")?;
        let fault = match scenario.fault {
            None => None,
            Some(fault) => {
                let host = Region::parse(scenario.region)?.login_host();
                let playing = fault.play(&host, address.ip(), service.clone(), &authority);
                let playing = playing
                    .await
                    .with_context(|| format!("cannot play {}", scenario.name))?;
                Some((host, playing))
            }
        };
        scenario::prepare();
        let serving = tokio::spawn(serve::accept(listener, move |tcp| {
            service.clone().converse(tcp)
        }));
        Ok(Self {
            address,
            ca_pem: authority.pem(),
            serving,
            fault,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How to get everything that is asked to the simulator: the values of `--connect-to`, of which the first that fits
    /// counts.
    #[must_use]
    pub fn connect_to(&self) -> Vec<String> {
        let fault = self.fault.iter();
        fault
            .map(|(host, playing)| format!("{host}:443:{}", playing.at))
            .chain([format!("::{}", self.address)])
            .collect()
    }

    /// The certificate of the authority to trust, as PEM. It is new at every start.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // The open connections belong to this task and end with it.
        self.serving.abort();
    }
}
