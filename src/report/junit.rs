//! The report as the results of tests, for the test reports of Jenkins, GitLab and others.
//!
//! What decides the exit status stands as failed or, where it could not be verified, as an error. All other
//! warnings pass, with their text as the output.

use super::facts::facts;
use super::headline::headline;
use super::{Entry, Report, human, summary};
use crate::checks::{Outcome, Status, Verdict};
use crate::probe::Cause;
use crate::text::{escape, timestamp};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

pub(super) fn render(report: &Report) -> String {
    document(suite(report))
}

/// The results of one client.
pub(super) fn suite(report: &Report) -> TestSuite {
    let mut suite = TestSuite::new(name(report));
    let taken_at = timestamp(report.run.taken_at);
    suite.extra.insert("timestamp".into(), taken_at.into());
    for (label, value) in facts(report) {
        suite.add_property((label.to_lowercase(), escape(&value)));
    }
    suite.add_property(("verdict", report.verdict.name()));
    suite.add_property(("exit status", report.exit_status.to_string().as_str()));
    let cases = report.results.iter().map(|entry| case(report, entry));
    suite.add_test_cases(cases.chain(unproven(report)));
    suite
}

/// A document with one suite.
pub(super) fn document(suite: TestSuite) -> String {
    let mut document = quick_junit::Report::new(env!("CARGO_PKG_NAME"));
    document.add_test_suite(suite);
    let sum = format!(" skipped=\"{}\"", document.skipped);
    let text = document
        .to_string()
        .expect("a report of plain text serializes into memory");
    // The schema by which Jenkins turns files down knows this sum in a suite alone. What stands before its
    // first occurrence is the name of this program.
    text.replacen(&sum, "", 1)
}

fn name(report: &Report) -> String {
    let subject = &report.subject;
    let simulated = summary::simulated(&report.run);
    let client = match (&subject.listed, &subject.client_id) {
        (None, None) => format!("OAuth client {}", subject.label()),
        _ => subject.label(),
    };
    escape(&format!("{simulated}{client}"))
}

fn case(report: &Report, (rule, outcome): &Entry) -> TestCase {
    let name = match &outcome.subject {
        Some(subject) => format!("{} {}", rule.id, escape(subject)),
        None => rule.id.to_owned(),
    };
    let mut case = TestCase::new(name, status(report, rule.id, outcome));
    case.set_classname(classname(rule.id));
    if matches!(case.status, TestCaseStatus::Success { .. }) {
        case.set_system_out(human::finding(report, outcome));
    }
    case
}

fn status(report: &Report, id: &'static str, outcome: &Outcome) -> TestCaseStatus {
    let mut status = match (outcome.status, report.is_decisive(outcome.status)) {
        (Status::Pass | Status::Warn, false) => return TestCaseStatus::success(),
        (Status::Unverifiable, true) => TestCaseStatus::non_success(NonSuccessKind::Error),
        (_, true) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        // Neither a pass nor, in this run, a reason to fail.
        (_, false) => TestCaseStatus::skipped(),
    };
    status.set_message(escape(&message(outcome)));
    status.set_type(outcome.cause.map_or(id, Cause::name));
    if outcome.status != Status::Skipped {
        status.set_description(human::finding(report, outcome));
    }
    status
}

fn message(outcome: &Outcome) -> String {
    match (&outcome.headline, outcome.cause) {
        (Some(headline), _) => headline.clone(),
        (None, Some(cause)) => format!("could not be verified: {}", cause.words()),
        (None, None) => outcome.message.clone(),
    }
}

/// A case of its own where no result says that nothing was shown, or why the run failed, so that nothing looks
/// like a pass.
fn unproven(report: &Report) -> Option<TestCase> {
    let mut open = report.with(Status::Unverifiable);
    let is_told = report.verdict != Verdict::Unverifiable || open.next().is_some();
    if is_told && report.is_explained() {
        return None;
    }
    let mut status = if report.exit_status == 0 {
        TestCaseStatus::skipped()
    } else {
        TestCaseStatus::non_success(NonSuccessKind::Error)
    };
    let why = summary::interrupted(&report.run).map_or_else(|| headline(report), str::to_owned);
    status.set_message(escape(&why));
    status.set_type("verdict");
    let mut case = TestCase::new("verdict", status);
    case.set_classname(classname("verdict"));
    Some(case)
}

/// Jenkins takes what stands before the last dot for a package.
pub(super) fn classname(id: &str) -> String {
    format!("{}.{id}", env!("CARGO_PKG_NAME"))
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::checks::{FailOn, Verdict};
    use crate::report::hostile::{TEXT, report};
    use crate::report::{ListedAs, Report};
    use crate::text::escape;
    use quick_junit::{NonSuccessKind, TestCaseStatus};

    /// The document as another program reads it, and each case in a word.
    fn read(report: &Report) -> (quick_junit::Report, Vec<&'static str>) {
        let text = render(report);
        let document = quick_junit::Report::deserialize_from_str(&text)
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        let cases = document
            .test_suites
            .iter()
            .flat_map(|suite| &suite.test_cases);
        let words = cases.map(|case| match &case.status {
            TestCaseStatus::Success { .. } => "success",
            TestCaseStatus::Skipped { .. } => "skipped",
            TestCaseStatus::NonSuccess { kind, .. } => match kind {
                NonSuccessKind::Failure => "failure",
                NonSuccessKind::Error => "error",
            },
        });
        let words = words.collect();
        (document, words)
    }

    #[test]
    fn hostile_text_is_read_as_text() {
        let (document, words) = read(&report());
        assert_eq!(words, ["success", "failure", "error", "success", "skipped"]);
        let shown = escape(TEXT);
        let suite = &document.test_suites[0];
        assert!(suite.name.starts_with("SIMULATED 4f9c2c1a"));
        for case in &suite.test_cases {
            assert!(case.name.ends_with(&format!(" {shown}")));
            let told = match &case.status {
                TestCaseStatus::NonSuccess { description, .. } => description.as_ref(),
                TestCaseStatus::Skipped { message, .. } => message.as_ref(),
                TestCaseStatus::Success { .. } => case.system_out.as_ref(),
            };
            assert!(told.is_some_and(|text| text.contains(&shown)), "{case:?}");
        }
        let TestCaseStatus::NonSuccess { message, .. } = &suite.test_cases[1].status else {
            panic!("{suite:?}")
        };
        assert_eq!(message.as_deref(), Some(shown.as_str()));
        assert_eq!(
            (document.failures, document.errors, suite.skipped),
            (1, 1, 1)
        );
        assert!(
            !render(&report())
                .contains("<testsuites name=\"mirabridge-oauth\" tests=\"5\" skipped")
        );
    }

    #[test]
    fn a_suite_is_named_after_its_client() {
        let mut report = report();
        report.run.simulated = false;
        let name = |report: &Report| read(report).0.test_suites[0].name.to_string();
        report.subject.client_id = None;
        assert_eq!(name(&report), "OAuth client in mypurecloud.de");
        report.subject.listed = Some(ListedAs {
            line: 7,
            name: None,
        });
        assert_eq!(name(&report), "line 7 (in mypurecloud.de)");
    }

    #[test]
    fn nothing_unproven_passes() {
        let mut report = report();
        report.results.truncate(1);
        for (verdict, exit_status, expected) in [
            (Verdict::Unverifiable, 3, &["success", "error"][..]),
            (Verdict::Unverifiable, 0, &["success", "skipped"]),
            // Interrupted.
            (Verdict::Pass, 130, &["success", "error"]),
            (Verdict::Pass, 0, &["success"]),
        ] {
            report.verdict = verdict;
            report.exit_status = exit_status;
            assert_eq!(read(&report).1, expected);
        }
    }

    #[test]
    fn the_threshold_decides_what_fails() {
        let mut report = report();
        for (fail_on, expected) in [
            (FailOn::Fail, ["failure", "skipped", "success"]),
            (FailOn::Unverifiable, ["failure", "error", "success"]),
            (FailOn::Warn, ["failure", "error", "failure"]),
        ] {
            report.fail_on = fail_on;
            assert_eq!(read(&report).1[1..4], expected);
        }
    }
}
