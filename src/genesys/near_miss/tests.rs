use super::*;
use proptest::prelude::*;

fn region(name: &str) -> Region {
    Region::parse(name).expect(name)
}

fn misses(uri: &str, name: &str) -> Vec<NearMiss> {
    near_misses(&RedirectUri::new(uri).expect(uri), &region(name))
}

/// Those that are asked for in any case, in their order.
fn likely(uri: &str, name: &str) -> Vec<(Kind, String)> {
    let misses = misses(uri, name).into_iter().filter(|miss| miss.is_likely);
    misses
        .map(|miss| (miss.kind, miss.uri.to_string()))
        .collect()
}

#[rustfmt::skip]
#[test]
fn of_the_phone() {
    let expected = [
        (Kind::SlashAdded, "https://phone.mirabridge.cloud/"),
        (Kind::TrailingSpace, "https://phone.mirabridge.cloud "),
        (Kind::SchemeMissing, "phone.mirabridge.cloud"),
        (Kind::Http, "http://phone.mirabridge.cloud"),
        (Kind::HostCase, "https://phone.MiraBridge.cloud"),
        (Kind::DoubleSlash, "https://phone.mirabridge.cloud//"),
        (Kind::Port, "https://phone.mirabridge.cloud:443"),
        (Kind::Www, "https://www.phone.mirabridge.cloud"),
        (Kind::LeadingSpace, " https://phone.mirabridge.cloud"),
        (Kind::Comma, "https://phone.mirabridge.cloud,"),
        (Kind::Quotes, "\"https://phone.mirabridge.cloud\""),
        (Kind::Semicolon, "https://phone.mirabridge.cloud;"),
        (Kind::EncodedSpace, "https://phone.mirabridge.cloud%20"),
    ];
    let expected = expected.map(|(kind, text)| (kind, text.to_owned()));
    assert_eq!(likely("https://phone.mirabridge.cloud", "euc1"), expected);
}

#[rustfmt::skip]
#[test]
fn of_the_embedded_page() {
    let expected = [
        (Kind::SlashAdded, "https://apps.cac1.pure.cloud/crm/index.html/"),
        (Kind::TrailingSpace, "https://apps.cac1.pure.cloud/crm/index.html "),
        (Kind::OtherRegion, "https://apps.mypurecloud.com/crm/index.html"),
        (Kind::PathCase, "https://apps.cac1.pure.cloud/crm/Index.html"),
        (Kind::FileMissing, "https://apps.cac1.pure.cloud/crm/"),
        (Kind::FileMissing, "https://apps.cac1.pure.cloud/crm"),
        (Kind::Query, "https://apps.cac1.pure.cloud/crm/index.html?crm=framework-local-secure"),
        (Kind::Query, "https://apps.cac1.pure.cloud/crm/index.html?crm=embeddableframework"),
        (Kind::Query, "https://apps.cac1.pure.cloud/crm/index.html?dedicatedLoginWindow=true"),
        (Kind::FrameworkPage, "https://apps.cac1.pure.cloud/crm/embeddableFramework.html"),
        (Kind::Http, "http://apps.cac1.pure.cloud/crm/index.html"),
        (Kind::PathMissing, "https://apps.cac1.pure.cloud"),
        (Kind::LoginHost, "https://login.cac1.pure.cloud/crm/index.html"),
        (Kind::ApiHost, "https://api.cac1.pure.cloud/crm/index.html"),
        (Kind::HostCase, "https://Apps.cac1.pure.cloud/crm/index.html"),
        (Kind::DoubleSlash, "https://apps.cac1.pure.cloud//crm/index.html"),
        (Kind::Port, "https://apps.cac1.pure.cloud:443/crm/index.html"),
        (Kind::Www, "https://www.apps.cac1.pure.cloud/crm/index.html"),
        (Kind::LeadingSpace, " https://apps.cac1.pure.cloud/crm/index.html"),
        (Kind::Comma, "https://apps.cac1.pure.cloud/crm/index.html,"),
        (Kind::Quotes, "\"https://apps.cac1.pure.cloud/crm/index.html\""),
        (Kind::Semicolon, "https://apps.cac1.pure.cloud/crm/index.html;"),
        (Kind::EncodedSpace, "https://apps.cac1.pure.cloud/crm/index.html%20"),
    ];
    let expected = expected.map(|(kind, text)| (kind, text.to_owned()));
    assert_eq!(likely("https://apps.cac1.pure.cloud/crm/index.html", "cac1"), expected);
    let has = |text: &str| {
        let all = misses("https://apps.cac1.pure.cloud/crm/authWindow.html", "cac1");
        all.iter().any(|miss| miss.uri.as_str() == text)
    };
    assert!(has("https://apps.cac1.pure.cloud/crm/authwindow.html"));
    assert!(has("https://apps.cac1.pure.cloud/crm/authWindow.html?crm=framework-local"));
    assert!(!has("https://apps.cac1.pure.cloud/crm/embeddableFramework.html"));
}

/// A form stands for the same alteration, of whatever URI.
#[test]
fn the_same_form_of_another_uri_is_altered_alike() {
    let of = |file: &str| misses(&format!("https://apps.mypurecloud.de/crm/{file}"), "euc1");
    let (index, window) = (of("index.html"), of("authWindow.html"));
    let mut regions = 0;
    for miss in &index {
        let alike = |other: &&NearMiss| (other.kind, other.form) == (miss.kind, miss.form);
        let Some(other) = window.iter().find(alike) else {
            assert!(matches!(miss.kind, Kind::FrameworkPage), "{miss:?}");
            continue;
        };
        let text = other.uri.as_str().to_ascii_lowercase();
        let as_other = miss
            .uri
            .as_str()
            .to_ascii_lowercase()
            .replace("index.html", "authwindow.html");
        assert_eq!(as_other, text, "{miss:?}");
        regions += usize::from(miss.kind == Kind::OtherRegion);
    }
    assert_eq!(regions, Region::all().len() - 1);
}

#[test]
fn entries_that_hold_several_are_joined_by_any_separator() {
    let all = RedirectUri::documented(&region("euc1"));
    let [phone, index, window] = &all;
    let texts = |refused: &[&RedirectUri]| -> Vec<(String, bool)> {
        let found = joined(index, refused, &all).into_iter();
        found
            .map(|miss| (miss.uri.to_string(), miss.is_likely))
            .collect()
    };
    let three = texts(&[phone, index, window]);
    for separator in ["", " ", "\n", ";", ",", ", ", " | ", "\t"] {
        let entry = [phone, index, window]
            .map(RedirectUri::as_str)
            .join(separator);
        assert!(three.contains(&(entry, true)), "{separator:?}");
    }
    assert!(texts(&[index, window]).contains(&(format!("{index} | {window}"), true)));
    // Right next to it, which is registered as well.
    assert!(texts(&[index]).contains(&(format!("{phone},{index}"), true)));
}

#[test]
fn of_a_uri_with_a_slash_the_slash_is_removed() {
    let first = likely("https://phone.example/", "euc1").into_iter().next();
    assert_eq!(
        first,
        Some((Kind::SlashRemoved, "https://phone.example".to_owned()))
    );
}

#[test]
fn of_an_opaque_uri_only_its_edges_are_changed() {
    let kinds: Vec<_> = misses("app:callback", "euc1")
        .iter()
        .map(|miss| miss.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            Kind::SlashAdded,
            Kind::TrailingSpace,
            Kind::LeadingSpace,
            Kind::Comma,
            Kind::Quotes,
            Kind::Semicolon,
            Kind::EncodedSpace,
        ]
    );
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
