//! The README says what the program does.
//!
//! A block marked `console` begins with a command, and the rest is what that command prints, byte for byte. The
//! tables of findings say what the checks say of themselves.
//! `UPDATE_README=1 cargo test --test integration readme` rewrites both.

use super::support::run;
use mirabridge_oauth::checks::Rule;
use mirabridge_oauth::classify::SIGNATURES;
use mirabridge_oauth::rules;
use serde_json::{Map, Value};
use std::path::PathBuf;

const OPEN: &str = "```console\n$ ";
const CLOSE: &str = "```\n";

/// The ways to call the program that the README uses.
const CALLS: &[&str] = &["cargo run --release -- ", "mirabridge-oauth "];

const UPDATE: &str = "to rewrite it: UPDATE_README=1 cargo test --test integration readme";

#[test]
#[cfg_attr(windows, ignore = "what is piped there has other signs")]
fn what_the_program_says_is_what_the_readme_says() {
    let written = readme();
    let mut said = with_output(&written);
    for (command, rules) in rules::by_command() {
        let header =
            format!("| Finding of `{command}` | What is wrong | What to do |\n|---|---|---|\n");
        said = with_rows(&said, &header, rules.into_iter().map(row));
    }
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path(), &said).expect("a writable README.md");
        return;
    }
    for (line, (written, said)) in written.lines().zip(said.lines()).enumerate() {
        assert_eq!(written, said, "README.md, line {}; {UPDATE}", line + 1);
    }
    assert!(written == said, "{UPDATE}");
}

/// The text with what each command prints in its console block.
fn with_output(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    let mut commands = Vec::new();
    while let Some((before, block)) = rest.split_once(OPEN) {
        let (command, block) = block.split_once('\n').expect("a command is a line");
        // A block that was never filled ends right behind its command.
        let end = if block.starts_with(CLOSE) {
            0
        } else {
            block.find("\n```\n").expect("the block ends") + 1
        };
        commands.push(command);
        let output = output(command);
        filled.extend([before, OPEN, command, "\n", &output, CLOSE]);
        rest = &block[end + CLOSE.len()..];
    }
    filled.push_str(rest);
    assert!(
        commands.contains(&"cargo run --release -- demo"),
        "{commands:?}"
    );
    filled
}

/// The text with these rows in the table with this header.
fn with_rows(text: &str, header: &str, rows: impl Iterator<Item = String>) -> String {
    let (before, after) = text
        .split_once(header)
        .unwrap_or_else(|| panic!("no table {header}"));
    let old = after
        .split_inclusive('\n')
        .take_while(|line| line.starts_with('|'));
    let after = &after[old.map(str::len).sum()..];
    [before, header]
        .into_iter()
        .map(str::to_owned)
        .chain(rows)
        .chain([after.to_owned()])
        .collect()
}

fn row(rule: &Rule) -> String {
    format!("| `{}` | {} | {} |\n", rule.id, rule.defect, rule.remedy)
}

fn output(command: &str) -> String {
    let arguments = CALLS
        .iter()
        .find_map(|call| command.strip_prefix(call))
        .unwrap_or_else(|| panic!("not a call of the program: {command}"));
    let ran = run(arguments.split(' '));
    assert_eq!(ran.stderr, "", "{command}");
    assert!(!ran.stdout.is_empty(), "{command}");
    ran.stdout
}

#[test]
fn every_known_answer_is_told_with_its_confidence() {
    let rows = table("| Known answer |");
    let told: Vec<_> = column(&rows, 0).into_iter().zip(column(&rows, 3)).collect();
    let known: Vec<_> = SIGNATURES
        .iter()
        .map(|row| (row.id.to_owned(), row.confidence.name().to_owned()))
        .collect();
    assert_eq!(told, known);
}

#[test]
fn the_exit_statuses_are_those_of_the_help() {
    let help = run(["--help"]).stdout;
    let (_, statuses) = help
        .split_once("Exit status:\n")
        .expect("the help lists the exit statuses");
    let statuses: Vec<_> = statuses
        .lines()
        .map(|line| {
            line.trim()
                .split_once(' ')
                .expect("a number and its meaning")
        })
        .map(|(status, meaning)| (status.to_owned(), meaning.trim().to_owned()))
        .collect();
    let section = after("## Exit statuses\n");
    let rows = rows(&section, "| Status |");
    let told: Vec<_> = column(&rows, 0).into_iter().zip(column(&rows, 1)).collect();
    assert_eq!(told, statuses);
}

#[test]
fn every_format_is_told() {
    let ran = run(["demo", "--report", "none=file"]);
    let (_, known) = ran
        .stderr
        .split_once("The formats are: ")
        .unwrap_or_else(|| panic!("{ran:?}"));
    let known: Vec<_> = known
        .lines()
        .next()
        .unwrap_or_default()
        .split(", ")
        .collect();
    assert_eq!(column(&table("| Report | For |"), 0), known);
}

#[test]
fn the_json_example_is_in_the_report() {
    let block = after("```json\n");
    let (example, _) = block.split_once(CLOSE).expect("the block ends");
    let example: Map<String, Value> = serde_json::from_str(example).expect("an object");
    let ran = run(["demo", "trailing-slash", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    let results = report["results"].as_array().expect("results");
    let failed: Vec<_> = results
        .iter()
        .filter(|result| result["status"] == "fail")
        .collect();
    let [failed] = failed[..] else {
        panic!("{failed:?}")
    };
    for (name, value) in &example {
        assert_eq!(&failed[name], value, "{name}");
    }
}

/// The rows of the README's table with this beginning of its header.
fn table(header: &str) -> Vec<Vec<String>> {
    rows(&readme(), header)
}

/// The rows of the first table with this beginning of its header: cells without code marks.
fn rows(text: &str, header: &str) -> Vec<Vec<String>> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(header));
    assert!(lines.next().is_some(), "no table {header}");
    lines
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().replace('`', "")).collect()
        })
        .collect()
}

fn column(rows: &[Vec<String>], number: usize) -> Vec<String> {
    rows.iter().map(|row| row[number].clone()).collect()
}

/// The README behind the first occurrence of `mark`.
fn after(mark: &str) -> String {
    let readme = readme();
    let (_, after) = readme
        .split_once(mark)
        .unwrap_or_else(|| panic!("no {mark:?}"));
    after.to_owned()
}

fn readme() -> String {
    let text = std::fs::read_to_string(path()).expect("a README.md");
    text.replace("\r\n", "\n")
}

fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "README.md"].iter().collect()
}
