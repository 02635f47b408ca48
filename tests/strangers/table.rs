//! Rows, and whether they hold.

use crate::services::Server;
use crate::world::{check, digest};
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::report::Report;

/// A server, and what must be said of it.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) server: Server,
    pub(crate) verdict: &'static str,
    /// Lines of the digest (see [`digest`]), as far as they matter.
    pub(crate) results: &'static [&'static str],
}

/// Asserts that every row holds for the implicit grant, and says all that do not.
#[track_caller]
pub(crate) fn all_hold(rows: &[Row]) {
    let wrong: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            let report = check(Grant::Implicit, row.server);
            mismatch(row.name, &report, row.verdict, row.results)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a report does not say and should, in words.
pub(crate) fn mismatch(
    name: &str,
    report: &Report,
    verdict: &str,
    results: &[&str],
) -> Option<String> {
    let said = digest(report);
    let mut missing = vec![verdict];
    missing.extend(results);
    missing.retain(|line| !said.iter().any(|said| said == line));
    if missing.is_empty() {
        return None;
    }
    let (missing, said) = (missing.join("\n    "), said.join("\n    "));
    Some(format!(
        "{name}\n  should say\n    {missing}\n  and says\n    {said}"
    ))
}
