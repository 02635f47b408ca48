//! What somebody has pasted as the redirect URIs or the JSON of a client.

use crate::written;
use mirabridge_oauth::checks::{FailOn, Selection};
use mirabridge_oauth::registration::{Case, Registration, Standing, judge, read};
use mirabridge_oauth::report::{Subject, Report};
use mirabridge_oauth::genesys::{Grant, RedirectUri, Region};
use serde_json::Value;
use std::time::SystemTime;

/// What holds of every input: it is refused in one line, or read, judged and told; and it passes only with all that is
/// needed, byte for byte.
pub fn hold(data: &[u8]) {
    let registration = match read(data) {
        Ok(registration) => registration,
        Err(error) => return written::is_one_line(&error.to_string()),
    };
    assert!(registration.entries.len() <= 1000);
    // In JSON, a text may be written in many ways.
    if let Ok(text) = std::str::from_utf8(data)
        && serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).is_err()
    {
        is_where_it_says(&registration, text);
    }
    let region = Region::parse("mypurecloud.de").expect("a region");
    let case = Case::new(&region, Grant::Implicit, &registration);
    for (uri, standing) in &case.needed {
        if let Standing::Present(entry) = standing {
            assert_eq!(entry.text, uri.as_str());
        }
    }
    let report = report(&case);
    if report.exit_status == 0 {
        for uri in RedirectUri::documented(&region) {
            let entries = &registration.entries;
            assert!(
                entries.iter().any(|entry| entry.text == uri.as_str()),
                "{uri}"
            );
        }
    }
    written::is_fit(&report, data.len());
}

fn report(case: &Case<'_>) -> Report {
    let subject = Subject {
        region: Some(case.region.clone()),
        client_id: None,
        deployment: None,
        grant: Some(case.grant),
        redirect_uris: case.needed.iter().map(|(uri, _)| uri.clone()).collect(),
        init_url: None,
        named_in: None,
        listed: None,
    };
    let results = judge(case, &Selection::default());
    Report::of_input(subject, results, FailOn::default(), SystemTime::UNIX_EPOCH)
}

/// Each entry of a list stands in a line that has the column that is told, whichever program ended the lines. What clings
/// to an entry may have stood outside of quotes that were dropped.
fn is_where_it_says(registration: &Registration, text: &str) {
    const BREAKS: [char; 7] = [
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    for entry in &registration.entries {
        let clings = |c: char| !c.is_alphanumeric();
        let core = entry.text.trim_matches(clings);
        let here = |line: &str| line.contains(core) && line.chars().count() >= entry.column;
        let mut lines = text.lines().chain(text.split(BREAKS));
        assert!(entry.column > 0 && lines.any(here), "{entry:?}");
    }
}
