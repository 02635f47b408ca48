//! `--browser`: opens the debug init URL in a real browser, and says what the page does.
//!
//! `run` starts a browser and listens to it over the DevTools protocol; `observer` decides what that means. What happened is
//! a [`Visit`](crate::probe::Visit), plain data, and all that follows from it is pure: `analysis` and `report` here, and the checks. The browser
//! reaches the network through the relay alone.

mod analysis;
mod args;
mod connection;
mod launch;
mod observer;
pub(crate) mod page_text;
mod relay;
pub(crate) mod report;
mod run;
mod sign_in;
#[cfg(test)]
pub(crate) mod testing;

pub(crate) use analysis::{PageAnalysis, Sign};
pub(crate) use args::{BrowserArgs, BrowserPlan};
pub(crate) use launch::{GUARD, guard};
pub use observer::replay;
pub use relay::{PageHosts, tunnel_to};
pub(crate) use run::{Looked, Picture};
pub(crate) use sign_in::{Asked, SignIn};
