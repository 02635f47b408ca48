//! Text for people: foreign text made safe ([`escape`]), also for formats with a syntax of their own, and wrapping.

mod decode;
mod escape;
pub(crate) mod markdown;
pub(crate) mod redact;
mod timestamp;
pub(crate) mod workflow;
mod wrap;

pub(crate) use decode::decode;
pub(crate) use escape::{cut, escape, escape_ascii, is_unsafe, spelled};
pub(crate) use timestamp::timestamp;
pub(crate) use wrap::{hanging, wrap};
