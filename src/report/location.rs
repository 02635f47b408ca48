//! Telling where a client lives.

mod human;
mod json;
#[cfg(test)]
mod tests;

use super::{RenderOptions, Run, Signal};
use crate::locate::{Everywhere, Findings, Location, Status};

/// Everything there is to tell about a search for a client.
#[derive(Debug)]
pub(crate) struct LocationReport {
    /// What was asked, and what came back.
    pub run: Run,
    /// What was looked for.
    pub everywhere: Everywhere,
    /// What each region says.
    pub location: Location,
    /// The same in words.
    pub findings: Findings,
    /// What it comes to.
    pub status: Status,
    /// The exit status that says so.
    pub exit_status: u8,
}

impl LocationReport {
    /// Judges what a run brought.
    #[must_use]
    pub(crate) fn new(everywhere: Everywhere, run: Run) -> Self {
        let location = everywhere.location(&run.evidence);
        let status = location.status();
        Self {
            findings: Findings::of(&everywhere, &location),
            exit_status: run
                .interrupted
                .map_or_else(|| status.exit_status(), Signal::exit_status),
            run,
            everywhere,
            location,
            status,
        }
    }

    /// For a person at a terminal.
    #[must_use]
    pub(crate) fn human(&self, options: RenderOptions) -> String {
        human::render(self, options)
    }

    /// For a program, version 1.
    #[must_use]
    pub(crate) fn json(&self) -> String {
        json::render(self)
    }
}
