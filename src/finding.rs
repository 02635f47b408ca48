//! What every check speaks in, whatever it judges: the rule that says what is looked for and how to mend it, the outcome,
//! and the verdict that all outcomes come to.

pub(crate) mod admin;
mod outcome;
pub(crate) mod references;
mod rule;
mod selection;
#[cfg(test)]
pub(crate) mod testing;
mod verdict;

pub use admin::ADMIN_MENU;
pub use outcome::{Outcome, Place, Status};
pub use references::DOCS;
pub(crate) use rule::Check;
pub use rule::{Example, Rule, Topic};
pub use selection::Selection;
pub(crate) use selection::selected;
pub(crate) use verdict::exit_status;
pub use verdict::{FailOn, Verdict};
