use super::alteration::{Alteration, Slips};
use super::registration::{Entry, Registration};
use crate::genesys::{Grant, RedirectUri, Region};
use std::collections::HashSet;

/// What a check is shown: what is needed, what is registered, and how the two go together.
#[derive(Debug)]
pub struct Case<'a> {
    /// The region the client is expected in.
    pub region: &'a Region,
    /// The grant it is expected to have.
    pub grant: Grant,
    /// What is registered.
    pub registration: &'a Registration,
    /// Each needed redirect URI, in the documented order.
    pub needed: Vec<(RedirectUri, Standing<'a>)>,
    /// What is registered besides, each text once.
    pub extra: Vec<&'a Entry>,
}

/// How a needed redirect URI stands.
#[derive(Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Registered, byte for byte.
    Present(&'a Entry),
    /// Something else is registered in its place.
    Altered(&'a Entry, Alteration),
    /// Neither.
    Missing,
}

impl<'a> Case<'a> {
    /// The case of a registration.
    #[must_use]
    pub fn new(region: &'a Region, grant: Grant, registration: &'a Registration) -> Self {
        let documented = RedirectUri::documented(region);
        let entries = &registration.entries;
        let is_needed = |entry: &Entry| documented.iter().any(|uri| uri.as_str() == entry.text);
        let mut taken: HashSet<&str> = HashSet::new();
        let mut needed = Vec::new();
        for uri in &documented {
            let exact = entries.iter().find(|entry| entry.text == uri.as_str());
            let standing = exact.map_or_else(
                || {
                    let slips = Slips::of(uri, region);
                    // One entry stands for one URI, unless several were pasted into it.
                    let altered = entries
                        .iter()
                        .filter(|entry| !is_needed(entry))
                        .filter_map(|entry| {
                            let next = entry.next.as_deref();
                            let broken = next.and_then(|next| slips.broken(&entry.text, next));
                            Some((entry, broken.or_else(|| slips.alteration(&entry.text))?))
                        })
                        .find(|(entry, how)| how.glued || !taken.contains(entry.text.as_str()));
                    altered.map_or(Standing::Missing, |(entry, how)| {
                        taken.insert(&entry.text);
                        Standing::Altered(entry, how)
                    })
                },
                Standing::Present,
            );
            needed.push((uri.clone(), standing));
        }
        let mut seen = taken;
        let extra = entries
            .iter()
            .filter(|entry| !is_needed(entry) && seen.insert(&entry.text))
            .collect();
        Self {
            region,
            grant,
            registration,
            needed,
            extra,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Standing};
    use crate::genesys::{Grant, RedirectUri, Region, Slip, near_misses};
    use crate::registration::read;

    /// A check that asks for a near miss and a copy of what is registered come to the same.
    #[test]
    fn every_near_miss_is_found_as_it_is_registered() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let documented = RedirectUri::documented(&region);
        for (place, needed) in documented.iter().enumerate() {
            for miss in near_misses(needed, &region) {
                let mut uris = documented.each_ref().map(RedirectUri::as_str);
                uris[place] = miss.uri.as_str();
                let json = serde_json::to_string(&uris).expect("JSON");
                let mut copies = vec![json];
                // In a list, what joins two entries cannot be told from what stands between them.
                if miss.slip != Slip::Listed {
                    copies.push(uris.join("\n"));
                }
                for copy in copies {
                    let registration = read(copy.as_bytes()).expect("a list");
                    let case = Case::new(&region, Grant::Implicit, &registration);
                    let Some((_, Standing::Altered(entry, how))) = case.needed.get(place) else {
                        panic!("{copy}: {:?}", case.needed);
                    };
                    assert_eq!(entry.text, miss.uri.as_str(), "{copy}");
                    assert_eq!(how.fix, miss.slip.fix(), "{copy}");
                }
            }
        }
    }

    #[test]
    fn an_entry_stands_for_one_uri() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let text = "https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.de/crm/\nhttps://x.example\nhttps://x.example";
        let registration = read(text.as_bytes()).expect("a list");
        let case = Case::new(&region, Grant::Implicit, &registration);
        let standings: Vec<_> = case.needed.iter().map(|(_, standing)| standing).collect();
        assert!(
            matches!(
                standings[..],
                [
                    Standing::Present(_),
                    Standing::Altered(_, _),
                    Standing::Missing
                ]
            ),
            "{standings:?}"
        );
        assert_eq!(case.extra.len(), 1);
    }
}
