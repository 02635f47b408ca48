//! A target for unit tests.

use super::{ClientId, Deployment, Grant, RedirectUri, Region, Target};

pub(crate) const CLIENT: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";
pub(crate) const HOME: &str = "mypurecloud.de";
pub(crate) const RID: &str = "dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ";

/// The target of a check of this client.
pub(crate) fn target(client: &str) -> Target {
    of(client, Vec::new())
}

/// The target of a check of our client with these redirect URIs instead of the documented ones.
pub(crate) fn target_with(uris: &[&str]) -> Target {
    let uris = uris
        .iter()
        .map(|uri| RedirectUri::new(uri).expect("a redirect URI"));
    of(CLIENT, uris.collect())
}

fn of(client: &str, uris: Vec<RedirectUri>) -> Target {
    Target::new(
        Region::parse(HOME).expect("a region"),
        ClientId::parse(client).expect("a client id"),
        Deployment::default(),
        Grant::Implicit,
        uris,
    )
}
