//! What a browser did when it opened a page, as plain data: a list of what happened, in order.
//!
//! The serialized form is part of the JSON report and of recordings: fields are added, never renamed.

use super::event::PageEvent;
use crate::genesys::Target;
use crate::probe::Failure;
use serde::{Deserialize, Serialize};

/// A page that was to be opened in a browser, and what that brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// The address that was opened.
    pub url: String,
    /// What happened, or why nothing could.
    pub observation: Result<Visit, Failure>,
}

impl Visited {
    /// A visit to the debug init URL that was not made.
    pub(super) fn not_made(target: &Target, failure: Failure) -> Self {
        Self {
            url: target.init_url(),
            observation: Err(failure),
        }
    }
}

/// What happened during a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Visit {
    /// The browser's name and version, in its own words.
    pub browser: String,
    /// Windows and frames, in the order in which they appeared; the first is the window that we opened.
    pub places: Vec<BrowsingContext>,
    /// What happened, in order.
    pub events: Vec<PageEvent>,
    /// Events that were not kept, because there were too many.
    pub dropped: usize,
    /// Lines of the console and the like that were not kept, because there were too many, and that no finding would rest
    /// on.
    #[serde(default)]
    pub harmless_dropped: usize,
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
pub struct BrowsingContext {
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
