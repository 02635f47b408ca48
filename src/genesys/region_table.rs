//! The regions of Genesys Cloud: data with a date, not code.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The whole of regions.json.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Table {
    verified: String,
    source: String,
    pub(super) regions: Vec<Row>,
}

/// What is known of one region.
#[derive(Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub(super) struct Row {
    pub(super) domain: String,
    pub(super) aws_region: String,
    pub(super) environment: String,
    pub(super) place: String,
    pub(super) since: Option<String>,
}

/// Parsed at first use, so that commands which need no region pay nothing.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    serde_json::from_str(include_str!("regions.json"))
        .expect("regions.json is part of the program, and a test parses it")
});

/// The day on which the table was last compared with its sources, such as 2026-08-15.
#[must_use]
pub fn table_verified() -> &'static str {
    &TABLE.verified
}

/// Where the table comes from.
#[must_use]
pub fn table_source() -> &'static str {
    &TABLE.source
}

/// The table as JSON: when it was verified, its source, and the regions in the order of the table.
pub(crate) fn table_json() -> String {
    serde_json::to_string_pretty(&*TABLE).expect("strings under fixed names are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn parses_and_is_dated() {
        assert!(TABLE.regions.len() >= 18, "regions are added, not removed");
        assert!(humantime::parse_rfc3339(&format!("{}T00:00:00Z", table_verified())).is_ok());
        assert!(table_source().contains("Genesys Cloud SDK"));
    }

    #[test]
    fn names_nothing_twice() {
        for column in [
            |row: &Row| row.domain.clone(),
            |row: &Row| row.aws_region.clone(),
            |row: &Row| row.environment.clone(),
            |row: &Row| row.place.clone(),
        ] {
            let values: HashSet<String> = TABLE.regions.iter().map(column).collect();
            assert_eq!(values.len(), TABLE.regions.len());
        }
    }

    #[test]
    fn holds_plain_lower_case_domains() {
        for row in &TABLE.regions {
            assert_eq!(
                crate::genesys::domain_name::checked(&row.domain),
                Ok(row.domain.clone())
            );
        }
    }
}
