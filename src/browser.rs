//! `--browser`: opens the debug init URL in a real browser, and judges what the page does.
//!
//! `run` starts a browser and listens to it over the DevTools protocol. What happened is a [`Visit`], plain data, and
//! all that follows from it is pure: `analysis`, `checks` and `report`. The browser reaches the network through the
//! relay alone.

mod analysis;
mod args;
mod bounded;
pub(crate) mod checks;
mod connection;
mod devtools;
mod event;
mod find;
mod guard;
mod launch;
mod oauth_lines;
mod observer;
mod page_hosts;
mod page_text;
mod relay;
mod replay;
pub(crate) mod report;
mod run;
mod sign_in;
#[cfg(test)]
pub(crate) mod testing;
mod visit;

pub(crate) use analysis::PageAnalysis;
pub(crate) use args::{BrowserArgs, BrowserPlan};
pub use event::{Blocker, Level, PageEvent, Resource, What};
pub(crate) use guard::guard;
pub(crate) use launch::GUARD;
pub use page_hosts::PageHosts;
pub use relay::tunnel_to;
pub use replay::replay;
pub(crate) use run::{Looked, Picture};
pub use visit::{BrowsingContext, Timing, Unreached, Visit, VisitEnd, Visited};
