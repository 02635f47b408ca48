//! Reading what is registered out of whatever it was copied into: bytes → text → clients. What has a structure is read by
//! its parser, byte for byte; in all other text, addresses are found where they stand.

mod address;
mod decode;
mod field;
mod hcl;
mod json;
mod line;
mod mention;
mod place;
mod table;
mod text;

use super::client::{MOST, ReadError, Registration};

/// The clients in it, in their order; at least one.
///
/// # Errors
/// Where it names no redirect URI and no client.
pub fn read(bytes: &[u8]) -> Result<Vec<Registration>, ReadError> {
    let text = decode::decode(bytes)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let clients = match json::read(&text) {
        Some(clients) => clients?,
        None => table::read(&text).unwrap_or_else(|| text::read(&text)),
    };
    let entries: usize = clients
        .iter()
        .map(|client| client.redirect_uris.len())
        .sum();
    if entries > MOST {
        return Err(ReadError::TooMany);
    }
    if clients.is_empty() {
        return Err(ReadError::NoUri);
    }
    Ok(one_of_labels(clients))
}

/// Where each address has a name of its own and nothing else is told, the names may be those of clients or of addresses:
/// one list, of which nothing is counted.
fn one_of_labels(clients: Vec<Registration>) -> Vec<Registration> {
    let is_labelled = |client: &Registration| {
        client.redirect_uris.len() == 1
            && client.id.is_none()
            && client.grant.is_none()
            && client.state.is_none()
    };
    if clients.len() < 2 || !clients.iter().all(is_labelled) {
        return clients;
    }
    let mut list = Registration::default();
    for mut entry in clients.into_iter().flat_map(|client| client.redirect_uris) {
        let why = "gives each address a name of its own, so they may be those of several clients";
        entry.not_counted.get_or_insert_with(|| why.to_owned());
        list.redirect_uris.push(entry);
    }
    vec![list]
}
