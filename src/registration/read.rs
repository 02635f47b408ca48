//! Reading what is registered out of whatever it was copied into: bytes → text → clients. What has a structure is read by
//! its parser, byte for byte; in all other text, addresses are found where they stand.

mod address;
mod field;
mod json;
mod line;
mod mention;
mod place;
mod table;
mod terraform;
mod text;

pub(super) use field::is_other_grant;

use super::client::{MOST, ReadError, Registration};
use crate::text::decode;

/// The clients in it, in their order; at least one.
///
/// # Errors
/// Where it names no redirect URI and no client.
pub fn read(bytes: &[u8]) -> Result<Vec<Registration>, ReadError> {
    let text = decode(bytes);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    if text.contains('\0') {
        return Err(ReadError::NotText);
    }
    let mut clients = json::read(&text)?;
    if clients.is_empty() {
        clients = table::read(&text);
    }
    if clients.is_empty() {
        clients = text::read(&text);
    }
    let entries = clients.iter().map(|client| client.redirect_uris.len());
    if entries.sum::<usize>() > MOST {
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
        let why = "gives each address a name, so they may be those of several clients";
        entry.not_counted.get_or_insert_with(|| why.to_owned());
        list.redirect_uris.push(entry);
    }
    vec![list]
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::registration::ReadError;
    use crate::registration::client::MOST;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_registration_is_told_by_its_kind() {
        for (bytes, error) in [
            (&b""[..], ReadError::Empty),
            (b"\xef\xbb\xbf \r\n", ReadError::Empty),
            (b"PK\x03\x04\0\0", ReadError::NotText),
            (b"Hello, what a nice day.", ReadError::NoUri),
            (b"{}", ReadError::NoUri),
            (
                br#"{"format_version": 1, "verdict": "pass", "probes": []}"#,
                ReadError::OwnReport,
            ),
        ] {
            assert_eq!(read(bytes), Err(error));
        }
        let list = |count| serde_json::json!(vec!["https://a.example"; count]).to_string();
        assert_eq!(
            read(list(MOST).as_bytes()).map(|clients| clients.len()),
            Ok(1)
        );
        assert_eq!(read(list(40_000).as_bytes()), Err(ReadError::TooMany));
        let lines = "https://a.example/x\n".repeat(MOST + 1);
        assert_eq!(read(lines.as_bytes()), Err(ReadError::TooMany));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>()) {
            let _ = read(&bytes);
        }

        #[test]
        fn never_panics_on_text(text in "([ \t\n\"“”•,;<>()*.:/a-c\u{200b}\u{a0}{}\\[\\]|#%-]|https?://|redirect uri|id|phone.mirabridge.cloud|/crm/){0,40}") {
            let _ = read(text.as_bytes());
        }
    }
}
