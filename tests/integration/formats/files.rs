//! `--report`: several reports at once, each in a file.

use super::demo;
use crate::support::{program, run};
use std::path::Path;

fn to(format: &str, file: &Path) -> String {
    format!("{format}={}", file.display())
}

#[test]
fn a_report_in_a_file_is_the_one_of_that_format() {
    let folder = tempfile::tempdir().expect("a folder");
    for format in ["github", "markdown"] {
        let file = folder.path().join(format);
        let alone = demo("trailing-slash", format, &[]);
        let beside = demo("trailing-slash", "human", &["--report", &to(format, &file)]);
        assert_eq!(beside.status, alone.status);
        assert!(beside.stdout.starts_with("SIMULATED "), "{beside:?}");
        let written = std::fs::read_to_string(&file).expect("a report");
        assert_eq!(written, alone.stdout);
    }
    let colourful = folder.path().join("colourful");
    let more = ["--color", "always", "--report", &to("human", &colourful)];
    assert!(demo("healthy", "human", &more).stdout.contains('\u{1b}'));
    let written = std::fs::read_to_string(&colourful).expect("a report");
    assert!(written.starts_with("SIMULATED [ok] pass"), "{written}");
    let is_plain = written.is_ascii() && !written.contains('\u{1b}');
    assert!(is_plain, "who opens it may read nothing else");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("one");
    let same = folder.path().join(".").join("one");
    let file_name = file.to_str().expect("UTF-8");
    let input = folder.path().join("registered.txt");
    std::fs::write(&input, "https://phone.mirabridge.cloud\n").expect("a writable folder");
    let input_name = input.to_str().expect("UTF-8");
    let lint = ["lint", "--region", "mypurecloud.de", input_name];
    let check = ["check", "--region", "mypurecloud.de", "--client-id", "x"];
    let junit = to("junit", &file);
    let sarif = to("sarif", &same);
    let over_input = to("sarif", &input);
    let over = format!("the same file: {input_name}");
    for (arguments, words) in [
        ([&lint[..], &["--report", "junit"]].concat(), "FORMAT=FILE"),
        (
            [&lint[..], &["--report", "junit=-"]].concat(),
            "it needs a file",
        ),
        (
            [&lint[..], &["--report", "junt=x"]].concat(),
            "there is no format 'junt'; did you mean junit?",
        ),
        (
            [&lint[..], &["--report", "\u{1b}[31m=x"]].concat(),
            "there is no format '\\u{1b}[31m'",
        ),
        (
            [&lint[..], &["--report", &junit, "--report", &sarif]].concat(),
            "--report and --report name the same file",
        ),
        (
            [&lint[..], &["--output", file_name, "--report", &sarif]].concat(),
            "--output and --report name the same file",
        ),
        ([&lint[..], &["--report", &over_input]].concat(), &over),
        (
            [&check[..], &["--record", file_name, "--report", &sarif]].concat(),
            "--record and --report name the same file",
        ),
        (
            [
                &check[..],
                &[
                    "--browser",
                    "--screenshot",
                    file_name,
                    "--record",
                    file_name,
                ],
            ]
            .concat(),
            "--record and --screenshot name the same file",
        ),
        (
            vec!["demo", "--output", file_name, "--report", &junit],
            "--output and --report name the same file",
        ),
    ] {
        let ran = run(&arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(words), "{arguments:?}: {ran:?}");
        assert!(!ran.stderr.contains('\u{1b}'), "{ran:?}");
        assert!(!file.exists(), "{arguments:?}");
    }
}

#[test]
fn what_cannot_be_written_is_named_and_keeps_nothing_else_from_being_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("no").join("such");
    let file = folder.path().join("report.md");
    let ran = demo(
        "trailing-slash",
        "human",
        &[
            "--report",
            &to("junit", &nowhere.join("a.xml")),
            "--report",
            &to("sarif", &nowhere.join("b.sarif")),
            "--report",
            &to("markdown", &file),
        ],
    );
    assert_eq!(ran.status, 4);
    assert!(
        ran.stdout.ends_with("; exit status 1; more: -v\n"),
        "{ran:?}"
    );
    for name in ["a.xml", "b.sarif"] {
        assert!(ran.stderr.contains(name), "{ran:?}");
    }
    let written = std::fs::read_to_string(&file).expect("a report");
    assert!(written.starts_with("## SIMULATED"));
}

#[test]
fn lint_and_replay_write_reports_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("registered.txt");
    std::fs::write(&list, "https://phone.mirabridge.cloud\n").expect("a writable folder");
    let reports = super::all_reports(folder.path());
    let ran = program()
        .args(["lint", "--region", "mypurecloud.de"])
        .arg(&list)
        .args(&reports)
        .output()
        .expect("the program runs");
    assert_eq!(ran.status.code(), Some(1));
    super::assert_valid(folder.path(), "lint");
    let recording = folder.path().join("run.json");
    let name = recording.to_str().expect("UTF-8");
    let ran = crate::support::check("trailing-slash", &["--record", name]);
    assert_eq!(ran.status, 1);
    let arguments = ["check", "--replay", name].map(str::to_owned);
    let ran = run(arguments.into_iter().chain(reports));
    assert_eq!(ran.status, 1, "{ran:?}");
    super::assert_valid(folder.path(), "replay");
    let markdown = std::fs::read_to_string(folder.path().join("markdown")).expect("a report");
    assert!(markdown.contains("- Evidence: replay of "), "{markdown}");
}
