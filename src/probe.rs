//! Asking: probes and evidence as plain data, the rounds in which they are asked, and the one transport.
//!
//! Everything but `network` is free of I/O, so that what is asked can be read, listed (`--dry-run`) and
//! tested without a network, and what came back can be judged again later.

mod allow_list;
mod connect_to;
mod cookies;
mod courtesy;
mod dial;
mod evidence;
mod failure;
mod network;
mod proxy;
mod redact;
mod relay;
mod reply;
mod request;
mod retry;
mod rounds;
mod tls;
mod visit;

pub use allow_list::AllowList;
pub use connect_to::{ConnectTo, ConnectToError};
pub use cookies::{CookieHeader, Cookies};
pub use courtesy::Courtesy;
pub use evidence::{Evidence, Exchange};
pub use failure::{Advice, Cause, Ending, Failure, TlsFailure};
pub use network::{Confined, Network, NetworkOptions};
pub(crate) use proxy::squid_error;
pub use proxy::{ProxyError, ProxyRule};
pub(crate) use redact::{looks_opaque, values_of};
pub use relay::{Relay, tunnel_to};
pub use reply::{Reply, SIMULATOR_HEADER};
pub use request::{Probe, Purpose};
pub use retry::RetryPolicy;
pub use rounds::{Ended, Limits, MAX_ROUNDS, Progress, gather};
pub use tls::{issuer_of, names_of};
pub use visit::{
    Blocker, Level, PageEvent, PageHosts, Place, Resource, Timing, Unreached, Visit, VisitEnd,
    Visited, What, address, brief, text,
};

use tokio::time::Instant;

/// What one request brought: an HTTP answer, whatever its status, or the reason why there is none.
pub type Observation = Result<Reply, Failure>;

/// Sends one request and waits for its answer. The only implementation that does I/O is [`Network`].
pub trait Transport {
    /// Sends `probe` once, following nothing and retrying nothing. It is over at the deadline.
    fn send(&self, probe: &Probe, deadline: Instant) -> impl Future<Output = Observation>;
}
