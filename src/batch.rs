//! Many clients in one list: CSV, a row for each client, in the order of the list.
//!
//! A row that cannot be read stops no other. What makes the whole list doubtful (no header, an open quote) is an error
//! before anything is asked.

mod list;
mod row;

pub use list::{List, ListError};
pub use row::{Defaults, INVALID_TARGET, Listed, ListedAs, judge};

/// Bytes of a list: some hundred thousand clients.
pub(crate) const LONGEST_LIST: u64 = 16 * 1024 * 1024;
