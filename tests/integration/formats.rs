//! The formats that other programs read: what is written, and that their schemas allow it.

mod files;
mod json_schema;
mod schemas;
mod step_summary;

use crate::scenarios::masked;
use crate::support::{Ran, run};
pub(crate) use schemas::{
    all_formats, all_reports, assert_audit, assert_jenkins_takes, assert_many_valid, assert_report,
    assert_valid,
};
use serde_json::Value;

fn demo(scenario: &str, format: &str, more: &[&str]) -> Ran {
    run([&["demo", scenario, "--format", format], more].concat())
}

#[test]
fn a_finding_in_every_format() {
    for format in ["junit", "github", "markdown", "html", "sarif"] {
        let ran = demo("trailing-slash", format, &[]);
        assert_eq!(ran.stderr, "", "{format}");
        let text = match format {
            "junit" => without_passes(&ran.stdout),
            "markdown" => without_lines(&ran.stdout, &["| pass |", "| skipped |"]),
            "html" => without_style(&ran.stdout),
            "sarif" => without_rules(&ran.stdout),
            _ => ran.stdout,
        };
        let text = without_counts(&text);
        insta::with_settings!({ snapshot_path => "formats", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format, masked(&without_time(&text)));
        });
    }
}

#[test]
fn no_format_changes_the_exit_status() {
    for (scenario, more, status) in [
        ("healthy", &["--fail-on", "warn"][..], 1),
        ("rate-limited", &[], 3),
        ("rate-limited", &["--fail-on", "fail"], 0),
    ] {
        // A sheet is written to a file alone.
        for format in all_formats().iter().filter(|format| *format != "csv") {
            let ran = demo(scenario, format, more);
            assert_eq!(ran.status, status, "{scenario} {format} {more:?}");
        }
    }
}

#[test]
fn what_shapes_the_human_format_leaves_the_others_alone() {
    for format in ["json", "junit", "sarif", "github", "markdown", "html"] {
        let plain = demo("healthy-pkce", format, &[]).stdout;
        assert!(
            plain.contains("SIMULATED") || plain.contains("simulated"),
            "{format}"
        );
        for more in [&["-q"][..], &["-v", "--color", "always"]] {
            let shaped = demo("healthy-pkce", format, more).stdout;
            assert_eq!(
                without_time(&shaped),
                without_time(&plain),
                "{format} {more:?}"
            );
        }
    }
}

#[test]
fn lint_points_at_the_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("our list.txt");
    std::fs::write(&file, "# ours\nhttps://phone.mirabridge.cloud/\n").expect("a writable folder");
    let lint = |format: &str| {
        let ran = crate::support::program()
            .current_dir(folder.path())
            .args(["lint", "--region", "mypurecloud.de", "--format", format])
            .arg("./our list.txt")
            .output();
        let ran: Ran = ran.expect("the program runs").into();
        assert_eq!(ran.status, 1, "{ran:?}");
        ran.stdout
    };
    let annotations = lint("github");
    assert!(
        annotations.contains("\n::error file=./our list.txt,line=2,col=1,title=fail altered-redirect https%3A//phone.mirabridge.cloud::"),
        "{annotations}"
    );
    let document: Value = serde_json::from_str(&lint("sarif")).expect("JSON");
    let run = &document["runs"][0];
    let location = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "our%20list.txt");
    assert_eq!(location["region"]["startLine"], 2);
    assert_eq!(
        run["automationDetails"]["id"],
        "mirabridge-oauth/mypurecloud.de/"
    );
    assert!(lint("junit").contains("<testsuite name=\"OAuth client in mypurecloud.de\""));
    assert!(lint("markdown").starts_with("## mirabridge-oauth: fail\n"));
}

/// JUnit without the cases that are no finding.
fn without_passes(text: &str) -> String {
    let mut cases = text.split("        <testcase ");
    let before = cases.next().unwrap_or_default().to_owned();
    cases.fold(before, |text, case| {
        let (case, after) = case
            .split_once("</testcase>\n")
            .expect("an end of the case");
        let is_finding = case.contains("<failure") || case.contains("<error");
        let case = format!("        <testcase {case}</testcase>\n");
        text + if is_finding { &case } else { "" } + after
    })
}

fn without_lines(text: &str, starts: &[&str]) -> String {
    let lines = text.split_inclusive('\n');
    lines
        .filter(|line| !starts.iter().any(|start| line.starts_with(start)))
        .collect()
}

/// The text without the numbers that another check changes.
fn without_counts(text: &str) -> String {
    let behind = ["tests=\"", "skipped=\"", "\"ruleIndex\": "];
    let text = behind.iter().fold(text.to_owned(), |text, mark| {
        let mut parts = text.split(mark);
        let before = parts.next().unwrap_or_default().to_owned();
        parts.fold(before, |text, part| {
            let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
            text + mark + "[n]" + rest
        })
    });
    let before = [" passed", " not checked", " requests"];
    before.iter().fold(text, |text, mark| {
        let mut parts: Vec<_> = text.split(mark).map(str::to_owned).collect();
        let last = parts.pop().unwrap_or_default();
        let parts = parts.iter().map(|part| {
            let rest = part.trim_end_matches(|c: char| c.is_ascii_digit());
            let n = if rest.len() < part.len() { "[n]" } else { "" };
            format!("{rest}{n}{mark}")
        });
        parts.collect::<String>() + &last
    })
}

/// The page without its policy, style, script and the results that are no finding.
fn without_style(text: &str) -> String {
    let parts = [
        ("\n<meta http-equiv", "\n"),
        ("<style>", "</style>\n"),
        ("<script>", "</script>\n"),
        ("<div class=\"wide\">", "</div>"),
    ];
    parts.iter().fold(text.to_owned(), |text, (start, end)| {
        let (before, rest) = text.split_once(start).expect(start);
        let (_, after) = rest.split_once(end).expect(end);
        format!("{before}\n{after}")
    })
}

/// SARIF without the list of rules, which is the same in every report.
fn without_rules(text: &str) -> String {
    let (before, rest) = text.split_once("          \"rules\": [\n").expect("rules");
    let (_, after) = rest
        .split_once("\n          ],\n")
        .expect("an end of the rules");
    format!("{before}          \"rules\": [],\n{after}")
}

/// The text with each time of this run replaced.
pub(crate) fn without_time(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        [
            "timestamp=\"",
            "\"startTimeUtc\": \"",
            "\"taken_at\": \"",
            "\"date\": \"",
            "\"elapsed_ms\": ",
        ]
        .iter()
        .fold(line.to_owned(), |line, mark| match line.split_once(mark) {
            None => line,
            Some((before, after)) => {
                let rest = after
                    .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-:, ".contains(c));
                format!("{before}{mark}[time]{rest}")
            }
        })
    });
    lines.collect()
}
