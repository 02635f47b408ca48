//! `explain`: complete, foldable, and the same from any machine.

use super::support::{Ran, run};
use mirabridge_oauth::explain::rules;

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
    for id in ids() {
        for line in explain(id).lines() {
            let fits = line.len() <= 100 || !line.trim().contains(' ');
            assert!(fits, "{line}");
            assert!(
                line.bytes().all(|byte| matches!(byte, b' '..=b'~')),
                "{line:?}"
            );
            assert_eq!(line, line.trim_end());
        }
    }
}

#[test]
fn without_words_all_are_listed() {
    let list = run(["explain"]).stdout;
    assert!(list.lines().count() <= 50, "{list}");
    for line in list.lines() {
        assert!(line.len() <= 80, "{line}");
    }
    // A file, so that a new finding is refreshed with the rest.
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("explain", list);
    });
}

#[test]
fn words_lead_to_a_finding_and_name_the_others() {
    let ran = run(["explain", "Invalid", "redirect", "URI"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let alone = explain("invalid-redirect");
    let (text, others) = ran.stdout.split_at(alone.len());
    assert_eq!(text, alone);
    assert!(others.starts_with("\nAlso fits: "), "{others}");
}

#[test]
fn what_fits_nothing_is_usage() {
    let ran = run(["explain", "xyzzy\u{1b}"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr
            .contains("no finding fits 'xyzzy\\u{1b}'; nearest: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_finding() {
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("explain-one", explain("invalid-redirect"));
    });
}
