//! The step summary that the format `github` appends to.

use super::demo;
use crate::support::{Ran, program};
use std::path::Path;

/// What GitHub takes.
const LARGEST: usize = 1024 * 1024;

fn annotated(summary: &Path) -> Ran {
    program()
        .env("GITHUB_STEP_SUMMARY", summary)
        .args(["demo", "trailing-slash", "--format", "github"])
        .output()
        .expect("the program runs")
        .into()
}

#[test]
fn it_gets_the_report_in_markdown_behind_what_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("summary.md");
    std::fs::write(&file, "before").expect("a writable folder");
    let markdown = demo("trailing-slash", "markdown", &[]).stdout;
    let ran = annotated(&file);
    assert_eq!(ran.status, 1);
    assert_eq!(
        ran.stdout,
        demo("trailing-slash", "github", &[]).stdout,
        "without the variable, the annotations are the same"
    );
    annotated(&file);
    let written = std::fs::read_to_string(&file).expect("a summary");
    assert_eq!(written, format!("before\n{markdown}\n{markdown}"));
}

#[test]
fn a_format_in_a_file_fills_it_too_and_others_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("summary.md");
    let commands = folder.path().join("commands");
    let report = format!("github={}", commands.display());
    for (more, fills) in [
        (&["--format", "markdown"][..], false),
        (&["--report", &report], true),
    ] {
        let ran = program()
            .env("GITHUB_STEP_SUMMARY", &file)
            .args(["demo", "healthy"])
            .args(more)
            .output()
            .expect("the program runs");
        assert_eq!(ran.status.code(), Some(0));
        assert_eq!(file.exists(), fills, "{more:?}");
    }
}

#[test]
fn it_never_grows_beyond_what_github_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("summary.md");
    let brief = "\nThe whole report is too long for a step summary; write it to a file with --report markdown=FILE.\n\n";
    for (room, expected) in [(brief.len(), brief), (brief.len() - 1, "")] {
        std::fs::write(&file, "x".repeat(LARGEST - room)).expect("a writable folder");
        let ran = annotated(&file);
        assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
        let written = std::fs::read_to_string(&file).expect("a summary");
        assert_eq!(&written[LARGEST - room..], expected);
    }
}

#[test]
fn one_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = annotated(&folder.path().join("no").join("such"));
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("GITHUB_STEP_SUMMARY"), "{ran:?}");
    assert!(ran.stdout.starts_with("::notice "), "{ran:?}");
}
