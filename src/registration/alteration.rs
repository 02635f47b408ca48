//! What was done to a needed redirect URI on its way into the form: the slips that a check asks for, read the other way.

use super::rewritten::by_way_of;
use super::stray::{strays, without};
use crate::genesys::{
    RedirectUri, Region, Slip, is_bracket, is_quote, is_sentence_end, near_misses,
};
use std::collections::HashMap;

/// Letters by which a text may differ and still be taken for a slip of the keyboard.
const TYPOS: usize = 2;
/// Stray characters that are named one by one.
const NAMED: usize = 3;

/// How an entry differs from the URI that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alteration {
    /// What was done, in sentences.
    pub says: String,
    /// What to do to it.
    pub fix: String,
    /// Whether the entry holds other URIs too.
    pub glued: bool,
}

/// The slips of one needed URI, to be looked up by what is registered.
pub(super) struct Slips<'a> {
    needed: &'a str,
    region: &'a Region,
    known: HashMap<String, Slip>,
}

impl<'a> Slips<'a> {
    pub(super) fn of(needed: &'a RedirectUri, region: &'a Region) -> Self {
        let known = near_misses(needed, region)
            .into_iter()
            .map(|miss| (miss.uri.as_str().to_owned(), miss.slip))
            .collect();
        Self {
            needed: needed.as_str(),
            region,
            known,
        }
    }

    /// How `text` differs from the needed URI, if it was meant to be it.
    pub(super) fn alteration(&self, text: &str) -> Option<Alteration> {
        let strays = strays(text);
        if strays.is_empty() || self.known.contains_key(text) {
            return self.shown(text);
        }
        let bare = without(text);
        let rest = if bare == self.needed {
            None
        } else {
            Some(self.shown(&bare)?)
        };
        let named: Vec<_> = strays
            .iter()
            .take(NAMED)
            .map(|stray| format!("character {} of it is {}", stray.position, stray.name()))
            .collect();
        let more = match strays.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let mut says = format!("{}{more}.", capitalised(&named.join(", ")));
        let mut fix = match strays.len() {
            1 => "remove that character".to_owned(),
            _ => "remove these characters".to_owned(),
        };
        let mut glued = false;
        if let Some(rest) = rest {
            says = format!("{says} {}", rest.says);
            fix = format!("{fix}, {}", rest.fix);
            glued = rest.glued;
        }
        Some(Alteration { says, fix, glued })
    }

    /// Whether `text` and what the next line begins with make the needed URI, as if somebody had broken it.
    pub(super) fn broken(&self, text: &str, next: &str) -> Option<Alteration> {
        // Mails in quoted-printable mark a break with an equals sign.
        let text = text.strip_suffix('=').unwrap_or(text);
        let rest = self
            .needed
            .strip_prefix(text)
            .filter(|rest| !rest.is_empty())?;
        let next = next.trim_end_matches(|c| is_quote(c) || is_bracket(c) || is_sentence_end(c));
        (next == rest).then(|| Alteration {
            says: format!("It is broken: the rest, '{rest}', stands in the next line. A mail program may have done that."),
            fix: "see that the form has it in one line".to_owned(),
            glued: false,
        })
    }

    /// The same for what holds no stray character, or a known slip.
    fn shown(&self, text: &str) -> Option<Alteration> {
        if text == self.needed {
            return None;
        }
        if let Some(host) = by_way_of(text, self.needed).filter(|_| !self.known.contains_key(text))
        {
            return Some(Alteration {
                says: format!(
                    "It is a link that leads there by way of {host}, as mail filters rewrite addresses."
                ),
                fix: "put the address itself in its place".to_owned(),
                glued: false,
            });
        }
        if let Some(slip) = self.slip(text) {
            return Some(Alteration {
                says: format!("It is {}.", slip.says()),
                fix: slip.fix().to_owned(),
                glued: slip.joins(),
            });
        }
        let (says, fix) = self.clinging(text).or_else(|| self.letters(text))?;
        Some(Alteration {
            says,
            fix,
            glued: false,
        })
    }

    fn slip(&self, text: &str) -> Option<Slip> {
        if let Some(slip) = self.known.get(text) {
            return Some(*slip);
        }
        if text.matches("://").count() > 1 && text.contains(self.needed) {
            return Some(Slip::Glued);
        }
        if self
            .needed
            .split_once("://")
            .is_some_and(|(_, rest)| rest == text)
        {
            return Some(Slip::SchemeMissing);
        }
        if text.eq_ignore_ascii_case(self.needed) {
            let path_differs = text.splitn(4, '/').nth(3) != self.needed.splitn(4, '/').nth(3);
            return Some(if path_differs {
                Slip::PathCase
            } else {
                Slip::HostCase
            });
        }
        None
    }

    /// What of the paste was pasted into the form along with it.
    fn clinging(&self, text: &str) -> Option<(String, String)> {
        let clings = |c: char| is_quote(c) || is_bracket(c) || is_sentence_end(c);
        let inner = text.trim_matches(clings);
        let slip = self.slip(inner).filter(|_| inner != self.needed);
        if inner != text && (inner == self.needed || slip.is_some()) {
            let says = "It is registered with quotes, brackets or punctuation around it.";
            let fix = "remove all that stands around it";
            return Some(match slip {
                None => (says.to_owned(), fix.to_owned()),
                Some(slip) => (
                    format!("{says} Apart from that it is {}.", slip.says()),
                    format!("{fix}, {}", slip.fix()),
                ),
            });
        }
        let filled = ["{REGION}", "{region}", "{Region}", "%7BREGION%7D"]
            .into_iter()
            .any(|mark| text.replacen(mark, self.region.domain(), 1) == self.needed);
        filled.then(|| {
            (
                "It is registered with the placeholder for the region, as the documentation prints it."
                    .to_owned(),
                "write the domain of your region in its place".to_owned(),
            )
        })
    }

    /// Letters that look alike, and slips of the keyboard.
    fn letters(&self, text: &str) -> Option<(String, String)> {
        let alike = text.chars().count() == self.needed.chars().count()
            && !text.is_ascii()
            && text
                .chars()
                .zip(self.needed.chars())
                .all(|(here, there)| here == there || !here.is_ascii());
        if alike {
            return Some((
                "It holds letters that look like the right ones and are others.".to_owned(),
                "delete it and paste it anew".to_owned(),
            ));
        }
        let count = |text: &str| text.chars().count();
        let near = count(text).abs_diff(count(self.needed)) <= TYPOS
            && strsim::damerau_levenshtein(text, self.needed) <= TYPOS;
        near.then(|| {
            (
                "It differs from the one that is needed in a letter or two.".to_owned(),
                "delete it and paste it anew".to_owned(),
            )
        })
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), characters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::Slips;
    use crate::genesys::{RedirectUri, Region, near_misses};
    use proptest::prelude::*;
    use proptest::sample::Index;

    /// Whatever a check asks for is named as the check would name it.
    #[test]
    fn every_near_miss_is_named_by_its_slip() {
        for region in Region::all() {
            for needed in &RedirectUri::documented(region) {
                let slips = Slips::of(needed, region);
                assert_eq!(slips.alteration(needed.as_str()), None);
                for miss in near_misses(needed, region) {
                    let altered = slips.alteration(miss.uri.as_str()).expect("an alteration");
                    assert_eq!(altered.says, format!("It is {}.", miss.slip.says()));
                    assert_eq!(altered.fix, miss.slip.fix());
                    assert_eq!(altered.glued, miss.slip.joins());
                }
            }
        }
    }

    proptest! {
        /// Beyond the list: one character more, less or other than needed is never taken for right, nor for nothing.
        #[test]
        fn every_change_of_one_character_is_an_alteration(
            which in 0..3_usize, at in any::<Index>(), other in any::<char>(), how in 0..3_usize,
        ) {
            let region = Region::parse("mypurecloud.de").expect("a region");
            let needed = &RedirectUri::documented(&region)[which];
            let mut text: Vec<char> = needed.as_str().chars().collect();
            let at = at.index(text.len());
            match how {
                0 => text.insert(at, other),
                1 => text[at] = other,
                _ => drop(text.remove(at)),
            }
            let text: String = text.into_iter().collect();
            prop_assume!(text != needed.as_str());
            let altered = Slips::of(needed, &region).alteration(&text);
            prop_assert!(altered.is_some(), "{text:?}");
        }
    }

    #[test]
    fn what_stands_around_it_hides_no_slip() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let [phone, _, _] = RedirectUri::documented(&region);
        let text = "\u{201c}https://phone.mirabridge.cloud/\u{201d}";
        let altered = Slips::of(&phone, &region).alteration(text);
        let altered = altered.expect("an alteration");
        assert!(
            altered.says.contains("with a trailing slash"),
            "{altered:?}"
        );
        assert!(
            altered.fix.ends_with("remove the slash at the end"),
            "{altered:?}"
        );
    }

    #[test]
    fn an_address_that_was_broken_is_put_together() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let [phone, page, _] = RedirectUri::documented(&region);
        let slips = Slips::of(&page, &region);
        for (text, next, broken) in [
            ("https://apps.mypurecloud.de/crm/", "index.html", true),
            ("https://apps.mypurecloud.de/crm/inde=", "x.html>,", true),
            ("https://apps.mypurecloud.de/crm/", "authWindow.html", false),
            ("https://apps.mypurecloud.de/crm/index.html", "", false),
            ("https://apps.mypurecloud.de/", "and", false),
        ] {
            assert_eq!(slips.broken(text, next).is_some(), broken, "{text} {next}");
        }
        assert_eq!(
            Slips::of(&phone, &region).broken("https://phone.", "Thanks"),
            None
        );
    }

    #[test]
    fn what_cannot_be_asked_for_is_named_too() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let [phone, page, _] = RedirectUri::documented(&region);
        let says = |needed, text| {
            let altered = Slips::of(needed, &region).alteration(text);
            altered.map(|altered| altered.says)
        };
        for (needed, text, words) in [
            (
                &phone,
                "https://phone.mirabridge.cloud\u{200b}",
                "Character 31 of it is a zero-width space (U+200B).",
            ),
            (
                &phone,
                "\u{a0}https://phone.mirabridge.cloud/",
                "Character 1 of it is a no-break space (U+00A0). It is registered with a trailing slash.",
            ),
            (
                &page,
                "https://apps.sae1.pure.cloud/crm/index.html",
                "It is registered with the host of another region.",
            ),
            (
                &page,
                "apps.mypurecloud.de/crm/index.html",
                "It is registered without https://.",
            ),
            (
                &page,
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html&data=05",
                "It is a link that leads there by way of eur01.safelinks.protection.outlook.com, as mail filters rewrite addresses.",
            ),
            (
                &page,
                "https://crm.example/cb,https://apps.mypurecloud.de/crm/index.html",
                "It is registered with another one glued to it.",
            ),
            (
                &page,
                "HTTPS://apps.mypurecloud.de/CRM/index.html",
                "It is registered with other upper and lower case in the path.",
            ),
            (
                &page,
                "https://apps.{REGION}/crm/index.html",
                "It is registered with the placeholder for the region, as the documentation prints it.",
            ),
            (
                &phone,
                "\u{201c}https://phone.mirabridge.cloud\u{201d}",
                "It is registered with quotes, brackets or punctuation around it.",
            ),
            (
                &phone,
                "https://ph\u{43e}ne.mirabridge.cloud",
                "It holds letters that look like the right ones and are others.",
            ),
            (
                &phone,
                "https://phone.mirabrigde.cloud",
                "It differs from the one that is needed in a letter or two.",
            ),
        ] {
            assert_eq!(says(needed, text).as_deref(), Some(words), "{text}");
        }
        assert_eq!(says(&phone, "https://example.com"), None);
    }
}
