//! A service that is reached over IPv6 alone.

use super::check::command;
use super::check::json;
use mirabridge_oauth::simulator::{Settings, Simulator};
use std::net::Ipv6Addr;

#[tokio::test]
async fn over_ipv6_all_is_the_same() {
    let address = (Ipv6Addr::LOCALHOST, 0).into();
    let Ok(simulator) = Simulator::start(address, Settings::default()).await else {
        // A computer without IPv6 has nothing to show here.
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("root.pem");
    std::fs::write(&root, simulator.ca_pem()).expect("a writable folder");
    let mut check = command(["--connect-to", &simulator.connect_to(), "--ca-cert"]);
    check.arg(root);
    // The simulator goes on meanwhile.
    let (report, run) = tokio::task::spawn_blocking(move || json(&mut check))
        .await
        .expect("no panic");
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(report["evidence"]["source"], "simulated");
}
