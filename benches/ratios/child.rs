//! Another process, run to its end, and what it cost.

use anyhow::{Context as _, Result};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4 as _;

/// What one process cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// From its start to its end.
    pub(crate) wall: Duration,
    /// Time on a processor, its own and the system's for it.
    pub(crate) cpu: Duration,
    /// The most memory that it held at once, in bytes.
    pub(crate) peak: u64,
    /// How it ended.
    pub(crate) status: i32,
}

/// Runs it to its end, in an environment without proxies; its output is lost.
pub(crate) fn cost(command: &mut Command) -> Result<Cost> {
    plain(command).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot run {command:?}"))?;
    let used = child.wait4().context("cannot wait for it")?;
    Ok(Cost {
        wall: start.elapsed(),
        cpu: used.rusage.utime + used.rusage.stime,
        peak: used.rusage.maxrss,
        status: used.status.code().unwrap_or(-1),
    })
}

/// The same environment for everybody: no proxy, no progress.
pub(crate) fn plain(command: &mut Command) -> &mut Command {
    for proxy in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    command.env("CI", "true").stdin(Stdio::null())
}

/// What two of them cost in turns, this often. Every second pair is run the other way round.
pub(crate) fn pairs(
    runs: usize,
    ours: impl Fn() -> Result<Cost>,
    theirs: impl Fn() -> Result<Cost>,
) -> Result<Vec<(Cost, Cost)>> {
    // The first run of each reads its files from the disk.
    ours()?;
    theirs()?;
    (0..runs)
        .map(|run| {
            Ok(if run % 2 == 0 {
                let ours = ours()?;
                (ours, theirs()?)
            } else {
                let theirs = theirs()?;
                (ours()?, theirs)
            })
        })
        .collect()
}

/// The middle of some numbers.
pub(crate) fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut numbers: Vec<_> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    match (numbers.len() / 2, numbers.len() % 2) {
        (_, _) if numbers.is_empty() => f64::NAN,
        (middle, 1) => numbers[middle],
        (middle, _) => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}
