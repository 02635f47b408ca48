//! The id of an OAuth client, and what people paste for it.

use std::fmt;

use serde::Serialize;
use url::Url;
use uuid::Uuid;

use super::InputError;
use super::paste::{is_sentence_end, is_wrapping};
use super::redirect_uri::PHONE_HOST;
use super::region::Region;
use super::target::Deployment;
use crate::text::spelled;

const EXAMPLE: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";

/// Longer than any URL that is pasted for its client id.
const LONGEST_INPUT: usize = 8192;

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

/// A client id that was pasted alone or in one of the URLs that hold it: an authorization URL, a page of the admin UI, the
/// debug init URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedClientId {
    pub client_id: ClientId,
    /// The region of the table that the URL belongs to.
    pub region: Option<Region>,
    /// The deployment in a debug init URL.
    pub deployment: Option<Deployment>,
    /// What was left out.
    pub note: Option<&'static str>,
}

impl PastedClientId {
    /// # Errors
    /// Where there is no client id in it. A text that may be a secret is not quoted.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        if text.len() > LONGEST_INPUT {
            return Err(InputError::new(not_an_id()));
        }
        let bare = bare(text);
        if let Some(url) = as_url(bare) {
            return Self::of_url(&url);
        }
        Ok(Self {
            client_id: ClientId::parse(bare)?,
            region: None,
            deployment: None,
            note: (bare != text.trim()).then_some("left out what stood around the client id"),
        })
    }

    fn of_url(url: &Url) -> Result<Self, InputError> {
        let host = url.host_str().unwrap_or_default();
        let is_init_url = host == PHONE_HOST;
        let mut ids = parameters(url, &["client_id", "clientId"]);
        ids.extend(behind(
            url,
            &["oauth-clients", "authorized-apps", "clients"],
        ));
        ids.dedup();
        // The URL is not quoted: it may carry a token.
        let id = match ids.as_slice() {
            [id] => id,
            [] => {
                return Err(InputError::new(
                    "the pasted URL holds no client id: give the client id alone",
                ));
            }
            _ => {
                return Err(InputError::new(
                    "the pasted URL holds several client ids: give the right one alone",
                ));
            }
        };
        let client_id = ClientId::parse(bare(id))?;
        let (region, deployment) = if is_init_url {
            let region = parameters(url, &["region"]).pop();
            let region = region.and_then(|text| Region::parse(&text).ok());
            (region, behind(url, &["deployment"]))
        } else {
            (Region::of_host(host).cloned(), None)
        };
        Ok(Self {
            client_id,
            region,
            deployment: deployment
                .map(|text| Deployment::parse(&text))
                .transpose()?,
            note: Some("took the client id out of the pasted URL"),
        })
    }

    /// What to tell the person who pasted it, where this region (`None`: every region) and this deployment are used.
    #[must_use]
    pub fn notes(&self, region: Option<&Region>, deployment: &Deployment) -> Vec<String> {
        let mut notes: Vec<_> = self.note.iter().map(|&note| note.to_owned()).collect();
        if let Some(named) = self.region.as_ref().filter(|&named| Some(named) != region) {
            let used = region.map_or_else(
                || "every region is asked".to_owned(),
                |region| format!("{region} is used"),
            );
            notes.push(format!(
                "the pasted URL is of the region {named}, and {used}"
            ));
        }
        match &self.deployment {
            Some(named) if named != deployment => notes.push(format!(
                "the pasted URL is of the deployment {named}, and {deployment} is used"
            )),
            Some(named) if *named != Deployment::default() => {
                notes.push(format!("took the deployment {named} out of the pasted URL"));
            }
            _ => {}
        }
        notes
    }
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c| is_wrapping(c) || is_sentence_end(c))
}

/// A URL, with or without its scheme.
fn as_url(text: &str) -> Option<Url> {
    let has_host = |(host, _): (&str, &str)| host.contains('.');
    let url = if text.contains("://") {
        Url::parse(text)
    } else if text.split_once('/').is_some_and(has_host) {
        Url::parse(&format!("https://{text}"))
    } else {
        return None;
    };
    url.ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn parameters(url: &Url, names: &[&str]) -> Vec<String> {
    let is_named = |key: &str| names.iter().any(|name| key.eq_ignore_ascii_case(name));
    let pairs = url.query_pairs().filter(|(key, _)| is_named(key));
    pairs.map(|(_, value)| value.into_owned()).collect()
}

/// The segment behind one of these in the path, or in the fragment, which is a path of its own in the admin UI.
fn behind(url: &Url, names: &[&str]) -> Option<String> {
    let paths = [url.path(), url.fragment().unwrap_or_default()];
    paths.into_iter().find_map(|path| {
        let mut segments = path.split(['/', '?']);
        segments.find(|segment| names.contains(segment))?;
        segments.next().map(str::to_owned)
    })
}

fn is_uuid(text: &str) -> bool {
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
