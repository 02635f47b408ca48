//! A client as registered: read from a list, JSON, Terraform or a page; compared with what MiraBridge Phone needs; and the
//! checks of it. Data flows one way: bytes → [`Registration`] → [`Comparison`] → results. Nothing here does I/O.

mod alteration;
mod checks;
mod client;
mod compare;
mod danger;
mod notes;
mod read;
mod rewritten;
#[cfg(test)]
mod tests;

pub use alteration::Alteration;
pub use checks::{ALL, judge};
pub use client::{Entry, ReadError, Registration};
pub use compare::{Comparison, UriMatch};
pub use notes::notes;
pub use read::read;
