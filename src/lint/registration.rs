use super::client::{self, ClientFacts};
use super::{decode, list};

/// More entries than anybody registers; what holds more is something else.
pub(super) const MOST: usize = 1000;

/// What was read: the redirect URIs with their places and, from a client's JSON, the rest of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The redirect URIs in their order.
    pub entries: Vec<Entry>,
    /// The rest of the client; `None` where a list of redirect URIs was read.
    pub client: Option<ClientFacts>,
    /// What a list leaves open.
    pub doubts: Vec<Doubt>,
}

/// What was taken for the manner of a list and may be registered all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A space behind every entry.
    SpaceBehind,
    /// A space before every entry.
    SpaceBefore,
    /// Several entries in this line, counted from 1, where others have a line of their own.
    Together(usize),
}

/// A redirect URI as it is registered, as far as the input shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The registered text, without what decorates the paste.
    pub text: String,
    /// The line it stands in, counted from 1.
    pub line: usize,
    /// The column of its first character, counted from 1.
    pub column: usize,
    /// What the next line begins with, where the entry ends its line: the rest of it, if somebody broke it.
    pub next: Option<String>,
    /// Whether it stands in a sentence, so that it may be spoken of and not registered.
    pub in_prose: bool,
    /// Whether what stands around it is a whole sentence or a comment: that it is there does not say that it is registered.
    pub spoken_of: bool,
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No character but white space.
    #[error("it is empty")]
    Empty,
    /// Another encoding, or no text.
    #[error("it is neither UTF-8 nor UTF-16 text: save it as UTF-8")]
    NotText,
    /// Text without a redirect URI.
    #[error("there is no redirect URI in it")]
    NoUri,
    /// Something else than a list of redirect URIs.
    #[error("it holds more than {MOST} addresses, which is no list of a client's redirect URIs")]
    TooMany,
    /// JSON of something else, or of several clients.
    #[error("{0}")]
    Json(&'static str),
}

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
    use super::{MOST, ReadError, read};
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
