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

    /// 43 characters, as long as those of Genesys Cloud. They carry the number of the scenario under a mask, because
    /// the login page is asked for by this id alone and nothing is remembered.
    pub(crate) fn rid(&self, scenario: u16) -> String {
        let mut bytes = self.0;
        let mask = mask(&bytes);
        bytes[30..].copy_from_slice(&(scenario ^ mask).to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// 43 characters of the alphabet that rids are made of.
    pub(crate) fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(sha256(&self.0))
    }

    pub(crate) fn uuid(&self) -> String {
        let [a, b, c, d, e, f, g, h, rest @ ..] = self.0;
        let first = u32::from_be_bytes([a, b, c, d]);
        let (second, third) = (u16::from_be_bytes([e, f]), u16::from_be_bytes([g, h]));
        let [i, j, k, l, m, n, o, p, ..] = rest;
        let fourth = u16::from_be_bytes([i, j]);
        let last = u64::from_be_bytes([0, 0, k, l, m, n, o, p]);
        format!("{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{last:012x}")
    }
}

/// The number of the scenario that a rid was made for. A rid of anybody else gives some number too: whether a scenario
/// has it is for the caller to see.
pub(crate) fn scenario_of(rid: &str) -> Option<u16> {
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(rid).ok()?.try_into().ok()?;
    Some(u16::from_be_bytes([bytes[30], bytes[31]]) ^ mask(&bytes))
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
    use super::{RandomIds, scenario_of};
    use crate::simulator::request::Request;

    #[test]
    fn equal_requests_get_different_ids_and_every_rid_knows_its_scenario() {
        let one = Request::get("https://login.mypurecloud.de/oauth/authorize?client_id=a");
        let two = Request {
            serial: 1,
            ..one.clone()
        };
        let (one, two) = (RandomIds::new(&one), RandomIds::new(&two));
        assert_ne!(one.rid(7), two.rid(7));
        assert_eq!(one.rid(7).len(), 43);
        assert_eq!(scenario_of(&one.rid(7)), Some(7));
        assert_eq!(scenario_of(&two.rid(300)), Some(300));
        assert_eq!(scenario_of("short"), None);
        assert_eq!(one.uuid().len(), 36);
        assert_ne!(one.token(), two.token());
    }
}
