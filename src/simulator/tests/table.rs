//! What every scenario answers to the questions of a check, in a word each.

use super::{UNREGISTERED, authorize, control, documented, get, header, location, other, region};
use crate::simulator::answer::{Answer, Delivery};
use crate::simulator::scenario::{Scenario, scenario, scenarios};
use std::fmt::Write as _;
use url::Url;

/// An answer in a word or two, without anything that changes from one answer to the next.
fn word(answer: &Answer) -> String {
    match answer.delivery {
        Delivery::Whole => {}
        Delivery::After(_) => return "late".to_owned(),
        Delivery::Endless => return "endless".to_owned(),
        Delivery::CutOff => return "cut-off".to_owned(),
        Delivery::Never => return "silence".to_owned(),
        Delivery::Reset => return "reset".to_owned(),
    }
    if (300..400).contains(&answer.status) {
        return redirect_word(answer);
    }
    let body = String::from_utf8_lossy(&answer.body);
    let between = |from: &str, to: &str| {
        let (_, rest) = body.split_once(from)?;
        Some(rest.split_once(to)?.0.to_owned())
    };
    // The error of a JSON body, the first words of an error page, the title of any other.
    let said = match between("<title>", "</title>") {
        Some(title) if title == "Error" => between("<p>", "</p>"),
        Some(title) => Some(title),
        None => between("\"error\":\"", "\"").or_else(|| between("\"code\":\"", "\"")),
    };
    let said = said.map_or_else(String::new, |said| format!(" {said:?}"));
    format!("{}{said}", answer.status)
}

fn redirect_word(answer: &Answer) -> String {
    let Some(text) = header(answer, "location") else {
        return "garbage".to_owned();
    };
    let base = Url::parse("https://login.example").expect("an address");
    let url = base.join(text).expect("redirects lead somewhere");
    let locations = answer
        .headers
        .iter()
        .filter(|(name, _)| *name == "location");
    let after = format!(
        "{}{}",
        url.query().unwrap_or(""),
        url.fragment().unwrap_or("")
    );
    let word = if locations.count() > 1 {
        "two"
    } else if text.len() > 10_000 {
        "huge"
    } else if after.starts_with("rid=") {
        "rid"
    } else if after.contains("errorKey=invalidClientId") {
        "key"
    } else if after.contains("errorKey=") {
        "other-key"
    } else if let Some((_, error)) = after.split_once("error=") {
        let end = error.find('&').unwrap_or(error.len());
        return format!("back:{}", &error[..end]);
    } else if after.contains("access_token=") || after.contains("code=") {
        "back:signed-in"
    } else {
        return format!("to:{}", url.path().split('/').nth(1).unwrap_or_default());
    };
    word.to_owned()
}

fn row(scenario: &Scenario) -> String {
    let home = region(scenario.region);
    let uris = documented(&home);
    let ask = |id: &str, uri: &str| word(&get(&authorize(&home, id, uri, scenario.grant)));
    let mut real = uris
        .each_ref()
        .map(|uri| ask(scenario.client_id, uri))
        .to_vec();
    real.dedup();
    let x = ask(&control(scenario, &home), &uris[0]);
    let y = ask(scenario.client_id, UNREGISTERED);
    let address = authorize(&home, scenario.client_id, &uris[0], other(scenario.grant));
    let other = word(&get(&address));
    let scoped = authorize(&home, scenario.client_id, &uris[0], scenario.grant);
    let scoped = word(&get(&format!("{scoped}&scope=conversations%3Areadonly")));
    let alike = [&x, &y, &other].iter().all(|word| real == [word.as_str()]);
    let mut row = if alike {
        format!("{}: everybody {x}", scenario.name)
    } else {
        let real = real.join(", ");
        format!("{}: {real} | {x} | {y} | {other}", scenario.name)
    };
    if scoped != real[0] {
        let _ = write!(row, " | with scope {scoped}");
    }
    row
}

/// Whether a scenario differs from the healthy one in a browser alone.
fn is_for_a_browser(scenario: &Scenario) -> bool {
    scenario.name.starts_with("browser-")
}

#[test]
fn scenarios_for_a_browser_are_healthy_without_one() {
    let healthy = scenarios().iter().find(|row| row.name == "healthy");
    let healthy = row(healthy.expect("a scenario"));
    for scenario in scenarios().iter().filter(|row| is_for_a_browser(row)) {
        assert_eq!(
            row(scenario).replace(scenario.name, "healthy"),
            healthy,
            "{}",
            scenario.name
        );
    }
}

/// Name: the redirect URIs (neighbours once, if alike) | client control | redirect control | other
/// grant. Words: rid is the login page, key the shared error page, back the redirect URI.
#[test]
fn every_scenario_answers_as_the_table_says() {
    let rows: Vec<String> = scenarios()
        .iter()
        .filter(|scenario| !is_for_a_browser(scenario))
        .map(row)
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    healthy: rid | key | key | back:unauthorized_client
    healthy-303: rid | key | key | back:unauthorized_client
    healthy-relative-location: rid | key | key | back:unauthorized_client
    healthy-no-fragment: rid | key | key | back:unauthorized_client
    healthy-splash: rid | key | key | back:unauthorized_client
    healthy-org-login: rid | key | key | back:unauthorized_client
    healthy-login-hops: rid | key | key | back:unauthorized_client
    healthy-pkce: rid | key | key | back:unauthorized_client
    healthy-both-grants: rid | key | key | rid
    slow: late | key | key | back:unauthorized_client
    unknown-client: everybody key
    inactive-client: everybody key
    no-uris: everybody key
    uri-missing: rid, key | key | key | back:unauthorized_client
    trailing-slash: key, rid | key | key | key
    nothing-but-slash: everybody key
    stray-space: key, rid | key | key | key
    wrong-case: rid, key | key | key | back:unauthorized_client
    wrong-region-uris: rid, key | key | key | back:unauthorized_client
    other-region: everybody key
    two-regions: everybody key
    partial-sweep: everybody key
    other-grant-bounced: back:unauthorized_client | key | key | rid
    other-grant-bounced-pkce: back:unauthorized_client | key | key | rid
    other-grant-shared-page: key | key | key | rid
    other-grant-unsupported: back:unsupported_response_type | key | key | rid
    other-grant-uri-missing: key | key | key | rid
    scope-bounced: back:invalid_scope | key | key | back:unauthorized_client
    scope-bounced-encoded: back:invalid_scope | key | key | back:unauthorized_client
    scope-parameter-bounced: rid | key | key | back:unauthorized_client | with scope back:invalid_scope
    init-down: rid | key | key | back:unauthorized_client
    page-down: rid | key | key | back:unauthorized_client
    other-error-key: everybody other-key
    told-apart-healthy: rid | 400 "invalid_client" | 400 "invalid_redirect_uri" | back:unauthorized_client
    told-apart-unknown-client: 400 "invalid_client" | 400 "invalid_client" | 400 "invalid_redirect_uri" | 400 "invalid_client"
    told-apart-other-region: 400 "invalid_client" | 400 "invalid_client" | 400 "invalid_redirect_uri" | 400 "invalid_client"
    told-apart-no-uris: 400 "invalid_redirect_uri" | 400 "invalid_client" | 400 "invalid_redirect_uri" | 400 "invalid_redirect_uri"
    bounced-server-error: back:server_error | key | key | back:server_error
    bounced-unavailable: back:temporarily_unavailable | key | key | back:temporarily_unavailable
    bounced-access-denied: back:access_denied | key | key | back:access_denied
    login-loop: rid | key | key | back:unauthorized_client
    login-loop-itself: rid | key | key | back:unauthorized_client
    login-loop-cookie: rid | key | key | back:unauthorized_client
    login-endless: rid | key | key | back:unauthorized_client
    login-shows-error: rid | key | key | back:unauthorized_client
    login-leaves: rid | key | key | back:unauthorized_client
    login-down: rid | key | key | back:unauthorized_client
    captive-portal-redirect: everybody to:login
    captive-portal-page: everybody 200 "Guest Wi-Fi"
    firewall-page: everybody 403 "Request blocked"
    firewall-one-uri: rid, 403 "Request blocked" | key | key | back:unauthorized_client
    firewall-200-page: rid, 200 "Request blocked" | key | key | back:unauthorized_client
    firewall-and-unknown-client: key, 403 "Request blocked" | key | key | key
    proxy-password: everybody 407
    rate-limited-once: rid, 429 "too.many.requests", rid | key | key | back:unauthorized_client
    rate-limited: everybody 429 "too.many.requests"
    rate-limited-retry-after: everybody 429 "too.many.requests"
    client-control-hangs: rid | silence | key | back:unauthorized_client
    client-control-503: rid | 503 "503 Service Unavailable" | key | back:unauthorized_client
    redirect-control-hangs: rid | key | silence | back:unauthorized_client
    server-down: everybody 503 "503 Service Unavailable"
    server-error-once: rid, 503 "503 Service Unavailable", rid | key | key | back:unauthorized_client
    unanswered: everybody silence
    reset: everybody reset
    alike-login-redirect: everybody to:login
    alike-page: everybody 200 "Sign in"
    after-login-only: everybody to:login
    accepts-everything: everybody rid
    refuses-with-reason: everybody 400 "invalid_client"
    refuses-without-reason: everybody 400
    unknown-refusal: everybody 400 "policy_violation_77"
    client-checked-uri-not: rid | key | rid | back:unauthorized_client
    uri-checked-client-not: rid | rid | key | back:unauthorized_client
    bounces-everything: everybody back:unauthorized_client
    bounces-any-uri: back:unauthorized_client | key | back:unauthorized_client | back:unauthorized_client
    bounces-unknown-uris: rid | key | back:invalid_request | back:unauthorized_client
    returns-to-any-uri: back:signed-in | key | back:signed-in | back:signed-in
    echoes-query: rid | 400 "The OAuth client or the redirect URI is invalid." | 400 "The OAuth client or the redirect URI is invalid." | back:unauthorized_client
    fresh-ids: to:interaction | 400 "invalid client" | 400 "invalid redirect uri" | back:unauthorized_client
    login-page-by-200: 200 "Sign in" | 400 "invalid_client" | 400 "invalid_request" | back:unauthorized_client
    silent-refusals: to:login | 404 | 404 | back:unauthorized_client
    refuses-by-200: to:login | 200 "The OAuth client is unknown." | 200 "The redirect URI is not registered." | back:unauthorized_client
    refuses-by-500: to:login | 500 "invalid_client" | 500 "invalid_redirect_uri" | back:unauthorized_client
    hostile-text: back:unauthorized_client | key | key | back:unauthorized_client
    hostile-error-key: everybody other-key
    garbage-location: garbage | key | key | back:unauthorized_client
    two-locations: two | key | key | back:unauthorized_client
    huge-location: huge | key | key | back:unauthorized_client
    huge-body: everybody endless
    cut-off: everybody cut-off
    "#);
}

/// The regions in which the phone is accepted as a redirect URI.
fn found_in(name: &str) -> Vec<&'static str> {
    let scenario = scenario(name).expect("a scenario");
    let found = crate::genesys::Region::all().iter().filter(|region| {
        let [phone, ..] = documented(region);
        word(&get(&authorize(
            region,
            scenario.client_id,
            &phone,
            scenario.grant,
        ))) == "rid"
    });
    found.map(crate::genesys::Region::domain).collect()
}

#[test]
fn a_client_is_found_where_it_lives() {
    assert_eq!(found_in("healthy"), ["mypurecloud.de"]);
    assert_eq!(found_in("other-region"), ["mypurecloud.ie"]);
    assert_eq!(found_in("told-apart-other-region"), ["mypurecloud.ie"]);
    assert_eq!(
        found_in("two-regions"),
        ["mypurecloud.com", "mypurecloud.ie"]
    );
    assert_eq!(found_in("page-down"), ["mec1.pure.cloud"]);
    assert!(found_in("partial-sweep").is_empty());
}

#[test]
fn in_its_own_region_a_client_has_the_uris_of_that_region() {
    let scenario = scenario("other-region").expect("a scenario");
    let ireland = region("mypurecloud.ie");
    for uri in documented(&ireland) {
        let answer = get(&authorize(
            &ireland,
            scenario.client_id,
            &uri,
            scenario.grant,
        ));
        assert_eq!(word(&answer), "rid", "{uri}");
    }
}

#[test]
fn some_regions_of_the_partial_sweep_are_out_of_order() {
    let scenario = scenario("partial-sweep").expect("a scenario");
    let japan = region("mypurecloud.jp");
    let [phone, ..] = documented(&japan);
    let answer = get(&authorize(
        &japan,
        scenario.client_id,
        &phone,
        scenario.grant,
    ));
    assert_eq!(answer.status, 503);
    let answer = get(&authorize(
        &japan,
        &control(scenario, &japan),
        &phone,
        scenario.grant,
    ));
    assert_eq!(
        answer.status, 503,
        "the control of every region belongs to its scenario"
    );
}

#[test]
fn redirect_uris_are_compared_byte_for_byte() {
    let home = region("mypurecloud.de");
    let ask = |name: &str, uri: &str| {
        let scenario = scenario(name).expect("a scenario");
        word(&get(&authorize(
            &home,
            scenario.client_id,
            uri,
            scenario.grant,
        )))
    };
    let slash = "https://phone.mirabridge.cloud/";
    assert_eq!(ask("healthy", slash), "key");
    assert_eq!(ask("trailing-slash", slash), "rid");
    assert_eq!(ask("nothing-but-slash", slash), "rid");
    assert_eq!(ask("stray-space", "https://phone.mirabridge.cloud "), "rid");
    assert_eq!(
        ask(
            "wrong-case",
            "https://apps.mypurecloud.de/crm/authwindow.html"
        ),
        "rid"
    );
    let com = "https://apps.mypurecloud.com/crm/index.html";
    assert_eq!(ask("wrong-region-uris", com), "rid");
}

#[test]
fn genesys_cloud_words_its_answers_as_it_is_known_to() {
    let home = region("mypurecloud.de");
    let [phone, index, _] = documented(&home);
    let healthy = scenario("healthy").expect("a scenario");
    let answer = get(&authorize(&home, healthy.client_id, &phone, healthy.grant));
    let rid = location(&answer)
        .strip_prefix("https://login.mypurecloud.de/?rid=")
        .and_then(|rest| rest.strip_suffix("#/authenticate"));
    assert_eq!(rid.map(str::len), Some(43));
    assert!(header(&answer, "set-cookie").is_some());
    assert!(header(&answer, "inin-correlation-id").is_some());

    let nobody = "00000000-0000-4000-8000-000000000000";
    let answer = get(&authorize(&home, nobody, &phone, healthy.grant));
    let shared = "https://login.mypurecloud.de/#/error?errorKey=invalidClientId";
    assert_eq!((answer.status, location(&answer)), (302, shared));

    // A bare host gets its slash on the way back; a code goes into the query, a token behind the #.
    let address = authorize(&home, healthy.client_id, &phone, other(healthy.grant));
    let answer = get(&format!("{address}&state=a%26b"));
    let back = "https://phone.mirabridge.cloud/?error=unauthorized_client&state=a%26b";
    assert_eq!(location(&answer), back);
    let scenario = scenario("other-grant-bounced").expect("a scenario");
    let answer = get(&authorize(
        &home,
        scenario.client_id,
        &index,
        scenario.grant,
    ));
    let back = "https://apps.mypurecloud.de/crm/index.html#error=unauthorized_client";
    assert_eq!(location(&answer), back);
}

#[test]
fn a_pkce_client_must_bring_a_challenge() {
    let scenario = scenario("healthy-pkce").expect("a scenario");
    let home = region(scenario.region);
    let [phone, ..] = documented(&home);
    let address = authorize(&home, scenario.client_id, &phone, scenario.grant);
    let (without, _) = address.split_once("&code_challenge").expect("a challenge");
    assert_eq!(word(&get(&address)), "rid");
    assert_eq!(word(&get(without)), "back:invalid_request");
}

#[test]
fn no_two_answers_are_the_same_where_ids_are_fresh() {
    for name in [
        "healthy",
        "fresh-ids",
        "alike-login-redirect",
        "firewall-page",
    ] {
        let scenario = scenario(name).expect("a scenario");
        let home = region(scenario.region);
        let [phone, ..] = documented(&home);
        let address = authorize(&home, scenario.client_id, &phone, scenario.grant);
        assert_ne!(get(&address), get(&address), "{name}");
    }
}
