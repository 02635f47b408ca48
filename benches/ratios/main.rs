//! What the program costs, beside what else it could cost: `cargo bench`.
//!
//! Every number is a ratio of two things that were run in turns on the same computer, so that it holds on a noisy
//! one too. The output is the table of benches/README.md. Nothing leaves loopback.

mod child;
mod curl;
mod footprint;
mod healthy;
mod offline;
mod requests;
mod send;
mod service;
mod table;
mod targets;

use anyhow::Result;
use table::Table;

/// The program that is measured.
const PROGRAM: &str = env!("CARGO_BIN_EXE_mirabridge-oauth");

fn main() -> Result<()> {
    // Run by itself, as the side that is compared: only sends, or only parses.
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some(send::AS) => return send::main(arguments),
        Some(offline::AS) => return offline::only_parse(),
        _ => {}
    }
    // One run of each says that it runs at all, and whether what does not depend on the computer is kept.
    let quick = std::env::args().any(|argument| argument == "--quick");
    let runs = if quick { 1 } else { 15 };
    let mut table = Table::default();
    healthy::measure(&mut table, runs)?;
    requests::measure(&mut table, runs)?;
    offline::measure(&mut table, runs)?;
    footprint::measure(&mut table)?;
    targets::measure(&mut table, if quick { 20 } else { 1000 })?;
    let cores = std::thread::available_parallelism()?;
    table.print(&format!(
        "{}, {cores} processors, medians of {runs} pairs",
        curl::version()?
    ));
    let missed = table.missed(runs);
    anyhow::ensure!(missed == 0, "too large, of these numbers: {missed}");
    Ok(())
}
