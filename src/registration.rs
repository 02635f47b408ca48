//! Judging what is registered from a copy of it, offline: a pasted list of redirect URIs, or a client's JSON.
//!
//! Data flows one way: bytes → text → [`Registration`] → [`Case`] → results. Nothing here does I/O.

mod alteration;
mod case;
mod checks;
mod client;
mod danger;
mod decode;
mod list;
mod read;
mod registration;
mod rewritten;
mod stray;

pub use alteration::Alteration;
pub use case::{Case, Standing};
pub use checks::{ALL, judge};
pub use read::read;
pub use registration::{ClientFacts, Doubt, Entry, ReadError, Registration};
