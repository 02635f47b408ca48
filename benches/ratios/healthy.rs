//! A run that finds nothing beside its floor: what its rounds would take if nothing but their slowest request did.

use crate::child::{cost, median};
use crate::service::Service;
use crate::table::{Number, Table};
use anyhow::{Context as _, Result};
use mirabridge_oauth::simulator::organization;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

/// How long every answer takes, in milliseconds.
const DELAY: u32 = 100;

pub(crate) fn measure(table: &mut Table, runs: usize) -> Result<()> {
    let service = Service::start(DELAY)?;
    beside_floor(table, runs, "`check`, healthy", || service.check("healthy"))?;
    let organization = organization("audit-healthy").context("an organization")?;
    beside_floor(table, runs, "`audit` of one client", || {
        let mut audit = service.of_client("audit", "healthy")?;
        audit.env("GENESYSCLOUD_ACCESS_TOKEN", organization.token);
        Ok(audit)
    })
}

fn beside_floor(
    table: &mut Table,
    runs: usize,
    what: &str,
    command: impl Fn() -> Result<Command>,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report.json");
    let (mut ratios, mut to_delays) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let mut command = command()?;
        command.args(["--report", &format!("json={}", file.display())]);
        let took = cost(&mut command)?;
        let status = took.status;
        anyhow::ensure!(status == 0, "{what} ended with {status}");
        let report: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
        let slowest = slowest(&report)?;
        let rounds = u32::try_from(slowest.len())?;
        ratios.push(took.wall.div_duration_f64(slowest.values().sum()));
        to_delays.push(
            took.wall
                .div_duration_f64(Duration::from_millis(DELAY.into()) * rounds),
        );
    }
    table.add(
        format!("{what}, {DELAY} ms an answer, beside the sum over its rounds of the slowest request, and of the delay alone"),
        [
            Number::times("wall", median(ratios)).at_most(1.15),
            Number::times("wall", median(to_delays)),
        ],
    );
    Ok(())
}

/// The slowest request of each round.
fn slowest(report: &Value) -> Result<BTreeMap<u64, Duration>> {
    let mut slowest = BTreeMap::new();
    for probe in report["probes"].as_array().context("a report has probes")? {
        let round = probe["round"].as_u64().context("a probe has a round")?;
        let elapsed = probe["elapsed_ms"]
            .as_u64()
            .context("a probe has its time")?;
        let so_far: &mut Duration = slowest.entry(round).or_default();
        *so_far = Duration::from_millis(elapsed).max(*so_far);
    }
    Ok(slowest)
}
