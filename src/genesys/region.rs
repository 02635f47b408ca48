//! The regions of Genesys Cloud: a table with a date, and what follows from a domain.

use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

/// The hosts of a region (Genesys Cloud SDKs: they are always these and the domain).
pub(super) const SERVICES: [&str; 3] = ["login.", "api.", "apps."];

/// The whole of regions.json.
#[derive(Debug, Deserialize, Serialize)]
struct Table {
    verified: String,
    source: String,
    regions: Vec<Row>,
}

#[derive(Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
struct Row {
    domain: String,
    aws_region: String,
    /// Genesys' own name for the installation.
    environment: String,
    place: String,
    /// Other names of the place, for suggestions.
    also: Vec<String>,
    /// The month in which it opened, where that is known.
    since: Option<String>,
}

/// Parsed at first use, so that commands which need no region pay nothing.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    serde_json::from_str(include_str!("regions.json"))
        .expect("regions.json is part of the program, and a test parses it")
});

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let rows = TABLE.regions.iter();
    rows.map(|row| Region(Known::Listed(row))).collect()
});

/// A region of Genesys Cloud: an installation of its own, with its own organizations and OAuth clients.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region(Known);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Known {
    Listed(&'static Row),
    Unlisted(Arc<str>),
}

impl Region {
    /// Every region of the table, in its order.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &REGIONS
    }

    /// The region of the table with exactly this domain.
    pub(crate) fn listed(domain: &str) -> Option<&'static Self> {
        Self::all().iter().find(|region| region.domain() == domain)
    }

    /// The region of the table that this host belongs to: its domain, or its login, api or apps host.
    pub(super) fn of_host(host: &str) -> Option<&'static Self> {
        Self::listed(without_service(host))
    }

    /// A region with this domain, which has been checked.
    pub(super) fn with_domain(domain: &str) -> Self {
        let unlisted = || Self(Known::Unlisted(domain.into()));
        Self::listed(domain).cloned().unwrap_or_else(unlisted)
    }

    /// Such as mypurecloud.de.
    #[must_use]
    pub fn domain(&self) -> &str {
        match &self.0 {
            Known::Listed(row) => &row.domain,
            Known::Unlisted(domain) => domain,
        }
    }

    /// Such as eu-central-1.
    #[must_use]
    pub fn aws_region(&self) -> Option<&str> {
        self.row().map(|row| row.aws_region.as_str())
    }

    /// Genesys' own name for the installation, such as prod-euc1.
    #[must_use]
    pub fn environment(&self) -> Option<&str> {
        self.row().map(|row| row.environment.as_str())
    }

    /// Such as Europe (Frankfurt).
    pub(crate) fn location(&self) -> Option<&str> {
        self.row().map(|row| row.place.as_str())
    }

    pub(super) fn other_names_of_place(&self) -> &[String] {
        self.row().map_or(&[], |row| &row.also)
    }

    /// Such as eu-central-1, Europe (Frankfurt).
    pub(crate) fn whereabouts(&self) -> Option<String> {
        self.row()
            .map(|row| format!("{}, {}", row.aws_region, row.place))
    }

    /// Such as mypurecloud.de, eu-central-1, Europe (Frankfurt).
    pub(crate) fn in_words(&self) -> String {
        let parts = [Some(self.domain().to_owned()), self.whereabouts()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Whether the table holds it.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.row().is_some()
    }

    #[must_use]
    pub fn login_host(&self) -> String {
        format!("login.{}", self.domain())
    }

    #[must_use]
    pub fn api_host(&self) -> String {
        format!("api.{}", self.domain())
    }

    #[must_use]
    pub fn apps_host(&self) -> String {
        format!("apps.{}", self.domain())
    }

    fn row(&self) -> Option<&'static Row> {
        match self.0 {
            Known::Listed(row) => Some(row),
            Known::Unlisted(_) => None,
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.domain())
    }
}

pub(super) fn without_service(host: &str) -> &str {
    let mut services = SERVICES.iter();
    services
        .find_map(|service| host.strip_prefix(service))
        .unwrap_or(host)
}

/// The day on which the table was last compared with its sources, such as 2026-08-15.
pub(crate) fn table_verified() -> &'static str {
    &TABLE.verified
}

pub(crate) fn table_source() -> &'static str {
    &TABLE.source
}

/// The whole table, in its order.
pub(crate) fn table_json() -> String {
    serde_json::to_string_pretty(&*TABLE).expect("strings under fixed names are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genesys::region_input::checked_domain;
    use std::collections::HashSet;

    #[test]
    fn knows_its_hosts_and_its_row() {
        let region = Region::parse("mypurecloud.de").expect("a domain of the table");
        assert_eq!(region.login_host(), "login.mypurecloud.de");
        assert_eq!(region.api_host(), "api.mypurecloud.de");
        assert_eq!(region.apps_host(), "apps.mypurecloud.de");
        assert_eq!(region.aws_region(), Some("eu-central-1"));
        assert_eq!(region.environment(), Some("prod-euc1"));
        assert_eq!(region.location(), Some("Europe (Frankfurt)"));
        assert!(region.is_listed());
        assert_eq!(region.to_string(), "mypurecloud.de");
    }

    #[test]
    fn the_table_is_dated_and_names_its_source() {
        assert!(humantime::parse_rfc3339(&format!("{}T00:00:00Z", table_verified())).is_ok());
        assert!(table_source().contains("Genesys Cloud SDK"));
    }

    #[test]
    fn the_table_names_nothing_twice() {
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
    fn the_table_holds_plain_lower_case_domains() {
        for row in &TABLE.regions {
            assert_eq!(checked_domain(&row.domain), Ok(row.domain.clone()));
        }
    }
}
