//! The spellings of a region that people type and paste.
//!
//! Recognition is exact: a text is cleared of what clings to a pasted value and then has to *equal* a spelling. Nothing is
//! matched by prefix or suffix, so mypurecloud.com.evil.example, user information before an @ and look-alike letters
//! cannot pass.

use super::domain_name::SERVICES;
use super::paste::{is_sentence_end, is_wrapping};
use super::region::Region;

/// The oldest region is plain "prod" to Genesys; everybody else derives the short name from the AWS region, us-east-1.
const SHORT_NAMES_OF_PROD: [&str; 2] = ["use1", "prod-use1"];

/// The text in lower case, without the spaces, quotes, invisible characters, slashes and dots around it.
///
/// Only ASCII letters are lowered: Unicode would turn the Kelvin sign into a k.
pub(super) fn bare(text: &str) -> String {
    text.trim_start_matches(|c| is_wrapping(c) || c == '.')
        .trim_end_matches(|c| is_wrapping(c) || is_sentence_end(c) || c == '/')
        .to_ascii_lowercase()
}

/// The region that a bare text spells.
pub(super) fn recognise(bare: &str) -> Option<&'static Region> {
    of_host(host(bare)).or_else(|| of_name(bare))
}

/// The host in a URL, with or without its scheme; any other text comes back whole.
pub(super) fn host(bare: &str) -> &str {
    let rest = bare
        .strip_prefix("https://")
        .or_else(|| bare.strip_prefix("http://"))
        .unwrap_or(bare);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.strip_suffix(":443").unwrap_or(authority);
    host.strip_suffix('.').unwrap_or(host)
}

/// The region whose domain or login, api or apps host this is.
pub(super) fn of_host(host: &str) -> Option<&'static Region> {
    Region::listed(without_service(host))
}

/// The host without the login., api. or apps. before it.
pub(super) fn without_service(host: &str) -> &str {
    SERVICES
        .iter()
        .find_map(|service| host.strip_prefix(service))
        .unwrap_or(host)
}

/// The region with this name of AWS, of Genesys or in short; underscores count as hyphens, as SDKs have eu_central_1.
///
/// use2 and us-east-2 mean the FedRAMP region, as Genesys Cloud has no other in Ohio. Should a name ever fit two regions,
/// the first in the table wins; a test says so when that happens.
pub(super) fn of_name(bare: &str) -> Option<&'static Region> {
    let name = bare.replace('_', "-");
    Region::all()
        .iter()
        .find(|region| names(region).contains(&name.as_str()))
}

/// Every name of a region but its domain: fedramp-use2-core is also fedramp-use2, use2-core and use2.
pub(super) fn names(region: &Region) -> Vec<&str> {
    let environment = region.environment().unwrap_or_default();
    let installation = environment.strip_suffix("-core").unwrap_or(environment);
    let mut names: Vec<&str> = region.aws_region().into_iter().collect();
    names.extend([environment, installation]);
    names.extend(
        [environment, installation]
            .iter()
            .filter_map(|name| Some(name.split_once('-')?.1)),
    );
    if environment == "prod" {
        names.extend(SHORT_NAMES_OF_PROD);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn every_spelling_of_every_region_is_recognised() {
        for region in Region::all() {
            let domain = region.domain();
            let aws = region.aws_region().expect("every row has one");
            let environment = region.environment().expect("every row has one");
            for spelling in [
                domain.to_owned(),
                domain.to_uppercase(),
                aws.to_owned(),
                aws.replace('-', "_"),
                aws.to_uppercase(),
                environment.to_owned(),
                format!("login.{domain}"),
                format!("https://login.{domain}"),
                format!("HTTPS://LOGIN.{}", domain.to_uppercase()),
                format!("https://api.{domain}/api/v2/oauth/clients?pageSize=25"),
                format!("https://apps.{domain}:443/directory/#/admin/integrations"),
                format!("https://apps.{domain}./crm/index.html"),
                format!(
                    "login.{domain}/oauth/authorize?redirect_uri=https://phone.mirabridge.cloud"
                ),
                format!("http://login.{domain}?x=1"),
                format!("https://login.{domain}#/authenticate"),
                format!("  {domain}\t\n"),
                format!("\u{feff}\u{200b}{domain}\u{a0}\u{200e}"),
                format!("{domain}/"),
                format!("{domain}."),
                format!(".{domain}"),
                format!("\"{domain}\""),
                format!("\u{201c}{domain}\u{201d},"),
                format!("'{domain}';"),
                format!("<https://apps.{domain}/>"),
            ] {
                assert_eq!(Region::parse(&spelling).as_ref(), Ok(region), "{spelling}");
            }
        }
    }

    #[test]
    fn short_names_are_recognised() {
        for (name, domain) in [
            ("EUC1", "mypurecloud.de"),
            ("prod-euc1", "mypurecloud.de"),
            ("PROD_EUC1", "mypurecloud.de"),
            ("prod", "mypurecloud.com"),
            ("use1", "mypurecloud.com"),
            ("usw2", "usw2.pure.cloud"),
            ("apse2", "mypurecloud.com.au"),
            ("fedramp-use2-core", "use2.us-gov-pure.cloud"),
            ("fedramp-use2", "use2.us-gov-pure.cloud"),
            ("use2-core", "use2.us-gov-pure.cloud"),
            ("use2", "use2.us-gov-pure.cloud"),
            ("us-east-2", "use2.us-gov-pure.cloud"),
            ("eusc-edee1-core", "edee1.eusc-pure.cloud"),
            ("eusc_de_east_1", "edee1.eusc-pure.cloud"),
            ("edee1", "edee1.eusc-pure.cloud"),
        ] {
            assert_eq!(Region::parse(name).expect(name).domain(), domain);
        }
    }

    #[test]
    fn no_name_means_two_regions() {
        let mut owners = HashMap::new();
        for region in Region::all() {
            for name in names(region) {
                let owner = owners.insert(name, region);
                assert!(
                    owner.is_none_or(|owner| owner == region),
                    "{name} means two regions"
                );
            }
        }
    }

    #[test]
    fn what_only_looks_like_a_region_is_refused() {
        for text in [
            "mypurecloud.com.evil.example",
            "https://login.mypurecloud.com.evil.example",
            "https://login.mypurecloud.com@evil.example/",
            "https://login.mypurecloud.com:x@evil.example/",
            "https://login.mypurecloud.com\\@evil.example/",
            "https://evil.example/login.mypurecloud.com",
            "https://evil.example/?https://login.mypurecloud.com",
            "https://user@login.mypurecloud.com/",
            "https://login.mypurecloud.com:8443/",
            "ftp://login.mypurecloud.com/",
            "evil-mypurecloud.com",
            "evil.mypurecloud.com",
            "login.login.mypurecloud.com",
            "mypure\u{441}loud.com",
            "mypurecloud.com\u{ff0e}au",
            "\u{ff4d}ypurecloud.com",
            "mypureclou\u{200b}d.com",
            "\u{212a}ypurecloud.com",
            "my purecloud.com",
            "https://euc1/",
            "prod/x",
            "eu",
        ] {
            assert!(Region::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn nothing_but_wrapping_is_empty() {
        for text in ["", "   ", "\u{200b}", "\"\"", ".", "/"] {
            assert_eq!(
                Region::parse(text).expect_err("nothing there").to_string(),
                "the region is empty: give its domain, such as mypurecloud.de"
            );
        }
    }
}
