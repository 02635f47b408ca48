//! The real program against the simulator, over TLS, under the real host names.
//!
//! Nothing here leaves loopback: every run maps all hosts to the simulator, or to a port where nobody listens.

mod commands;
mod curl;
mod decision_table;
mod demo;
mod explain;
mod formats;
mod lint;
mod locate;
mod network;
mod output;
mod packaging;
mod picture;
mod readme;
mod recording;
mod recordings;
mod scenarios;
mod setup;
mod slips;
mod support;
mod targets;
mod visits;
