//! Which region may have been meant by a text that is none.

use strsim::damerau_levenshtein;

use super::region::Region;
use super::region_spelling::{host, names, of_name, without_service};

/// Slips that are known, or that the distance between words would answer wrongly.
const KNOWN_SLIPS: [(&str, &str); 8] = [
    // Also in Genesys' own comments.
    ("mypurecloud.au", "mypurecloud.com.au"),
    ("mypurecloud.co.au", "mypurecloud.com.au"),
    ("mypurecloud.con", "mypurecloud.com"),
    ("mypurecloud.co", "mypurecloud.com"),
    ("mypurecloud.cm", "mypurecloud.com"),
    ("mypurecloud.co.jp", "mypurecloud.jp"),
    // Nearer to com.au by its letters, but the organisations of London live elsewhere.
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

/// Nothing longer can be near to a spelling, so no distance is worked out.
const LONGEST: usize = 40;

/// The region that a bare text is most likely to mean, if one is clearly ahead of the others.
pub(super) fn suggest(bare: &str) -> Option<&'static Region> {
    let text = without_service(host(bare));
    known(text)
        .or_else(|| below_parent(text))
        .or_else(|| below_region(text))
        .or_else(|| placed(text))
        .or_else(|| nearest(text))
}

fn known(text: &str) -> Option<&'static Region> {
    KNOWN_SLIPS
        .iter()
        .find(|(slip, _)| *slip == text)
        .and_then(|(_, domain)| Region::listed(domain))
}

fn below_parent(text: &str) -> Option<&'static Region> {
    let (name, parent) = text.split_once('.')?;
    PARENTS.contains(&parent).then(|| of_name(name)).flatten()
}

/// Other hosts of a region, such as signaling.mypurecloud.de.
fn below_region(text: &str) -> Option<&'static Region> {
    Region::all().iter().find(|region| {
        text.strip_suffix(region.domain())
            .is_some_and(|host| host.ends_with('.'))
    })
}

/// The town or country, as the table names it: frankfurt.
fn placed(text: &str) -> Option<&'static Region> {
    let mut at = Region::all().iter().filter(|region| {
        let place = region.place().unwrap_or_default().to_lowercase();
        place.split(['(', ')', ',']).any(|part| part.trim() == text)
    });
    at.next().filter(|_| at.next().is_none())
}

fn nearest(text: &str) -> Option<&'static Region> {
    if text.len() > LONGEST {
        return None;
    }
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
    let name = text.replace('_', "-");
    let to_domain = Some(damerau_levenshtein(text, region.domain())).filter(|slips| *slips <= 2);
    // The names are so short, and so near to each other, that two slips lead anywhere.
    let to_name = names(region)
        .iter()
        .map(|other| damerau_levenshtein(&name, other))
        .min()
        .filter(|slips| *slips <= 1);
    to_domain.into_iter().chain(to_name).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_slips_lead_to_regions_and_are_none_themselves() {
        for (slip, domain) in KNOWN_SLIPS {
            assert!(Region::listed(domain).is_some(), "{domain}");
            assert!(Region::listed(slip).is_none(), "{slip}");
        }
    }

    #[test]
    fn suggests_what_is_clear_and_nothing_else() {
        for (text, domain) in [
            ("mypurecloud.au", Some("mypurecloud.com.au")),
            ("https://apps.mypurecloud.au/", Some("mypurecloud.com.au")),
            ("mypurecloud.con", Some("mypurecloud.com")),
            ("mypurecloud.co", Some("mypurecloud.com")),
            ("mypurcloud.com", Some("mypurecloud.com")),
            ("mypuercloud.de", Some("mypurecloud.de")),
            ("mypureсloud.ie", Some("mypurecloud.ie")),
            ("mypurecloud,de", Some("mypurecloud.de")),
            ("mypurecloud.com.a", Some("mypurecloud.com.au")),
            ("euc1.pure.cloud", Some("mypurecloud.de")),
            ("use1.pure.cloud", Some("mypurecloud.com")),
            ("usw2.mypurecloud.com", Some("usw2.pure.cloud")),
            ("use2.pure.cloud", Some("use2.us-gov-pure.cloud")),
            ("signaling.mypurecloud.de", Some("mypurecloud.de")),
            ("eu-centrl-1", Some("mypurecloud.de")),
            ("Frankfurt", Some("mypurecloud.de")),
            ("https://euc1/", Some("mypurecloud.de")),
            ("mypurecloud.co.uk", Some("euw2.pure.cloud")),
            // Two or more are as near.
            ("mypurecloud.nl", None),
            ("mypurecloud", None),
            ("eu-central-3", None),
            ("euc3", None),
            ("europe", None),
            // Hostile, or nothing like a region.
            ("mypurecloud.com.evil.example", None),
            ("https://login.mypurecloud.com@evil.example/", None),
            ("pure.cloud", None),
            ("zoom.us", None),
            ("x", None),
        ] {
            let error = Region::parse(text).expect_err(text);
            assert_eq!(error.suggestion(), domain, "{text}");
        }
    }

    #[test]
    fn asks_a_question() {
        assert_eq!(
            Region::parse(" mypurecloud.au ")
                .expect_err("a slip")
                .to_string(),
            "\"mypurecloud.au\" is not a Genesys Cloud region; did you mean mypurecloud.com.au?"
        );
    }
}
