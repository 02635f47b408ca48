//! Many clients in every format.

use super::{List, MIXED, row};
use crate::formats::{all_formats, all_reports, assert_jenkins_takes, assert_many_valid};
use pulldown_cmark::{Event, Parser, Tag};

/// What a name must not be able to do.
const HOSTILE: &str = "\u{1b}[31m\u{202e}a|b `c` ::error::x%0Ay <b>![i](https://evil.example)</b> ]]> & \"q\" \r\nnext \u{0}\u{7f}\u{2028}# @everyone";

fn written(list: &List, more: &[&str]) -> i32 {
    let reports = all_reports(list.folder());
    let mut command = list.command(more);
    command
        .args(reports)
        .output()
        .expect("the program runs")
        .status
        .code()
        .expect("it ends")
}

#[test]
fn every_format_is_what_its_readers_take() {
    let list = List::of(MIXED);
    assert_eq!(written(&list, &[]), 1);
    let junit = assert_many_valid(list.folder(), "mixed");
    assert_eq!(junit.test_suites.len(), MIXED.len());
    let part = List::of(MIXED);
    written(&part, &["--partition", "2/3"]);
    assert_many_valid(part.folder(), "a part");
    let sarif = std::fs::read_to_string(part.folder().join("sarif")).expect("a report");
    assert!(
        sarif.contains("\"mirabridge-oauth/targets/2-of-3/\""),
        "{sarif}"
    );
    assert!(sarif.contains("targets.csv"), "it points into the list");
}

#[test]
#[ignore = "needs xmllint"]
fn junit_of_many_is_what_jenkins_takes() {
    let list = List::of(MIXED);
    written(&list, &[]);
    assert_jenkins_takes(&list.folder().join("junit"));
}

#[test]
fn hostile_names_are_read_as_text() {
    let [_, id, _] = row("trailing-slash");
    let quoted = HOSTILE.replace('"', "\"\"");
    let list = List::new(
        "targets.csv",
        format!(
            "region,client_id,name\nmypurecloud.de,{id},\"{quoted}\"\n\"{quoted}\",{id},\"{quoted}\"\n"
        ),
    );
    let ran = list.check(&["--color", "never"]);
    assert_eq!(ran.status, 1);
    assert_eq!(written(&list, &[]), 1);
    let junit = assert_many_valid(list.folder(), "hostile");
    assert_eq!(junit.test_suites.len(), 2);
    assert!(
        junit.test_suites[0]
            .name
            .contains("\\u{1b}[31m\\u{202e}a|b")
    );
    let read =
        |format: &str| std::fs::read_to_string(list.folder().join(format)).expect("a report");
    let formats: Vec<_> = all_formats().iter().map(|format| read(format)).collect();
    for text in formats.iter().chain([&ran.stdout]) {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let acts = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2028}');
        assert!(!text.contains(acts), "{text}");
        assert!(!text.contains("\nnext"), "{text}");
    }
    let reports = super::lines(&read("json")).0;
    assert_eq!(
        reports[0]["listed"]["name"],
        HOSTILE
            .replace(" \r\n", " ")
            .replace('\u{2028}', " ")
            .chars()
            .take(100)
            .collect::<String>()
    );
    for event in Parser::new(&read("markdown")) {
        let acts = match &event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => true,
            Event::Start(Tag::Link { dest_url, .. }) => dest_url.contains("evil"),
            Event::Text(text) => text.contains('@'),
            _ => false,
        };
        assert!(!acts, "{event:?}");
    }
}

#[test]
fn there_are_ten_annotations_at_the_most() {
    let ran = List::of(&[""; 12]).check(&["--format", "github"]);
    let commands: Vec<_> = ran.stdout.lines().collect();
    assert_eq!(commands.len(), 10, "{commands:#?}");
    assert!(
        commands[..9]
            .iter()
            .all(|command| command.starts_with("::error file="))
    );
    assert!(commands[9].starts_with("::notice "));
    assert!(commands[9].ends_with("%0A3 more are not among the annotations."));
}

#[test]
fn a_step_summary_keeps_room_for_the_end() {
    const LARGEST: usize = 1024 * 1024;
    let list = List::of(&["trailing-slash"; 3]);
    let file = list.folder().join("summary.md");
    let summarised = |before: usize| {
        std::fs::write(&file, "x".repeat(before)).expect("a writable folder");
        let mut command = list.command(&["--format", "github"]);
        let ran = command.env("GITHUB_STEP_SUMMARY", &file).output();
        assert_eq!(ran.expect("the program runs").status.code(), Some(1));
        let text = std::fs::read_to_string(&file).expect("a summary");
        assert!(text.len() <= LARGEST);
        text[before..].to_owned()
    };
    let whole = summarised(0);
    assert_eq!(
        whole
            .matches("## SIMULATED Customer trailing-slash")
            .count(),
        3
    );
    let (table, _) = whole
        .split_once("\n---\n")
        .expect("a table before the reports");
    let short = summarised(LARGEST - whole.len() + 1);
    assert!(!short.contains("## SIMULATED Customer"), "{short}");
    let why = "\nThe whole report is too long for a step summary; write it to a file with --report markdown=FILE.\n\n";
    assert_eq!(short, format!("{table}{why}"));
}

#[test]
fn a_sheet_has_every_row_as_it_stood_there_and_can_be_checked_again() {
    let list = List::of(&["healthy-pkce", "trailing-slash", ""]);
    let sheet = list.folder().join("sheet.csv");
    let to = format!("csv={}", sheet.display());
    assert_eq!(list.check(&["--report", &to]).status, 1);
    let text = std::fs::read_to_string(&sheet).expect("a sheet");
    let cells: Vec<Vec<_>> = text
        .lines()
        .map(|line| line.split(',').take(6).collect())
        .collect();
    let [_, id, _] = row("healthy");
    assert_eq!(
        cells[3],
        [
            "4",
            "Customer",
            "mypurecloud.con",
            id,
            "unverifiable",
            "invalid-target"
        ]
    );
    assert_eq!(
        cells[2][4..],
        ["fail", "invalid-redirect implicit-grant-sunset"]
    );
    let again = super::command(&sheet, &["--format", "json"]).output();
    let again: crate::support::Ran = again.expect("the program runs").into();
    let (reports, _) = super::lines(&again.stdout);
    assert_eq!(reports.len(), 3, "{again:?}");
    assert_eq!(reports[0]["listed"]["name"], "Customer healthy-pkce");
    assert_eq!(reports[0]["verdict"], "pass", "with its own grant");
    assert_eq!(reports[2]["listed"]["region"], "mypurecloud.con");
    let printed = list.check(&["--format", "csv"]);
    assert_eq!(printed.status, 2);
    assert!(printed.stderr.contains("--report csv=FILE"), "{printed:?}");
}
