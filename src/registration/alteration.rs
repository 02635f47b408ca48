//! How a registered text differs from the redirect URI that was meant.

use crate::genesys::{
    NearMissKind, PHONE_HOST, RedirectUri, Region, is_bracket, is_quote, is_sentence_end,
    near_misses, strays, without_strays,
};
use percent_encoding::percent_decode_str;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Letters by which a text may differ and still be meant.
const TYPOS: usize = 2;
/// More differences than this make another address.
const MOST: usize = 6;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alteration {
    /// After "It is registered".
    pub says: String,
    /// Whether the entry holds other URIs too.
    pub holds_others: bool,
    /// Whether a placeholder stands in it.
    pub is_placeholder: bool,
    /// Whether the text shows the beginning of it alone.
    pub is_cut_off: bool,
}

/// A needed redirect URI with its near misses, to be looked up by what is registered.
pub(super) struct Needed<'a> {
    uri: &'a str,
    /// With https:// before it.
    host: &'a str,
    path: &'a str,
    region: &'a Region,
    redirect_uri: &'a RedirectUri,
    /// Made when the first text is compared: a list that is right needs none.
    near_misses: OnceCell<HashMap<String, NearMissKind>>,
}

impl<'a> Needed<'a> {
    pub(super) fn new(redirect_uri: &'a RedirectUri, region: &'a Region) -> Self {
        let uri = redirect_uri.as_str();
        let rest = uri.strip_prefix("https://").unwrap_or(uri);
        let (host, path) = rest
            .split_at_checked(rest.find('/').unwrap_or(rest.len()))
            .unwrap_or((rest, ""));
        Self {
            uri,
            host,
            path,
            region,
            redirect_uri,
            near_misses: OnceCell::new(),
        }
    }

    /// How `text` differs from the needed URI, if it was meant to be it: one difference after the other is undone.
    pub(super) fn of(&self, text: &str) -> Option<Alteration> {
        let mut text = text.to_owned();
        let mut alteration = Alteration::default();
        let mut said: Vec<String> = Vec::new();
        while text != self.uri {
            let slip = self.slip(&text);
            let (next, says) = match slip {
                Some(slip) => (
                    self.uri.to_owned(),
                    slip.description().replacen("registered ", "", 1),
                ),
                None => self
                    .step(&text, &mut alteration)
                    .or_else(|| self.whole(&text, &mut alteration))?,
            };
            alteration.holds_others |= slip == Some(NearMissKind::Joined);
            said.push(says);
            text = next;
            if said.len() > MOST {
                return None;
            }
        }
        alteration.says = said.join(", and ");
        (!said.is_empty()).then_some(alteration)
    }

    fn slip(&self, text: &str) -> Option<NearMissKind> {
        let is_glued = || {
            text.matches("://").count() > 1
                && text.contains(self.uri)
                && !text.ends_with(&format!("://{}", self.uri))
        };
        let glued =
            || (by_way_of(text, self.uri).is_none() && is_glued()).then_some(NearMissKind::Joined);
        let near_misses = self.near_misses.get_or_init(|| {
            near_misses(self.redirect_uri, self.region)
                .into_iter()
                .map(|miss| (miss.uri.as_str().to_owned(), miss.kind))
                .collect()
        });
        near_misses.get(text).copied().or_else(glued)
    }

    /// The text without one difference, and that difference.
    fn step(&self, text: &str, alteration: &mut Alteration) -> Option<(String, String)> {
        let bare = without_strays(text);
        if bare != text {
            return Some((bare, strays(text)));
        }
        let clings = |c: char| is_quote(c) || is_bracket(c) || is_sentence_end(c);
        let inner = text.trim_matches(clings);
        if inner != text && (inner == self.uri || self.of(inner).is_some()) {
            let says = "with quotes, brackets or punctuation around it";
            return Some((inner.to_owned(), says.to_owned()));
        }
        if let Some(host) = by_way_of(text, self.uri) {
            let says = format!(
                "as a link that leads there by way of {host}, as mail filters rewrite addresses"
            );
            return Some((self.uri.to_owned(), says));
        }
        let decoded = percent_decode_str(text).decode_utf8();
        if let Ok(decoded) = decoded
            && decoded != text
        {
            let at = text.find('%').unwrap_or_default();
            let code = text.get(at..at + 3).unwrap_or("%");
            return Some((
                without_strays(&decoded),
                format!("with percent-encoding in it ({code})"),
            ));
        }
        let (domain, right) = self.placeholder(text)?;
        alteration.is_placeholder = true;
        let says = format!("with the placeholder {domain} where the region's domain belongs");
        Some((right, says))
    }

    /// What stands where the region's domain belongs and is none, such as {REGION} or eu-central-1, and the text with it.
    fn placeholder<'t>(&self, text: &'t str) -> Option<(&'t str, String)> {
        let at = text.to_ascii_lowercase().find("apps.")? + "apps.".len();
        let (before, rest) = text.split_at_checked(at)?;
        let (domain, behind) = rest.split_at_checked(rest.find("/crm").unwrap_or(rest.len()))?;
        let lower = domain.to_ascii_lowercase();
        let is_sign = |c: char| is_bracket(c) || "$%".contains(c);
        let is_word = ["region", "your", "domain"]
            .iter()
            .any(|word| lower.contains(word));
        let is_name = || !domain.contains('.') && Region::parse(domain).is_ok();
        let is_typo = strsim::damerau_levenshtein(domain, self.region.domain()) <= TYPOS;
        let is_placeholder = !is_typo && (domain.contains(is_sign) || is_word || is_name());
        is_placeholder.then(|| (domain, format!("{before}{}{behind}", self.region.domain())))
    }

    /// The rest of the differences: the parts of an address that are not the needed ones, or letters.
    fn whole(&self, text: &str, alteration: &mut Alteration) -> Option<(String, String)> {
        let says = self
            .parts(text)
            .or_else(|| self.letters(text, alteration))?;
        Some((self.uri.to_owned(), says))
    }

    /// The parts that differ: what stands before the host, the host, and what stands behind it.
    fn parts(&self, text: &str) -> Option<String> {
        let lower = text.to_ascii_lowercase();
        let hosts = Region::all()
            .iter()
            .flat_map(|region| [region.apps_host(), region.login_host(), region.api_host()]);
        let hosts = hosts
            .filter(|_| self.host != PHONE_HOST)
            .chain([self.host.to_owned()]);
        let ends = |at: usize| {
            let behind = lower.get(at..).unwrap_or_default();
            behind.trim_start_matches('.').is_empty()
                || behind
                    .trim_start_matches('.')
                    .starts_with(['/', '?', '#', ':', '\\'])
        };
        let place = |host: &String| {
            lower
                .find(host)
                .filter(|at| ends(at + host.len()))
                .map(|at| (at, host.len()))
        };
        let (at, length) = hosts
            .filter_map(|host| place(&host))
            .max_by_key(|(_, length)| *length)?;
        let (before, rest) = text.split_at_checked(at)?;
        let end = rest
            .get(length..)?
            .find(['/', '?', '#', '\\'])
            .map_or(rest.len(), |end| length + end);
        let (host, behind) = rest.split_at_checked(end)?;
        let is_scheme = |part: &str| {
            matches!(part, "" | "www.") || strsim::damerau_levenshtein(part, "https") <= TYPOS
        };
        let mut parts = before.split([':', '/', '\\', ';', ' ']);
        let is_before = parts.all(|part| is_scheme(&part.to_ascii_lowercase()))
            || before.ends_with('@')
                && !before.contains(['?', '#'])
                && before.matches('/').count() == 2;
        let path = behind.split(['?', '#']).next()?;
        let bare = |path: &str| path.to_ascii_lowercase().replace(['/', '\\'], "");
        if before.len() > 40 || !is_before || bare(path) != bare(self.path) {
            return None;
        }
        let parts = [
            ("before the host", before, "https://"),
            ("as the host", host, self.host),
            ("behind the host", behind, self.path),
        ];
        let said = parts
            .iter()
            .filter(|(_, is, needed)| is != needed)
            .map(|(what, is, needed)| match (*is, *needed) {
                ("", needed) => format!("without {needed} {what}"),
                (is, "") => format!("with {is} {what}"),
                (is, needed) => format!("with {is} {what} instead of {needed}"),
            });
        Some(said.collect::<Vec<_>>().join(", "))
    }

    /// Letters that look alike, slips of the keyboard, an address that is cut off, and the one for testing.
    fn letters(&self, text: &str, alteration: &mut Alteration) -> Option<String> {
        let shown = text.strip_suffix('…').or_else(|| text.strip_suffix("..."));
        if shown
            .is_some_and(|shown| shown.len() > "https://apps".len() && self.uri.starts_with(shown))
        {
            alteration.is_cut_off = true;
            return Some("as far as the text shows, which is cut off".to_owned());
        }
        let count = |text: &str| text.chars().count();
        let is_same = |(here, there): (char, char)| here == there || !here.is_ascii();
        let says = if !text.is_ascii()
            && count(text) == count(self.uri)
            && text.chars().zip(self.uri.chars()).all(is_same)
        {
            "with letters that look like the right ones and are others"
        } else if count(text).abs_diff(count(self.uri)) <= TYPOS
            && strsim::damerau_levenshtein(text, self.uri) <= TYPOS
        {
            "with a letter or two that differ"
        } else if self.host == PHONE_HOST && is_init_url(text) {
            "as the debug init URL, which is an address for testing"
        } else {
            return None;
        };
        Some(says.to_owned())
    }
}

/// The host of a mail filter by way of which `text` leads to `needed`, if that is what it does.
///
/// Outlook and others put the address, encoded, into a parameter; Proofpoint puts it between underscores or, formerly, with
/// a minus for the percent sign and an underscore for the slash.
fn by_way_of<'a>(text: &'a str, needed: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let formerly = rest.replace('-', "%").replace('_', "/");
    let holds = |inner: &str| holds(inner, needed);
    let decoded = |inner: &str| percent_decode_str(inner).decode_utf8_lossy().into_owned();
    (holds(&decoded(rest)) || holds(&decoded(&formerly))).then_some(host)
}

/// Whether the needed address stands in the middle of another one, whole.
fn holds(text: &str, needed: &str) -> bool {
    text.match_indices(needed).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + needed.len()..).unwrap_or_default();
        let behind = behind.strip_prefix('/').unwrap_or(behind);
        before.ends_with(['=', '_', '/', '?', '&'])
            && !behind
                .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | ':'))
    })
}

/// Whether a text is the debug init URL, of whatever deployment.
pub(super) fn is_init_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let behind = lower.split_once(PHONE_HOST).map(|(_, behind)| behind);
    behind.is_some_and(|behind| behind.starts_with("/api/v1/deployment/"))
}

#[cfg(test)]
mod tests {
    use super::{Needed, by_way_of};
    use crate::genesys::{RedirectUri, Region, near_misses};
    use proptest::prelude::*;
    use proptest::sample::Index;

    /// A check that asks for a near miss and a copy of what is registered say the same.
    #[test]
    fn every_near_miss_is_named_by_its_slip() {
        for region in Region::all() {
            for uri in &RedirectUri::documented(region) {
                let needed = Needed::new(uri, region);
                assert_eq!(needed.of(uri.as_str()), None);
                for miss in near_misses(uri, region) {
                    let altered = needed.of(miss.uri.as_str()).expect("an alteration");
                    assert_eq!(
                        format!("registered {}", altered.says),
                        miss.kind.description()
                    );
                    assert_eq!(
                        altered.holds_others,
                        miss.kind == super::NearMissKind::Joined
                    );
                }
            }
        }
    }

    #[test]
    fn another_address_is_no_alteration() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        for text in [
            "https://example.com",
            "https://phone.mirabridge.cloud/admin",
            "https://phone.mirabridge.cloud.evil.example",
            "https://evil.example/phone.mirabridge.cloud",
            "https://apps.mypurecloud.de/directory/",
            "",
        ] {
            for uri in &RedirectUri::documented(&region) {
                assert_eq!(Needed::new(uri, &region).of(text), None, "{text}");
            }
        }
    }

    #[test]
    fn the_links_of_mail_filters_are_seen_through() {
        let phone = "https://phone.mirabridge.cloud";
        for (text, host) in [
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fphone.mirabridge.cloud%2F&data=05%7C02%7C&reserved=0",
                Some("eur01.safelinks.protection.outlook.com"),
            ),
            (
                "https://urldefense.com/v3/__https://phone.mirabridge.cloud__;!!abc!xyz$",
                Some("urldefense.com"),
            ),
            (
                "https://urldefense.proofpoint.com/v2/url?u=https-3A__phone.mirabridge.cloud&d=DwMF",
                Some("urldefense.proofpoint.com"),
            ),
            (
                "https://www.google.com/url?q=https://phone.mirabridge.cloud",
                Some("www.google.com"),
            ),
            (
                "https://a.example/?u=https://phone.mirabridge.cloud/other",
                None,
            ),
            ("https://a.example/,https://phone.mirabridge.cloud", None),
            (phone, None),
            (
                "https://phone.mirabridge.cloudhttps://phone.mirabridge.cloud",
                None,
            ),
        ] {
            assert_eq!(by_way_of(text, phone), host, "{text}");
        }
    }

    proptest! {
        /// One character more, less or other than needed is never taken for right, nor for nothing.
        #[test]
        fn every_change_of_one_character_is_an_alteration(
            which in 0..3_usize, at in any::<Index>(), other in any::<char>(), how in 0..3_usize,
        ) {
            let region = Region::parse("mypurecloud.de").expect("a region");
            let uri = &RedirectUri::documented(&region)[which];
            let mut text: Vec<char> = uri.as_str().chars().collect();
            let at = at.index(text.len());
            match how {
                0 => text.insert(at, other),
                1 => text[at] = other,
                _ => drop(text.remove(at)),
            }
            let text: String = text.into_iter().collect();
            prop_assume!(text != uri.as_str());
            prop_assert!(Needed::new(uri, &region).of(&text).is_some(), "{text:?}");
        }
    }
}
