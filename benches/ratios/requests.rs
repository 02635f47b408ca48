//! The same requests by curl and by us: one, those of one host, and those of a whole region sweep.

use crate::child::{Cost, cost, median, pairs};
use crate::service::Service;
use crate::table::{Number, Table};
use crate::{curl, send};
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::time::Duration;

/// What we trust besides the simulator's authority. curl trusts that alone, always: it reads all roots anew for every
/// connection, and a comparison with that would flatter us.
#[derive(Clone, Copy)]
enum Roots {
    Platform,
    None,
}

pub(crate) fn measure(table: &mut Table, runs: usize) -> Result<()> {
    for delay in [0, 100] {
        let bench = Bench::start(delay)?;
        let all = bench.urls()?;
        for count in [1, 8, all.len()] {
            let urls = all.get(..count).context("a sweep asks more than that")?;
            let platform = bench.compare(urls, Roots::Platform, runs)?;
            let bare = bench.compare(urls, Roots::None, runs)?;
            let mut numbers = [
                Number::times("wall", ratio(&platform, |cost| cost.wall)),
                Number::times("CPU", ratio(&platform, |cost| cost.cpu)),
                Number::times("CPU without roots", ratio(&bare, |cost| cost.cpu)),
            ];
            let noun = if count == 1 { "request" } else { "requests" };
            let mut what = format!("{count} {noun}, {delay} ms an answer");
            if count == all.len() {
                what = format!("those of a region sweep: {what}");
                let most = [if delay == 0 { 0.6 } else { 0.8 }, 0.4, 0.3];
                let mut most = most.into_iter();
                numbers = numbers.map(|number| number.at_most(most.next().unwrap_or_default()));
            }
            table.add(format!("{what}, beside `curl --parallel`"), numbers);
        }
    }
    Ok(())
}

fn ratio(pairs: &[(Cost, Cost)], of: impl Fn(&Cost) -> Duration) -> f64 {
    let ratios = pairs
        .iter()
        .map(|(ours, theirs)| of(ours).div_duration_f64(of(theirs)));
    median(ratios)
}

/// A simulator, and files for both sides.
struct Bench {
    service: Service,
    folder: tempfile::TempDir,
}

impl Bench {
    fn start(delay: u32) -> Result<Self> {
        Ok(Self {
            service: Service::start(delay)?,
            folder: tempfile::tempdir()?,
        })
    }

    /// What a check of an unknown client asks in all other regions, as its report tells it.
    fn urls(&self) -> Result<Vec<String>> {
        let file = self.folder.path().join("report.json");
        let mut check = self.service.check("unknown-client")?;
        cost(check.args(["--report", &format!("json={}", file.display())]))?;
        let report: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        let probes = report["probes"].as_array().context("a report has probes")?;
        let swept = probes.iter().filter(|probe| {
            matches!(
                probe["purpose"].as_str(),
                Some("region-sweep" | "region-control")
            )
        });
        let urls = swept.filter_map(|probe| probe["url"].as_str());
        Ok(urls.map(str::to_owned).collect())
    }

    fn compare(&self, urls: &[String], roots: Roots, runs: usize) -> Result<Vec<(Cost, Cost)>> {
        let Service { address, ca, .. } = &self.service;
        let config = self.folder.path().join("curl.txt");
        pairs(
            runs,
            || {
                let mut command = send::command(address, ca, urls)?;
                match roots {
                    Roots::Platform => {}
                    // Where the platform's roots are read from on Linux: with nothing else in it, there are none.
                    Roots::None => {
                        command.env("SSL_CERT_FILE", ca).env_remove("SSL_CERT_DIR");
                    }
                }
                succeeded(cost(&mut command)?)
            },
            || succeeded(cost(&mut curl::command(address, ca, urls, &config)?)?),
        )
    }
}

fn succeeded(cost: Cost) -> Result<Cost> {
    anyhow::ensure!(cost.status == 0, "it ended with {}", cost.status);
    Ok(cost)
}
