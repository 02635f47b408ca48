//! Everything but the authorize endpoint.

use super::{authorize, documented, get, header, location, region};
use crate::simulator::request::Request;
use crate::simulator::route;
use crate::simulator::scenario::scenario;

/// The login page that an authorize request in this scenario leads to.
fn login_page(name: &str) -> String {
    let scenario = scenario(name).expect("a scenario");
    let home = region(scenario.region);
    let [phone, ..] = documented(&home);
    let answer = get(&authorize(
        &home,
        scenario.client_id,
        &phone,
        scenario.grant,
    ));
    location(&answer).to_owned()
}

/// Follows redirects until a page, or gives up after five.
fn follow(mut address: String) -> Result<u16, String> {
    for _ in 0..5 {
        let answer = get(&address);
        if answer.status != 302 {
            return Ok(answer.status);
        }
        location(&answer).clone_into(&mut address);
    }
    Err(address)
}

#[test]
fn the_page_behind_a_rid_knows_its_scenario() {
    assert_eq!(follow(login_page("healthy")), Ok(200));
    assert_eq!(follow(login_page("healthy-login-hops")), Ok(200));
    assert_eq!(follow(login_page("login-down")), Ok(503));
    for name in [
        "login-loop",
        "login-loop-itself",
        "login-loop-cookie",
        "login-endless",
    ] {
        assert!(follow(login_page(name)).is_err(), "{name}");
    }
    let first = |name: &str| location(&get(&login_page(name))).to_owned();
    assert!(first("login-leaves").starts_with("https://idp.acme.example/"));
    let error = "https://login.mypurecloud.de/#/error?errorKey=clientDisabled";
    assert_eq!(first("login-shows-error"), error);
    let there = login_page("login-loop-itself");
    let itself = there.split('#').next().expect("an address");
    assert_eq!(
        first("login-loop-itself").split('=').next(),
        itself.split('=').next()
    );
}

#[test]
fn only_the_circle_with_a_cookie_ends_for_who_brings_it_back() {
    for (name, status) in [("login-loop-cookie", 200), ("login-loop", 302)] {
        let mut request = Request::get(&login_page(name));
        let answer = route::answer(&request);
        assert_eq!(answer.status, 302);
        assert_eq!(header(&answer, "set-cookie").is_some(), status == 200);
        request.cookies = "a=b; login-seen=1".to_owned();
        assert_eq!(route::answer(&request).status, status, "{name}");
    }
}

#[test]
fn pages_are_there_and_nothing_else_is() {
    for (address, status) in [
        ("https://login.mypurecloud.de/", 200),
        ("https://login.mypurecloud.de/?rid=anything", 200),
        ("https://login.mypurecloud.de/login?x=1", 200),
        ("https://login.mypurecloud.de/interaction/abc", 200),
        ("https://login.mypurecloud.de/static/login.js", 200),
        ("https://login.mypurecloud.de/elsewhere", 404),
        ("https://apps.mypurecloud.de/crm/index.html", 200),
        ("https://apps.mypurecloud.de/crm/authWindow.html", 200),
        ("https://apps.mypurecloud.de/crm/authwindow.html", 404),
        ("https://apps.mec1.pure.cloud/crm/index.html", 200),
        ("https://apps.mec1.pure.cloud/crm/authWindow.html", 503),
        ("https://api.mypurecloud.de/api/v2/oauth/clients", 401),
        ("https://api.mypurecloud.de/", 404),
        ("https://phone.mirabridge.cloud/", 200),
        ("https://phone.mirabridge.cloud/elsewhere", 404),
        ("https://elsewhere.example/", 421),
    ] {
        assert_eq!(get(address).status, status, "{address}");
    }
}

#[test]
fn only_get_is_allowed() {
    for method in ["HEAD", "POST", "PUT"] {
        let request = Request {
            method: method.to_owned(),
            ..Request::get("https://login.mypurecloud.de/oauth/token")
        };
        assert_eq!(route::answer(&request).status, 405);
    }
}

#[test]
fn the_widget_loads_for_known_clients() {
    let init = |client: &str, region: &str| {
        get(&format!(
            "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region={region}&clientId={client}&enableDebug=true"
        ))
    };
    let id = |name: &str| scenario(name).expect("a scenario").client_id;
    let answer = init(id("healthy"), "mypurecloud.de");
    assert_eq!(answer.status, 200);
    let content_type = header(&answer, "content-type").expect("a type");
    assert!(content_type.starts_with("text/html"));
    assert_eq!(init(id("init-down"), "mypurecloud.de").status, 404);
    assert_eq!(init(id("healthy"), "mypurecloud.au").status, 404);
    assert_eq!(
        init("00000000-0000-4000-8000-000000000000", "mypurecloud.de").status,
        404
    );
}
