//! A list of targets.

use crate::{world, written};
use mirabridge_oauth::probe::Evidence;
use mirabridge_oauth::report::ListedAs;
use mirabridge_oauth::genesys::{Deployment, Grant};
use mirabridge_oauth::batch::{Defaults, ListFormat, Listed, judge, read};
use serde_json::json;

/// Rows that are looked at.
const ROWS: usize = 1000;

/// What holds of every list, whatever it is taken for: each row is a target or refused in one line, in the order of the
/// lines; and what was understood means the same when it is written anew.
pub fn hold(data: &[u8]) {
    let formats = [ListFormat::Csv, ListFormat::JsonLines, ListFormat::Toml];
    for format in formats.map(Some).into_iter().chain([None]) {
        let rows = rows(data, format);
        let mut last = 0;
        for row in &rows {
            assert!(row.line >= last, "{row:?}");
            last = row.line;
            is_told(row);
        }
        let written: String = rows.iter().filter_map(line).collect();
        let again = self::rows(written.as_bytes(), Some(ListFormat::JsonLines));
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
            report.subject.listed = Some(ListedAs {
                line: row.line,
                name: row.name.clone(),
            });
            written::is_fit(&report, data.len());
        }
    }
}

fn rows(data: &[u8], format: Option<ListFormat>) -> Vec<Listed> {
    let defaults = Defaults {
        deployment: Deployment::default(),
        grant: Grant::Implicit,
    };
    match read(data, format, &defaults) {
        Ok(rows) => rows.take(ROWS).collect(),
        Err(error) => {
            written::is_one_line(&error.to_string());
            assert!(error.to_string().len() <= 2000, "{error}");
            Vec::new()
        }
    }
}

fn is_told(row: &Listed) {
    assert!(row.line > 0);
    let name = row.name.as_deref().unwrap_or_default();
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

/// A row as a line of JSON.
fn line(row: &Listed) -> Option<String> {
    let target = row.target.as_ref().ok()?;
    let line = json!({
        "region": target.region().domain(),
        "client_id": target.client_id().as_str(),
        "deployment": target.deployment().as_str(),
        "grant": target.grant().name(),
    });
    Some(format!("{line}\n"))
}
