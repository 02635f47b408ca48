//! A registered client beside what is needed.

use super::alteration::{Alteration, Needed};
use super::{RegisteredUri, Registration};
use crate::genesys::{Grant, RedirectUri, Region};
use crate::text::capitalised;
use std::collections::HashSet;

/// What is needed beside what is registered.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub region: &'a Region,
    /// The grant that the client should have.
    pub grant: Grant,
    pub client: &'a Registration,
    /// Each needed redirect URI, in the documented order.
    pub needed: Vec<(RedirectUri, UriMatch<'a>)>,
    /// What is registered besides, each text once.
    pub extra: Vec<&'a RegisteredUri>,
    /// The command that read the client from a copy, without its region; none where the organization itself was asked, which
    /// shows its region.
    pub command: Option<&'a str>,
}

/// What is registered of a needed redirect URI.
#[derive(Debug, PartialEq, Eq)]
pub enum UriMatch<'a> {
    /// The same, byte for byte.
    Registered(&'a RegisteredUri),
    /// Something else in its place.
    Altered(&'a RegisteredUri, Alteration),
    /// It is named, and the text does not say that it is registered.
    NotCounted(&'a RegisteredUri),
    Missing,
}

impl<'a> Comparison<'a> {
    #[must_use]
    pub fn new(region: &'a Region, grant: Grant, client: &'a Registration) -> Self {
        let documented = RedirectUri::documented(region);
        let (counted, others): (Vec<_>, Vec<_>) = client
            .redirect_uris
            .iter()
            .partition(|entry| entry.not_counted.is_none());
        let is_needed =
            |entry: &RegisteredUri| documented.iter().any(|uri| uri.as_str() == entry.text);
        let mut taken: HashSet<&str> = HashSet::new();
        let mut needed = Vec::new();
        for uri in &documented {
            let alterations = Needed::new(uri, region);
            let altered = |entry: &RegisteredUri| alterations.of(&entry.text);
            let same = counted.iter().find(|entry| entry.text == uri.as_str());
            // One entry stands for one URI, unless several were pasted into it.
            let in_its_place = || {
                let others = counted.iter().filter(|entry| !is_needed(entry));
                let mut altered = others.filter_map(|entry| Some((*entry, altered(entry)?)));
                altered
                    .find(|(entry, how)| how.holds_others || !taken.contains(entry.text.as_str()))
            };
            let not_counted = || {
                others
                    .iter()
                    .find(|entry| entry.text == uri.as_str() || altered(entry).is_some())
            };
            let uri_match = if let Some(entry) = same {
                UriMatch::Registered(entry)
            } else if let Some((entry, how)) = in_its_place() {
                taken.insert(&entry.text);
                UriMatch::Altered(entry, how)
            } else if let Some(entry) = not_counted() {
                UriMatch::NotCounted(entry)
            } else {
                UriMatch::Missing
            };
            needed.push((uri.clone(), uri_match));
        }
        let extra = counted.iter().copied().filter(|entry| !is_needed(entry));
        let mut seen = taken.clone();
        let extra = extra.filter(|entry| seen.insert(&entry.text)).collect();
        Self {
            region,
            grant,
            client,
            needed,
            extra,
            command: None,
        }
    }

    /// The same of a copy that this command read.
    #[must_use]
    pub fn of_copy(self, command: &'a str) -> Self {
        Self {
            command: Some(command),
            ..self
        }
    }

    /// The one other region that all redirect URIs with a host of Genesys Cloud belong to.
    #[must_use]
    pub fn other_region(&self) -> Option<&'static Region> {
        let entries = self.client.redirect_uris.iter();
        let counted = entries.filter(|entry| entry.not_counted.is_none());
        let mut regions = counted.filter_map(|entry| region_of(&entry.text));
        let first = regions.next()?;
        let is_one = regions.all(|other| other == first);
        (is_one && first != self.region).then_some(first)
    }
}

/// The region of the host in a text that is meant as an address.
fn region_of(text: &str) -> Option<&'static Region> {
    let lower = text.to_ascii_lowercase();
    let (_, rest) = lower.split_once("apps.")?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
    let domain = rest.get(..end.unwrap_or(rest.len()))?;
    Region::listed(domain)
}

/// What a reader has to know of how the input was read: what was left out, and what it does not tell.
#[must_use]
pub fn notes(comparison: &Comparison<'_>) -> Vec<String> {
    let mut left_out: Vec<&str> = Vec::new();
    for (_, uri_match) in &comparison.needed {
        if let UriMatch::Registered(entry) | UriMatch::Altered(entry, _) = uri_match {
            left_out.extend(&entry.left_out);
        }
    }
    let mut seen = HashSet::new();
    left_out.retain(|what| seen.insert(*what));
    let client = comparison.client;
    let untold: Vec<&str> = [
        ("the grant type", client.grant.is_none()),
        ("the scopes", client.scopes.is_none()),
        ("the state", client.state.is_none()),
    ]
    .into_iter()
    .filter_map(|(what, is_untold)| is_untold.then_some(what))
    .collect();
    let mut notes = Vec::new();
    if !left_out.is_empty() {
        notes.push(format!(
            "{} around the redirect URIs were ignored. If the form in Genesys Cloud shows them, remove them there.",
            capitalised(&joined(&left_out))
        ));
    }
    if !untold.is_empty() {
        notes.push(format!(
            "The input does not say {}. That was not checked.",
            joined(&untold)
        ));
    }
    notes
}

fn joined(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.concat(),
    }
}
