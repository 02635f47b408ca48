//! The words in which checks speak: what they are shown, what they state, and what all of it comes to.

pub(crate) mod admin;
mod case;
mod check;
mod outcome;
mod page;
pub(crate) mod references;
mod rule;
#[cfg(test)]
pub(crate) mod staged;
mod sure;
mod topic;
mod verdict;

pub use case::Case;
pub use check::{Check, Later, Selection};
pub use outcome::{Outcome, Place, Status};
pub(crate) use page::judge_page;
pub use rule::{Body, Example, Rule, Section};
pub use sure::Sure;
pub use topic::Topic;
pub use verdict::{FailOn, Verdict, exit_status};

/// Where a client is set up, in the words of Genesys Cloud's own menus.
pub const ADMIN: &str = "Admin > Integrations > OAuth";

/// MiraBridge's page on the OAuth client.
pub const DOCS: &str = "https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html";
