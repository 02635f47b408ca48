//! A simulator of a test's own: at another address, or with a fault.

use super::check::command;
use mirabridge_oauth::simulator::{Changes, Scenario, Simulator};
use std::net::IpAddr;
use std::process::Command;
use tempfile::TempDir;

/// A simulator, and what a check needs to reach it.
pub(super) struct Simulated {
    simulator: Simulator,
    folder: TempDir,
}

impl Simulated {
    /// None where the computer has no such address.
    pub(super) async fn start(scenario: &Scenario, at: IpAddr) -> Option<Self> {
        let simulator = Simulator::start_for(scenario, (at, 0).into(), Changes::default()).await;
        let simulator = simulator.ok()?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("root.pem"), simulator.ca_pem())
            .expect("a writable folder");
        Some(Self { simulator, folder })
    }

    /// A check of the healthy client at this simulator.
    pub(super) fn check(&self) -> Command {
        let ways = self.simulator.connect_to();
        let ways = ways.iter().flat_map(|way| ["--connect-to", way]);
        let mut check = command(ways);
        check
            .arg("--ca-cert")
            .arg(self.folder.path().join("root.pem"));
        check
    }
}

/// Waits for a program while the simulators of this thread go on.
pub(super) async fn meanwhile<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = tokio::task::spawn_blocking(work).await;
    done.expect("no panic")
}
