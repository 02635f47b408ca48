//! Where a client id stands in the URLs and settings that people paste whole.

use percent_encoding::percent_decode_str;

use super::client_id_error::ClientIdError;
use super::paste::is_quote;
use super::redirect_uri::PHONE_HOST;
use super::region::Region;
use super::region_spelling::{host, of_host};
use super::uuid::is_uuid;

/// The parameter, as Genesys Cloud, MiraBridge and people spell it.
const KEYS: [&str; 4] = ["client_id", "clientid", "client-id", "client id"];

/// What stands before the id in the pages of the admin UI (several third parties) and in the admin API (Genesys).
const PATHS: [&str; 3] = ["/oauth-clients/", "/authorized-apps/", "/oauth/clients/"];

/// What may be the client id, and what the rest of the paste tells.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) value: String,
    pub(super) note: &'static str,
    pub(super) region: Option<Region>,
}

/// The client id in a larger text; None if the text is not larger.
pub(super) fn locate(text: &str) -> Result<Option<Place>, ClientIdError> {
    let lower = text.to_ascii_lowercase();
    let is_url = lower.starts_with("https://") || lower.starts_with("http://");
    let found = |value: String, note| Place {
        value,
        note,
        region: region(text, &lower, is_url),
    };
    let named: Vec<String> = KEYS
        .iter()
        .flat_map(|key| parameters(text, &lower, key))
        .collect();
    let shaped: Vec<String> = named
        .iter()
        .filter(|value| is_uuid(value))
        .cloned()
        .collect();
    let in_path: Vec<String> = PATHS
        .iter()
        .flat_map(|path| segments(text, &lower, path))
        .collect();
    let note = if text.contains(['/', '?', '&']) {
        "took the client id out of the pasted URL"
    } else {
        "took the client id out of the pasted text"
    };
    if let Some(value) = only(shaped)? {
        return Ok(Some(found(value, note)));
    }
    // Not an id, but plainly given as one: its own fault is worth more words than its absence.
    if let Some(value) = named.into_iter().next() {
        return Ok(Some(found(value, note)));
    }
    if let Some(value) = only(in_path)? {
        return Ok(Some(found(value, note)));
    }
    if !is_url {
        return Ok(None);
    }
    let anywhere = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|part| is_uuid(part));
    match only(anywhere.map(str::to_owned).collect())? {
        Some(value) => Ok(Some(found(
            value,
            "took the only id in the pasted URL for the client id",
        ))),
        // The rest of the URL is not shown: it may carry an access token.
        None => Err(ClientIdError::new("the pasted URL holds no client id")),
    }
}

/// The one value, if all are the same.
fn only(mut values: Vec<String>) -> Result<Option<String>, ClientIdError> {
    values.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
    match values.as_slice() {
        [one, other, ..] => Err(ClientIdError::new(format!(
            "the pasted text holds several ids, {one} and {other}, and which is the client id does not show: give that one alone"
        ))),
        _ => Ok(values.pop()),
    }
}

/// What stands behind `key=` or `"key": `, without its percent-encoding.
fn parameters(text: &str, lower: &str, key: &str) -> Vec<String> {
    let is_end = |c: char| {
        c.is_whitespace() || is_quote(c) || matches!(c, '&' | '#' | ',' | ';' | '}' | '>' | ')')
    };
    behind(text, lower, key)
        .filter(|(before, _)| !before.ends_with(|c: char| c.is_ascii_alphanumeric()))
        .filter_map(|(_, behind)| {
            let sign = behind.trim_start_matches(|c: char| c == ' ' || is_quote(c));
            let value = sign
                .strip_prefix(['=', ':'])?
                .trim_start_matches(|c: char| c == ' ' || is_quote(c));
            let value = value.split(is_end).next().unwrap_or(value);
            Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
        })
        .collect()
}

/// The ids directly behind a part of a path.
fn segments(text: &str, lower: &str, path: &str) -> Vec<String> {
    behind(text, lower, path)
        .filter_map(|(_, behind)| {
            behind
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .next()
        })
        .filter(|segment| is_uuid(segment))
        .map(str::to_owned)
        .collect()
}

/// The text before and behind each occurrence, found in its lower-case form, which has the same offsets.
fn behind<'a>(
    text: &'a str,
    lower: &'a str,
    part: &'a str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    lower
        .match_indices(part)
        .filter_map(|(at, part)| Some((text.get(..at)?, text.get(at + part.len()..)?)))
}

/// The region of the host, or the region parameter of MiraBridge's own URLs and of loose settings. The parameter of a
/// foreign URL says nothing.
fn region(text: &str, lower: &str, is_url: bool) -> Option<Region> {
    let host = host(lower);
    of_host(host).cloned().or_else(|| {
        let says = host == PHONE_HOST || !is_url;
        says.then(|| parameters(text, lower, "region"))
            .and_then(|values| Region::parse(values.first()?).ok())
    })
}
