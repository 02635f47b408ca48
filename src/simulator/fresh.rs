//! Ids that no two answers share. Real servers give every answer new ones, so a checker that
//! compares raw answers must fail here too.

use super::request::Request;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use std::fmt::Write as _;

/// The source of the ids of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fresh([u8; 32]);

impl Fresh {
    pub(crate) fn of(request: &Request) -> Self {
        let seed = format!(
            "{} {} {} {}",
            request.serial, request.host, request.path, request.query
        );
        Self(sha256(seed.as_bytes()))
    }

    /// 43 characters, as long as those of Genesys Cloud. They carry the number of the scenario
    /// under a mask, because the login page is asked for by this id alone and nothing is remembered.
    pub(crate) fn rid(&self, scenario: u16) -> String {
        let mut bytes = self.0;
        let mask = mask(&bytes);
        bytes[30..].copy_from_slice(&(scenario ^ mask).to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// A token of any length up to 43 characters, of the alphabet that rids are made of.
    pub(crate) fn token(&self, length: usize) -> String {
        let mut token = URL_SAFE_NO_PAD.encode(sha256(&self.0));
        token.truncate(length);
        token
    }

    pub(crate) fn uuid(&self) -> String {
        let mut uuid = String::with_capacity(36);
        for (at, byte) in self.0[..16].iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                uuid.push('-');
            }
            let _ = write!(uuid, "{byte:02x}");
        }
        uuid
    }

    /// Seconds to move a date by, so that dates differ without a clock.
    pub(crate) fn seconds(&self) -> u64 {
        u64::from(u16::from_be_bytes([self.0[0], self.0[1]]))
    }
}

/// The number of the scenario that a rid was made for. A rid of anybody else gives some number
/// too: whether a scenario has it is for the caller to see.
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
    use super::{Fresh, scenario_of};
    use crate::simulator::request::Request;

    #[test]
    fn equal_requests_get_different_ids_and_every_id_knows_its_scenario() {
        let address = "https://login.mypurecloud.de/oauth/authorize?client_id=a";
        let (one, two) = (Request::get(address), Request::get(address));
        let (one, two) = (Fresh::of(&one), Fresh::of(&two));
        assert_ne!(one.rid(7), two.rid(7));
        assert_eq!(one.rid(7).len(), 43);
        assert_eq!(scenario_of(&one.rid(7)), Some(7));
        assert_eq!(scenario_of(&two.rid(300)), Some(300));
        assert_eq!(scenario_of("short"), None);
        assert_eq!(one.uuid().len(), 36);
        assert_eq!(one.token(21).len(), 21);
    }
}
