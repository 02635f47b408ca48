//! Every fault that the simulator plays, and what else never answers or never ends, against the deadline.

use crate::PROGRAM;
use crate::child::cost;
use crate::table::{Number, Table};
use anyhow::Result;
use mirabridge_oauth::simulator::faults;
use std::process::Command;

/// Above the connection: the requests are taken, and that is all.
const ABOVE: [&str; 6] = [
    "unanswered",
    "client-control-hangs",
    "redirect-control-hangs",
    "rate-limited-retry-after",
    "huge-body",
    "login-endless",
];

pub(crate) fn measure(table: &mut Table, most: usize) -> Result<()> {
    let names = faults().iter().map(|fault| fault.name).chain(ABOVE);
    let names: Vec<_> = names.rev().take(most).collect();
    let mut longest = 0_f64;
    for name in &names {
        let took = cost(Command::new(PROGRAM).args(["demo", name, "--deadline", "2s"]))?;
        // A clock that is wrong is a warning; nothing else could be verified.
        let due = if name.starts_with("clock-") { 0 } else { 3 };
        anyhow::ensure!(took.status == due, "{name} ended with {}", took.status);
        longest = longest.max(took.wall.as_secs_f64());
    }
    table.add(
        format!(
            "the longest of {} faults, with `--deadline 2s`",
            names.len()
        ),
        [Number::seconds("", longest).at_most(2.5)],
    );
    Ok(())
}
