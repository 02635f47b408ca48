//! The simulator in a process of its own, so that what it costs is nobody's.

use crate::PROGRAM;
use crate::child::plain;
use anyhow::{Context as _, Result};
use mirabridge_oauth::simulator::scenario;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A running simulator; it ends when this is dropped.
pub(crate) struct Service {
    _process: Process,
    /// Where it listens, ADDRESS:PORT.
    pub(crate) address: String,
    /// What its clients must trust.
    pub(crate) ca: PathBuf,
}

/// A process that does not outlive this, whatever becomes of what it was started for.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Service {
    /// Starts one that takes this long for every answer, in milliseconds.
    pub(crate) fn start(delay: u32) -> Result<Self> {
        let mut command = Command::new(PROGRAM);
        plain(&mut command)
            .args(["demo", "--serve"])
            .stdout(Stdio::piped());
        if delay > 0 {
            command.args(["--delay", &format!("{delay}ms")]);
        }
        let process = command.spawn().context("cannot start the simulator")?;
        let mut process = Process(process);
        let output = process.0.stdout.take().context("its output is a pipe")?;
        // It prints how to call it, which is all that has to be known.
        let call = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find(|line| line.starts_with("mirabridge-oauth check"))
            .context("the simulator did not say how to call it")?;
        let after = |option: &str| {
            let mut words = call.split_whitespace().skip_while(|word| *word != option);
            words
                .nth(1)
                .with_context(|| format!("{option} is missing in: {call}"))
        };
        Ok(Self {
            address: after("--connect-to")?.trim_start_matches("::").to_owned(),
            ca: after("--ca-cert")?.into(),
            _process: process,
        })
    }

    /// The program, told to check a scenario's client here.
    pub(crate) fn check(&self, name: &str) -> Result<Command> {
        self.of_client("check", name)
    }

    /// The program with this command for a scenario's client here.
    pub(crate) fn of_client(&self, command: &str, name: &str) -> Result<Command> {
        let scenario = scenario(name).with_context(|| format!("no scenario is {name}"))?;
        let mut command = self.ask(command);
        command.args([
            "--region",
            scenario.region,
            "--client-id",
            scenario.client_id,
        ]);
        Ok(command)
    }

    /// The program, told to ask here and nowhere else.
    pub(crate) fn ask(&self, name: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args([
                name,
                "--connect-to",
                &format!("::{}", self.address),
                "--ca-cert",
            ])
            .arg(&self.ca);
        command
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Killed, the simulator cannot remove its file any more.
        let _ = std::fs::remove_file(&self.ca);
    }
}
