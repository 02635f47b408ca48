//! The region that people type or paste, and what they may have meant.
//!
//! Recognition is exact: a text is cleared of what clings to a pasted value and then has to *equal* a spelling. Nothing is
//! matched by prefix or suffix, so mypurecloud.com.evil.example, user information before an @ and look-alike letters
//! cannot pass.

use std::net::IpAddr;

use strsim::damerau_levenshtein;

use super::InputError;
use super::characters::{is_sentence_end, is_wrapping};
use super::region::{Region, table_verified, without_service};
use crate::text::spelled;

/// Longer than any URL that is pasted for its host.
const LONGEST_INPUT: usize = 2048;

/// Longer than any domain of a region with one of its hosts before it. What is longer may be a secret, so it is not quoted.
const LONGEST_SHOWN: usize = 40;

/// The oldest region is plain "prod" to Genesys; everybody else derives the short name from the AWS region, us-east-1.
const SHORT_NAMES_OF_PROD: [&str; 2] = ["use1", "prod-use1"];

/// Slips that are known, or that the distance between words would answer wrongly.
const KNOWN_SLIPS: [(&str, &str); 4] = [
    // Also in Genesys' own comments.
    ("mypurecloud.au", "mypurecloud.com.au"),
    ("mypurecloud.co.jp", "mypurecloud.jp"),
    // Nearer to com.au by its letters, but the organizations of London live elsewhere.
    ("mypurecloud.co.uk", "euw2.pure.cloud"),
    ("mypurecloud.uk", "euw2.pure.cloud"),
];

/// Domains after which people expect the short name of any region, such as euc1.pure.cloud and usw2.mypurecloud.com.
const PARENTS: [&str; 4] = [
    "pure.cloud",
    "mypurecloud.com",
    "us-gov-pure.cloud",
    "eusc-pure.cloud",
];

/// The longest name of a host that DNS can carry in its text form (RFC 1035 §2.3.4).
const LONGEST_HOST: usize = 253;
/// The longest part between two dots (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;

/// More suggestions than this help nobody.
const MOST_SUGGESTIONS: usize = 5;

impl Region {
    /// The region of the table that is meant, in any of the spellings in use: its domain, a host or URL of it, its name of
    /// AWS or of Genesys, and its place if there is no other region.
    ///
    /// # Errors
    /// Where no region is meant, or it is not certain which.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        if text.len() > LONGEST_INPUT {
            return Err(too_long(text));
        }
        let bare = bare(text);
        if bare.is_empty() {
            return Err(empty());
        }
        recognize(&bare)
            .or_else(|| only_one_at(&bare))
            .cloned()
            .ok_or_else(|| unknown(text, &bare))
    }

    /// A region that the table does not hold yet, or the row of the table if it does.
    ///
    /// Unlike [`Self::parse`] this guesses nothing, as whatever is given becomes a host that is talked to.
    ///
    /// # Errors
    /// Where the text is not a domain alone.
    pub fn unlisted(text: &str) -> Result<Self, InputError> {
        if text.len() > LONGEST_INPUT {
            return Err(too_long(text));
        }
        let text = text.trim();
        if text.is_empty() {
            return Err(empty());
        }
        let refused = |why: &str| {
            let shown = quoted(text);
            InputError::new(format!("{shown} is not the domain of a region: {why}"))
        };
        let domain = text.strip_suffix('.').unwrap_or(text);
        let domain = checked_domain(domain).map_err(refused)?;
        if without_service(&domain) != domain {
            return Err(refused("give it without login., api. or apps."));
        }
        if Self::all().iter().any(|known| imitates(&domain, known)) {
            return Err(refused(
                "it begins with the domain of a region and belongs to somebody else",
            ));
        }
        Ok(Self::with_domain(&domain))
    }
}

/// Such as mypurecloud.com.evil.example; one more label, as in mypurecloud.com.au, may be a country.
fn imitates(domain: &str, region: &Region) -> bool {
    let rest = domain
        .strip_prefix(region.domain())
        .and_then(|rest| rest.strip_prefix('.'));
    rest.is_some_and(|rest| rest.contains('.'))
}

fn empty() -> InputError {
    InputError::new("the region is empty: give its domain, such as mypurecloud.de")
}

fn too_long(text: &str) -> InputError {
    let length = text.len();
    InputError::new(format!(
        "the region is {length} bytes long, and no region is"
    ))
}

fn unknown(text: &str, bare: &str) -> InputError {
    let suggestions = suggestions(bare);
    // A word that is like no region may be a secret.
    let shown = if suggestions.is_empty()
        && !only_places(bare)
        && !is_placeholder(bare)
        && !bare.contains('.')
    {
        "this".to_owned()
    } else {
        quoted(text.trim())
    };
    if is_placeholder(bare) {
        return InputError::new(format!(
            "{shown} is a placeholder: put your region in its place, such as mypurecloud.de"
        ));
    }
    let meant: Vec<_> = match suggestions.as_slice() {
        [one] => vec![one.domain().to_owned()],
        several => several.iter().map(|region| with_place(region)).collect(),
    };
    let hint = match meant.as_slice() {
        [] => "; 'mirabridge-oauth regions' lists all".to_owned(),
        [one] => format!("; did you mean {one}?"),
        [first @ .., last] => format!("; did you mean {} or {last}?", first.join(", ")),
    };
    let newer = new_domain(bare).map_or_else(String::new, |domain| {
        let date = table_verified();
        format!(" Or, if it is newer than the table of {date}: --region-domain {domain}")
    });
    let what = if only_places(bare) {
        "is the place of several Genesys Cloud regions"
    } else {
        "is not a Genesys Cloud region"
    };
    InputError::new(format!("{shown} {what}{hint}{newer}"))
}

/// Such as mypurecloud.de (Europe, Frankfurt).
fn with_place(region: &Region) -> String {
    let place = region.location().unwrap_or_default().replace(" (", ", ");
    format!("{} ({}", region.domain(), place)
}

/// Such as {REGION}, <region>, YOUR_REGION and ${var.region}.
fn is_placeholder(bare: &str) -> bool {
    let letters = bare.chars().filter(char::is_ascii_alphabetic);
    let letters: String = letters.collect();
    letters.ends_with("region") && bare.len() <= LONGEST_SHOWN
}

/// The domain in a text, if it is such as Genesys Cloud gives to new regions.
fn new_domain(bare: &str) -> Option<&str> {
    let domain = without_service(host(bare));
    let label = domain.strip_suffix(".pure.cloud")?;
    let is_new = with_name(label).is_none()
        && label.ends_with(|c: char| c.is_ascii_digit())
        && label.chars().all(|c| c.is_ascii_alphanumeric());
    is_new.then_some(domain)
}

/// The host in a text, as it is shown. User information, path and query may hold a secret, and so may anything long.
fn quoted(text: &str) -> String {
    let host = host(text);
    if host.is_empty() || host.chars().count() > LONGEST_SHOWN || text.contains('@') {
        "this".to_owned()
    } else {
        format!("\"{}\"", spelled(host, LONGEST_SHOWN))
    }
}

/// The text in lower case, without the spaces, quotes, invisible characters, slashes and dots around it.
///
/// Only ASCII letters are lowered: Unicode would turn the Kelvin sign into a k.
fn bare(text: &str) -> String {
    text.trim_start_matches(|c| is_wrapping(c) || c == '.')
        .trim_end_matches(|c| is_wrapping(c) || is_sentence_end(c) || c == '/')
        .to_ascii_lowercase()
}

fn recognize(bare: &str) -> Option<&'static Region> {
    Region::of_host(host(bare)).or_else(|| with_name(bare))
}

/// The host in a URL, with or without its scheme; any other text comes back whole.
fn host(bare: &str) -> &str {
    let rest = bare
        .strip_prefix("https://")
        .or_else(|| bare.strip_prefix("http://"))
        .unwrap_or(bare);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.strip_suffix(":443").unwrap_or(authority);
    host.strip_suffix('.').unwrap_or(host)
}

/// The region with this name of AWS, of Genesys or in short, with any separator: SDKs have eu_central_1.
///
/// use2 and us-east-2 mean the FedRAMP region, as Genesys Cloud has no other in Ohio.
fn with_name(bare: &str) -> Option<&'static Region> {
    let has_name = |region: &&Region| {
        names(region)
            .iter()
            .any(|name| joined(name) == joined(bare))
    };
    Region::all().iter().find(has_name)
}

fn joined(name: &str) -> String {
    name.replace(['-', '_', ' '], "")
}

/// Every name of a region but its domain: fedramp-use2-core is also fedramp-use2, use2-core and use2.
fn names(region: &Region) -> Vec<&str> {
    let environment = region.environment().unwrap_or_default();
    let installation = environment.strip_suffix("-core").unwrap_or(environment);
    let mut names: Vec<&str> = region.aws_region().into_iter().collect();
    for name in [environment, installation] {
        names.push(name);
        names.extend(name.split_once('-').map(|(_, rest)| rest));
    }
    if environment == "prod" {
        names.extend(SHORT_NAMES_OF_PROD);
    }
    names
}

/// The regions that a bare text may mean, if they are few.
fn suggestions(bare: &str) -> Vec<&'static Region> {
    let text = without_service(host(bare));
    let candidates: [Vec<_>; 7] = [
        known_slip(text).into_iter().collect(),
        below_parent(text).into_iter().collect(),
        all_that(|region| is_host_of(text, region)),
        all_that(|region| is_described_by(region, bare)),
        all_that(|region| region.domain().split('.').next() == Some(text)),
        all_that(|region| region.domain().rsplit('.').next() == Some(text)),
        nearest(text).into_iter().collect(),
    ];
    let first = candidates.into_iter().find(|regions| !regions.is_empty());
    first
        .filter(|regions| regions.len() <= MOST_SUGGESTIONS)
        .unwrap_or_default()
}

fn all_that(are_meant: impl Fn(&Region) -> bool) -> Vec<&'static Region> {
    let mut regions = Vec::from_iter(Region::all());
    regions.retain(|region| are_meant(region));
    regions
}

fn known_slip(text: &str) -> Option<&'static Region> {
    let (_, domain) = KNOWN_SLIPS.iter().find(|(slip, _)| *slip == text)?;
    Region::listed(domain)
}

fn below_parent(text: &str) -> Option<&'static Region> {
    let (name, parent) = text.split_once('.')?;
    PARENTS.contains(&parent).then(|| with_name(name)).flatten()
}

/// Other hosts of a region, such as signaling.mypurecloud.de.
fn is_host_of(text: &str, region: &Region) -> bool {
    text.strip_suffix(region.domain())
        .is_some_and(|host| host.ends_with('.'))
}

/// Whether every part of the text is a name of the region, of its country or of its town: Europe (Frankfurt).
fn is_described_by(region: &Region, text: &str) -> bool {
    let place = region.location().unwrap_or_default();
    let also = region.other_names_of_place().iter().map(String::as_str);
    let known: Vec<_> = [region.domain()]
        .into_iter()
        .chain(names(region))
        .chain(parts(place))
        .chain(also)
        .map(str::to_lowercase)
        .collect();
    parts(text).all(|part| known.contains(&part.to_lowercase()))
}

/// The region at this place, if it is the only one.
fn only_one_at(bare: &str) -> Option<&'static Region> {
    match all_that(|region| is_described_by(region, bare)).as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// Whether it is a place, and of more than one region.
fn only_places(bare: &str) -> bool {
    Region::all()
        .iter()
        .any(|region| is_described_by(region, bare))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(['(', ')', ',']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

/// The region whose spelling is nearest, if it is clearly ahead of the others.
fn nearest(text: &str) -> Option<&'static Region> {
    let mut distances: Vec<(usize, &Region)> = Region::all()
        .iter()
        .filter_map(|region| Some((distance(text, region)?, region)))
        .collect();
    distances.sort_by_key(|(distance, _)| *distance);
    match distances.as_slice() {
        [(_, only)] => Some(only),
        [(first, nearest), (second, _), ..] if first < second => Some(nearest),
        _ => None,
    }
}

/// The smallest number of slips between the text and a spelling of the region, if few enough to be slips.
fn distance(text: &str, region: &Region) -> Option<usize> {
    if text.len() > LONGEST_SHOWN {
        return None;
    }
    let to_domain = Some(damerau_levenshtein(text, region.domain())).filter(|slips| *slips <= 2);
    // The names are so short, and so near to each other, that two slips lead anywhere.
    let to_name = names(region)
        .iter()
        .map(|name| damerau_levenshtein(&joined(text), &joined(name)))
        .min()
        .filter(|slips| *slips <= 1);
    to_domain.into_iter().chain(to_name).min()
}

/// The domain in lower case, or why the text is none.
pub(super) fn checked_domain(text: &str) -> Result<String, &'static str> {
    if text.contains("://") {
        return Err("give it without https://");
    }
    if text.contains(['/', '?', '#', '\\']) {
        return Err("give it without a path");
    }
    if text.parse::<IpAddr>().is_ok() || text.starts_with('[') {
        return Err("an IP address has no login, api and apps hosts");
    }
    if text.contains(':') {
        return Err("give it without a port");
    }
    // The longest host that will be made of it has to fit, not only the domain.
    if text.len() + "login.".len() > LONGEST_HOST {
        return Err("it is too long for DNS");
    }
    let labels: Vec<&str> = text.split('.').collect();
    if labels.iter().any(|label| label.is_empty()) {
        return Err("it has an empty part between, before or after its dots");
    }
    if !labels.iter().all(|label| is_ldh(label)) {
        return Err(
            "a domain has only letters, digits and inner hyphens between its dots, at most 63 of them",
        );
    }
    if labels.len() < 2 {
        return Err("a domain has at least one dot");
    }
    // 10.0.0.1 is caught above; 10.1 and 0x7f.1 are addresses to many resolvers too.
    if labels
        .last()
        .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Err("the last part of a domain does not begin with a digit");
    }
    Ok(text.to_ascii_lowercase())
}

/// Letters, digits, hyphen (RFC 5890 §2.3.1); look-alike letters of other scripts are none of them.
fn is_ldh(label: &str) -> bool {
    label.len() <= LONGEST_LABEL
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests;
