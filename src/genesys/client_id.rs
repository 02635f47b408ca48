//! The id of an OAuth client, and what people paste for it.

use std::fmt;

use serde::Serialize;
use uuid::Uuid;

use super::InputError;
use super::characters::{is_sentence_end, is_wrapping};
use super::region::Region;
use crate::text::spelled;

const EXAMPLE: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";

/// Longer than any text that is pasted for a client id.
const LONGEST_INPUT: usize = 1024;

/// Characters in the five parts of a UUID (RFC 9562 §4).
const PARTS: [usize; 5] = [8, 4, 4, 4, 12];

/// Genesys Cloud hands out secrets of 43 characters of base64url.
const SHORTEST_SECRET: usize = 43;

/// The id of an OAuth client: a UUID. It is kept in the case in which it was typed, as nobody knows whether Genesys Cloud
/// minds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClientId(String);

impl ClientId {
    /// # Errors
    /// Where the text is anything but a UUID with its hyphens. A text that may be a secret is not quoted.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        if is_uuid(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InputError::new(fault(text)))
        }
    }

    /// The same, with whatever clings to a value that was copied.
    pub(super) fn pasted(text: &str) -> Result<Self, InputError> {
        if text.len() > LONGEST_INPUT {
            return Err(InputError::new(not_an_id()));
        }
        Self::parse(bare(text))
    }

    /// A UUID of version 4 of these bytes, for the client control.
    pub(super) fn of_random_bytes(bytes: [u8; 16]) -> Self {
        let uuid = uuid::Builder::from_random_bytes(bytes).into_uuid();
        Self(uuid.hyphenated().to_string())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same id in lower case; `None` where it was typed so.
    pub(crate) fn in_lower_case(&self) -> Option<Self> {
        let lower = self.0.to_ascii_lowercase();
        (lower != self.0).then_some(Self(lower))
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c| is_wrapping(c) || is_sentence_end(c))
}

/// Whether a text that is none is likelier meant as a client id than as anything else.
pub(super) fn resembles_client_id(text: &str) -> bool {
    let bare = bare(text);
    !bare.is_empty() && fault(bare) != not_an_id()
}

pub(super) fn is_uuid(text: &str) -> bool {
    // The other forms that the crate takes, such as one in braces, have other lengths.
    text.len() == EXAMPLE.len() && Uuid::try_parse(text).is_ok()
}

/// What is wrong with a text that is not a client id. Only what is certainly no secret is quoted.
fn fault(text: &str) -> String {
    if text.is_empty() {
        "the client id is empty".to_owned()
    } else if let Some(id) = only_uuid_in(text) {
        format!("give the client id alone: {id}")
    } else if is_placeholder(text) {
        let shown = spelled(text, 40);
        format!("{shown} is a placeholder: put the client id in its place")
    } else if let Ok(region) = Region::parse(text) {
        format!("this is the region {region}, and a client id looks like {EXAMPLE}")
    } else if let Some(id) = with_right_hyphens(text) {
        format!("its hyphens are missing or misplaced; did you mean {id}?")
    } else if let Some(fault) = nearly_right(text) {
        fault
    } else if text.len() >= SHORTEST_SECRET && text.bytes().all(is_base64url) {
        "this looks like a client secret, which is not needed here: give the client id".to_owned()
    } else {
        not_an_id()
    }
}

fn not_an_id() -> String {
    format!(
        "this is not a client id, which looks like {EXAMPLE}: copy the id, not the name, at Admin > Integrations > OAuth"
    )
}

fn only_uuid_in(text: &str) -> Option<&str> {
    let mut words = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|word| is_uuid(word));
    words.next().filter(|_| words.next().is_none())
}

fn is_placeholder(text: &str) -> bool {
    let is_letter = |c: &char| c.is_ascii_alphabetic();
    let letters: String = text.chars().filter(is_letter).collect();
    let letters = letters.to_ascii_lowercase();
    let is_word = letters.ends_with("clientid") || matches!(letters.as_str(), "id" | "yourid");
    let is_filler = !letters.is_empty() && letters.bytes().all(|byte| byte == b'x');
    text.len() <= EXAMPLE.len()
        && !text.contains(|c: char| c.is_ascii_digit())
        && (is_word || is_filler)
}

/// 32 hexadecimal digits with whatever a word processor made of the hyphens.
fn with_right_hyphens(text: &str) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_hexdigit();
    let digits: String = text.chars().filter(|&c| is_digit(c)).collect();
    let others = text.chars().filter(|&c| !is_digit(c));
    let is_one = others.clone().count() <= 8 && others.into_iter().all(|c| !c.is_alphanumeric());
    let uuid = Uuid::try_parse(&digits).ok().filter(|_| is_one)?;
    Some(uuid.hyphenated().to_string())
}

/// The fault of a text that is a client id but for a few characters.
fn nearly_right(text: &str) -> Option<String> {
    let lengths: Vec<usize> = text.split('-').map(|part| part.chars().count()).collect();
    let is_near = lengths.len() == PARTS.len()
        && lengths
            .iter()
            .zip(PARTS)
            .all(|(length, right)| length.abs_diff(right) <= 2);
    if !is_near {
        return None;
    }
    let is_foreign = |c: char| !c.is_ascii_hexdigit() && c != '-';
    if let Some((index, character)) = text.chars().enumerate().find(|(_, c)| is_foreign(*c)) {
        return Some(format!(
            "character {} is '{}', and a client id has only 0-9, a-f and hyphens",
            index + 1,
            spelled(&character.to_string(), 1)
        ));
    }
    let (part, (length, right)) = (1..)
        .zip(lengths.iter().zip(PARTS))
        .find(|(_, (length, right))| *length != right)?;
    Some(format!(
        "part {part} of 5 has {length} characters instead of {right}: a client id looks like {EXAMPLE}"
    ))
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=')
}

#[cfg(test)]
mod tests;
