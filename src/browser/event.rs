use super::oauth_lines::in_console;
use serde::{Deserialize, Serialize};

/// Something that happened during a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PageEvent {
    /// Milliseconds since the order to open the page.
    pub at_ms: u64,
    /// The position of the window or frame it happened in.
    pub place: usize,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

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
        /// The browser's name of the error, `net::ERR_…`.
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
    /// A window was closed.
    WindowClosed,
    /// This tool clicked.
    Clicked {
        /// The words on what was clicked.
        words: String,
    },
    /// A page showed a box that waits for an answer; it was closed.
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
    pub(super) fn word(self) -> &'static str {
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
    pub(super) fn is_problem(self) -> bool {
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
    /// Another rule.
    Other,
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

    /// All addresses in it.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let to = match self {
            Self::Redirected { to, .. } => Some(to.as_str()),
            _ => None,
        };
        self.url().into_iter().chain(to)
    }

    /// Whether no finding rests on it.
    pub(super) fn is_harmless(&self) -> bool {
        match self {
            Self::Console { level, text } => !in_console(text, level.is_problem()),
            Self::Moved { url } => !url.contains("error"),
            Self::Dialog { .. } | Self::WindowClosed => true,
            _ => false,
        }
    }

    pub(super) fn map_texts(&mut self, change: &impl Fn(&str) -> String) {
        match self {
            Self::Redirected { url, to, .. } => {
                *url = change(url);
                *to = change(to);
            }
            Self::Loaded { url, .. }
            | Self::Moved { url }
            | Self::Answered { url, .. }
            | Self::Failed { url, .. }
            | Self::Withheld { url, .. }
            | Self::WindowAsked { url, .. } => *url = change(url),
            Self::Blocked { url, rule, .. } => {
                *url = change(url);
                *rule = change(rule);
            }
            Self::Console { text, .. } | Self::Dialog { text } | Self::Clicked { words: text } => {
                *text = change(text);
            }
            Self::Exception { text, url, .. } => {
                *text = change(text);
                *url = change(url);
            }
            Self::WindowOpened | Self::WindowClosed | Self::Crashed => {}
        }
    }
}
