//! A program of a third party, running for a test.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a program may take until it listens. Python on a busy computer takes its time.
const LONGEST_START: Duration = Duration::from_secs(60);

/// A running program. It ends when its stdin does, which is at the end of the test, however that ends.
pub(crate) struct Server {
    process: Child,
    stdin: Option<ChildStdin>,
    said: Receiver<String>,
}

/// A command for a program that would not end with its stdin. A shell ends it then, even where the test was killed. What
/// the program says on stderr is on stdout.
pub(crate) fn tied(program: impl AsRef<OsStr>) -> Command {
    // In the background it has no stdin of ours; and nobody else has our stdout, so that it ends with the program.
    const TIE: &str = r#"PATH=$PATH:/usr/sbin
"$@" 2>&1 &
exec >/dev/null 2>&1
cat
kill -KILL $!
wait"#;
    let mut command = Command::new("sh");
    command.args(["-c", TIE, "sh"]).arg(program);
    command
}

impl Server {
    /// Starts a program, and waits for the line on its stdout from which `ready` gets what it is looking for.
    pub(crate) fn start<T>(command: &mut Command, ready: impl Fn(&str) -> Option<T>) -> (Self, T) {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{} cannot be run: {error}", command.get_program().display())
            });
        let stdout = BufReader::new(process.stdout.take().expect("stdout is piped"));
        let (line, said) = channel();
        // Read to the end: whatever it still says must not make it wait.
        std::thread::spawn(move || {
            for text in stdout.split(b'\n').map_while(Result::ok) {
                let _ = line.send(String::from_utf8_lossy(&text).into_owned());
            }
        });
        let server = Self {
            stdin: process.stdin.take(),
            process,
            said,
        };
        let found = server.wait_for(ready);
        (server, found)
    }

    /// Ends it, and gives what it said since it was ready.
    pub(crate) fn end(mut self) -> Vec<String> {
        drop(self.stdin.take());
        let _ = self.process.wait();
        self.said.iter().collect()
    }

    fn wait_for<T>(&self, ready: impl Fn(&str) -> Option<T>) -> T {
        let by = Instant::now() + LONGEST_START;
        let mut said = String::new();
        loop {
            let left = by.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(line) => match ready(&line) {
                    Some(found) => return found,
                    None => said += &(line + "\n"),
                },
                Err(RecvTimeoutError::Disconnected) => panic!("it ended, and said\n{said}"),
                Err(RecvTimeoutError::Timeout) => panic!("it does not listen, and said\n{said}"),
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.process.wait();
        if std::thread::panicking() {
            self.said.iter().for_each(|line| show(&line));
        }
    }
}

/// Shows what a program said during a test that failed.
#[expect(
    clippy::print_stdout,
    reason = "that is where a test says why it failed"
)]
fn show(line: &str) {
    println!("{line}");
}
