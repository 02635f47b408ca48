//! Opening a page in a real browser and writing down what it does: finding one, starting it, the DevTools protocol.
//!
//! The browser reaches the network through a [`crate::probe::Relay`] alone. Apart from that module, this room is
//! the only one that does I/O during a check: it talks to a process of this computer, over loopback.

mod bounded;
mod conversation;
mod find;
mod flags;
mod guard;
mod launch;
mod observer;
mod retell;
mod session;
mod wire;

pub(crate) use find::find;
pub(crate) use guard::guard;
pub(crate) use launch::GUARD;
pub use retell::retell;
pub(crate) use session::{INTERRUPTED, Order, Picture, visit};
