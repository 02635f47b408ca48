//! The real program against servers and proxies that nobody here wrote.
//!
//! Everything else in `tests` answers the way we think that servers answer. Here somebody else decides what a
//! refusal looks like, what is set as a cookie, where a login goes on, and what stands in between.
//!
//! Each needs its program, so they run only when asked for, one or all:
//!
//! ```text
//! cargo test --test third_party -- --ignored
//! cargo test --test third_party nginx -- --ignored
//! ```
//!
//! | Tests | need |
//! |---|---|
//! | `oidc_provider` | node (22 or later; 20 works, with a warning), npm, and on the first run a registry |
//! | `squid` | squid, built with OpenSSL: `squid-openssl` of Debian and Ubuntu |
//! | `mitmproxy` | `mitmdump` in the path, or below `target` where `.ci/run` installs it |
//! | `genesys_sdk` | node and npm as above, and Genesys' SDK for Python, in the path's `python3` or below `target` where `.ci/run` installs it |
//! | `nginx` | nginx with TLS and HTTP/2: `nginx-light` of Debian and Ubuntu |
//!
//! All of them listen on loopback, at ports that were free, and end with their test. Behind the proxies and nginx is
//! the simulator. No name that is asked for leads anywhere else.

mod authority;
mod check;
mod genesys_sdk;
mod mitmproxy;
mod nginx;
mod npm;
mod oidc_provider;
mod port;
mod server;
mod simulated;
mod squid;
