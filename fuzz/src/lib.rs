//! What must hold of everything that reads foreign bytes, whatever the bytes: one module a reader, each with a
//! function `hold` that panics where it does not.
//!
//! The fuzzer calls these functions with bytes that it makes up, the tests with those of `corpus/`.

pub mod answer;
pub mod arguments;
pub mod certificate;
pub mod client_id;
pub mod judgement;
pub mod lint;
pub mod platform_api;
pub mod recording;
pub mod region;
pub mod targets;
pub mod visit;
pub mod wire;

mod world;
mod written;
