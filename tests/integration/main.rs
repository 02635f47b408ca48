//! The real program against the simulator, over TLS, under the real host names.
//!
//! Nothing here leaves loopback: every run maps all hosts to the simulator, or to a port where nobody listens.

mod audit;
mod commands;
mod curl;
mod demo;
mod explain;
mod formats;
mod layers;
mod lint;
mod locate;
mod network;
mod other_scenarios;
mod output;
mod packaging;
mod readme;
mod recording;
mod recordings;
mod scenarios;
mod setup;
mod support;
mod targets;
mod visits;
