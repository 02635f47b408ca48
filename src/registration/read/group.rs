//! Whether names, headings or columns divide the needed redirect URIs, so that they may be those of several clients.

use crate::genesys::PHONE_HOST;
use crate::registration::RegisteredUri;
use std::collections::BTreeMap;

/// Why nothing is counted then, after "the text".
pub(super) const SEVERAL: &str = "may be about several clients";

/// What divides the addresses of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// The number of the heading above it.
    pub(super) heading: usize,
    /// The name beside it.
    pub(super) name: String,
}

impl Group {
    /// Without a heading.
    pub(super) fn named(name: String) -> Self {
        Self { heading: 0, name }
    }
}

/// Words that tell what a redirect URI is for, or belong to the form of a text: they tell no client from another.
const WORDS: &str = "phone index page auth login window purpose zweck html crm mira bridge genesys uri uris url urls \
    redirect redirects callback callbacks link registered authorized token implicit browser scope name value values item string type web \
    http https www and or und et y e the a for für die der das li ul ol td tr br p div span href code pre const let var";

/// A part of the path or the host by which an address is one of the three, altered or not.
const NEEDED: [&str; 3] = [PHONE_HOST, "/crm/index", "/crm/authwindow"];

/// The words and numbers of a name or a heading that may tell one client from another.
pub(super) fn name(text: &str) -> String {
    let mut spaced = String::new();
    for c in text.chars() {
        // authWindow is two words.
        if c.is_uppercase() && spaced.ends_with(char::is_lowercase) {
            spaced.push(' ');
        }
        spaced.push(c);
    }
    let spaced = spaced.to_lowercase();
    let words = spaced.split(|c: char| !c.is_alphanumeric());
    let tells =
        |word: &&str| !word.is_empty() && !WORDS.split_whitespace().any(|known| known == *word);
    words.filter(tells).collect::<Vec<_>>().join(" ")
}

/// Whether the groups hold different ones of the three. Where each has a name of its own beside it, that says what it is for.
pub(super) fn are_several<'a>(
    entries: impl Iterator<Item = (&'a Group, &'a RegisteredUri)>,
) -> bool {
    let mut groups: BTreeMap<&Group, [bool; 3]> = BTreeMap::new();
    for (group, entry) in entries.filter(|(_, entry)| entry.not_counted.is_none()) {
        let text = entry.text.to_ascii_lowercase();
        let kind = NEEDED.map(|sign| text.contains(sign) && !text.contains("/api/"));
        let held = groups.entry(group).or_default();
        for (held, is) in held.iter_mut().zip(kind) {
            *held |= is;
        }
    }
    groups.retain(|_, held| held.contains(&true));
    let mut all = groups.iter();
    let Some((first, held)) = all.next() else {
        return false;
    };
    let are_beside = groups.keys().all(|group| group.heading == first.heading);
    let is_one = |held: &[bool; 3]| held.iter().filter(|is| **is).count() == 1;
    all.any(|(_, other)| other != held) && !(are_beside && groups.values().all(is_one))
}
