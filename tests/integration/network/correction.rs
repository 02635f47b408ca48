//! What a check says to paste where a client lives in another region: pasted, it passes.

use super::authority::trusted;
use super::check::{check_at, json, ran};
use super::replies::{Answer, redirect, status};
use super::service::{Asked, Service};
use crate::support::{Ran, program};
use std::net::SocketAddr;
use url::Url;

const ID: &str = "c802dd59-b4d7-4f12-af6e-7c4bc682f571";

/// A service in all regions. The client lives in Ireland, and these are the redirect URIs it is registered with.
fn in_ireland(registered: &[String]) -> Service {
    let registered = registered.to_vec();
    Service::in_every_region(move |asked, _| {
        if asked.target.starts_with("/oauth/authorize") {
            authorize(asked, &registered)
        } else {
            status(200)
        }
    })
}

fn authorize(asked: &Asked, registered: &[String]) -> Answer {
    let host = &asked.host;
    let url = Url::parse(&format!("https://{host}{}", asked.target)).expect("a URL");
    let is = |name: &str, right: &dyn Fn(&str) -> bool| {
        url.query_pairs()
            .any(|(key, value)| key == name && right(&value))
    };
    let known = host == "login.mypurecloud.ie"
        && is("client_id", &|id| id == ID)
        && is("redirect_uri", &|uri| {
            registered.iter().any(|one| one == uri)
        });
    if known {
        redirect(&format!("https://{host}/?rid={}", "r".repeat(43)))
    } else {
        redirect(&format!("https://{host}/#/error?errorKey=invalidClientId"))
    }
}

/// A check in the region that an administrator would name now.
fn check_in(region: &str, address: SocketAddr) -> Ran {
    let mut command = program();
    command.args(["check", "--region", region, "--client-id", ID]);
    command.args(["--connect-to", &format!("::{address}"), "--ca-cert"]);
    command.arg(&trusted().pem);
    ran(&mut command)
}

/// What is registered for Frankfurt, by somebody who mistook the region.
fn mistaken() -> Vec<String> {
    [
        "https://phone.mirabridge.cloud",
        "https://apps.mypurecloud.de/crm/index.html",
        "https://apps.mypurecloud.de/crm/authWindow.html",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn the_pasted_correction_passes() {
    let before = in_ireland(&mistaken());
    let told = ran(&mut check_at(before.address, &[]));
    assert_eq!(told.status, 1, "{told:?}");
    let first_line = told.stdout.lines().next().expect("a first line");
    assert!(first_line.contains("mypurecloud.ie"), "{first_line}");

    // The words and lines that a person would copy.
    let (_, behind) = told.stdout.split_once("(--region ").expect("an option");
    let (region, _) = behind.split_once(')').expect("its end");
    let pasted: Vec<_> = told
        .stdout
        .lines()
        .filter(|line| line.starts_with("https://"))
        .map(str::to_owned)
        .collect();
    let (init_url, uris) = pasted.split_last().expect("lines to paste");
    assert_eq!(uris.len(), 3, "{pasted:?}");

    // The region alone does not mend what is registered; with the pasted lines, it does.
    let half = check_in(region, before.address);
    assert_eq!(half.status, 1, "{half:?}");
    let after = in_ireland(uris);
    let passed = check_in(region, after.address);
    assert_eq!(passed.status, 0, "{passed:?}");
    let fetched = after.asked();
    let init = fetched.iter().find(|asked| asked.target.contains("/init?"));
    let init = init.expect("the init URL is fetched");
    assert_eq!(format!("https://{}{}", init.host, init.target), *init_url);
}

#[test]
fn programs_are_told_the_same() {
    let service = in_ireland(&mistaken());
    let (report, run) = json(&mut check_at(service.address, &[]));
    assert_eq!(run.status, 1, "{run:?}");
    let results = report["results"].as_array().expect("results");
    let failed: Vec<_> = results
        .iter()
        .filter(|result| result["status"] == "fail")
        .collect();
    let [mismatch] = failed[..] else {
        panic!("{failed:?}")
    };
    assert_eq!(mismatch["id"], "region-mismatch");
    assert_eq!(mismatch["found_region"], "mypurecloud.ie");
    assert_eq!(mismatch["paste"].as_array().expect("lines").len(), 3);
}
