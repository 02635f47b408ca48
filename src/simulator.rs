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
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

pub use scenario::{Scenario, scenario, scenarios};

pub use crate::probe::SIMULATOR_HEADER;

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
        Self::start_with(address, None).await
    }

    /// The same, with every client that exists having these redirect URIs, whatever its scenario says.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_with(
        address: SocketAddr,
        registered: Option<Vec<String>>,
    ) -> anyhow::Result<Self> {
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
            registered.map(Into::into),
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
