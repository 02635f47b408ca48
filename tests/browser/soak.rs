//! Every scenario and every page again and again, with all cores busy. Only if asked for:
//! `MIRABRIDGE_SOAK_RUNS=50 cargo test --test browser -- --ignored soak`

use crate::pages;
use crate::table::{TABLE, check, name};
use libtest_mimic::Trial;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs of each, unless the environment says how many.
const RUNS: usize = 20;

pub(crate) fn trial(browser: &Path) -> Trial {
    let program = browser.to_owned();
    let name = format!("{}::soak", name(browser));
    let trial = Trial::test(name, move || {
        let over = AtomicBool::new(false);
        let missed = std::thread::scope(|scope| {
            let cores = std::thread::available_parallelism().map_or(2, usize::from);
            for _ in 0..cores {
                scope.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        std::hint::black_box((0..10_000).sum::<u64>());
                    }
                });
            }
            let runs = std::env::var("MIRABRIDGE_SOAK_RUNS").ok();
            let runs = runs.map_or(RUNS, |runs| runs.parse().expect("a number of runs"));
            let mut missed = Vec::new();
            for run in 1..=runs {
                missed.extend(TABLE.iter().filter_map(|row| check(&program, row).err()));
                missed.extend(pages::missed(&program));
                let missed = missed.len();
                let _ = writeln!(std::io::stderr(), "{run} of {runs} runs, {missed} missed");
            }
            over.store(true, Ordering::Relaxed);
            missed
        });
        if missed.is_empty() {
            return Ok(());
        }
        Err(missed.join("\n").into())
    });
    trial.with_ignored_flag(true)
}
