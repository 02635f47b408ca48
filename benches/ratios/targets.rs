//! Many clients in one run, four of five set up right, beside one run for each.

use crate::child::cost;
use crate::service::Service;
use crate::table::{Number, Table};
use anyhow::{Context as _, Result};
use mirabridge_oauth::simulator::{Scenario, scenario};
use std::fmt::Write as _;
use std::time::Duration;

/// What the clients are; the first is set up right.
const SCENARIOS: [&str; 5] = ["healthy", "healthy", "healthy", "healthy", "uri-missing"];

/// Runs for one client each, from which the time for all of them is reckoned.
const ALONE: usize = 20;

pub(crate) fn measure(table: &mut Table, count: usize) -> Result<()> {
    let service = Service::start(0)?;
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("clients.csv");
    std::fs::write(&list, clients(count)?)?;
    let mut check = service.ask("check");
    let all = cost(check.arg("--targets").arg(&list))?;
    anyhow::ensure!(
        all.status == 1,
        "a list with wrong clients ended with {}",
        all.status
    );

    let mut alone = Duration::ZERO;
    for name in SCENARIOS.iter().cycle().take(ALONE) {
        alone += cost(&mut service.check(name)?)?.wall;
    }
    let each = all.wall.as_secs_f64() / f64::from(u32::try_from(count)?);
    let each_alone = alone.as_secs_f64() / f64::from(u32::try_from(ALONE)?);
    table.add(
        format!("`check --targets` with {count} clients, beside a run for each"),
        [
            Number::times("wall", each / each_alone),
            Number::bytes("memory at its peak", all.peak).at_most(24.0),
        ],
    );
    Ok(())
}

fn clients(count: usize) -> Result<String> {
    let scenarios: Result<Vec<&Scenario>> = SCENARIOS
        .iter()
        .map(|name| scenario(name).with_context(|| format!("no scenario is {name}")))
        .collect();
    let mut lines = "region,client_id,name\n".to_owned();
    for (row, scenario) in scenarios?.into_iter().cycle().take(count).enumerate() {
        writeln!(
            lines,
            "{},{},client {row}",
            scenario.region, scenario.client_id
        )?;
    }
    Ok(lines)
}
