//! Every scenario again and again, with all cores busy. Only if asked for: `cargo test --test browser -- --ignored soak`

use crate::table::{TABLE, check, name};
use libtest_mimic::Trial;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs of each scenario.
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
            let mut missed = Vec::new();
            for run in 1..=RUNS {
                missed.extend(TABLE.iter().filter_map(|row| check(&program, row).err()));
                let _ = writeln!(
                    std::io::stderr(),
                    "{run} of {RUNS} runs of {} scenarios, {} missed",
                    TABLE.len(),
                    missed.len()
                );
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
