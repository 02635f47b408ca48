use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// The simulator, kept up by the program itself.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
    pub(crate) ca: String,
}

impl Served {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mirabridge-oauth"))
            .args(["demo", "--serve"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let stdout = child.stdout.take().expect("stdout is piped");
        // It prints a check that is ready to run.
        let check = BufReader::new(stdout)
            .lines()
            .map(|line| line.expect("UTF-8"))
            .find(|line| line.starts_with("mirabridge-oauth check"))
            .expect("a command");
        let behind = |mark: &str| {
            let (_, rest) = check.split_once(mark).expect(mark);
            rest.split(' ').next().expect("a word").to_owned()
        };
        Self {
            child,
            address: behind("--connect-to ::"),
            ca: behind("--ca-cert "),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.ca);
    }
}
