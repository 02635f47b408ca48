//! A region of Genesys Cloud.

use std::fmt;
use std::sync::{Arc, LazyLock};

use super::domain_name::{self, SERVICES};
use super::region_error::RegionError;
use super::region_table::{Row, TABLE};
use super::{region_spelling, region_suggestion};

/// Longer than any URL that is pasted for its host.
const LONGEST_INPUT: usize = 2048;

/// A region of Genesys Cloud: an installation of its own, with its own organisations and OAuth clients.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region(Known);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Known {
    Listed(&'static Row),
    Unlisted(Arc<str>),
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    TABLE
        .regions
        .iter()
        .map(|row| Region(Known::Listed(row)))
        .collect()
});

impl Region {
    /// Every region of the table, in its order.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &REGIONS
    }

    /// The region of the table that is meant, in any of the spellings in use.
    ///
    /// # Errors
    /// Where no region is meant, or it is not certain which.
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        if text.len() > LONGEST_INPUT {
            return Err(RegionError::too_long(text));
        }
        let bare = region_spelling::bare(text);
        if bare.is_empty() {
            return Err(RegionError::empty());
        }
        region_spelling::recognise(&bare).cloned().ok_or_else(|| {
            RegionError::unknown(
                text.trim(),
                region_suggestion::suggest(&bare).map(Self::domain),
            )
        })
    }

    /// A region that the table does not hold yet, or the row of the table if it does.
    ///
    /// Unlike [`Self::parse`] this guesses nothing, as whatever is given becomes a host that is talked to.
    ///
    /// # Errors
    /// Where the text is not a domain alone.
    pub fn unlisted(domain: &str) -> Result<Self, RegionError> {
        if domain.len() > LONGEST_INPUT {
            return Err(RegionError::too_long(domain));
        }
        let text = domain.trim();
        if text.is_empty() {
            return Err(RegionError::empty());
        }
        let name = domain_name::checked(text.strip_suffix('.').unwrap_or(text))
            .map_err(|why| RegionError::not_a_domain(text, why, None))?;
        let mut rest = name.as_str();
        while let Some(inner) = SERVICES
            .iter()
            .find_map(|service| rest.strip_prefix(service))
        {
            rest = inner;
        }
        if rest != name {
            let meant = domain_name::checked(rest).ok();
            return Err(RegionError::not_a_domain(
                text,
                "give it without login., api. or apps.",
                meant.as_deref(),
            ));
        }
        Ok(Self::listed(&name)
            .cloned()
            .unwrap_or_else(|| Self(Known::Unlisted(name.into()))))
    }

    /// The row of the table with exactly this domain.
    pub(super) fn listed(domain: &str) -> Option<&'static Self> {
        Self::all().iter().find(|region| region.domain() == domain)
    }

    /// The domain that everything else is named after, such as mypurecloud.de.
    #[must_use]
    pub fn domain(&self) -> &str {
        match &self.0 {
            Known::Listed(row) => &row.domain,
            Known::Unlisted(domain) => domain,
        }
    }

    /// The region of Amazon Web Services it runs in, such as eu-central-1.
    #[must_use]
    pub fn aws_region(&self) -> Option<&str> {
        self.row().map(|row| row.aws_region.as_str())
    }

    /// Genesys' own name for the installation, such as prod-euc1.
    #[must_use]
    pub fn environment(&self) -> Option<&str> {
        self.row().map(|row| row.environment.as_str())
    }

    /// Where it is, in words.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.row().map(|row| row.place.as_str())
    }

    /// The region of Amazon Web Services and the place, as far as the table knows them.
    #[must_use]
    pub fn whereabouts(&self) -> Option<String> {
        self.row()
            .map(|row| format!("{}, {}", row.aws_region, row.place))
    }

    /// The month in which it opened, where that is known.
    #[must_use]
    pub fn since(&self) -> Option<&str> {
        self.row().and_then(|row| row.since.as_deref())
    }

    /// Whether the table holds it.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.row().is_some()
    }

    /// The host of its login pages and of the authorization endpoint.
    #[must_use]
    pub fn login_host(&self) -> String {
        format!("login.{}", self.domain())
    }

    /// The host of its public API.
    #[must_use]
    pub fn api_host(&self) -> String {
        format!("api.{}", self.domain())
    }

    /// The host of its web applications, where two of the redirect URIs live.
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_its_hosts_and_its_row() {
        let region = Region::parse("mypurecloud.de").expect("a domain of the table");
        assert_eq!(region.login_host(), "login.mypurecloud.de");
        assert_eq!(region.api_host(), "api.mypurecloud.de");
        assert_eq!(region.apps_host(), "apps.mypurecloud.de");
        assert_eq!(region.aws_region(), Some("eu-central-1"));
        assert_eq!(region.environment(), Some("prod-euc1"));
        assert_eq!(region.place(), Some("Europe (Frankfurt)"));
        assert_eq!(region.since(), None);
        let later = Region::parse("usw2").expect("a name of the table");
        assert_eq!(later.since(), Some("2020-03"));
        assert!(region.is_listed());
        assert_eq!(region.to_string(), "mypurecloud.de");
    }

    #[test]
    fn takes_a_domain_that_the_table_lacks() {
        let region = Region::unlisted(" New1.Pure.Cloud. ").expect("a domain");
        assert_eq!(region.domain(), "new1.pure.cloud");
        assert_eq!(region.login_host(), "login.new1.pure.cloud");
        assert!(!region.is_listed());
        assert_eq!(
            (
                region.aws_region(),
                region.environment(),
                region.place(),
                region.since()
            ),
            (None, None, None, None)
        );
    }

    #[test]
    fn prefers_the_row_of_the_table() {
        assert_eq!(Region::unlisted("MyPureCloud.de"), Region::parse("euc1"));
    }

    #[test]
    fn unlisted_refuses_hosts_and_urls_with_advice() {
        for (text, message) in [
            (
                "login.new1.pure.cloud",
                "\"login.new1.pure.cloud\" is not the domain of a region: give it without login., api. or apps.; did you mean new1.pure.cloud?",
            ),
            (
                "login.login.new1.pure.cloud",
                "\"login.login.new1.pure.cloud\" is not the domain of a region: give it without login., api. or apps.; did you mean new1.pure.cloud?",
            ),
            (
                "API.mypurecloud.de",
                "\"API.mypurecloud.de\" is not the domain of a region: give it without login., api. or apps.; did you mean mypurecloud.de?",
            ),
            (
                "apps.cloud",
                "\"apps.cloud\" is not the domain of a region: give it without login., api. or apps.",
            ),
            (
                "new1.pure.cloud:8443",
                "\"new1.pure.cloud:8443\" is not the domain of a region: give it without a port",
            ),
            (
                " ",
                "the region is empty: give its domain, such as mypurecloud.de",
            ),
        ] {
            assert_eq!(Region::unlisted(text).expect_err(text).to_string(), message);
        }
    }

    #[test]
    fn refuses_a_book_at_once() {
        let error = Region::parse(&"mypurecloud.de ".repeat(1000)).expect_err("far too long");
        assert_eq!(
            error.to_string(),
            "the region is 15000 bytes long, and no region is"
        );
        assert!(error.to_string().len() < 300);
    }

    #[test]
    fn what_is_just_not_too_long_is_read() {
        for (bytes, is_too_long) in [(2048, false), (2049, true), (4000, true)] {
            let text = "a".repeat(bytes);
            for outcome in [Region::parse(&text), Region::unlisted(&text)] {
                let error = outcome.expect_err("no region").to_string();
                assert_eq!(error.ends_with("bytes long, and no region is"), is_too_long);
            }
        }
    }

    #[test]
    fn refusals_show_what_was_given_without_letting_it_through() {
        let error =
            Region::parse("mypure\u{441}loud.com\u{202e}\u{1b}[2Jx").expect_err("no region");
        assert_eq!(
            error.to_string(),
            "\"mypure\\u{441}loud.com\\u{202e}\\u{1b}[2Jx\" is not a Genesys Cloud region"
        );
    }

    proptest! {
        #[test]
        fn never_panics_and_never_prints_raw_text(text in any::<String>()) {
            for outcome in [Region::parse(&text), Region::unlisted(&text)] {
                if let Err(error) = outcome {
                    let shown = error.to_string();
                    prop_assert!(shown.chars().all(|c| matches!(c, ' '..='~' | '…')), "{shown:?}");
                }
            }
        }

        #[test]
        fn what_is_accepted_is_a_host_of_letters(text in "[a-zA-Z0-9.:/@_-]{0,30}") {
            if let Ok(region) = Region::unlisted(&text) {
                prop_assert!(region.domain().bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-')));
            }
        }
    }
}
