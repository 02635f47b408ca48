//! Our side of the comparison with curl: a program that sends requests as a check does, and nothing else.

use anyhow::{Context as _, Result};
use futures_util::future::join_all;
use mirabridge_oauth::genesys::{ClientId, Deployment, Grant, Region, Target};
use mirabridge_oauth::http::{ConnectTo, Network, NetworkOptions, ProxyRule};
use mirabridge_oauth::probe::{AllowList, Confined, Probe, Purpose, Transport as _};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::time::Instant;

/// The word that makes this program be that one.
pub(crate) const AS: &str = "send";

/// This program as that one.
pub(crate) fn command(address: &str, ca: &Path, urls: &[String]) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args([AS, address]).arg(ca).args(urls);
    Ok(command)
}

pub(crate) fn main(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let address: SocketAddr = arguments.next().context("where to")?.parse()?;
    let ca = std::fs::read(arguments.next().context("whom to trust")?)?;
    let ca: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&ca).collect();
    let probes: Vec<_> = arguments
        .map(|url| Probe::new(Purpose::RegionSweep, url))
        .collect();
    let network = Network::new(NetworkOptions {
        timeout: Duration::from_secs(10),
        connect_to: vec![ConnectTo::everything(address)],
        proxy: ProxyRule::direct(),
        ca_certificates: ca?,
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let confined = Confined::new(&network, AllowList::of(&target()?));
        let deadline = Instant::now() + Duration::from_secs(30);
        let sending = probes.iter().map(|probe| confined.send(probe, deadline));
        for answer in join_all(sending).await {
            answer.map_err(|failure| anyhow::anyhow!("{failure}"))?;
        }
        Ok(())
    })
}

fn target() -> Result<Target> {
    Ok(Target::new(
        Region::parse("mypurecloud.de")?,
        ClientId::parse("00000000-0000-4000-8000-000000000000")?,
        Deployment::default(),
        Grant::Implicit,
        Vec::new(),
    ))
}
