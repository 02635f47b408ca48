//! The id of the OAuth client.

use std::fmt;

use super::client_id_error::ClientIdError;
use super::client_id_place::locate;
use super::client_id_tidy::tidied;
use super::paste::{invisible, is_wrapping};
use super::region::Region;
use super::uuid::{LENGTH, hyphenated, is_almost_uuid, is_uuid};
use crate::text::spelled;

/// Genesys Cloud hands out secrets of 43 characters of base64url.
const SHORTEST_SECRET: usize = 43;
/// Longer than any URL that is pasted for its client id.
const LONGEST_INPUT: usize = 8192;

/// The id of an OAuth client: the text of a UUID, in the case in which it was typed, as nobody knows whether Genesys Cloud
/// minds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientId(String);

/// A client id as it was recognised in what somebody pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The client id alone.
    pub client_id: ClientId,
    /// What was recognised and dropped, as lower-case fragments.
    pub notes: Vec<String>,
    /// The region that a pasted URL belongs to.
    pub region: Option<Region>,
}

impl ClientId {
    /// The client id in a pasted text.
    ///
    /// # Errors
    /// Where there is none, or it is not certain which. A text that may be a client secret is never shown whole.
    pub fn parse(text: &str) -> Result<Pasted, ClientIdError> {
        if text.len() > LONGEST_INPUT {
            return Err(ClientIdError::new(format!(
                "this has {} bytes, a client id has {LENGTH}",
                text.len()
            )));
        }
        let visible: String = text.chars().filter(|c| invisible(*c).is_none()).collect();
        let (value, mut notes, region) = match locate(visible.trim_matches(is_wrapping))? {
            Some(place) => (place.value, vec![place.note.to_owned()], place.region),
            None => (text.to_owned(), Vec::new(), None),
        };
        let (bare, dropped) = tidied(&value);
        notes.extend(dropped);
        Ok(Pasted {
            client_id: Self::exact(&bare)?,
            notes,
            region,
        })
    }

    /// For the controls, which are made, not typed: 32 hexadecimal digits.
    pub(super) fn of_digits(digits: &str) -> Self {
        Self(hyphenated(digits))
    }

    /// The text, as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same id in lower case, as ids are mostly printed; `None` where it was typed so.
    #[must_use]
    pub fn in_lower_case(&self) -> Option<Self> {
        let lower = self.0.to_ascii_lowercase();
        (lower != self.0).then_some(Self(lower))
    }

    fn exact(text: &str) -> Result<Self, ClientIdError> {
        if is_uuid(text) {
            return Ok(Self(text.to_owned()));
        }
        if text.is_empty() {
            return Err(ClientIdError::new("the client id is empty"));
        }
        let count = text.chars().count();
        if count > LENGTH && !is_almost_uuid(text) {
            return Err(hidden(text, count));
        }
        let foreign = text
            .chars()
            .enumerate()
            .find(|(_, c)| !c.is_ascii_hexdigit() && *c != '-');
        if let Some((index, character)) = foreign {
            return Err(ClientIdError::pointing(
                format!(
                    "character {} is '{}', and a client id holds only 0-9, a-f and hyphens",
                    index + 1,
                    spelled(&character.to_string(), 1)
                ),
                text,
                index,
            ));
        }
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        if digits.len() == 32 {
            let fault = if digits == text {
                "the hyphens are missing"
            } else {
                "the hyphens are misplaced"
            };
            return Err(ClientIdError::new(format!(
                "{fault}; did you mean {}?",
                hyphenated(&digits)
            )));
        }
        Err(misshapen(text, count))
    }
}

/// A text of digits and hyphens that are too many, too few or at the wrong places.
fn misshapen(text: &str, count: usize) -> ClientIdError {
    let wrong = text
        .chars()
        .enumerate()
        .find(|(index, c)| (*c == '-') != matches!(index, 8 | 13 | 18 | 23));
    let index = wrong.map_or(count.min(LENGTH), |(index, _)| index);
    let message = match wrong {
        _ if count != LENGTH => {
            let plural = if count == 1 { "" } else { "s" };
            format!("this has {count} character{plural}, a client id has {LENGTH}")
        }
        Some((_, '-')) => format!(
            "character {} is a hyphen, where a client id has a digit",
            index + 1
        ),
        Some((_, other)) => format!(
            "character {} is '{other}', where a client id has a hyphen",
            index + 1
        ),
        None => "this is not a client id".to_owned(),
    };
    ClientIdError::pointing(message, text, index)
}

/// A text too long for a client id, which may be the client secret: only its first four characters are shown.
fn hidden(text: &str, count: usize) -> ClientIdError {
    let start = spelled(text, 4);
    let is_base64url = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '='));
    ClientIdError::new(if count >= SHORTEST_SECRET && is_base64url {
        format!("{start} looks like the client secret, which is not needed: give the client id")
    } else {
        format!(
            "{start} has {count} characters, a client id has {LENGTH}; the client secret is not needed"
        )
    })
}

impl fmt::Display for ClientId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
