use super::registration::{MOST, ReadError, Registration};
use super::{client, decode, list};

/// Reads a list of redirect URIs or the JSON of a client.
///
/// # Errors
/// Where the bytes are neither.
pub fn read(bytes: &[u8]) -> Result<Registration, ReadError> {
    let text = decode::decode(bytes)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let registration = if let Some(json) = client::read(&text) {
        json?
    } else {
        let (entries, doubts) = list::read(&text);
        Registration {
            entries,
            client: None,
            doubts,
        }
    };
    if registration.entries.len() > MOST {
        return Err(ReadError::TooMany);
    }
    if registration.entries.is_empty() && registration.client.is_none() {
        return Err(ReadError::NoUri);
    }
    Ok(registration)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::registration::registration::{MOST, ReadError};
    use proptest::prelude::*;

    #[test]
    fn what_is_no_registration_is_told_by_its_kind() {
        for (bytes, error) in [
            (&b""[..], ReadError::Empty),
            (b"\xef\xbb\xbf \r\n", ReadError::Empty),
            (b"\x80\xff", ReadError::NotText),
            (b"Hello, what a nice day.", ReadError::NoUri),
        ] {
            assert_eq!(read(bytes), Err(error));
        }
        let many = "https://a.example/x\n".repeat(1001);
        assert_eq!(read(many.as_bytes()), Err(ReadError::TooMany));
        for (count, is_read) in [(MOST, true), (MOST + 1, false), (40_000, false)] {
            let json = serde_json::json!(vec!["https://a.example"; count]).to_string();
            let entries = read(json.as_bytes()).map(|registration| registration.entries.len());
            let expected = if is_read {
                Ok(count)
            } else {
                Err(ReadError::TooMany)
            };
            assert_eq!(entries, expected);
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>()) {
            let _ = read(&bytes);
        }

        #[test]
        fn never_panics_on_text(text in "[ \t\n\"“”•,;<>()*.:/a-c\u{200b}\u{a0}-]{0,40}(https?://)?[ \t\n\"”,;.:/a-c\u{200b}\u{a0}-]{0,40}") {
            let _ = read(text.as_bytes());
        }
    }
}
