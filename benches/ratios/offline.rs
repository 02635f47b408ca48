//! The commands that stay offline: instructions beside those of a program that only parses the same arguments, and
//! their start beside curl's.
//!
//! Instructions are counted by callgrind, which counts the same whatever else the computer does.

use crate::PROGRAM;
use crate::child::{cost, median, pairs, plain};
use crate::table::{Number, Table};
use anyhow::{Context as _, Result};
use std::process::Command;

/// The word that makes this program only parse.
pub(crate) const AS: &str = "only-parse";

/// Those that answer in a few lines. lint reads the list that uris prints, from where `measure` puts it.
const SHORT: &[&str] = &[
    "uris --region mypurecloud.de",
    "url --region mypurecloud.de --client-id 12345678-90ab-4cde-8f01-234567890abc",
    "setup --region mypurecloud.de",
    "lint --region mypurecloud.de uris.txt",
    "regions",
    "explain invalid-redirect",
];

/// Those that write a text of many pages, which costs more than any arguments; no bound would mean anything.
const LONG: &[&str] = &["explain", "completions bash", "man"];

/// As the program reads its arguments, and nothing more.
pub(crate) fn only_parse() -> Result<()> {
    let own = std::env::args_os().take(1);
    let matches = mirabridge_oauth::cli::command()
        .try_get_matches_from(own.chain(std::env::args_os().skip(2)))?;
    anyhow::ensure!(matches.subcommand().is_some(), "there was nothing to parse");
    Ok(())
}

pub(crate) fn measure(table: &mut Table, runs: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let uris = Command::new(PROGRAM)
        .args(["uris", "--region", "mypurecloud.de"])
        .output()?;
    std::fs::write(folder.path().join("uris.txt"), uris.stdout)?;
    let run = |program: &str| {
        let mut command = Command::new(program);
        command.current_dir(&folder);
        command
    };
    let counts = run("valgrind").arg("--version").output().is_ok();
    let this = std::env::current_exe()?.to_string_lossy().into_owned();
    for line in SHORT.iter().chain(LONG) {
        let arguments: Vec<_> = line.split(' ').collect();
        let paired = pairs(
            runs,
            || cost(run(PROGRAM).args(&arguments)),
            || cost(run("curl").arg("--version")),
        )?;
        let wall = paired
            .iter()
            .map(|(ours, curl)| ours.wall.div_duration_f64(curl.wall));
        let mut numbers = vec![Number::times("wall", median(wall))];
        if counts {
            let count = |program: &[&str]| {
                let mut valgrind = run("valgrind");
                valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
                instructions(valgrind.args(program).args(&arguments))
            };
            let (ours, parsing) = (count(&[PROGRAM])?, count(&[&this, AS])?);
            let number = Number::instructions(ours / parsing);
            numbers.push(if LONG.contains(line) {
                number
            } else {
                number.at_most(1.5)
            });
        }
        let (name, _) = line.split_once(" -").unwrap_or((line, ""));
        let beside =
            "wall beside `curl --version`, instructions beside only parsing the same arguments";
        table.add(format!("`{name}`: {beside}"), numbers);
    }
    Ok(())
}

/// What it executes, its start included.
fn instructions(valgrind: &mut Command) -> Result<f64> {
    let output = plain(valgrind).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(
        output.status.success(),
        "{valgrind:?} ended with {}: {said}",
        output.status
    );
    let (_, count) = said
        .rsplit_once("Collected : ")
        .context("callgrind did not tell its count")?;
    let count = count.lines().next().unwrap_or_default();
    count
        .trim()
        .parse()
        .with_context(|| format!("not a count: {count}"))
}
