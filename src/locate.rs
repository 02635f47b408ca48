//! Which region knows a client: what is asked in every one of them, and what the answers come to. It is as strict
//! as a check: a region counts only if it refuses a client id that cannot exist. Nothing here does I/O.

mod everywhere;
mod report;
#[cfg(test)]
mod tests;

pub(crate) use everywhere::Everywhere;
pub(crate) use report::report;
