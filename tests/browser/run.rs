//! One run of the program, and a look at what it left behind.

use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long something of a run may live on after it.
const VANISHING: Duration = Duration::from_secs(20);
/// Where programs keep files.
const FOLDERS: [&str; 7] = [
    "HOME",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
];
const PAUSE: Duration = Duration::from_millis(20);

/// A run in an environment of its own: a folder for all of its files, and a mark in all of its processes.
pub(crate) struct Run {
    pub(crate) folder: TempDir,
    mark: String,
    child: Option<Child>,
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Starts the program.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let number = RUNS.fetch_add(1, Ordering::Relaxed);
        let mark = format!("MIRABRIDGE_TEST_MARK={}-{number}.", std::process::id());
        let (name, value) = mark.split_once('=').expect("an assignment");
        let child = Command::new(env!("CARGO_BIN_EXE_mirabridge-oauth"))
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(FOLDERS.map(|name| (name, folder.path())))
            .env("LANG", "C.UTF-8")
            .env(name, value)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        Self {
            folder,
            mark,
            child: Some(child),
        }
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) -> Said {
        let child = self.child.take().expect("it runs");
        let output = child.wait_with_output().expect("it ends");
        Said {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Processes that carry the mark; only Linux shows the environment of others.
    pub(crate) fn processes(&self) -> Vec<String> {
        let Ok(all) = std::fs::read_dir("/proc") else {
            return Vec::new();
        };
        let marked = all.flatten().filter_map(|process| {
            let environment = std::fs::read(process.path().join("environ")).ok()?;
            let is_marked = environment
                .split(|byte| *byte == 0)
                .any(|variable| variable == self.mark.as_bytes());
            let name = std::fs::read_to_string(process.path().join("cmdline")).ok()?;
            is_marked.then(|| format!("{} {name}", process.file_name().display()))
        });
        marked.collect()
    }

    /// What stands in the folder for the files of the user and for those of the moment.
    pub(crate) fn files(&self) -> Vec<String> {
        let all = std::fs::read_dir(self.folder.path()).expect("a readable folder");
        all.flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    /// Waits until a browser is at work.
    pub(crate) fn wait_for_browser(&self) {
        let is_there = || !self.files().is_empty() && self.processes().len() > 3;
        assert!(comes_true(is_there), "no browser: {:?}", self.processes());
    }

    /// Waits until nothing of the run is left.
    pub(crate) fn wait_for_nothing(&self) {
        comes_true(|| self.processes().is_empty() && self.files().is_empty());
        self.assert_nothing_left();
    }

    /// Fails if anything of the run is left.
    pub(crate) fn assert_nothing_left(&self) {
        assert_eq!(self.processes(), Vec::<String>::new(), "processes are left");
        assert_eq!(self.files(), Vec::<String>::new(), "files are left");
    }
}

fn comes_true(is_true: impl Fn() -> bool) -> bool {
    let by = Instant::now() + VANISHING;
    while !is_true() {
        if Instant::now() > by {
            return false;
        }
        std::thread::sleep(PAUSE);
    }
    true
}

/// The demo of a scenario with a browser, as JSON; nothing is left of it when it ends.
pub(crate) fn demo(browser: &Path, scenario: &str, more: &[&str]) -> (Value, Said) {
    let browser = browser.to_str().expect("UTF-8");
    let mut arguments = vec!["demo", scenario, "--browser", "--browser-path", browser];
    arguments.extend(["--format", "json"]);
    arguments.extend(more);
    let mut run = Run::start(&arguments);
    let said = run.wait();
    run.assert_nothing_left();
    let report =
        serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    (report, said)
}
