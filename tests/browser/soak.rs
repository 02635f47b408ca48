//! Every scenario and every page again and again, so many at once that all cores are busy. Only if asked for:
//! `MIRABRIDGE_SOAK_RUNS=50 cargo test --test browser -- --ignored soak`

use crate::table::{TABLE, check, name};
use crate::{looks_at_once, pages};
use libtest_mimic::Trial;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs of each, unless the environment says how many.
const RUNS: usize = 20;

/// One look at a scenario or a page, which says what was not as expected.
pub(crate) type Look<'a> = Box<dyn Fn() -> Result<(), String> + Sync + 'a>;

pub(crate) fn trial(browser: &Path) -> Trial {
    let program = browser.to_owned();
    let name = format!("{}::soak", name(browser));
    Trial::test(name, move || {
        let missed = soak(&program);
        if missed.is_empty() {
            return Ok(());
        }
        Err(missed.join("\n").into())
    })
    .with_ignored_flag(true)
}

fn soak(browser: &Path) -> Vec<String> {
    let scenarios = TABLE.iter();
    let scenarios = scenarios.map(|row| -> Look<'_> { Box::new(move || check(browser, row)) });
    let looks: Vec<_> = scenarios.chain(pages::looks(browser)).collect();
    let runs = std::env::var("MIRABRIDGE_SOAK_RUNS").ok();
    let runs = runs.map_or(RUNS, |runs| runs.parse().expect("a number of runs"));
    let next = AtomicUsize::new(0);
    let missed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..looks_at_once() {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let (run, look) = (number / looks.len(), number % looks.len());
                    if run >= runs {
                        return;
                    }
                    let said = looks[look]();
                    let mut missed = missed.lock().expect("no look panics with it");
                    missed.extend(said.err());
                    if look == 0 {
                        let begun = run + 1;
                        let missed = missed.len();
                        let _ =
                            writeln!(std::io::stderr(), "{begun} of {runs} runs, {missed} missed");
                    }
                }
            });
        }
    });
    missed.into_inner().expect("no look panics with it")
}
