//! `audit`: what an organization itself says of its OAuth clients, compared with what MiraBridge Phone needs, and recorded.
//!
//! Plan → requests → answers → clients → findings → report; all but asking is a function of the answers.

mod ask;
mod baseline;
mod checks;
mod choice;
mod gathered;
mod plan;
mod report;
#[cfg(test)]
mod tests;

pub(crate) use ask::gather;
pub(crate) use baseline::Baseline;
pub(crate) use checks::{ids, own_rules};
pub(crate) use plan::{Plan, TokenKind};
pub(crate) use report::Audit;
