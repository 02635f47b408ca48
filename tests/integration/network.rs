//! What goes wrong between a computer and Genesys Cloud: the real program over real sockets and TLS, against
//! servers on loopback that are made to fail.

mod answers;
mod authority;
mod bounds;
mod ca_files;
mod certificates;
mod check;
mod connections;
mod correction;
mod handshakes;
mod hangs;
mod locating;
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
