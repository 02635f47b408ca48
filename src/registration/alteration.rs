//! How a registered text differs from the redirect URI that was meant: the near misses that a check asks for, by their
//! names, and beyond them one difference after the other, until nothing differs.

use super::rewritten::by_way_of;
use super::stray::{named, without};
use crate::genesys::{
    NearMissKind, PHONE_HOST, RedirectUri, Region, is_bracket, is_quote, is_sentence_end,
    near_misses,
};
use percent_encoding::percent_decode_str;
use std::collections::HashMap;

const PLACEHOLDER: &str = "the placeholder";

/// Letters by which a text may differ and still be meant.
const TYPOS: usize = 2;

/// How an entry differs from the URI that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alteration {
    /// After "It is registered".
    pub says: String,
    /// Whether the entry holds other URIs too.
    pub holds_others: bool,
    /// Whether the text shows no more than a placeholder or a part, so that what is registered may be right.
    pub is_open: bool,
    pub is_placeholder: bool,
}

/// A needed redirect URI with its near misses, to be looked up by what is registered.
pub(super) struct Needed<'a> {
    uri: &'a str,
    host: &'a str,
    region: &'a Region,
    near_misses: HashMap<String, NearMissKind>,
}

impl<'a> Needed<'a> {
    pub(super) fn new(uri: &'a RedirectUri, region: &'a Region) -> Self {
        let uri_text = uri.as_str();
        let rest = uri_text.strip_prefix("https://").unwrap_or(uri_text);
        Self {
            uri: uri_text,
            host: rest.split('/').next().unwrap_or(rest),
            region,
            near_misses: near_misses(uri, region)
                .into_iter()
                .map(|miss| (miss.uri.as_str().to_owned(), miss.kind))
                .collect(),
        }
    }

    /// How `text` differs from the needed URI, if it was meant to be it.
    pub(super) fn of(&self, text: &str) -> Option<Alteration> {
        /// More differences than this are a different address.
        const MOST: usize = 6;
        let mut text = text.to_owned();
        let mut said: Vec<String> = Vec::new();
        for _ in 0..MOST {
            if text == self.uri {
                return (!said.is_empty()).then(|| altered(&said, false));
            }
            if let Some(slip) = self.slip(&text) {
                let says = slip.description();
                said.push(says.strip_prefix("registered ").unwrap_or(says).to_owned());
                return Some(altered(&said, slip.joins()));
            }
            let Some((next, says)) = self.step(&text) else {
                break;
            };
            said.push(says);
            text = next;
        }
        self.last(&text).map(|(says, is_open)| {
            said.push(says);
            Alteration {
                is_open,
                ..altered(&said, false)
            }
        })
    }

    fn slip(&self, text: &str) -> Option<NearMissKind> {
        if let Some(slip) = self.near_misses.get(text) {
            return Some(*slip);
        }
        let holds_several = text.matches("://").count() > 1 && text.contains(self.uri);
        (holds_several && self.prefix(text).is_none() && by_way_of(text, self.uri).is_none())
            .then_some(NearMissKind::Joined)
    }

    /// The text without one difference, and the difference.
    fn step(&self, text: &str) -> Option<(String, String)> {
        let bare = without(text);
        if bare != text {
            return Some((bare, named(text)));
        }
        let clings = |c: char| is_quote(c) || is_bracket(c) || is_sentence_end(c);
        let inner = text.trim_matches(clings);
        if inner != text && (inner == self.uri || self.of(inner).is_some()) {
            return Some((
                inner.to_owned(),
                "with quotes, brackets or punctuation around it".to_owned(),
            ));
        }
        if let Some(host) = by_way_of(text, self.uri) {
            let says = format!(
                "as a link that leads there by way of {host}, as mail filters rewrite addresses"
            );
            return Some((self.uri.to_owned(), says));
        }
        if let Ok(decoded) = percent_decode_str(text).decode_utf8()
            && decoded != text
        {
            let at = text.find('%').unwrap_or_default();
            let code = text.get(at..at + 3).unwrap_or_default();
            return Some((
                without(&decoded),
                format!("with percent-encoding in it ({code})"),
            ));
        }
        self.placeholder(text)
            .or_else(|| self.prefix(text))
            .or_else(|| self.host(text))
            .or_else(|| self.end(text))
    }

    /// Something else than https:// before the host.
    fn prefix(&self, text: &str) -> Option<(String, String)> {
        let at = text.to_ascii_lowercase().find(self.host)?;
        let (prefix, rest) = text.split_at_checked(at)?;
        let lower = prefix.to_ascii_lowercase();
        let right = format!("https://{rest}");
        let says = match lower.as_str() {
            "https://" if prefix == lower => return None,
            "https://" => "with upper case in https".to_owned(),
            "" => "without https://".to_owned(),
            _ if lower.ends_with("https://") || lower.ends_with("http://") => {
                format!("with {prefix} before it")
            }
            _ if lower.ends_with('@') && lower.starts_with("https://") && !lower.contains(' ') => {
                "with user information before the host".to_owned()
            }
            _ if lower.chars().all(|c| "htpswx:;/\\.".contains(c)) => {
                format!("with {prefix} instead of https://")
            }
            _ => return None,
        };
        (prefix.len() < 40).then_some((right, says))
    }

    /// Another host in the place of the needed one, or one that is written otherwise.
    fn host(&self, text: &str) -> Option<(String, String)> {
        let rest = text.strip_prefix("https://")?;
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (host, behind) = rest.split_at_checked(end)?;
        let right = format!("https://{}{behind}", self.host);
        let lower = host.to_ascii_lowercase();
        let (name, port) = lower.split_once(':').unwrap_or((&lower, ""));
        if name.trim_end_matches('.') == self.host {
            let says = match (port, name == self.host, host == lower) {
                (_, false, _) => "with a full stop behind the host".to_owned(),
                ("", _, false) => "with upper case in the host".to_owned(),
                ("", _, true) if !host.ends_with(':') => return None,
                _ => format!("with the port {port}"),
            };
            return Some((right, says));
        }
        let is_apps = self.host == self.region.apps_host();
        let other = Region::all().iter().any(|other| {
            [other.apps_host(), other.login_host(), other.api_host()].contains(&lower)
        });
        (is_apps && other).then(|| (right, "with another host of Genesys Cloud".to_owned()))
    }

    /// Slashes, a query, or another case behind the host.
    fn end(&self, text: &str) -> Option<(String, String)> {
        if text.eq_ignore_ascii_case(self.uri) {
            return Some((
                self.uri.to_owned(),
                "with other upper and lower case in the path".to_owned(),
            ));
        }
        if !text.starts_with(&format!("https://{}", self.host)) {
            return None;
        }
        if let Some(at) = text.find(['?', '#']) {
            let (before, query) = text.split_at_checked(at)?;
            let what = if query.starts_with('?') {
                "a query"
            } else {
                "a fragment"
            };
            return Some((before.to_owned(), format!("with {what} behind it")));
        }
        let (scheme, rest) = text.split_once("://")?;
        let parts: Vec<&str> = rest
            .split(['/', '\\'])
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        let tidy = format!("{scheme}://{}", parts.join("/"));
        (tidy != text).then(|| (tidy, "with other slashes".to_owned()))
    }

    /// A placeholder where the region's domain belongs.
    fn placeholder(&self, text: &str) -> Option<(String, String)> {
        let lower = text.to_ascii_lowercase();
        let at = lower.find("apps.")? + "apps.".len();
        let rest = text.get(at..)?;
        let end = rest.find("/crm").unwrap_or(rest.len());
        let (domain, behind) = rest.split_at_checked(end)?;
        let is_sign = |c: char| is_bracket(c) || "$%".contains(c);
        let is_word = ["region", "your", "domain"]
            .iter()
            .any(|word| domain.to_ascii_lowercase().contains(word));
        let is_name = !domain.contains('.') && Region::parse(domain).is_ok();
        let before = text.get(..at)?;
        let right = format!("{before}{}{behind}", self.region.domain());
        if domain.contains(is_sign) || is_word {
            Some((
                right,
                format!("with {PLACEHOLDER} {domain} where the region's domain belongs"),
            ))
        } else if is_name {
            Some((
                right,
                format!("with the name {domain} where the region's domain belongs"),
            ))
        } else {
            None
        }
    }

    /// What cannot be undone step by step: letters that look alike, slips of the keyboard, an address that is cut off.
    /// And whether what is registered may be right.
    fn last(&self, text: &str) -> Option<(String, bool)> {
        let shown = text.trim_end_matches(['…', '.']);
        if shown != text
            && text.ends_with(['…', '.'])
            && shown.len() > "https://".len() + 4
            && self.uri.starts_with(shown)
            && (text.ends_with('…') || text.ends_with("..."))
        {
            return Some(("in full, or cut off as it is in this text".to_owned(), true));
        }
        let count = |text: &str| text.chars().count();
        let differs = text
            .chars()
            .zip(self.uri.chars())
            .any(|(here, there)| here != there && here.is_ascii());
        if !text.is_ascii() && count(text) == count(self.uri) && !differs {
            return Some((
                "with letters that look like the right ones and are others".to_owned(),
                false,
            ));
        }
        let is_near = count(text).abs_diff(count(self.uri)) <= TYPOS
            && strsim::damerau_levenshtein(text, self.uri) <= TYPOS;
        // The address for testing is easily taken for it.
        let is_init = self.host == PHONE_HOST && super::danger::is_init_url(text);
        if is_init {
            return Some((
                "as the debug init URL, which is an address for testing".to_owned(),
                false,
            ));
        }
        is_near.then(|| ("with a letter or two that differ".to_owned(), false))
    }
}

fn altered(said: &[String], holds_others: bool) -> Alteration {
    Alteration {
        says: said.join(", and "),
        holds_others,
        is_open: false,
        is_placeholder: said.iter().any(|says| says.contains(PLACEHOLDER)),
    }
}
