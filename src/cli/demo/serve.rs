//! The simulator, kept up for check and curl.

use super::target;
use crate::classify::Asked;
use crate::cli::error::Problem;
use crate::cli::output;
use crate::cli::signals::Signals;
use crate::command_line::{CommandLine, word};
use crate::probe::Purpose;
use crate::report::Signal;
use crate::simulator::{Scenario, Simulator, faults, scenarios};
use anyhow::Context as _;
use std::io::Write as _;

/// Serves until a signal comes, and prints commands that are ready to paste.
pub(super) async fn serve(
    scenario: &Scenario,
    simulator: Simulator,
    signals: Signals,
) -> Result<u8, Problem> {
    // Removed when the simulator stops; the name cannot be guessed.
    let mut ca = tempfile::Builder::new()
        .prefix("mirabridge-oauth-demo-")
        .suffix(".pem")
        .tempfile()
        .context("cannot write the simulator's certificate")?;
    ca.write_all(simulator.ca_pem().as_bytes())
        .and_then(|()| ca.flush())
        .context("cannot write the simulator's certificate")?;
    let target = target(scenario)?;
    let asked = Asked::of(&target);
    let url = asked
        .real(Purpose::RedirectUri, asked.first(), target.grant())
        .url;
    let address = simulator.address();
    let ways: Vec<_> = simulator
        .connect_to()
        .iter()
        .map(|way| format!("--connect-to {way}"))
        .collect();
    let ways = ways.join(" ");
    let served = if scenario.is_fault() {
        let host = target.region().login_host();
        format!(
            "The fault is played on {host}, whatever the client id. The other hosts answer as they should.\n"
        )
    } else {
        clients()
    };
    let ca = ca.path().to_string_lossy();
    let check = CommandLine::check(
        target.region(),
        scenario.client_id,
        target.deployment(),
        target.grant(),
    );
    let check = simulator
        .connect_to()
        .iter()
        .fold(check, |command, way| command.option("--connect-to", way))
        .option("--ca-cert", &ca);
    let ca = word(&ca);
    output::print(&format!(
        "SIMULATED Genesys Cloud and MiraBridge at {address}, scenario {}: {}\n\
         \n\
         {check}\n\
         \n\
         curl --silent --show-error --include {ways} --cacert {ca} '{url}'\n\
         \n\
         {served}\
         \n\
         Press Ctrl-C to stop.\n",
        scenario.name, scenario.shows,
    ))?;
    signals.interrupted().await;
    Ok(signals.first().map_or(0, Signal::exit_status))
}

/// What else is served, and what is not.
fn clients() -> String {
    let lines = scenarios()
        .iter()
        .map(|scenario| format!("  {}  {}\n", scenario.client_id, scenario.name));
    let served = "These scenarios are served; each has a client id of its own:\n".to_owned();
    let faults: Vec<_> = faults().iter().map(|fault| fault.name).collect();
    let others = format!(
        "\nFaults of the connection come before a client id is said, so they are served one at a time, with 'demo NAME --serve':\n  {}\n",
        faults.join(", ")
    );
    std::iter::once(served)
        .chain(lines)
        .chain([others])
        .collect()
}
