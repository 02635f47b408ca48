//! Names and their addresses.

use hyper_util::client::legacy::connect::dns::Name;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower_service::Service;

/// What a name resolves to.
pub(super) type Addresses = std::vec::IntoIter<SocketAddr>;

/// A name that did not resolve. Its own type, because the connector's error is one for everything.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NotResolved(pub(super) String);

/// The system's resolver.
#[derive(Clone)]
pub(super) struct Resolver;

impl Service<Name> for Resolver {
    type Response = Addresses;
    type Error = NotResolved;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let name = name.as_str();
            // RFC 6761, 6.4: a resolver need not be troubled with a name that cannot exist.
            if name == "invalid" || name.ends_with(".invalid") {
                return Err(NotResolved("names under .invalid do not exist".to_owned()));
            }
            let found = tokio::net::lookup_host((name, 0))
                .await
                .map_err(|error| NotResolved(words(&error)))?;
            let found: Vec<_> = found.collect();
            if found.is_empty() {
                return Err(NotResolved("the name has no address".to_owned()));
            }
            Ok(found.into_iter())
        })
    }
}

/// The system's words, without those that the library puts before them.
fn words(error: &io::Error) -> String {
    const BEFORE: &str = "failed to lookup address information: ";
    let words = error.to_string();
    words.strip_prefix(BEFORE).unwrap_or(&words).to_owned()
}
