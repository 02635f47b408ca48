//! The simulator as others see it: every scenario in one table, and the wire.

mod faults;
mod over_tls;
mod pages;
mod table;

use super::answer::Answer;
use super::request::Request;
use super::route;
use super::scenario::Scenario;
use crate::genesys::{ClientId, Grant, RedirectUri, Region, control_client_id};
use url::Url;

/// A redirect URI that nobody can have registered.
const UNREGISTERED: &str = "https://redirect-control.invalid/callback";

fn region(domain: &str) -> Region {
    Region::parse(domain).expect("tests name regions that exist")
}

/// The client id by which a check finds out how unknown clients are answered.
fn control(scenario: &Scenario, region: &Region) -> String {
    let client_id = ClientId::parse(scenario.client_id).expect("a client id");
    let control = control_client_id(region, &client_id);
    control.as_str().to_owned()
}

fn documented(region: &Region) -> [String; 3] {
    RedirectUri::documented(region).map(|uri| uri.as_str().to_owned())
}

fn other(grant: Grant) -> Grant {
    match grant {
        Grant::Implicit => Grant::Pkce,
        Grant::Pkce => Grant::Implicit,
    }
}

/// The address of an authorize request as a check sends it.
fn authorize(region: &Region, client_id: &str, redirect_uri: &str, grant: Grant) -> String {
    let mut url = Url::parse(&format!("https://{}/oauth/authorize", region.login_host()))
        .expect("a login host makes an address");
    url.query_pairs_mut()
        .append_pair("client_id", client_id)
        .append_pair("response_type", grant.response_type())
        .append_pair("redirect_uri", redirect_uri);
    if matches!(grant, Grant::Pkce) {
        url.query_pairs_mut()
            .append_pair(
                "code_challenge",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            )
            .append_pair("code_challenge_method", "S256");
    }
    url.into()
}

fn get(address: &str) -> Answer {
    route::answer(&Request::get(address))
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let (_, value) = answer.headers.iter().find(|(key, _)| *key == name)?;
    std::str::from_utf8(value).ok()
}

fn location(answer: &Answer) -> &str {
    header(answer, "location").expect("a redirect to readable text")
}
