//! Genesys Cloud, in all its regions, and MiraBridge, played on a loopback port over TLS and under
//! their real host names. What is answered is chosen by the client id that asks, so nothing is
//! remembered between two requests and any number of checks may run side by side.

mod answer;
mod asked;
mod certificates;
mod client;
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

use anyhow::Context as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

pub use scenario::{Scenario, scenario, scenarios};

pub use crate::probe::SIMULATOR_HEADER;

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
}

impl Simulator {
    /// Makes fresh certificates and starts answering at a loopback address; port 0 takes any free
    /// port. Needs a tokio runtime with time and I/O, and runs on it.
    ///
    /// # Errors
    /// When the address is not a loopback address, cannot be listened on, or when no certificates
    /// can be made.
    pub async fn start(address: SocketAddr) -> anyhow::Result<Self> {
        Self::start_with(address, Changes::default()).await
    }

    /// The same, with some things otherwise than the scenarios have them.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_with(address: SocketAddr, changes: Changes) -> anyhow::Result<Self> {
        // It holds certificates in other people's names: no other machine should ever see them.
        anyhow::ensure!(
            address.ip().is_loopback(),
            "the simulator answers on loopback only, not on {}",
            address.ip()
        );
        let certificates = certificates::issue(&place::hosts())?;
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"))?;
        let address = listener
            .local_addr()
            .context("cannot tell which port was taken")?;
        scenario::prepare();
        let serving = tokio::spawn(serve::accept(
            listener,
            TlsAcceptor::from(certificates.server),
            changes,
        ));
        Ok(Self {
            address,
            ca_pem: certificates.ca_pem,
            serving,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
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
