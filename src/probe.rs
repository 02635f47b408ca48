//! Requests and their replies as plain data, evidence, and the rounds in which they are sent.
//!
//! Everything but `confined` is free of I/O, so that what is asked can be read, listed (`--dry-run`) and
//! tested without a network, and what came back can be judged again later.

mod allow_list;
mod confined;
mod cookies;
mod evidence;
mod reply;
mod request;
mod retry;
mod rounds;

pub use crate::http::{Advice, Cause, Failure, TlsFailure};
pub use allow_list::AllowList;
pub use confined::Confined;
pub use cookies::{CookieHeader, CookieJar, Cookies};
pub use evidence::{Evidence, Exchange};
pub use reply::{Reply, SIMULATOR_HEADER};
pub use request::{Probe, Purpose};
pub use retry::RetryPolicy;
pub use rounds::{Ended, Limits, MAX_ROUNDS, Progress, gather};

use tokio::time::Instant;

/// What one request brought: an HTTP answer, whatever its status, or the reason why there is none.
pub type Observation = Result<Reply, Failure>;

/// Sends one request and waits for its answer. The only implementation that does I/O is [`Confined`].
pub trait Transport {
    /// Sends `probe` once, following nothing and retrying nothing. It is over at the deadline.
    fn send(&self, probe: &Probe, deadline: Instant) -> impl Future<Output = Observation>;
}
