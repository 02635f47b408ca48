//! A healthy check beside its floor: what its rounds would take if nothing but their slowest request did.

use crate::child::{cost, median};
use crate::service::Service;
use crate::table::{Number, Table};
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn measure(table: &mut Table, runs: usize) -> Result<()> {
    let service = Service::start(100)?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report.json");
    let mut ratios = Vec::new();
    for _ in 0..runs {
        let mut check = service.check("healthy")?;
        check.args(["--report", &format!("json={}", file.display())]);
        let took = cost(&mut check)?;
        anyhow::ensure!(
            took.status == 0,
            "a healthy check ended with {}",
            took.status
        );
        let report: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
        ratios.push(took.wall.as_secs_f64() / floor(&report)?);
    }
    let wall = Number::times("wall", median(ratios)).at_most(1.15);
    table.add(
        "`check`, healthy, 100 ms an answer, beside the sum over its rounds of the slowest request",
        [wall],
    );
    Ok(())
}

/// Seconds of the slowest request of each round, added up.
fn floor(report: &Value) -> Result<f64> {
    let mut slowest: BTreeMap<u64, u64> = BTreeMap::new();
    for probe in report["probes"].as_array().context("a report has probes")? {
        let round = probe["round"].as_u64().context("a probe has a round")?;
        let elapsed = probe["elapsed_ms"]
            .as_u64()
            .context("a probe has its time")?;
        let so_far = slowest.entry(round).or_default();
        *so_far = elapsed.max(*so_far);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "thousands, in a number with 52 bits"
    )]
    let milliseconds = slowest.values().sum::<u64>() as f64;
    Ok(milliseconds / 1e3)
}
