//! A list of targets.

use crate::{world, written};
use mirabridge_oauth::batch::{Defaults, List, Listed, judge};
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::Evidence;

/// Rows that are looked at.
const ROWS: usize = 1000;

/// What holds of every list: each row is a target or refused in one line, in the order of the
/// lines; and what was understood means the same when it is written anew.
pub fn hold(data: &[u8]) {
    let rows = rows(data);
    let mut last = 0;
    for row in &rows {
        assert!(row.listed_as.line > last, "{row:?}");
        last = row.listed_as.line;
        is_told(row);
    }
    let lines: String = rows.iter().filter_map(line).collect();
    let again = self::rows(format!("region,client_id,deployment,grant\n{lines}").as_bytes());
    let targets = |rows: &[Listed]| -> Vec<_> {
        rows.iter()
            .filter_map(|row| row.target.clone().ok())
            .collect()
    };
    assert_eq!(targets(&again), targets(&rows));
    if let Some(row) = rows.first()
        && let Ok(target) = &row.target
    {
        let mut report = world::judge(target, Evidence::default());
        report.subject.listed = Some(row.listed_as.clone());
        written::is_fit(&report, data.len());
    }
}

fn rows(data: &[u8]) -> Vec<Listed> {
    let defaults = Defaults {
        region: None,
        deployment: None,
        grant: Grant::Implicit,
    };
    match List::read(data) {
        Ok(list) => {
            if let Some(unused) = list.unused_columns() {
                written::is_one_line(&unused);
            }
            list.rows(&defaults).take(ROWS).collect()
        }
        Err(error) => {
            written::is_one_line(&error.to_string());
            assert!(error.to_string().len() <= 2000, "{error}");
            Vec::new()
        }
    }
}

fn is_told(row: &Listed) {
    assert!(row.listed_as.line > 0);
    let name = row.listed_as.name.as_deref().unwrap_or_default();
    assert!(name.chars().count() <= 100);
    for note in &row.notes {
        written::is_one_line(note);
    }
    if let Err(why) = &row.target {
        written::is_one_line(why);
        assert!(why.len() <= 4000, "{why}");
        assert!(judge(row, why).place.is_some());
    }
}

/// A row as a line of CSV.
fn line(row: &Listed) -> Option<String> {
    let target = row.target.as_ref().ok()?;
    Some(format!(
        "{},{},{},{}\n",
        target.region(),
        target.client_id(),
        target.deployment(),
        target.grant().name()
    ))
}
