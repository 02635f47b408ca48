//! What a browser did when it opened a page, as plain data: a list of what happened, in order.
//!
//! The serialized form is part of the JSON report and of recordings: fields are added, never renamed.

mod address;
mod event;

pub use address::{address, brief, text};
pub use event::{Blocker, Level, PageEvent, Resource, What};

use super::{AllowList, Failure};
use crate::genesys::{PHONE_HOST, Target};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A page that was to be opened in a browser, and what that brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// The address that was opened.
    pub url: String,
    /// What happened, or why nothing could.
    pub observation: Result<Visit, Failure>,
}

/// What happened during a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Visit {
    /// The browser's name and version, in its own words.
    pub browser: String,
    /// Windows and frames, in the order in which they appeared; the first is the window that we opened.
    pub places: Vec<Place>,
    /// What happened, in order.
    pub events: Vec<PageEvent>,
    /// Events that were not kept, because there were too many.
    pub dropped: usize,
    /// Hosts that could not be reached, with the cause and the words of the failure.
    pub unreached: Vec<Unreached>,
    /// How it ended.
    pub end: VisitEnd,
    /// How long it took.
    pub timing: Timing,
}

/// A window or a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Place {
    /// Whether it is a window of its own rather than a frame.
    pub is_window: bool,
    /// The position of what it stands in or was opened by.
    pub parent: Option<usize>,
    /// The title of its document at the end.
    pub title: String,
    /// The start of the text that its document showed at the end.
    pub text: String,
}

/// A host that the visit needed and could not be connected to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unreached {
    /// The host.
    pub host: String,
    /// The cause, as reports name it.
    pub cause: String,
    /// What went wrong.
    pub message: String,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitEnd {
    /// Nothing was loading any more, and no script was busy.
    Quiet,
    /// One document was loaded again and again.
    Loop,
    /// The time was over first.
    #[default]
    Deadline,
    /// Somebody interrupted it.
    Interrupted,
    /// The browser died or no longer answered.
    Died,
}

/// How long the parts of a visit took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Timing {
    /// From starting the browser until it took orders.
    pub start_ms: u64,
    /// From the order to open the page until its window had loaded; none if it never had.
    pub load_ms: Option<u64>,
    /// From there (or from the order) until the end.
    pub settle_ms: u64,
}

impl Visit {
    /// Events that are kept. A page that signs in makes some twenty.
    pub const MOST_EVENTS: usize = 400;
    /// Windows and frames that are followed.
    pub const MOST_PLACES: usize = 60;

    /// Hosts that could not be reached, and are kept.
    pub const MOST_UNREACHED: usize = 60;

    /// Whether there are no more places and events than a visit keeps.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.places.len() <= Self::MOST_PLACES
            && self.events.len() <= Self::MOST_EVENTS
            && self.unreached.len() <= Self::MOST_UNREACHED
    }

    /// Whether the visit came to its own end.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        matches!(self.end, VisitEnd::Quiet | VisitEnd::Loop) && self.dropped == 0
    }

    /// The same with every foreign text changed.
    #[must_use]
    pub fn map_texts(mut self, change: impl Fn(&str) -> String) -> Self {
        for place in &mut self.places {
            place.title = change(&place.title);
            place.text = change(&place.text);
        }
        for event in &mut self.events {
            event.what.map_texts(&change);
        }
        // Named like the hosts of the events.
        for one in &mut self.unreached {
            one.host = change(&one.host);
            one.message = change(&one.message);
        }
        self
    }
}

/// Which hosts a page may load from: those of the region and of MiraBridge, whatever their first labels, and those
/// that somebody named.
///
/// A widget loads from more hosts than the OAuth endpoints, and which ones is documented nowhere. Both domains belong
/// to the makers of what is checked, so nobody else learns of the check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageHosts {
    domains: Vec<String>,
    named: BTreeSet<String>,
}

impl PageHosts {
    /// The hosts of a visit for `target`, and these.
    #[must_use]
    pub fn of(target: &Target, named: impl IntoIterator<Item = String>) -> Self {
        let mirabridge = PHONE_HOST.split_once('.').map_or(PHONE_HOST, |(_, d)| d);
        Self {
            domains: vec![target.region().domain().to_owned(), mirabridge.to_owned()],
            named: named.into_iter().collect(),
        }
    }

    /// Whether a page may load from `host`.
    #[must_use]
    pub fn permits(&self, host: &str) -> bool {
        let below = |domain: &String| {
            host.strip_suffix(domain.as_str())
                .is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
        };
        self.domains.iter().any(below) || self.named.contains(host)
    }

    /// The hosts in words: `*.mypurecloud.de`.
    pub fn describe(&self) -> impl Iterator<Item = String> {
        let domains = self.domains.iter().map(|domain| format!("*.{domain}"));
        domains.chain(self.named.iter().cloned())
    }

    /// Those whose certificates are looked at before the browser starts.
    #[must_use]
    pub fn known(&self, target: &Target) -> Vec<String> {
        let home = target.region();
        let known = [
            PHONE_HOST.to_owned(),
            home.apps_host(),
            home.login_host(),
            home.api_host(),
        ];
        debug_assert!(known.iter().all(|host| AllowList::of(target).permits(host)));
        known
            .into_iter()
            .chain(self.named.iter().cloned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::PageHosts;
    use crate::genesys::{ClientId, Deployment, Grant, Region, Target};

    #[test]
    fn only_hosts_of_the_two_makers_and_those_named_are_permitted() {
        let id = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";
        let target = Target::new(
            Region::parse("mypurecloud.de").expect("a region"),
            ClientId::parse(id).expect("an id"),
            Deployment::default(),
            Grant::Implicit,
            Vec::new(),
        );
        let hosts = PageHosts::of(&target, ["cdn.example".to_owned()]);
        for (host, permitted) in [
            ("login.mypurecloud.de", true),
            ("mypurecloud.de", true),
            ("a.b.mirabridge.cloud", true),
            ("cdn.example", true),
            ("a.cdn.example", false),
            ("evilmypurecloud.de", false),
            ("mypurecloud.de.evil.example", false),
            ("login.mypurecloud.ie", false),
            ("", false),
        ] {
            assert_eq!(hosts.permits(host), permitted, "{host}");
        }
    }
}
