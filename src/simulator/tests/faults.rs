//! Whatever goes wrong, a run is over at its deadline: shown by a clock that leaps, so that nothing is waited for.

use super::region;
use crate::checks::wanted;
use crate::genesys::{ClientId, Deployment, Target};
use crate::judging::Selection;
use crate::probe::{
    AllowList, Courtesy, Limits, Network, NetworkOptions, ProxyRule, RetryPolicy, gather,
};
use crate::simulator::{Changes, Scenario, Simulator, faults};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::future::pending;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::time::Instant;

const DEADLINE: Duration = Duration::from_secs(5);

/// How long a check takes, with requests that could take longer than the whole run.
async fn taken(fault: &Scenario) -> Duration {
    let address = (Ipv4Addr::LOCALHOST, 0).into();
    let simulator = Simulator::start_for(fault, address, Changes::default()).await;
    let simulator = simulator.expect("a simulator on loopback");
    let root = CertificateDer::from_pem_slice(simulator.ca_pem().as_bytes());
    let ways = simulator.connect_to();
    let ways = ways.iter().map(|way| way.parse().expect("a way"));
    let network = Network::new(NetworkOptions {
        timeout: DEADLINE * 3,
        connect_to: ways.collect(),
        proxy: ProxyRule::direct(),
        ca_certificates: vec![root.expect("a certificate")],
    });
    let id = ClientId::parse(fault.client_id).expect("a client id");
    let deployment = Deployment::default();
    let target = Target::new(
        region(fault.region),
        id,
        deployment,
        fault.grant,
        Vec::new(),
    );
    let selection = Selection::default();
    let started = Instant::now();
    gather(
        &network.within(AllowList::of(&target)),
        &Courtesy::default(),
        Limits {
            deadline: started + DEADLINE,
            retry: RetryPolicy { retries: 5 },
        },
        |evidence| wanted(&target, evidence, &selection),
        |_| {},
        pending(),
    )
    .await;
    started.elapsed()
}

#[tokio::test(start_paused = true)]
async fn no_fault_takes_longer_than_the_deadline() {
    for fault in faults() {
        let taken = taken(fault).await;
        // The clock of the runtime has milliseconds.
        let most = DEADLINE + Duration::from_millis(1);
        assert!(taken <= most, "{}: {taken:?}", fault.name);
        if fault.name.starts_with("hang-") || fault.name.starts_with("slow-drip-") {
            assert!(taken >= DEADLINE, "{}: {taken:?}", fault.name);
        }
    }
}
