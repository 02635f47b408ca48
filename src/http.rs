//! The network: where to connect, whom to trust, one connection a host, bounds, and failures with what to do about them.
//!
//! It knows nothing of what is asked for, or of what an answer means.

mod client;
mod connect_to;
mod dial;
mod failure;
mod network;
mod proxy;
mod throttle;
mod tls;

pub use client::Answer;
pub use connect_to::{ConnectTo, ConnectToError};
pub use failure::{Advice, Cause, Failure, TlsFailure};
pub(crate) use network::Message;
pub use network::{Network, NetworkOptions};
pub(crate) use proxy::squid_error;
pub use proxy::{ProxyError, ProxyRule};
pub(crate) use throttle::Host;
pub use throttle::HostThrottle;
pub(crate) use tls::is_certificate;
pub use tls::{issuer_of, names_of};

/// What every request says of its sender.
const USER_AGENT: &str = concat!("mirabridge-oauth/", env!("CARGO_PKG_VERSION"));
