//! Every usual slip, registered in the simulator in place of what is needed: the check names it.

use crate::support::run;
use serde_json::Value;

const PHONE: &str = "https://phone.mirabridge.cloud";
const INDEX: &str = "https://apps.mypurecloud.de/crm/index.html";
const WINDOW: &str = "https://apps.mypurecloud.de/crm/authWindow.html";
const NEEDED: [&str; 3] = [PHONE, INDEX, WINDOW];

/// What is needed, what is registered instead, and the correction in a line.
type Slip = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const SLIPS: &[Slip] = &[
    (PHONE, "https://phone.mirabridge.cloud/", "remove the slash at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html/", "remove the slash at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html/", "remove the slash at the end"),
    (PHONE, "http://phone.mirabridge.cloud", "write https instead of http"),
    (INDEX, "http://apps.mypurecloud.de/crm/index.html", "write https instead of http"),
    (WINDOW, "http://apps.mypurecloud.de/crm/authWindow.html", "write https instead of http"),
    (PHONE, "https://www.phone.mirabridge.cloud", "remove the www."),
    (INDEX, "https://www.apps.mypurecloud.de/crm/index.html", "remove the www."),
    (WINDOW, "https://www.apps.mypurecloud.de/crm/authWindow.html", "remove the www."),
    (INDEX, "https://apps.mypurecloud.com/crm/index.html", "write the host of your own region"),
    (WINDOW, "https://apps.mypurecloud.com/crm/authWindow.html", "write the host of your own region"),
    (INDEX, "https://login.mypurecloud.de/crm/index.html", "write apps. instead of login."),
    (WINDOW, "https://login.mypurecloud.de/crm/authWindow.html", "write apps. instead of login."),
    (INDEX, "https://api.mypurecloud.de/crm/index.html", "write apps. instead of api."),
    (WINDOW, "https://api.mypurecloud.de/crm/authWindow.html", "write apps. instead of api."),
    (PHONE, "https://phone.MiraBridge.cloud", "write the host in lower case"),
    (INDEX, "https://apps.MyPureCloud.de/crm/index.html", "write the host in lower case"),
    (WINDOW, "https://apps.MyPureCloud.de/crm/authWindow.html", "write the host in lower case"),
    (INDEX, "https://apps.mypurecloud.de/crm/Index.html", "write the path with exactly the same upper and lower case"),
    (WINDOW, "https://apps.mypurecloud.de/crm/AuthWindow.html", "write the path with exactly the same upper and lower case"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authwindow.html", "write the path with exactly the same upper and lower case"),
    (PHONE, "https://phone.mirabridge.cloud:443", "remove the :443"),
    (INDEX, "https://apps.mypurecloud.de:443/crm/index.html", "remove the :443"),
    (WINDOW, "https://apps.mypurecloud.de:443/crm/authWindow.html", "remove the :443"),
    (INDEX, "https://apps.mypurecloud.de/crm/", "write the name of the file at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/", "write the name of the file at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm", "write the name of the file at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm", "write the name of the file at the end"),
    (INDEX, "https://apps.mypurecloud.de", "write the path behind the host"),
    (WINDOW, "https://apps.mypurecloud.de", "write the path behind the host"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html?crm=framework-local-secure", "remove the question mark and all behind it"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html?crm=framework-local-secure", "remove the question mark and all behind it"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html?dedicatedLoginWindow=true", "remove the question mark and all behind it"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html?dedicatedLoginWindow=true", "remove the question mark and all behind it"),
    (PHONE, " https://phone.mirabridge.cloud", "remove the space at the start"),
    (INDEX, " https://apps.mypurecloud.de/crm/index.html", "remove the space at the start"),
    (WINDOW, " https://apps.mypurecloud.de/crm/authWindow.html", "remove the space at the start"),
    (PHONE, "https://phone.mirabridge.cloud ", "remove the space at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html ", "remove the space at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html ", "remove the space at the end"),
    (PHONE, "https://phone.mirabridge.cloud%20", "remove the %20 at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html%20", "remove the %20 at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html%20", "remove the %20 at the end"),
    (PHONE, "\"https://phone.mirabridge.cloud\"", "remove the quotes"),
    (INDEX, "\"https://apps.mypurecloud.de/crm/index.html\"", "remove the quotes"),
    (WINDOW, "\"https://apps.mypurecloud.de/crm/authWindow.html\"", "remove the quotes"),
    (PHONE, "https://phone.mirabridge.cloud,", "remove the comma at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html,", "remove the comma at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html,", "remove the comma at the end"),
    (PHONE, "https://phone.mirabridge.cloud;", "remove the semicolon at the end"),
    (INDEX, "https://apps.mypurecloud.de/crm/index.html;", "remove the semicolon at the end"),
    (WINDOW, "https://apps.mypurecloud.de/crm/authWindow.html;", "remove the semicolon at the end"),
    (PHONE, "https://phone.mirabridge.cloudhttps://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (INDEX, "https://phone.mirabridge.cloudhttps://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (WINDOW, "https://apps.mypurecloud.de/crm/index.htmlhttps://apps.mypurecloud.de/crm/authWindow.html", "give each redirect URI an entry of its own"),
    (PHONE, "https://phone.mirabridge.cloud,https://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (INDEX, "https://phone.mirabridge.cloud,https://apps.mypurecloud.de/crm/index.html", "give each redirect URI an entry of its own"),
    (WINDOW, "https://apps.mypurecloud.de/crm/index.html,https://apps.mypurecloud.de/crm/authWindow.html", "give each redirect URI an entry of its own"),
    (PHONE, "https://phone.mirabridge.cloud//", "remove one of the two slashes before the path"),
    (INDEX, "https://apps.mypurecloud.de//crm/index.html", "remove one of the two slashes before the path"),
    (WINDOW, "https://apps.mypurecloud.de//crm/authWindow.html", "remove one of the two slashes before the path"),
    (PHONE, "phone.mirabridge.cloud", "write https:// before it"),
];

#[test]
fn each_is_named_where_the_rest_is_right() {
    all(|(needed, registered, _)| {
        let others = NEEDED.into_iter().filter(|uri| uri != needed);
        others.chain([*registered]).collect()
    });
}

#[test]
fn each_is_named_where_nothing_else_is_right() {
    // What is a slip of two is corrected into the first of them.
    all(
        |(needed, registered, _)| match SLIPS.iter().find(|slip| slip.1 == *registered) {
            Some((INDEX, _, _)) if *needed == WINDOW => vec![registered, INDEX],
            _ => vec![registered],
        },
    );
}

#[test]
fn slips_of_all_three_are_named_at_once() {
    let registered = [
        "https://www.phone.mirabridge.cloud",
        "https://apps.mypurecloud.de/crm/index.html%20",
        "https://apps.mypurecloud.de/crm/AuthWindow.html",
    ];
    let report = check(&registered);
    for (needed, registered) in NEEDED.into_iter().zip(registered) {
        assert_eq!(result(&report, needed)["found"], registered);
    }
}

#[test]
fn an_entry_is_turned_into_one_redirect_uri_only() {
    let report = check(&[PHONE, "https://apps.mypurecloud.de/crm/"]);
    let remedy = |uri| result(&report, uri)["remedy"].as_str().expect("a remedy");
    assert!(remedy(INDEX).contains("write the name of the file at the end"));
    assert!(remedy(WINDOW).contains("add this one"));
}

/// Checks a client for which each slip is registered as `registered` says, some at a time.
#[track_caller]
fn all(registered: impl Fn(&Slip) -> Vec<&'static str> + Sync) {
    let registered = &registered;
    let wrong: Vec<_> = SLIPS
        .chunks(4)
        .flat_map(|slips| {
            std::thread::scope(|scope| {
                let slips: Vec<_> = slips
                    .iter()
                    .map(|slip| scope.spawn(move || wrong(slip, &check(&registered(slip)))))
                    .collect();
                slips
                    .into_iter()
                    .filter_map(|slip| slip.join().expect("the comparison does not panic"))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a report says wrong about a slip, if something.
fn wrong(&(needed, registered, correction): &Slip, report: &Value) -> Option<String> {
    let result = result(report, needed);
    let remedy = result["remedy"].as_str().unwrap_or_default();
    let probes = report["probes"].as_array().expect("probes");
    let rounds = probes
        .iter()
        .filter_map(|probe| probe["round"].as_u64())
        .max();
    let near = probes
        .iter()
        .filter(|probe| probe["purpose"] == "near-miss")
        .count();
    let right = result["status"] == "fail"
        && result["found"] == registered
        && result["paste"] == serde_json::json!([needed])
        && remedy.contains(correction)
        && rounds <= Some(3)
        && near <= 60;
    (!right).then(|| format!("{registered:?}: round {rounds:?}, {near} near misses, {result:#}"))
}

/// The report on a client with these redirect URIs.
fn check(registered: &[&str]) -> Value {
    let mut arguments = vec!["demo", "healthy", "--format", "json"];
    for uri in registered {
        arguments.extend(["--registered", uri]);
    }
    let ran = run(arguments);
    assert_eq!(ran.status, 1, "{ran:?}");
    serde_json::from_str(&ran.stdout).expect("JSON")
}

fn result<'a>(report: &'a Value, uri: &str) -> &'a Value {
    let mut results = report["results"].as_array().expect("results").iter();
    let found =
        results.find(|result| result["id"] == "invalid-redirect" && result["subject"] == uri);
    found.unwrap_or_else(|| panic!("no result on {uri}"))
}
