//! Ids that no two answers share. Real servers give every answer new ones, so a checker that compares raw answers must
//! fail here too.

use super::request::Request;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};

/// The ids of one answer. They follow from the request and its serial number: equal runs get equal ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RandomIds([u8; 32]);

impl RandomIds {
    pub(crate) fn new(request: &Request) -> Self {
        let Request {
            serial,
            host,
            path,
            query,
            ..
        } = request;
        Self(sha256(format!("{serial} {host} {path} {query}").as_bytes()))
    }

    /// 43 characters, as long as those of Genesys Cloud. They carry the beginning of the client id under a mask, because
    /// the login page is asked for by this id alone and nothing is remembered.
    pub(crate) fn rid(&self, client_id: &str) -> String {
        let mut bytes = self.0;
        let carried = beginning(client_id) ^ mask(&bytes);
        bytes[30..].copy_from_slice(&carried.to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// 43 characters of the alphabet that rids are made of.
    pub(crate) fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(sha256(&self.0))
    }

    pub(crate) fn uuid(&self) -> String {
        let bytes = self.0.first_chunk().expect("there are 32 bytes");
        let all = u128::from_be_bytes(*bytes);
        let part = |shift: u32, digits: u32| (all >> shift) & ((1 << (4 * digits)) - 1);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            part(96, 8),
            part(80, 4),
            part(64, 4),
            part(48, 4),
            part(0, 12)
        )
    }
}

/// Whether a rid was made for this client id.
pub(crate) fn is_for(rid: &str, client_id: &str) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(rid).ok();
    bytes
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .is_some_and(|bytes| {
            let carried = u16::from_be_bytes([bytes[30], bytes[31]]);
            carried ^ mask(&bytes) == beginning(client_id)
        })
}

/// The first four digits of a client id.
fn beginning(client_id: &str) -> u16 {
    let digits = client_id.get(..4).unwrap_or_default();
    u16::from_str_radix(digits, 16).unwrap_or_default()
}

fn mask(bytes: &[u8; 32]) -> u16 {
    let hash = sha256(&bytes[..30]);
    u16::from_be_bytes([hash[0], hash[1]])
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let hash = digest(&SHA256, bytes);
    hash.as_ref().try_into().expect("SHA-256 gives 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::{RandomIds, is_for};
    use crate::simulator::request::Request;

    #[test]
    fn equal_requests_get_different_ids_and_every_rid_knows_its_client() {
        let one = Request::get("https://login.mypurecloud.de/oauth/authorize?client_id=a");
        let two = Request {
            serial: 1,
            ..one.clone()
        };
        let (one, two) = (RandomIds::new(&one), RandomIds::new(&two));
        let rids = [one.rid("c802dd59"), two.rid("c802dd59")];
        assert_ne!(rids[0], rids[1]);
        assert_eq!(rids[0].len(), 43);
        assert!(rids.iter().all(|rid| is_for(rid, "c802dd59")));
        assert!(!is_for(&rids[0], "c803dd59") && !is_for("short", "c802dd59"));
        let uuid = one.uuid();
        let parts: Vec<_> = uuid.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12]);
        assert_ne!(one.token(), two.token());
    }
}
