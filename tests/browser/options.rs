//! The options of a visit, and what is recorded of it.

use crate::proxy::Proxy;
use crate::run::{Run, Said, demo};
use crate::served::Served;
use crate::table::{checks, name};
use libtest_mimic::Trial;
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

pub(crate) fn trials(browser: &Path) -> Vec<Trial> {
    let trial = |what: &str, run: fn(&str)| {
        let program = browser.to_str().expect("UTF-8").to_owned();
        Trial::test(format!("{}::{what}", name(browser)), move || {
            run(&program);
            Ok(())
        })
    };
    vec![
        trial("pictures_are_kept", pictures),
        trial("a_page_that_hangs_is_pictured_in_time", hanging_picture),
        trial("the_visit_is_a_tree", tree),
        trial("a_host_can_be_allowed", allowed),
        trial("left_out_no_browser_starts", left_out),
        trial("the_browser_goes_where_the_check_goes", elsewhere),
        trial("the_browser_takes_the_proxy_and_its_login", through_a_proxy),
        trial("a_recording_holds_the_visit_without_secrets", recorded),
    ]
}

fn pictures(browser: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.png");
    let name = file.to_str().expect("UTF-8");
    demo(Path::new(browser), "healthy", &["--screenshot", name]);
    for file in ["page.png", "page-2.png"] {
        let picture = std::fs::read(folder.path().join(file)).expect(file);
        assert!(picture.starts_with(b"\x89PNG"), "{file}");
    }
}

fn hanging_picture(browser: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.png");
    let name = file.to_str().expect("UTF-8");
    let more = ["--screenshot", name, "--deadline", "12s"];
    let started = Instant::now();
    let (report, said) = demo(Path::new(browser), "browser-hangs", &more);
    assert!(started.elapsed() < Duration::from_secs(14));
    assert_eq!(report["visit"]["end"], "deadline");
    assert_eq!(said.stderr, "");
    let picture = std::fs::read(&file).expect("a picture");
    assert!(picture.starts_with(b"\x89PNG"));
}

fn tree(browser: &str) {
    let mut run = Run::start(&["demo", "--browser", "--browser-path", browser, "-v"]);
    let said = run.wait();
    let (_, tree) = said.stdout.split_once("\nVisit of ").expect("a tree");
    let mut last = 0;
    for part in [
        "page \"MiraBridge Phone\"\n",
        "└─ frame 1 \"Genesys Cloud\"\n",
        "this tool clicks \"Sign in\"\n",
        "   └─ window 2 \"Genesys Cloud\"\n",
        "/oauth/authorize?",
        " 302 → https://login.mypurecloud.de/?rid=",
    ] {
        let at = tree
            .find(part)
            .unwrap_or_else(|| panic!("{part:?} in {tree}"));
        assert!(at > last, "{part:?} in {tree}");
        last = at;
    }
}

/// Allowed, the host is looked for; it does not exist, and that is a fault of the network.
fn allowed(browser: &str) {
    let more = ["--browser-allow", "cdn.example"];
    let (report, _) = demo(Path::new(browser), "browser-foreign-script", &more);
    let overrides = report["evidence"]["overrides"].to_string();
    assert!(
        overrides.contains("browser-allow cdn.example"),
        "{overrides}"
    );
    let results = report["results"].as_array().expect("results");
    let errors = results.iter().find(|result| result["id"] == "page-errors");
    assert_eq!(errors.expect("a result")["cause"], "tls", "{report:#}");
}

fn left_out(browser: &str) {
    let all = checks().join(",");
    let (report, said) = demo(Path::new(browser), "browser-popup", &["--skip", &all]);
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(report.get("visit").is_none(), "{report:#}");
}

/// A check of the healthy client with a browser.
fn check(browser: &str, more: &[&str]) -> (Value, Said) {
    let mut arguments = vec![
        "check",
        "--region",
        "mypurecloud.de",
        "--client-id",
        "c802dd59-b4d7-4f12-af6e-7c4bc682f571",
        "--browser",
        "--browser-path",
        browser,
        "--format",
        "json",
    ];
    arguments.extend(more);
    let mut run = Run::start(&arguments);
    let said = run.wait();
    run.assert_nothing_left();
    let report =
        serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    (report, said)
}

fn elsewhere(browser: &str) {
    let served = Served::start();
    let to = format!("::{}", served.address);
    let (_, said) = check(browser, &["--connect-to", &to, "--ca-cert", &served.ca]);
    assert_eq!(said.status, Some(0), "{said:?}");
    // A browser that is not told whom to trust trusts nobody; nor does the check.
    let (report, said) = check(browser, &["--connect-to", &to]);
    assert_eq!(said.status, Some(3), "{said:?}");
    let results = report["results"].as_array().expect("results");
    let errors = results.iter().find(|result| result["id"] == "page-errors");
    assert_eq!(errors.expect("a result")["cause"], "tls", "{report:#}");
}

fn through_a_proxy(browser: &str) {
    let served = Served::start();
    let proxy = Proxy::start(&served.address, "Basic YTpi");
    let address = format!("http://a:b@{}", proxy.address);
    let (report, said) = check(browser, &["--proxy", &address, "--ca-cert", &served.ca]);
    assert_eq!(said.status, Some(0), "{report:#}");
    let asked = proxy.asked();
    for host in [
        "phone.mirabridge.cloud",
        "apps.mypurecloud.de",
        "login.mypurecloud.de",
    ] {
        // Once for the check, once for the keys, and at least once for the page.
        let times = asked
            .iter()
            .filter(|asked| **asked == format!("{host}:443"))
            .count();
        assert!(times > 2, "{host}: {asked:?}");
    }
    let is_ours = |asked: &String| {
        asked.ends_with(".mirabridge.cloud:443") || asked.ends_with(".mypurecloud.de:443")
    };
    assert!(asked.iter().all(is_ours), "{asked:?}");
}

fn recorded(browser: &str) {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    let file = file.to_str().expect("UTF-8");
    let to = format!("::{}", served.address);
    let more = [
        "--connect-to",
        &to,
        "--ca-cert",
        &served.ca,
        "--record",
        file,
    ];
    let (live, _) = check(browser, &more);
    let recording = std::fs::read_to_string(file).expect("a recording");
    let rids: Vec<_> = recording.match_indices("rid=").collect();
    assert!(rids.len() > 4, "{recording}");
    for (at, mark) in rids {
        let rid = recording.get(at + mark.len()..at + mark.len() + 30);
        // Its stand-in: of the shape of an id, with nothing of it.
        let says_nothing = |c| matches!(c, 'x' | 'X' | '0' | '-' | '_');
        let is_stand_in = rid.is_some_and(|rid| rid.chars().all(says_nothing));
        assert!(is_stand_in, "{rid:?}: {recording}");
    }
    let mut replay = Run::start(&["check", "--replay", file, "--format", "json"]);
    let replayed: Value = serde_json::from_str(&replay.wait().stdout).expect("JSON");
    for part in ["results", "visit", "verdict", "exit_status"] {
        assert_eq!(live[part], replayed[part], "{part}");
    }
}
