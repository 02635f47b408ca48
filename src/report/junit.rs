//! The report as the results of tests, for the test reports of Jenkins, GitLab and others: a suite a client.
//!
//! What decides the exit status stands as failed or, where it could not be verified, as an error. All other
//! warnings pass, with their text as the output.

use super::subject::header;
use super::{Entry, Renderer, Report, Totals, headline, human, summary};
use crate::finding::{Outcome, Status, Verdict};
use crate::probe::Cause;
use crate::text::{escape, timestamp};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

const BEGIN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"",
    env!("CARGO_PKG_NAME"),
    "\""
);
const END: &str = "</testsuites>\n";

/// The suites in one document, and one of its own for what was not checked.
pub(super) struct Junit;

impl Renderer for Junit {
    fn single(&mut self, report: &Report) -> String {
        let suite = suite(report);
        // The schema by which Jenkins turns files down knows no sum of what was skipped here.
        let sums = format!(
            " tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            suite.tests, suite.failures, suite.errors
        );
        format!("{BEGIN}{sums}>\n{}{END}", xml(suite))
    }

    fn begin(&mut self, _: &Totals) -> String {
        format!("{BEGIN}>\n")
    }

    fn next(&mut self, report: &Report) -> String {
        xml(suite(report))
    }

    fn end(&mut self, totals: &Totals) -> String {
        let missing = totals.missing().map(|why| {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(escape(&why));
            status.set_type("not_asked");
            let mut suite = TestSuite::new("targets that were not checked");
            suite.add_test_case(test_case("targets", "targets", status));
            xml(suite)
        });
        missing.unwrap_or_default() + END
    }
}

/// A suite without the document that the library writes around it.
fn xml(suite: TestSuite) -> String {
    let mut document = quick_junit::Report::new("");
    document.add_test_suite(suite);
    let text = document.to_string();
    let text = text.expect("a report of plain text serializes into memory");
    let suite = text.split_once("<testsuite ");
    let suite = suite.and_then(|(_, suite)| suite.rsplit_once("</testsuites>"));
    let (suite, _) = suite.expect("a document of the library holds its suite");
    format!("    <testsuite {suite}")
}

fn suite(report: &Report) -> TestSuite {
    let subject = &report.subject;
    let client = if subject.is_named() || subject.client_id.is_some() {
        subject.label()
    } else {
        format!("OAuth client {}", subject.label())
    };
    let simulated = summary::simulated(report.run.simulated);
    let mut suite = TestSuite::new(escape(&format!("{simulated}{client}")));
    let taken_at = timestamp(report.run.taken_at);
    suite.extra.insert("timestamp".into(), taken_at.into());
    for (label, value) in header(report) {
        suite.add_property((label.to_lowercase(), escape(&value)));
    }
    suite.add_property(("verdict", report.verdict.name()));
    suite.add_property(("exit status", report.exit_status.to_string().as_str()));
    let cases = report.results.iter().map(|entry| case(report, entry));
    suite.add_test_cases(cases.chain(unproven(report)));
    suite
}

fn case(report: &Report, (rule, outcome): &Entry) -> TestCase {
    let name = match &outcome.subject {
        Some(subject) => format!("{} ({}) {}", rule.title, rule.id, escape(subject)),
        None => format!("{} ({})", rule.title, rule.id),
    };
    let mut case = test_case(&name, rule.id, status(report, rule.id, outcome));
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
    let first = summary::first(outcome);
    status.set_message(escape(first.as_ref().unwrap_or(&outcome.message)));
    status.set_type(outcome.cause.map_or(id, Cause::name));
    if outcome.status != Status::Skipped {
        status.set_description(human::finding(report, outcome));
    }
    status
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
    Some(test_case("verdict", "verdict", status))
}

fn test_case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    // Jenkins takes what stands before the last dot for a package.
    case.set_classname(format!("{}.{class}", env!("CARGO_PKG_NAME")));
    case
}

#[cfg(test)]
mod tests {
    use crate::batch::ListedAs;
    use crate::finding::{FailOn, Verdict};
    use crate::report::testing::{MISSING, PLAIN, interrupted, mixed, sums, told};
    use crate::report::testing::{TEXT, hostile_report as report};
    use crate::report::{Format, Report};
    use crate::text::escape;
    use quick_junit::{NonSuccessKind, TestCaseStatus};

    /// The document as another program reads it, and each case in a word.
    fn read(report: &Report) -> (quick_junit::Report, Vec<&'static str>) {
        let text = report.render(Format::Junit, PLAIN);
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
        let sums = "<testsuites name=\"mirabridge-oauth\" tests=\"5\" failures=\"1\" errors=\"1\">";
        assert!(report().render(Format::Junit, PLAIN).contains(sums));
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
            ..ListedAs::default()
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

    #[test]
    fn junit_has_a_suite_a_client_and_one_for_what_is_missing() {
        let reports = mixed();
        let totals = sums(&reports);
        let texts = told(Format::Junit, PLAIN, &reports, &totals);
        for suite in &texts[1..6] {
            assert!(suite.starts_with("    <testsuite name=\"line "), "{suite}");
            assert!(suite.ends_with("\n    </testsuite>\n"), "{suite}");
        }
        assert_eq!(texts[6], "</testsuites>\n");
        let missing = Format::Junit.renderer(PLAIN).end(&interrupted(totals));
        assert_eq!(
        missing,
        format!(
            "    <testsuite name=\"targets that were not checked\" tests=\"1\" skipped=\"0\" errors=\"1\" failures=\"0\">
        <testcase name=\"targets\" classname=\"mirabridge-oauth.targets\">
            <error message=\"{MISSING}\" type=\"not_asked\"/>
        </testcase>
    </testsuite>
</testsuites>
"
        )
    );
        let document = texts[..6].concat() + &missing;
        let document = quick_junit::Report::deserialize_from_str(&document).expect("JUnit");
        assert_eq!(document.test_suites.len(), 6);
    }
}
