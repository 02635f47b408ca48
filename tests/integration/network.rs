//! What goes wrong between a computer and Genesys Cloud: the real program over real sockets and TLS, against
//! servers on loopback that are made to fail.

mod answers;
mod authority;
mod bounds;
mod ca_files;
mod check;
mod closed_in_order;
mod correction;
mod fallen_silent;
mod families;
mod faults;
mod in_between;
mod locating;
mod menu;
mod process;
mod proxies;
mod proxy_refusals;
mod proxy_rules;
mod rate_limits;
mod replies;
mod retries;
mod server;
mod service;
mod tunnel;
mod waiting;
