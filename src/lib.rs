//! `mirabridge-oauth` checks the OAuth client that MiraBridge Phone signs agents in with, in Genesys Cloud.
//!
//! Data flows one way: arguments → [`genesys::Target`] → [`probe::Probe`]s → [`probe::Evidence`] → results.

// What comes from elsewhere must not end the program, so nothing panics but an `expect` that says why it cannot.
#![cfg_attr(
    not(test),
    warn(
        clippy::get_unwrap,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unimplemented,
        clippy::unreachable
    )
)]

mod audit;
pub mod batch;
pub mod browser;
pub mod checks;
pub mod classify;
pub mod cli;
mod command_line;
pub mod explain;
pub mod finding;
pub mod genesys;
pub mod http;
mod locate;
mod platform_api;
pub mod probe;
pub mod recording;
pub mod registration;
pub mod report;
mod setup;
pub mod simulator;
mod text;
