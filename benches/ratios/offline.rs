//! The commands that stay offline: instructions beside those of a program that only parses the same arguments, and
//! their start beside curl's.
//!
//! Instructions are counted by callgrind, which counts the same whatever else the computer does.

use crate::PROGRAM;
use crate::child::{cost, median, pairs, plain};
use crate::table::{Number, Table};
use anyhow::{Context as _, Result};
use std::ffi::OsStr;
use std::process::Command;

/// The word that makes this program only parse.
pub(crate) const AS: &str = "only-parse";

const COMMANDS: &[&[&str]] = &[
    &["uris", "--region", "mypurecloud.de"],
    &[
        "url",
        "--region",
        "mypurecloud.de",
        "--client-id",
        "12345678-90ab-4cde-8f01-234567890abc",
    ],
    &["setup", "--region", "mypurecloud.de"],
    &["regions"],
    &["explain", "invalid-redirect"],
];

/// As the program reads its arguments, and nothing more.
pub(crate) fn only_parse() -> Result<()> {
    let own = std::env::args_os().take(1);
    let matches = mirabridge_oauth::cli::command()
        .try_get_matches_from(own.chain(std::env::args_os().skip(2)))?;
    anyhow::ensure!(matches.subcommand().is_some(), "there was nothing to parse");
    Ok(())
}

pub(crate) fn measure(table: &mut Table, runs: usize) -> Result<()> {
    let counts = Command::new("valgrind").arg("--version").output().is_ok();
    let this = std::env::current_exe()?;
    for arguments in COMMANDS {
        let paired = pairs(
            runs,
            || cost(Command::new(PROGRAM).args(*arguments)),
            || cost(Command::new("curl").arg("--version")),
        )?;
        let wall = paired
            .iter()
            .map(|(ours, curl)| ours.wall.div_duration_f64(curl.wall));
        let mut numbers = vec![Number::times("wall", median(wall))];
        if counts {
            let ours = instructions(PROGRAM.as_ref(), arguments)?;
            let parsing = instructions(this.as_ref(), &[&[AS], *arguments].concat())?;
            numbers.push(Number::times("instructions", ours / parsing).at_most(1.5));
        }
        let name = arguments.join(" ");
        table.add(
            format!(
                "`{name}`: wall beside `curl --version`, instructions beside only parsing the same"
            ),
            numbers,
        );
    }
    Ok(())
}

fn instructions(program: &OsStr, arguments: &[&str]) -> Result<f64> {
    let output = plain(&mut Command::new("valgrind"))
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .output()?;
    anyhow::ensure!(
        output.status.success(),
        "{arguments:?} ended with {}",
        output.status
    );
    let said = String::from_utf8_lossy(&output.stderr);
    let (_, count) = said
        .rsplit_once("Collected : ")
        .context("callgrind did not tell its count")?;
    let count = count.lines().next().unwrap_or_default();
    count
        .trim()
        .parse()
        .with_context(|| format!("not a count: {count}"))
}
