//! What a browser did when it opened a page, as plain data: a list of what happened, in order.
//!
//! The serialized form is part of the JSON report and of recordings: fields are added, never renamed.

use super::Failure;
use serde::{Deserialize, Serialize};

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
    /// Whether it is a frame that nobody can see, or a login page with nothing to fill in or press.
    #[serde(default)]
    pub is_hidden: bool,
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
    /// The login came back again and again.
    Loop,
    /// The time was over first.
    #[default]
    Deadline,
    /// The same, and a script kept a page busy until then.
    Busy,
    /// Somebody interrupted it.
    Interrupted,
    /// The browser died or no longer answered.
    Died,
}

/// How long the parts of a visit took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Timing {
    /// From starting the browser until it took commands.
    pub start_ms: u64,
    /// From the command to open the page until its window had loaded; none if it never had.
    pub load_ms: Option<u64>,
    /// From there (or from the command) until the end.
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
        let places = self.places.iter_mut();
        let shown = places.flat_map(|place| [&mut place.title, &mut place.text]);
        let events = self.events.iter_mut();
        let events = events.flat_map(|event| event.what.texts());
        // Named like the hosts of the events.
        let unreached = self.unreached.iter_mut();
        let unreached = unreached.flat_map(|one| [&mut one.host, &mut one.message]);
        for text in shown.chain(events).chain(unreached) {
            *text = change(text);
        }
        self
    }
}

/// Something that happened during a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PageEvent {
    /// Milliseconds since the command to open the page.
    pub at_ms: u64,
    /// The position of the window or frame it happened in.
    pub place: usize,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What stands for the browser's name of an error where an answer was still to come when the visit ended.
pub(crate) const NOT_COME: &str = "it had not come when the visit ended";

/// What happened. Addresses and texts are without secrets, and bounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// The server sent the document elsewhere.
    Redirected {
        /// The address that was asked.
        url: String,
        /// The HTTP status.
        status: u16,
        /// Where it led.
        to: String,
    },
    /// A document was shown.
    Loaded {
        /// Its address, fragment included.
        url: String,
        /// Its HTTP status, where there was one.
        status: Option<u16>,
    },
    /// A script changed the address without loading a document.
    Moved {
        /// The new address.
        url: String,
    },
    /// A page wrote to the console.
    Console {
        /// How loud.
        level: Level,
        /// What.
        text: String,
    },
    /// A script failed, and nothing caught it.
    Exception {
        /// The error.
        text: String,
        /// The script it was in.
        url: String,
        /// The line, counted from 1.
        line: u32,
    },
    /// A server answered with an error.
    Answered {
        /// For what.
        resource: Resource,
        /// The address.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// No answer.
    Failed {
        /// For what.
        resource: Resource,
        /// The address.
        url: String,
        /// The browser's name of the error, `net::ERR_…`, or that nothing had come when the visit ended.
        error: String,
    },
    /// The browser did not allow it.
    Blocked {
        /// By which rule.
        by: Blocker,
        /// What it was.
        resource: Resource,
        /// The address; empty for something inline.
        url: String,
        /// The rule, as far as it is known.
        rule: String,
    },
    /// This tool did not allow it, because the host is none that a visit may contact.
    #[serde(rename = "kept_in")]
    Withheld {
        /// What it was.
        resource: Resource,
        /// The address.
        url: String,
    },
    /// A script asked for a window.
    WindowAsked {
        /// With this address.
        url: String,
        /// Whether a click or a key led to it.
        by_gesture: bool,
        /// Whether it was opened.
        opened: bool,
    },
    /// The window opened; it is the place of this event.
    WindowOpened,
    /// A window was closed, or a frame with a login page taken away.
    WindowClosed,
    /// This tool clicked.
    Clicked {
        /// The words on what was clicked.
        words: String,
    },
    /// A page showed a box that waits for an answer: it got OK, or nothing where words were asked for.
    Dialog {
        /// Its text.
        text: String,
    },
    /// The page crashed.
    Crashed,
}

/// What was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// The document of a window.
    Document,
    /// The document of a frame.
    Frame,
    /// A script.
    Script,
    /// Data that a script asked for.
    Data,
    /// Anything else.
    Other,
}

impl Resource {
    /// A word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Document => "page",
            Self::Frame => "frame",
            Self::Script => "script",
            Self::Data => "data",
            Self::Other => "file",
        }
    }
}

/// How loud a line of the console is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Debug, info or log.
    Info,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

impl Level {
    /// Whether the page calls it a problem.
    pub(crate) fn is_problem(self) -> bool {
        self != Self::Info
    }
}

/// Which rule of browsers stood against something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Blocker {
    /// The `X-Frame-Options` of a document.
    FrameOptions,
    /// The `frame-ancestors` of a document's Content Security Policy.
    FrameAncestors,
    /// The Content Security Policy of a page.
    Csp,
    /// No permission of another origin's server (CORS).
    Cors,
    /// Plain http on a secure page.
    MixedContent,
    /// The integrity hash that a page gives for a file.
    Integrity,
    /// A type that the server of a file gives it, by which it is no script or style.
    MimeType,
    /// Another rule.
    Other,
}

impl Blocker {
    /// Whose rule it is, to stand behind "was blocked by".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::FrameOptions | Self::FrameAncestors => "its own rule on frames",
            Self::Csp => "the page's own Content Security Policy",
            Self::Cors => "its server, which does not permit this page to read it (CORS)",
            Self::Integrity => "the browser, as it is not what the page expects (integrity)",
            Self::MimeType => "the browser, as its server gives it a wrong type (MIME)",
            Self::MixedContent => {
                "the browser, as it is plain http on a secure page (mixed content)"
            }
            Self::Other => "the browser",
        }
    }
}

impl What {
    /// The address it happened with, if it has one.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Redirected { url, .. }
            | Self::Loaded { url, .. }
            | Self::Moved { url }
            | Self::Answered { url, .. }
            | Self::Failed { url, .. }
            | Self::Withheld { url, .. }
            | Self::WindowAsked { url, .. }
            | Self::Exception { url, .. }
            | Self::Blocked { url, .. } => Some(url),
            _ => None,
        }
    }

    /// Every foreign text in it.
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Redirected { url, to, .. } => vec![url, to],
            Self::Blocked { url, rule, .. } => vec![url, rule],
            Self::Exception { text, url, .. } => vec![text, url],
            Self::Loaded { url: text, .. }
            | Self::Moved { url: text }
            | Self::Answered { url: text, .. }
            | Self::Failed { url: text, .. }
            | Self::Withheld { url: text, .. }
            | Self::WindowAsked { url: text, .. }
            | Self::Console { text, .. }
            | Self::Dialog { text }
            | Self::Clicked { words: text } => vec![text],
            Self::WindowOpened | Self::WindowClosed | Self::Crashed => Vec::new(),
        }
    }
}
