//! The browser: which program it is, how it is started, and how it ends.
//!
//! Between this tool and the browser stands a guard, a process that outlives both. It starts the browser in a process
//! group of its own, with a new profile. When its input ends, because whoever started it wants that, or because they were
//! killed, or when the browser ends by itself, it ends the browser and removes the profile: one way for success, failure,
//! a deadline, Ctrl-C and SIGKILL.

use super::page_text::text;
use crate::probe::Failure;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader, Take};
use tokio::process::ChildStderr;

/// Programs on the search path, the leanest first: the ones without a screen start faster and call nobody by themselves.
const NAMES: &[&str] = &[
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
];

/// Where macOS and Windows keep programs, below their folders for them.
const INSTALLED: &[&str] = &[
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
];

/// Why there is no browser to use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Missing {
    #[error("there is no program at {0}")]
    Named(String),
    #[error("{0} cannot be executed: name the browser's program, such as /usr/bin/chromium")]
    NotExecutable(String),
    #[error(
        "--browser needs Chromium, Chrome or Edge, and none was found. Install one (Debian, Ubuntu: apt install chromium; Fedora: dnf install chromium; macOS: brew install --cask google-chrome; Windows has Edge), or name one with --browser-path or MIRABRIDGE_BROWSER"
    )]
    None,
}

/// The browser to use: the one that was named, or the first that is installed.
///
/// # Errors
/// Where there is none.
pub(crate) fn find(named: Option<&Path>) -> Result<PathBuf, Missing> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    search(named, std::env::consts::OS, &variable)
}

fn search(
    named: Option<&Path>,
    system: &str,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<PathBuf, Missing> {
    let Some(name) = named else {
        return installed(system, variable).ok_or(Missing::None);
    };
    let is_bare = name.components().count() == 1;
    let found = if is_bare {
        // As a shell would look for it.
        on_path(system, variable, name)
    } else {
        Some(name.to_owned())
    };
    let words = || name.to_string_lossy().into_owned();
    match found {
        Some(path) if is_program(&path) => Ok(path),
        Some(path) if path.exists() => Err(Missing::NotExecutable(words())),
        _ => Err(Missing::Named(words())),
    }
}

fn installed(system: &str, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name| variable(name).map(PathBuf::from);
    let folders = match system {
        "windows" => ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].map(folder),
        "macos" => {
            let of_user = folder("HOME").map(|home| home.join("Applications"));
            [Some(PathBuf::from("/Applications")), of_user, None]
        }
        _ => [None, None, None],
    };
    let folders: Vec<_> = folders.into_iter().flatten().collect();
    let mut programs = INSTALLED
        .iter()
        .flat_map(|program| folders.iter().map(move |folder| folder.join(program)));
    let mut names = NAMES.iter();
    programs
        .find(|path| is_program(path))
        .or_else(|| names.find_map(|name| on_path(system, variable, Path::new(name))))
}

fn on_path(
    system: &str,
    variable: &dyn Fn(&str) -> Option<OsString>,
    name: &Path,
) -> Option<PathBuf> {
    let mut program = name.as_os_str().to_owned();
    if system == "windows" {
        program.push(".exe");
    }
    std::env::split_paths(&variable("PATH")?)
        .flat_map(|folder| [folder.join(&program), folder.join(name)])
        .find(|path| is_program(path))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// How the browser says where it takes commands.
const LISTENING: &str = "DevTools listening on ws://";
/// Bytes that a browser may say until then.
const MOST_SAID: u64 = 256 * 1024;
/// How long the guard may take to end everything; it gives up by itself before that.
const CLOSING: Duration = Duration::from_secs(15);

/// The name of the command by which this program becomes a guard.
pub(crate) const GUARD: &str = "browser-guard";

/// A browser behind its guard. It ends when this is dropped; [`Browser::close`] waits until it has.
pub(super) struct Browser {
    guard: tokio::process::Child,
    words: BufReader<Take<ChildStderr>>,
}

impl Browser {
    /// Starts a browser.
    pub(super) fn spawn(
        program: &Path,
        relay: SocketAddr,
        keys: &BTreeSet<String>,
    ) -> Result<Self, Failure> {
        let failed = |error: io::Error| failed(format!("cannot be started: {error}"));
        let mut command = tokio::process::Command::new(std::env::current_exe().map_err(failed)?);
        command
            .arg(GUARD)
            .arg(program)
            .arg("--")
            .args(flags(relay, keys, is_root()))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        // Ctrl-C is for this process; the guard ends when this one does.
        #[cfg(unix)]
        command.process_group(0);
        #[cfg(windows)]
        command.creation_flags(CREATE_NEW_PROCESS_GROUP);
        let mut guard = command.spawn().map_err(failed)?;
        let words = guard.stderr.take().expect("the standard error is piped");
        let words = BufReader::new(words.take(MOST_SAID));
        Ok(Self { guard, words })
    }

    /// Waits until the browser takes commands. Host and port, and the path of the browser's own DevTools.
    pub(super) async fn address(&mut self) -> Result<(String, String), Failure> {
        let mut last = String::from("it ended without a word");
        loop {
            let mut line = Vec::new();
            if !matches!(self.words.read_until(b'\n', &mut line).await, Ok(1..)) {
                return Err(failed(format!("did not start: {last}")));
            }
            let line = String::from_utf8_lossy(&line);
            let address = line.trim().strip_prefix(LISTENING);
            if let Some((host, path)) = address.and_then(|address| address.split_once('/')) {
                return Ok((host.to_owned(), format!("/{path}")));
            }
            if !line.trim().is_empty() {
                last = text(&line);
            }
        }
    }

    /// Reads what the browser says later, which is of no interest: it would wait for a full pipe.
    pub(super) async fn drain(&mut self) {
        drain(&mut self.words).await;
    }

    /// Ends the browser, and waits until its processes and its profile are gone.
    pub(super) async fn close(mut self) {
        drop(self.guard.stdin.take());
        let end = async { tokio::join!(self.guard.wait(), drain(&mut self.words)) };
        let _ = tokio::time::timeout(CLOSING, end).await;
    }
}

async fn drain(words: &mut BufReader<Take<ChildStderr>>) {
    words.get_mut().set_limit(u64::MAX);
    let _ = tokio::io::copy(words, &mut tokio::io::sink()).await;
}

/// What every visit needs: no screen, no calls home, nothing kept, each site in a process of its own.
const ALWAYS: &[&str] = &[
    "--headless",
    "--no-startup-window",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-port=0",
    "--site-per-process",
    "--lang=en-US",
    "--accept-lang=en-US,en",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    // This tool closes what browsers of users would not open.
    "--disable-popup-blocking",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    // No packet of a call but through the proxy: one flag of browsers without a screen, and one of the others.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    // A phone asks for a microphone, and the computer that checks may have none. This one is not heard by anybody.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    // Who uses a phone has clicked in its page before it rings.
    "--autoplay-policy=no-user-gesture-required",
    "--proxy-bypass-list=<-loopback>",
    // The relay resolves names; should anything try without it, there are none.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// The flags for a browser that reaches the network through the relay at `relay` alone, and trusts these keys.
fn flags(relay: SocketAddr, keys: &BTreeSet<String>, without_sandbox: bool) -> Vec<String> {
    let mut flags: Vec<_> = ALWAYS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--proxy-server=http://{relay}"));
    if !keys.is_empty() {
        let keys: Vec<_> = keys.iter().map(String::as_str).collect();
        flags.push(format!(
            "--ignore-certificate-errors-spki-list={}",
            keys.join(",")
        ));
    }
    if without_sandbox {
        flags.push("--no-sandbox".to_owned());
    }
    flags
}

fn failed(detail: String) -> Failure {
    Failure::Browser { detail }
}

/// From the documentation of `CreateProcess`: the new process gets no Ctrl-C of this console.
#[cfg(windows)]
const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;

/// Chromium refuses its sandbox to root, so that nobody believes in one.
#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

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
    let folder = profile.path();
    let mut data = OsString::from("--user-data-dir=");
    data.push(folder);
    let mut command = Command::new(browser);
    command
        .args(flags)
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    // What it keeps outside of its profile, such as caches and settings of libraries, is to go with it.
    #[cfg(target_os = "linux")]
    for name in [
        "HOME",
        "TMPDIR",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
        "XDG_STATE_HOME",
    ] {
        command.env(name, folder);
    }
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

#[cfg(test)]
mod tests {
    use super::{Missing, search};
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};
    use tempfile::TempDir;

    /// A folder with these files; those whose name begins with a star are programs.
    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in files {
            let path = folder.path().join(name.trim_start_matches('*'));
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&path, "").expect("a file");
            #[cfg(unix)]
            if name.starts_with('*') {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = std::fs::Permissions::from_mode(0o755);
                std::fs::set_permissions(&path, mode).expect("a file of our own");
            }
        }
        folder
    }

    /// What is found where this is all that there is, as a path in the folder.
    fn found(system: &str, files: &[&str], named: Option<&str>) -> Result<PathBuf, Missing> {
        let folder = folder(files);
        let variable = |name: &str| match name {
            "ProgramFiles(x86)" | "HOME" | "PATH" => Some(OsString::from(folder.path())),
            _ => None,
        };
        let found = search(named.map(Path::new), system, &variable)?;
        let inner = found.strip_prefix(folder.path()).expect("one of these");
        Ok(inner.to_owned())
    }

    #[test]
    fn each_system_has_its_places() {
        let edge = r"Microsoft\Edge\Application\msedge.exe";
        let chrome = "Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        for (system, there) in [("windows", edge), ("macos", chrome), ("linux", "chromium")] {
            let program = format!("*{there}");
            assert_eq!(found(system, &[&program], None), Ok(PathBuf::from(there)));
        }
        assert_eq!(found("linux", &["*firefox"], None), Err(Missing::None));
    }

    #[test]
    fn the_leanest_is_taken() {
        let all = ["*google-chrome", "*chromium", "*chromium-headless-shell"];
        let leanest = PathBuf::from("chromium-headless-shell");
        assert_eq!(found("linux", &all, None), Ok(leanest));
    }

    #[test]
    fn one_that_was_named_must_be_a_program() {
        let none = Missing::Named("msedge".to_owned());
        assert_eq!(found("linux", &[], Some("msedge")), Err(none.clone()));
        assert_eq!(found("linux", &["*msedge.exe"], Some("msedge")), Err(none));
        let edge = Ok(PathBuf::from("msedge.exe"));
        assert_eq!(found("windows", &["*msedge.exe"], Some("msedge")), edge);
        let folder = folder(&[]);
        let named = folder.path().to_string_lossy().into_owned();
        let refused = Err(Missing::NotExecutable(named.clone()));
        assert_eq!(found("linux", &[], Some(&named)), refused);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_cannot_be_executed_is_no_browser() {
        assert_eq!(found("linux", &["chromium"], None), Err(Missing::None));
        let all = ["chromium", "*google-chrome"];
        let found = found("linux", &all, None);
        assert_eq!(found, Ok(PathBuf::from("google-chrome")));
        let folder = folder(&["page.html"]);
        let file = folder.path().join("page.html");
        let refused = Missing::NotExecutable(file.to_string_lossy().into_owned());
        assert_eq!(search(Some(&file), "linux", &|_| None), Err(refused));
    }
}
