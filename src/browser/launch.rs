use super::page_text::text;
use crate::probe::Failure;
use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader, Take};
use tokio::process::{Child, ChildStderr, Command};

/// How the browser says where it takes orders.
const LISTENING: &str = "DevTools listening on ws://";
/// Bytes that a browser may say until then.
const MOST_SAID: u64 = 256 * 1024;
/// How long the guard may take to end everything; it gives up by itself before that.
const CLOSING: Duration = Duration::from_secs(15);

/// The name of the command by which this program becomes a guard.
pub(crate) const GUARD: &str = "browser-guard";

/// A browser behind its guard. It ends when this is dropped; [`Browser::close`] waits until it has.
pub(super) struct Browser {
    guard: Child,
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
        let mut command = Command::new(std::env::current_exe().map_err(failed)?);
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

    /// Waits until the browser takes orders. Host and port, and the path of the browser's own DevTools.
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
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
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
