use super::*;
use proptest::prelude::*;
use std::collections::HashMap;

fn refused(text: &str) -> String {
    Region::parse(text).expect_err(text).to_string()
}

#[test]
fn every_spelling_of_every_region_is_recognized() {
    for region in Region::all() {
        let domain = region.domain();
        let aws = region.aws_region().expect("every row has one");
        let environment = region.environment().expect("every row has one");
        for spelling in [
            domain.to_owned(),
            domain.to_uppercase(),
            aws.to_owned(),
            aws.replace('-', "_"),
            aws.replace('-', " "),
            aws.replace('-', ""),
            aws.to_uppercase(),
            environment.to_owned(),
            format!("login.{domain}"),
            format!("https://login.{domain}"),
            format!("HTTPS://LOGIN.{}", domain.to_uppercase()),
            format!("https://api.{domain}/api/v2/oauth/clients?pageSize=25"),
            format!("https://apps.{domain}:443/directory/#/admin/integrations"),
            format!("https://apps.{domain}./crm/index.html"),
            format!("login.{domain}/oauth/authorize?redirect_uri=https://phone.mirabridge.cloud"),
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
fn short_names_are_recognized() {
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
            let owner = owners.insert(joined(name), region);
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
            refused(text),
            "the region is empty: give its domain, such as mypurecloud.de"
        );
    }
}

#[test]
fn known_slips_lead_to_regions_and_are_none_themselves() {
    for (slip, domain) in KNOWN_SLIPS {
        assert!(Region::listed(domain).is_some(), "{domain}");
        assert!(Region::listed(slip).is_none(), "{slip}");
    }
}

#[test]
fn suggests_what_may_be_meant() {
    for (text, meant) in [
        ("mypurecloud.au", "mypurecloud.com.au"),
        ("https://apps.mypurecloud.au/", "mypurecloud.com.au"),
        ("mypurecloud.con", "mypurecloud.com"),
        ("mypurecloud.co", "mypurecloud.com"),
        ("mypurecloud.cm", "mypurecloud.com"),
        ("mypurecloud.co.au", "mypurecloud.com.au"),
        ("mypurcloud.com", "mypurecloud.com"),
        ("mypuercloud.de", "mypurecloud.de"),
        ("mypureсloud.ie", "mypurecloud.ie"),
        ("mypurecloud,de", "mypurecloud.de"),
        ("mypurecloud.com.a", "mypurecloud.com.au"),
        ("euc1.pure.cloud", "mypurecloud.de"),
        ("use1.pure.cloud", "mypurecloud.com"),
        ("usw2.mypurecloud.com", "usw2.pure.cloud"),
        ("use2.pure.cloud", "use2.us-gov-pure.cloud"),
        ("signaling.mypurecloud.de", "mypurecloud.de"),
        ("eu-centrl-1", "mypurecloud.de"),
        ("https://euc1/", "mypurecloud.de"),
        ("mypurecloud.co.uk", "euw2.pure.cloud"),
        (
            "Germany",
            "mypurecloud.de (Europe, Frankfurt) or edee1.eusc-pure.cloud (AWS European Sovereign Cloud, Germany)",
        ),
        (
            "Japan",
            "mypurecloud.jp (Asia Pacific, Tokyo) or apne3.pure.cloud (Asia Pacific, Osaka)",
        ),
        ("de", "mypurecloud.de"),
        ("au", "mypurecloud.com.au"),
    ] {
        let hint = format!("; did you mean {meant}?");
        assert!(refused(text).ends_with(&hint), "{}", refused(text));
    }
    let message = refused("mypurecloud");
    for domain in [
        "mypurecloud.com (",
        "mypurecloud.de (Europe, Frankfurt)",
        " or ",
    ] {
        assert!(message.contains(domain), "{message}");
    }
}

#[test]
fn a_place_is_enough_where_there_is_one_region() {
    for (text, domain) in [
        ("Frankfurt", "mypurecloud.de"),
        ("Europe (Frankfurt)", "mypurecloud.de"),
        ("EU (Frankfurt)", "mypurecloud.de"),
        ("eu-central-1, Europe (Frankfurt)", "mypurecloud.de"),
        ("São Paulo", "sae1.pure.cloud"),
        ("SÃO PAULO", "sae1.pure.cloud"),
        ("UK", "euw2.pure.cloud"),
        ("sydney", "mypurecloud.com.au"),
    ] {
        assert_eq!(Region::parse(text).expect(text).domain(), domain, "{text}");
    }
    for text in ["EU", "us", "Germany", "Europe"] {
        let message = refused(text);
        assert!(
            message.contains("several Genesys Cloud regions"),
            "{message}"
        );
    }
    // A town of another region.
    assert!(Region::parse("mypurecloud.ie (Frankfurt)").is_err());
}

#[test]
fn a_placeholder_is_named_as_such() {
    for text in [
        "{REGION}",
        "<region>",
        "${var.region}",
        "YOUR_REGION",
        "REGION",
    ] {
        let message = refused(text);
        assert!(message.contains("is a placeholder"), "{message}");
    }
}

#[test]
fn suggests_nothing_where_it_is_open_or_hostile() {
    for text in [
        // Two or more are as near.
        "mypurecloud.nl",
        "eu-central-3",
        "euc3",
        // Hostile, or nothing like a region.
        "mypurecloud.com.evil.example",
        "https://login.mypurecloud.com@evil.example/",
        "pure.cloud",
        "zoom.us",
        "x",
        "a,,b",
    ] {
        let message = refused(text);
        let hint = "; 'mirabridge-oauth regions' lists all";
        assert!(message.ends_with(hint), "{message}");
    }
}

#[test]
fn what_may_be_a_new_region_is_told_how_to_be_given() {
    for (text, is_new) in [
        ("eun9.pure.cloud", true),
        ("https://login.usw9.pure.cloud/", true),
        // The table has it, under another domain.
        ("euc1.pure.cloud", false),
        ("eun9.pure.cloud.evil.example", false),
        ("x@eun9.pure.cloud", false),
        ("pure.cloud", false),
    ] {
        assert_eq!(
            refused(text).contains("9.pure.cloud") && refused(text).contains("--region-domain "),
            is_new,
            "{text}"
        );
    }
}

#[test]
fn takes_a_domain_that_the_table_lacks() {
    let region = Region::unlisted(" New1.Pure.Cloud. ").expect("a domain");
    assert_eq!(region.domain(), "new1.pure.cloud");
    assert_eq!(region.login_host(), "login.new1.pure.cloud");
    assert!(!region.is_listed());
    assert_eq!(
        (region.aws_region(), region.environment(), region.location()),
        (None, None, None)
    );
    assert_eq!(Region::unlisted("MyPureCloud.de"), Region::parse("euc1"));
    assert!(Region::unlisted("mypurecloud.com.br").is_ok());
}

#[test]
fn unlisted_refuses_hosts_and_urls_with_advice() {
    for (text, message) in [
        (
            "login.new1.pure.cloud",
            "\"login.new1.pure.cloud\" is not the domain of a region: give it without login., api. or apps.",
        ),
        (
            "API.mypurecloud.de",
            "\"API.mypurecloud.de\" is not the domain of a region: give it without login., api. or apps.",
        ),
        (
            "https://new1.pure.cloud/x?token=y",
            "\"new1.pure.cloud\" is not the domain of a region: give it without https://",
        ),
        (
            "new1.pure.cloud:8443",
            "\"new1.pure.cloud:8443\" is not the domain of a region: give it without a port",
        ),
        (
            "mypurecloud.com.evil.example",
            "\"mypurecloud.com.evil.example\" is not the domain of a region: it begins with the domain of a region and belongs to somebody else",
        ),
        (
            " ",
            "the region is empty: give its domain, such as mypurecloud.de",
        ),
    ] {
        assert_eq!(Region::unlisted(text).expect_err(text).to_string(), message);
    }
}

#[test]
fn what_is_just_not_too_long_is_read() {
    for (bytes, is_too_long) in [(2048, false), (2049, true), (4000, true)] {
        let text = "a".repeat(bytes);
        for outcome in [Region::parse(&text), Region::unlisted(&text)] {
            let error = outcome.expect_err("no region").to_string();
            assert_eq!(error.ends_with("bytes long, and no region is"), is_too_long);
            assert!(error.len() < 300);
        }
    }
}

#[test]
fn what_is_refused_is_shown_escaped() {
    assert_eq!(
        refused("mypure\u{441}loud.com\u{202e}\u{1b}[2Jx"),
        "\"mypure\\u{441}loud.com\\u{202e}\\u{1b}[2Jx\" is not a Genesys Cloud region; 'mirabridge-oauth regions' lists all"
    );
}

#[test]
fn what_may_be_a_secret_is_not_quoted() {
    for text in [
        "https://evil.example/#access_token=tulip",
        "https://evil.example/?token=tulip#y",
        "https://evil.example/tulip",
        "https://jdoe:tulip@evil.example/",
        "jdoe:tulip@evil.example",
        "tulip-0123456789abcdefghijklmnopqrstuvwxyz",
    ] {
        for outcome in [Region::parse(text), Region::unlisted(text)] {
            let error = outcome.expect_err(text).to_string();
            assert!(!error.contains("tulip"), "{error}");
        }
    }
}

proptest! {
    #[test]
    fn never_panics_and_never_prints_raw_text(text in any::<String>()) {
        for outcome in [Region::parse(&text), Region::unlisted(&text)] {
            if let Err(error) = outcome {
                let shown = error.to_string();
                prop_assert!(shown.chars().all(|c| matches!(c, ' '..='~' | '…')), "{shown:?}");
            }
        }
    }

    #[test]
    fn what_is_accepted_is_a_host_of_letters(text in "[a-zA-Z0-9.:/@_-]{0,30}") {
        if let Ok(region) = Region::unlisted(&text) {
            prop_assert!(region.domain().bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-')));
        }
    }
}

#[test]
fn a_domain_is_taken() {
    for (text, domain) in [
        ("new1.pure.cloud", "new1.pure.cloud"),
        ("New1.Pure.Cloud", "new1.pure.cloud"),
        ("a.b", "a.b"),
        ("1and1.example", "1and1.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ] {
        assert_eq!(checked_domain(text), Ok(domain.to_owned()));
    }
}

#[test]
fn what_is_no_domain_is_refused_with_its_reason() {
    let long_label = format!("{}.example", "a".repeat(64));
    let long_name = format!("{}example", "a23456789.".repeat(25));
    for (text, why) in [
        ("https://new1.pure.cloud", "https://"),
        ("new1.pure.cloud/", "path"),
        ("new1.pure.cloud?x", "path"),
        ("new1.pure.cloud\\x", "path"),
        ("new1.pure.cloud:443", "port"),
        ("10.0.0.1", "IP address"),
        ("::1", "IP address"),
        ("[::1]", "IP address"),
        ("10.1", "digit"),
        ("cloud", "one dot"),
        ("", "empty part"),
        ("new1..cloud", "empty part"),
        (".pure.cloud", "empty part"),
        ("-new1.pure.cloud", "letters"),
        ("new1-.pure.cloud", "letters"),
        ("new_1.pure.cloud", "letters"),
        ("new1.pure.cl\u{43e}ud", "letters"),
        ("new1 .pure.cloud", "letters"),
        ("user@pure.cloud", "letters"),
        (&long_label, "letters"),
        (&long_name, "too long"),
    ] {
        let refusal = checked_domain(text).expect_err(text);
        assert!(refusal.contains(why), "{text}: {refusal}");
    }
}

#[test]
fn leaves_room_for_the_longest_host() {
    let fits = format!(
        "{}.example",
        [
            "a".repeat(59),
            "b".repeat(59),
            "c".repeat(59),
            "d".repeat(59)
        ]
        .join(".")
    );
    assert_eq!(format!("login.{fits}").len(), 253);
    assert!(checked_domain(&fits).is_ok());
    assert!(checked_domain(&format!("e{fits}")).is_err());
}
