//! The README and the pages of `docs/` say what the program does.
//!
//! A block marked `console` begins with a command, and the rest is what that command prints, byte for byte. The
//! tables of findings say what the checks say of themselves.
//! `UPDATE_README=1 cargo test --test integration readme` rewrites both.

use super::support::run;
use mirabridge_oauth::classify::SIGNATURES;
use mirabridge_oauth::explain::rules_by_command;
use mirabridge_oauth::finding::Rule;
use serde_json::{Map, Value};
use std::path::PathBuf;

const OPEN: &str = "```console\n$ ";
const CLOSE: &str = "```\n";

/// The ways to call the program that the README uses.
const CALLS: &[&str] = &["cargo run -- ", "mirabridge-oauth "];

/// The longest README that somebody reads.
const MOST_LINES: usize = 220;

const FINDINGS: &str = "docs/findings.md";

const UPDATE: &str = "to rewrite it: UPDATE_README=1 cargo test --test integration readme";

#[test]
#[cfg_attr(windows, ignore = "what is piped there has other signs")]
fn what_the_program_says_is_what_the_readme_says() {
    assert_says("README.md", &with_output(&page("README.md")));
    let mut findings = page(FINDINGS);
    for (command, rules) in rules_by_command() {
        let header =
            format!("| Finding of `{command}` | What is wrong | What to do |\n|---|---|---|\n");
        findings = with_rows(&findings, &header, rules.into_iter().map(row));
    }
    assert_says(FINDINGS, &findings);
}

/// Holds a page against what it should be, or rewrites it.
fn assert_says(name: &str, said: &str) {
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path(name), said).expect("a writable page");
        return;
    }
    let written = page(name);
    for (line, (written, said)) in written.lines().zip(said.lines()).enumerate() {
        assert_eq!(written, said, "{name}, line {}; {UPDATE}", line + 1);
    }
    assert!(written == said, "{name}; {UPDATE}");
}

#[test]
fn the_readme_is_short_enough_to_be_read() {
    let lines = page("README.md").lines().count();
    assert!(lines <= MOST_LINES, "{lines} lines");
}

#[test]
fn links_lead_to_files_and_headings() {
    for name in pages() {
        let text = page(&name);
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let folder = path(&name).parent().expect("a folder").to_owned();
            let target = if file.is_empty() {
                path(&name)
            } else {
                folder.join(file)
            };
            assert!(target.exists(), "{name}: {link}");
            if !heading.is_empty() {
                let text = std::fs::read_to_string(target).expect("a page");
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(
                    headings.any(|line| anchor(line) == heading),
                    "{name}: {link}"
                );
            }
        }
    }
}

/// The anchor that GitHub makes of a heading.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Every page for readers, from the project's root.
fn pages() -> Vec<String> {
    let docs = std::fs::read_dir(path("docs")).expect("a folder");
    let docs = docs.map(|page| {
        let name = page.expect("a page").file_name();
        format!("docs/{}", name.to_str().expect("a name in ASCII"))
    });
    let others = [
        "README.md",
        "benches/README.md",
        ".github/CONTRIBUTING.md",
        ".github/SECURITY.md",
    ];
    others.into_iter().map(str::to_owned).chain(docs).collect()
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
    assert!(commands.contains(&"cargo run -- demo"), "{commands:?}");
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
    let rows = table("docs/how-it-knows.md", "| Known answer |");
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
    let rows = table("README.md", "| Status | Meaning | In a script |");
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
    assert_eq!(column(&table("docs/ci.md", "| Report | For |"), 0), known);
}

#[test]
fn the_json_example_is_in_the_report() {
    let block = after("docs/ci.md", "```json\n");
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

/// The rows of a page's first table with this beginning of its header: cells without code marks.
fn table(name: &str, header: &str) -> Vec<Vec<String>> {
    let text = page(name);
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

/// A page behind the first occurrence of `mark`.
fn after(name: &str, mark: &str) -> String {
    let text = page(name);
    let (_, after) = text
        .split_once(mark)
        .unwrap_or_else(|| panic!("no {mark:?}"));
    after.to_owned()
}

fn page(name: &str) -> String {
    let text = std::fs::read_to_string(path(name)).expect("a page");
    text.replace("\r\n", "\n")
}

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), name].iter().collect()
}
