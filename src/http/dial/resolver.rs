//! Names and their addresses.

use hyper_util::client::legacy::connect::dns;
use reqwest::dns::{Name, Resolve, Resolving};
use std::io;
use std::net::SocketAddr;

/// What a name resolves to.
pub(super) type Addresses = std::vec::IntoIter<SocketAddr>;

/// A name that did not resolve. Its own type, because the connector's error is one for everything.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NotResolved(pub(super) String);

/// The addresses of a name, as the system knows them.
pub(super) async fn resolve(name: dns::Name) -> Result<Addresses, NotResolved> {
    lookup(name.as_str(), 0).await
}

async fn lookup(name: &str, port: u16) -> Result<Addresses, NotResolved> {
    // RFC 6761, 6.4: a resolver need not be troubled with a name that cannot exist.
    if name == "invalid" || name.ends_with(".invalid") {
        return Err(NotResolved("names under .invalid do not exist".to_owned()));
    }
    let found = tokio::net::lookup_host((name, port))
        .await
        .map_err(|error| NotResolved(words(&error)))?;
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return Err(NotResolved("the name has no address".to_owned()));
    }
    Ok(found.into_iter())
}

/// The resolver of a client that asks one host.
#[derive(Default)]
pub(super) struct Resolver {
    /// Where that host is, whatever its name.
    to: Option<(String, u16)>,
}

impl Resolver {
    pub(super) fn to(address: &str, port: u16) -> Self {
        // An address of IPv6 stands in brackets.
        let address = address.trim_matches(['[', ']']).to_owned();
        Self {
            to: Some((address, port)),
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let asked = || (name.as_str().to_owned(), 0);
        let (name, port) = self.to.clone().unwrap_or_else(asked);
        Box::pin(async move { Ok(Box::new(lookup(&name, port).await?) as _) })
    }
}

/// The system's words, without those that the library puts before them.
fn words(error: &io::Error) -> String {
    const BEFORE: &str = "failed to lookup address information: ";
    let words = error.to_string();
    words.strip_prefix(BEFORE).unwrap_or(&words).to_owned()
}
