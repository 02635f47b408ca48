use super::{ReportStream, Totals};
use crate::report::{Report, junit};
use crate::text::escape;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

/// A suite a client, in one document.
pub(super) struct Series;

const OPEN: &str = "<testsuite ";
const CLOSE: &str = "</testsuite>";

impl ReportStream for Series {
    fn begin(&mut self, _: &Totals) -> String {
        let name = env!("CARGO_PKG_NAME");
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{name}\">\n")
    }

    fn report(&mut self, report: &Report) -> String {
        alone(junit::suite(report))
    }

    fn end(&mut self, totals: &Totals) -> String {
        let missing = totals.missing().map(|why| {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(escape(&why));
            status.set_type("not_asked");
            let mut case = TestCase::new("targets", status);
            case.set_classname(junit::classname("targets"));
            let mut suite = TestSuite::new("targets that were not checked");
            suite.add_test_case(case);
            alone(suite)
        });
        missing.unwrap_or_default() + "</testsuites>\n"
    }
}

/// The suite without the document around it. In the library's text no other element is called so, and no text
/// holds a `<`.
fn alone(suite: TestSuite) -> String {
    let document = junit::document(suite);
    let suite = document.find(OPEN).zip(document.rfind(CLOSE));
    let suite = suite.and_then(|(start, end)| document.get(start..end + CLOSE.len()));
    format!("    {}\n", suite.unwrap_or_default())
}
