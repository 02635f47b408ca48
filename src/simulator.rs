//! Genesys Cloud, in all its regions, and MiraBridge, simulated on a loopback port over TLS and under their real host
//! names. What is answered is chosen by the client id that asks, and no request changes what the next one gets, so any
//! number of checks may run side by side.
//!
//! Request → scenario (data) → respond (pure) → serve (I/O).

mod certificates;
mod client;
mod organization;
pub mod platform_api;
mod request;
mod respond;
mod response;
mod scenario;
mod scenarios;
mod serve;
mod widget_pages;

#[cfg(test)]
mod tests;

use anyhow::Context as _;
use certificates::Authority;
use respond::VirtualHost;
use scenario::Simulation;
use serve::Service;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

pub use client::{AUTH_WINDOW, Client, DOCUMENTED, GENESYS, INDEX, PHONE, Profile, ScriptedReply};
pub use organization::{ApiRequest, Organization};
pub use platform_api::{ADMIN_ID, ORGANIZATIONS, organization};
pub use request::AuthorizeRequest;
pub use response::Response;
pub use scenario::{HEALTHY, LoginPage, Scenario, WIDGET, Widget};
pub use scenarios::{GROUPS, Group, scenario, scenarios};

pub use crate::probe::SIMULATOR_HEADER;

/// What a simulator plays.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its scenarios; if not told otherwise, those that ship.
    pub scenarios: Vec<Scenario>,
    /// The organizations whose Platform API is asked with a token.
    pub organizations: Vec<Organization>,
    /// How much later every response comes.
    pub delay: Duration,
    /// Whether a proxy inspects TLS to the login hosts: their certificates are not from the authority to trust.
    pub inspected: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scenarios: scenarios().copied().collect(),
            organizations: ORGANIZATIONS.to_vec(),
            delay: Duration::ZERO,
            inspected: false,
        }
    }
}

/// A running simulator. It answers until it is dropped.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    ca_pem: String,
    serving: JoinHandle<()>,
}

impl Simulator {
    /// Makes new certificates and starts answering at a loopback address; port 0 takes any free port. Needs a tokio
    /// runtime with time and I/O, and runs on it.
    ///
    /// # Errors
    /// When the address is not a loopback address, cannot be listened on, when no certificates can be made, or when two
    /// scenarios have the same client id.
    pub async fn start(address: SocketAddr, settings: Settings) -> anyhow::Result<Self> {
        // It holds certificates in other people's names: no other machine should ever see them.
        anyhow::ensure!(
            address.ip().is_loopback(),
            "the simulator answers on loopback only, not on {}",
            address.ip()
        );
        let trusted = Authority::new("mirabridge-oauth simulator (not a real authority)", None)?;
        let inspector = Authority::new("Zscaler Root CA", Some("Zscaler Inc."))?;
        let (inspected, others) = VirtualHost::names()
            .into_iter()
            .partition(|name| settings.inspected && name.starts_with("login."));
        let tls = certificates::server(&[(&trusted, others), (&inspector, inspected)])?;
        let service = Service {
            tls: TlsAcceptor::from(Arc::new(tls)),
            simulation: Simulation::new(settings.scenarios, settings.organizations)?,
            delay: settings.delay,
            asked: Mutex::default(),
        };
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"))?;
        let address = listener
            .local_addr()
            .context("cannot tell which port was taken")?;
        Ok(Self {
            address,
            ca_pem: trusted.pem(),
            serving: tokio::spawn(serve::serve(listener, Arc::new(service))),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The value of `--connect-to` that gets everything that is asked to it.
    #[must_use]
    pub fn connect_to(&self) -> String {
        format!("::{}", self.address)
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
