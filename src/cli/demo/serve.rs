//! The simulator, kept up for check and curl.

use super::target;
use crate::classify::AuthorizeRequests;
use crate::cli::error::Problem;
use crate::cli::output;
use crate::cli::signals::Signals;
use crate::command_line::{CommandLine, word};
use crate::probe::Purpose;
use crate::report::Signal;
use crate::simulator::{ORGANIZATIONS, Organization, Scenario, Simulator, scenarios};
use anyhow::Context as _;
use std::io::Write as _;

/// Serves until a signal comes, and prints commands that are ready to paste.
pub(super) async fn serve(
    scenario: &Scenario,
    organization: Option<&Organization>,
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
    let asked = AuthorizeRequests::of(&target);
    let url = asked
        .real(Purpose::RedirectUri, asked.first(), target.grant())
        .url;
    let address = simulator.address();
    let way = simulator.connect_to();
    let ca = ca.path().to_string_lossy();
    let check = CommandLine::check(
        target.region(),
        scenario.client_id,
        target.deployment(),
        target.grant(),
    );
    let check = check.option("--connect-to", &way).option("--ca-cert", &ca);
    let named = organization.map_or((scenario.name, scenario.shows), |of| (of.name, of.shows));
    let audit = CommandLine::audit(target.region()).option("--connect-to", &way);
    let audit = audit.option("--ca-cert", &ca);
    // No secret: it opens nothing but what is made up.
    let organization = organization.or_else(|| ORGANIZATIONS.first());
    let token = organization.map_or("", |of| of.token);
    let ca = word(&ca);
    // In older PowerShells, curl alone is another command; and no authority says whether a certificate of the simulator
    // was revoked, which the curl of Windows wants to know.
    let curl = if cfg!(windows) {
        "curl.exe --ssl-no-revoke"
    } else {
        "curl"
    };
    output::print(&format!(
        "SIMULATED Genesys Cloud and MiraBridge at {address}, scenario {}: {}\n\
         \n\
         {}\
         \n\
         {check}\n\
         \n\
         {curl} --silent --show-error --include --connect-to {way} --cacert {ca} \"{url}\"\n\
         \n\
         echo {token} | {audit}\n\
         \n\
         echo {token} | {check} --admin --token-stdin\n\
         \n\
         Press Ctrl-C to stop.\n",
        named.0,
        named.1,
        clients(),
    ))?;
    signals.interrupted().await;
    Ok(signals.first().map_or(0, Signal::exit_status))
}

/// The client ids of all scenarios.
fn clients() -> String {
    // Inspection is of the whole simulator.
    let served = scenarios().filter(|scenario| !scenario.inspected);
    let lines = served.map(|scenario| format!("  {}  {}\n", scenario.client_id, scenario.name));
    let served = "These scenarios are served; each has a client id of its own:\n".to_owned();
    std::iter::once(served).chain(lines).collect()
}
