//! The real program with a real browser, against the simulator on loopback.
//!
//! Without a browser all of it is skipped, and says so. `MIRABRIDGE_TEST_BROWSERS` names the browsers to use, separated
//! by spaces; without it, the first one that is installed is used. The soak runs only if it is asked for.

mod html;
mod leftovers;
mod loopback;
mod options;
mod pages;
mod proxy;
mod run;
mod served;
mod soak;
mod table;

use libtest_mimic::Arguments;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Programs that are looked for, the leanest first.
const BROWSERS: &[&str] = &[
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "google-chrome",
    "microsoft-edge",
];

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = arguments.test_threads.or(Some(looks_at_once()));
    let browsers = browsers();
    if browsers.is_empty() {
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: the tests with a browser, because none is installed. To run them:\n  \
             apt-get install chromium-headless-shell    # Debian; or chromium\n  \
             cargo test --test browser"
        );
    }
    let mut trials = Vec::new();
    for browser in &browsers {
        trials.extend(table::trials(browser));
        trials.extend(html::trials(browser));
        trials.extend(leftovers::trials(browser));
        trials.extend(loopback::trials(browser));
        trials.extend(options::trials(browser));
        trials.extend(pages::trials(browser));
        trials.push(soak::trial(browser));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// So many keep all cores busy: a look at a page mostly waits.
fn looks_at_once() -> usize {
    std::thread::available_parallelism().map_or(6, |cores| 3 * cores.get())
}

/// The browsers to test with.
fn browsers() -> Vec<PathBuf> {
    let find = |name: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|path| path.is_file())
    };
    match std::env::var("MIRABRIDGE_TEST_BROWSERS") {
        Ok(names) => {
            let found = names.split_whitespace().map(|name| {
                find(name)
                    .unwrap_or_else(|| panic!("there is no browser {name} on the search path"))
            });
            found.collect()
        }
        Err(_) => BROWSERS
            .iter()
            .find_map(|name| find(name))
            .into_iter()
            .collect(),
    }
}
