//! `mirabridge-oauth` checks the OAuth client that MiraBridge Phone signs agents in with, in Genesys Cloud.
//!
//! Data flows one way: arguments → [`setup::Target`] → [`probe::Probe`]s → [`probe::Evidence`] → results.

pub mod browser;
pub mod checks;
pub mod cli;
mod escape;
mod fold;
mod form;
pub mod judging;
pub mod lint;
pub mod locate;
pub mod meaning;
pub mod probe;
pub mod recording;
pub mod report;
pub mod rules;
pub mod setup;
pub mod simulator;
pub mod targets;
