//! Reading what is registered out of whatever it was copied into: bytes → text → clients. What has a structure is read by
//! its parser, byte for byte; in all other text, addresses are found where they stand. What a text says of them is not
//! understood: where it says anything, they are not counted, and the result is unverifiable.

mod address;
mod doubt;
mod draft;
mod field;
mod group;
mod json;
mod line;
mod table;
mod terraform;
mod text;

pub(super) use field::is_other_grant;

use super::{MOST, ReadError, Registration};
use crate::finding::Place;
use crate::text::decode;

/// The type of the resource in Terraform.
const RESOURCE: &str = "genesyscloud_oauth_client";

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
    if entries.sum::<usize>().max(clients.len()) > MOST {
        return Err(ReadError::TooMany);
    }
    if clients.is_empty() {
        return Err(ReadError::NoUri);
    }
    Ok(clients)
}

/// Why not all is known of a client that refers to `name` of Terraform.
fn elsewhere(name: &str) -> String {
    format!(
        "it refers to {name}, whose value is elsewhere in Terraform; run lint on the output of 'terraform show -json'"
    )
}

/// The lines of a text, with their offsets. A break of another kind that ends a line was copied along with an address,
/// where nobody sees it, and stays.
fn lines(text: &str) -> Vec<(usize, &str)> {
    const BREAKS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.trim_matches(BREAKS).contains(BREAKS) {
            lines.extend(line.split(BREAKS).map(|part| (offset(part), part)));
        } else {
            lines.push((offset(line), line));
        }
    }
    lines
}

/// Turns offsets into lines and columns.
struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let starts = lines(text).into_iter().map(|(start, _)| start).collect();
        Self { text, starts }
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Place {
            line,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::registration::MOST;
    use crate::registration::ReadError;
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
        let rows = (0..=MOST).map(|n| format!("{n},\n"));
        let rows = format!(
            "id,redirect uri\n0,https://a.example\n{}",
            rows.collect::<String>()
        );
        assert_eq!(read(rows.as_bytes()), Err(ReadError::TooMany));
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
