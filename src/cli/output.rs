//! What is written to the terminal and to files, but for what is wrong.

use super::error::{Problem, complain};
use crate::text::escape;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use indicatif::ProgressBar;
use std::io::{ErrorKind, IsTerminal as _, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// Writes a file that the user named.
pub(super) fn to_file(path: &Path, bytes: impl AsRef<[u8]>) -> anyhow::Result<()> {
    std::fs::write(path, bytes)
        .with_context(|| format!("cannot write {}", escape(&path.to_string_lossy())))
}

/// Whether anybody reads what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Listens,
    Gone,
}

/// Writes a text to stdout, and tells whether it makes sense to go on.
fn to_stdout(text: &str, colour: ColorChoice) -> anyhow::Result<Reader> {
    write_all(AutoStream::new(std::io::stdout().lock(), colour), text)
}

fn write_all(mut stdout: impl Write, text: &str) -> anyhow::Result<Reader> {
    let written = stdout.write_all(text.as_bytes());
    match written.and_then(|()| stdout.flush()) {
        Ok(()) => Ok(Reader::Listens),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(anyhow::Error::new(error).context("cannot write the output")),
    }
}

/// Stdout, written by a thread of its own, so that a reader who pauses holds up no request and no file.
pub(super) struct Stdout {
    texts: mpsc::Sender<String>,
    ended: mpsc::Receiver<anyhow::Result<Reader>>,
}

impl Stdout {
    pub(super) fn new(colour: ColorChoice, progress: ProgressBar) -> Self {
        let (texts, to_write) = mpsc::channel::<String>();
        let (end, ended) = mpsc::channel();
        std::thread::spawn(move || {
            let is_terminal = std::io::stdout().is_terminal();
            let write = |text: String| {
                if is_terminal {
                    progress.suspend(|| to_stdout(&text, colour))
                } else {
                    to_stdout(&text, colour)
                }
            };
            let mut written = to_write.into_iter().map(write);
            let stopped = written.find(|written| !matches!(written, Ok(Reader::Listens)));
            let _ = end.send(stopped.unwrap_or(Ok(Reader::Listens)));
        });
        Self { texts, ended }
    }

    /// Tells whether anybody read what came before.
    pub(super) fn write(&self, text: String) -> Reader {
        match self.texts.send(text) {
            Ok(()) => Reader::Listens,
            Err(_) => Reader::Gone,
        }
    }

    /// Waits until all of it is read, or for this time at the most: then there is no answer.
    pub(super) fn close(self, patience: Option<Duration>) -> Option<anyhow::Result<Reader>> {
        drop(self.texts);
        match patience {
            None => self.ended.recv().ok(),
            Some(patience) => self.ended.recv_timeout(patience).ok(),
        }
    }
}

/// Writes plain text to stdout, which has no colours to take out, and gives the exit status of a command that is done.
pub(super) fn print(text: &str) -> Result<u8, Problem> {
    write_all(std::io::stdout().lock(), text)?;
    Ok(0)
}

/// Whether nothing is said but what is wrong: -q.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From here on, nothing is said but what is wrong.
pub(super) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Says something besides the report, on stderr. Foreign text in it must have been escaped.
pub(super) fn say(text: &str) {
    if !QUIET.load(Ordering::Relaxed) {
        complain(text);
    }
}
