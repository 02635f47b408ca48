//! What every check speaks in, whatever it judges: the rule that says what is looked for and how to mend it, the outcome,
//! and the verdict that all outcomes come to.

pub(crate) mod admin;
mod check;
mod outcome;
pub(crate) mod references;
mod rule;
mod selection;
#[cfg(test)]
pub(crate) mod testing;
mod verdict;

pub use admin::ADMIN;
pub(crate) use check::Check;
pub use outcome::{Outcome, Place, Status};
pub use references::DOCS;
pub use rule::{Example, Rule, Topic};
pub use selection::Selection;
pub(crate) use selection::selected;
pub(crate) use verdict::exit_status;
pub use verdict::{FailOn, Verdict};
