//! A service that is reached over IPv6 alone.

use super::check::json;
use super::simulated::{Simulated, meanwhile};
use mirabridge_oauth::simulator::scenario;
use std::net::Ipv6Addr;

#[tokio::test]
async fn over_ipv6_all_is_the_same() {
    let healthy = scenario("healthy").expect("a scenario");
    let Some(simulated) = Simulated::start(healthy, Ipv6Addr::LOCALHOST.into()).await else {
        // A computer without IPv6 has nothing to show here.
        return;
    };
    let mut check = simulated.check();
    let (report, run) = meanwhile(move || json(&mut check)).await;
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(report["evidence"]["source"], "simulated");
}
