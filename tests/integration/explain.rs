//! `explain`: complete, foldable, and the same from any machine.

use super::support::{Ran, run};
use mirabridge_oauth::checks::rules;

/// All that every explanation has.
const HEADINGS: &[&str] = &[
    "What users see",
    "Cause",
    "How to fix it",
    "How it knows",
    "References",
];

fn ids() -> Vec<&'static str> {
    rules().map(|rule| rule.id).collect()
}

fn explain(id: &str) -> String {
    let Ran {
        status,
        stdout,
        stderr,
    } = run(["explain", id]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{id}");
    stdout
}

#[test]
fn every_finding_is_explained_under_every_heading() {
    for id in ids() {
        let text = explain(id);
        assert!(text.starts_with(&format!("{id}\n  ")), "{text}");
        for heading in HEADINGS {
            let (_, under) = text
                .split_once(&format!("\n\n  {heading}\n"))
                .unwrap_or_else(|| panic!("{id}: no {heading}"));
            assert!(under.starts_with("    "), "{id}: nothing under {heading}");
        }
        assert!(text.contains("\n    1. "), "{id}: no step");
        assert!(text.contains("\n      https://"), "{id}: no reference");
    }
}

#[test]
fn lines_fit_any_terminal() {
    let text = run(["explain"]).stdout;
    for line in text.lines() {
        let fits = line.len() <= 100 || !line.trim().contains(' ');
        assert!(fits, "{line}");
        assert!(
            line.bytes().all(|byte| matches!(byte, b' '..=b'~')),
            "{line:?}"
        );
        assert_eq!(line, line.trim_end());
    }
}

#[test]
fn without_an_id_all_are_listed_and_explained() {
    let all = run(["explain"]).stdout;
    let (list, explained) = all
        .split_once("\nOne alone: mirabridge-oauth explain ID\n\n")
        .expect("a list before the explanations");
    let each: Vec<_> = ids().into_iter().map(explain).collect();
    assert_eq!(explained, each.join("\n"));
    // A file, so that a new finding is refreshed with the rest.
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("explain", list);
    });
}

#[test]
fn an_id_with_a_slip_is_guessed() {
    let ran = run(["explain", "invalid-redirct"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    let guess = "there is no check 'invalid-redirct'; did you mean invalid-redirect?\n";
    assert!(ran.stderr.contains(guess), "{}", ran.stderr);
}

#[test]
fn a_finding() {
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("explain-one", explain("invalid-redirect"));
    });
}
