use super::*;
use proptest::prelude::*;

fn region(name: &str) -> Region {
    Region::parse(name).expect(name)
}

fn misses(uri: &str, name: &str) -> Vec<(Slip, String)> {
    let uri = RedirectUri::new(uri).expect(uri);
    near_misses(&uri, &region(name))
        .into_iter()
        .map(|miss| (miss.slip, miss.uri.to_string()))
        .collect()
}

/// All of them but other regions, in order: what is likelier is asked for first.
fn check(uri: &str, name: &str, expected: &[(Slip, &str)]) {
    let mut misses = misses(uri, name);
    misses.retain(|(slip, _)| *slip != Slip::OtherRegion);
    let misses: Vec<(Slip, &str)> = misses
        .iter()
        .map(|(slip, text)| (*slip, text.as_str()))
        .collect();
    assert_eq!(misses, expected);
}

#[test]
fn a_port_is_a_slip_only_where_it_is_that_of_the_scheme() {
    for (uri, slip) in [
        ("https://a.example", Some("https://a.example:443")),
        ("https://a.example:8443", None),
        ("http://a.example", None),
    ] {
        let mut misses = misses(uri, "euc1").into_iter();
        let found = misses.find(|(slip, _)| *slip == Slip::Port);
        assert_eq!(found.as_ref().map(|(_, text)| text.as_str()), slip);
    }
}

#[rustfmt::skip]
#[test]
fn of_the_phone() {
    check(
        "https://phone.mirabridge.cloud",
        "euc1",
        &[
            (Slip::SlashAdded, "https://phone.mirabridge.cloud/"),
            (Slip::TrailingSpace, "https://phone.mirabridge.cloud "),
            (Slip::Http, "http://phone.mirabridge.cloud"),
            (Slip::LeadingSpace, " https://phone.mirabridge.cloud"),
            (Slip::Comma, "https://phone.mirabridge.cloud,"),
            (Slip::Quotes, "\"https://phone.mirabridge.cloud\""),
            (Slip::Semicolon, "https://phone.mirabridge.cloud;"),
            (Slip::Glued, "https://phone.mirabridge.cloudhttps://apps.mypurecloud.de/crm/index.html"),
            (Slip::Glued, "https://phone.mirabridge.cloudhttps://apps.mypurecloud.de/crm/index.htmlhttps://apps.mypurecloud.de/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud,https://apps.mypurecloud.de/crm/index.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud,https://apps.mypurecloud.de/crm/index.html,https://apps.mypurecloud.de/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud https://apps.mypurecloud.de/crm/index.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud https://apps.mypurecloud.de/crm/index.html https://apps.mypurecloud.de/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.de/crm/index.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud\nhttps://apps.mypurecloud.de/crm/index.html\nhttps://apps.mypurecloud.de/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud, https://apps.mypurecloud.de/crm/index.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud, https://apps.mypurecloud.de/crm/index.html, https://apps.mypurecloud.de/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud;https://apps.mypurecloud.de/crm/index.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud;https://apps.mypurecloud.de/crm/index.html;https://apps.mypurecloud.de/crm/authWindow.html"),
            (Slip::DoubleSlash, "https://phone.mirabridge.cloud//"),
            (Slip::HostCase, "https://phone.MiraBridge.cloud"),
            (Slip::HostCase, "https://Phone.mirabridge.cloud"),
            (Slip::HostCase, "https://Phone.MiraBridge.cloud"),
            (Slip::HostCase, "https://PHONE.MIRABRIDGE.CLOUD"),
            (Slip::Port, "https://phone.mirabridge.cloud:443"),
            (Slip::Www, "https://www.phone.mirabridge.cloud"),
            (Slip::SchemeMissing, "phone.mirabridge.cloud"),
            (Slip::EncodedSpace, "https://phone.mirabridge.cloud%20"),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn of_the_login_window() {
    check(
        "https://apps.cac1.pure.cloud/crm/authWindow.html",
        "cac1",
        &[
            (Slip::SlashAdded, "https://apps.cac1.pure.cloud/crm/authWindow.html/"),
            (Slip::TrailingSpace, "https://apps.cac1.pure.cloud/crm/authWindow.html "),
            (Slip::PathLowerCase, "https://apps.cac1.pure.cloud/crm/authwindow.html"),
            (Slip::FileMissing, "https://apps.cac1.pure.cloud/crm/"),
            (Slip::CrmQuery, "https://apps.cac1.pure.cloud/crm/authWindow.html?crm=framework-local-secure"),
            (Slip::CrmQuery, "https://apps.cac1.pure.cloud/crm/authWindow.html?crm=embeddableframework"),
            (Slip::CrmQuery, "https://apps.cac1.pure.cloud/crm/authWindow.html?crm=salesforce"),
            (Slip::FolderOnly, "https://apps.cac1.pure.cloud/crm"),
            (Slip::LoginWindowQuery, "https://apps.cac1.pure.cloud/crm/authWindow.html?dedicatedLoginWindow=true"),
            (Slip::PathMissing, "https://apps.cac1.pure.cloud"),
            (Slip::Http, "http://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::LeadingSpace, " https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Comma, "https://apps.cac1.pure.cloud/crm/authWindow.html,"),
            (Slip::Quotes, "\"https://apps.cac1.pure.cloud/crm/authWindow.html\""),
            (Slip::Semicolon, "https://apps.cac1.pure.cloud/crm/authWindow.html;"),
            (Slip::LoginHost, "https://login.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::ApiHost, "https://api.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Glued, "https://apps.cac1.pure.cloud/crm/index.htmlhttps://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Glued, "https://phone.mirabridge.cloudhttps://apps.cac1.pure.cloud/crm/index.htmlhttps://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://apps.cac1.pure.cloud/crm/index.html,https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud,https://apps.cac1.pure.cloud/crm/index.html,https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://apps.cac1.pure.cloud/crm/index.html https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud https://apps.cac1.pure.cloud/crm/index.html https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://apps.cac1.pure.cloud/crm/index.html\nhttps://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud\nhttps://apps.cac1.pure.cloud/crm/index.html\nhttps://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://apps.cac1.pure.cloud/crm/index.html, https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud, https://apps.cac1.pure.cloud/crm/index.html, https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://apps.cac1.pure.cloud/crm/index.html;https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::Listed, "https://phone.mirabridge.cloud;https://apps.cac1.pure.cloud/crm/index.html;https://apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::DoubleSlash, "https://apps.cac1.pure.cloud//crm/authWindow.html"),
            (Slip::HostCase, "https://Apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::HostCase, "https://APPS.CAC1.PURE.CLOUD/crm/authWindow.html"),
            (Slip::Port, "https://apps.cac1.pure.cloud:443/crm/authWindow.html"),
            (Slip::Www, "https://www.apps.cac1.pure.cloud/crm/authWindow.html"),
            (Slip::PathCase, "https://apps.cac1.pure.cloud/crm/AuthWindow.html"),
            (Slip::PathCase, "https://apps.cac1.pure.cloud/CRM/authWindow.html"),
            (Slip::PathCase, "https://apps.cac1.pure.cloud/CRM/AUTHWINDOW.HTML"),
            (Slip::EncodedSpace, "https://apps.cac1.pure.cloud/crm/authWindow.html%20"),
        ],
    );
}

#[test]
fn every_other_region_is_there_and_the_likely_ones_come_first() {
    let mut misses = misses("https://apps.mypurecloud.de/crm/index.html", "euc1");
    misses.retain(|(slip, _)| *slip == Slip::OtherRegion);
    assert_eq!(misses.len(), Region::all().len() - 1);
    let first: Vec<_> = misses
        .iter()
        .take(4)
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(
        first,
        [
            "https://apps.mypurecloud.com/crm/index.html",
            "https://apps.mypurecloud.ie/crm/index.html",
            "https://apps.mypurecloud.com.au/crm/index.html",
            "https://apps.usw2.pure.cloud/crm/index.html",
        ]
    );
}

#[test]
fn of_a_uri_with_a_slash_the_slash_is_removed() {
    let misses = misses("https://phone.example/", "euc1");
    assert_eq!(
        misses.first(),
        Some(&(Slip::SlashRemoved, "https://phone.example".to_owned()))
    );
}

#[test]
fn of_an_opaque_uri_only_its_edges_are_changed() {
    let slips: Vec<Slip> = misses("app:callback", "euc1")
        .into_iter()
        .map(|(slip, _)| slip)
        .collect();
    assert_eq!(
        slips,
        [
            Slip::SlashAdded,
            Slip::TrailingSpace,
            Slip::LeadingSpace,
            Slip::Comma,
            Slip::Quotes,
            Slip::Semicolon,
            Slip::EncodedSpace,
        ]
    );
}

#[test]
fn the_likely_regions_are_in_the_table() {
    for domain in LIKELY_REGIONS {
        assert!(Region::listed(domain).is_some(), "{domain}");
    }
}

#[test]
fn every_documented_uri_of_every_region_has_distinct_near_misses() {
    for region in Region::all() {
        let documented = RedirectUri::documented(region);
        for uri in &documented {
            let misses = near_misses(uri, region);
            let distinct: HashSet<&str> = misses.iter().map(|miss| miss.uri.as_str()).collect();
            assert_eq!(distinct.len(), misses.len());
            assert!(!distinct.contains(uri.as_str()));
            assert_eq!(misses, near_misses(uri, region));
        }
    }
}

proptest! {
    #[test]
    fn of_anything_there_are_few_and_distinct(rest in "\\PC{0,40}", scheme in "(https|http|app):(//)?") {
        if let Ok(uri) = RedirectUri::new(&format!("{scheme}{rest}")) {
            let misses = near_misses(&uri, &region("euc1"));
            let distinct: HashSet<&str> = misses.iter().map(|miss| miss.uri.as_str()).collect();
            prop_assert!(misses.len() <= 80);
            prop_assert_eq!(distinct.len(), misses.len());
            prop_assert!(!distinct.contains(uri.as_str()));
        }
    }
}
