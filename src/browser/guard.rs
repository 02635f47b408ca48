//! The process between this tool and the browser, which outlives both.
//!
//! It starts the browser in a process group of its own, with a new profile. When its input ends, because whoever
//! started it wants that, or because they were killed, or when the browser ends by itself, it ends the browser and removes the profile: one way for
//! success, failure, a deadline, Ctrl-C and SIGKILL.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How long a browser that was killed may take to vanish, with all of its processes.
const VANISHING: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);
/// How often it is looked whether the browser ended by itself.
const WATCH: Duration = Duration::from_millis(100);

/// Runs a browser until the standard input ends. Its words go to the standard error, which both share.
///
/// # Errors
/// Where it does not start, or something of it is left.
pub(crate) fn guard(browser: &Path, flags: &[OsString]) -> io::Result<()> {
    let profile = tempfile::Builder::new()
        .prefix("mirabridge-oauth-browser-")
        .tempdir()?;
    let mut data = OsString::from("--user-data-dir=");
    data.push(profile.path());
    let mut command = Command::new(browser);
    command
        .args(flags)
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    group::lead(&mut command);
    let mut browser = command.spawn()?;
    let (ended, input) = mpsc::channel();
    std::thread::spawn(move || {
        // Nothing is ever sent; what matters is the end.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    while matches!(input.recv_timeout(WATCH), Err(RecvTimeoutError::Timeout)) {
        if let Ok(Some(_)) = browser.try_wait() {
            break;
        }
    }
    let by = Instant::now() + VANISHING;
    group::end(&mut browser, by);
    let folder = profile.keep();
    loop {
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                // Some systems keep files of a process for a moment after its end.
                if Instant::now() >= by {
                    return Err(error);
                }
                std::thread::sleep(PAUSE);
            }
            _ => return Ok(()),
        }
    }
}

#[cfg(unix)]
mod group {
    use super::{Child, Command, Instant, PAUSE};
    use rustix::process::{
        Pid, Signal, WaitOptions, kill_process_group, test_kill_process_group, wait,
    };
    use std::os::unix::process::CommandExt as _;

    /// Lets the browser lead a group of processes, to which all of its own belong.
    pub(super) fn lead(command: &mut Command) {
        // What loses its parent becomes a child of this process, so that its end can be waited for.
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
        command.process_group(0);
    }

    /// Ends the group, and waits until none of it is left.
    pub(super) fn end(browser: &mut Child, by: Instant) {
        let group = Pid::from_child(browser);
        while Instant::now() < by {
            let _ = kill_process_group(group, Signal::KILL);
            let mut children = true;
            loop {
                match wait(WaitOptions::NOHANG) {
                    Ok(Some(_)) => {}
                    Ok(None) => break,
                    Err(_) => {
                        children = false;
                        break;
                    }
                }
            }
            if !children && test_kill_process_group(group).is_err() {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }
}

#[cfg(not(unix))]
mod group {
    use super::{Child, Command, Instant};

    pub(super) fn lead(_: &mut Command) {}

    /// Ends the browser. Its other processes end by themselves when they lose it.
    pub(super) fn end(browser: &mut Child, _: Instant) {
        let _ = browser.kill();
        let _ = browser.wait();
    }
}
