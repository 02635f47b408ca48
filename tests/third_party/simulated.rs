//! The simulator behind the proxies and nginx: one for all tests.

use crate::genesys_sdk;
use mirabridge_oauth::genesys::{PHONE_HOST, Region};
use mirabridge_oauth::simulator::{Scenario, Settings, Simulator, scenario};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{OnceLock, mpsc};

pub(crate) struct Simulated {
    pub(crate) address: SocketAddr,
    pub(crate) ca: String,
}

/// The simulator, started by the test that comes first and kept up until all are over.
pub(crate) fn simulated() -> &'static Simulated {
    static RUNNING: OnceLock<Simulated> = OnceLock::new();
    RUNNING.get_or_init(|| {
        let (ready, started) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                let mut settings = Settings::default();
                settings.organizations.extend(genesys_sdk::ORGANIZATIONS);
                let simulator = Simulator::start(address, settings)
                    .await
                    .expect("a simulator on loopback");
                let running = Simulated {
                    address: simulator.address(),
                    ca: simulator.ca_pem().to_owned(),
                };
                ready.send(running).expect("somebody waits for it");
                std::future::pending::<()>().await;
            });
        });
        started.recv().expect("the simulator starts")
    })
}

/// A scenario of the simulator by its name.
pub(crate) fn named(name: &str) -> &'static Scenario {
    scenario(name).unwrap_or_else(|| panic!("no scenario {name}"))
}

/// The hosts that it plays.
pub(crate) fn hosts() -> Vec<String> {
    let of_regions = Region::all()
        .iter()
        .flat_map(|region| [region.login_host(), region.apps_host(), region.api_host()]);
    of_regions.chain([PHONE_HOST.to_owned()]).collect()
}
