//! The simulator, kept up for check and curl.

use super::target;
use crate::cli::asking::interrupt;
use crate::cli::error::Problem;
use crate::cli::output;
use crate::escape::escape;
use crate::meaning::Asked;
use crate::probe::Purpose;
use crate::setup::Grant;
use crate::simulator::{Scenario, Simulator};
use anyhow::Context as _;
use std::io::Write as _;

/// Serves until interrupted, and prints commands that are ready to paste.
pub(super) async fn serve(scenario: &Scenario, simulator: Simulator) -> Result<u8, Problem> {
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
    let ca = in_quotes(&ca.path().to_string_lossy());
    let grant = match scenario.grant {
        Grant::Implicit => "",
        Grant::Pkce => " --grant pkce",
    };
    output::print(&format!(
        "SIMULATED Genesys Cloud and MiraBridge at {address}, scenario {}: {}\n\
         \n\
         mirabridge-oauth check --region {} --client-id {}{grant} --connect-to ::{address} --ca-cert {ca}\n\
         \n\
         curl --silent --show-error --include --connect-to ::{address} --cacert {ca} '{url}'\n\
         \n\
         Every scenario of 'demo --list' is served; each has a client id of its own:\n{}\
         \n\
         Press Ctrl-C to stop.\n",
        scenario.name,
        scenario.shows,
        scenario.region,
        scenario.client_id,
        clients(),
    ))?;
    interrupt().await;
    // Ctrl-C is how it ends, so that is no interruption.
    Ok(0)
}

/// A path as a word that a shell takes as it is, in quotes only where it needs them.
fn in_quotes(path: &str) -> String {
    let plain =
        |character: char| character.is_ascii_alphanumeric() || "/._-\\:".contains(character);
    let path = escape(path);
    if path.chars().all(plain) {
        path
    } else {
        format!("\"{path}\"")
    }
}

fn clients() -> String {
    let lines: Vec<_> = crate::simulator::scenarios()
        .iter()
        .map(|scenario| format!("  {}  {}\n", scenario.client_id, scenario.name))
        .collect();
    lines.concat()
}
