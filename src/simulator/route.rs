//! Which part of the simulator answers a request.

use super::answer::Answer;
use super::place::Place;
use super::request::Request;
use super::{genesys, login, mirabridge, pages, widget};
use crate::genesys::Region;

/// The region whose sign-in window is out of order for everybody: pages do not know who asks, so
/// a scenario that needs a broken page needs a region of its own.
pub(crate) const REGION_WITH_BROKEN_PAGE: &str = "mec1.pure.cloud";

/// The answer to any request: a pure function, so that all of it can be tested without a network.
pub(crate) fn answer(request: &Request) -> Answer {
    if request.method != "GET" {
        return Answer::bare(405).with("allow", "GET");
    }
    match Place::of(&request.host) {
        Some(Place::Login(region)) => login_host(request, region),
        Some(Place::Apps(region)) => apps_host(request, region),
        Some(Place::Api) => api_host(request),
        Some(Place::Phone) => mirabridge::answer(request),
        None => Answer::bare(421),
    }
}

fn login_host(request: &Request, region: &'static Region) -> Answer {
    match request.path.as_str() {
        "/oauth/authorize" => genesys::authorize(request, region),
        "/" => login::page(request, region),
        "/static/login.js" => Answer::script(pages::LOGIN_SCRIPT),
        "/login" => Answer::html(200, pages::SIGN_IN),
        path if path.starts_with("/interaction/") => Answer::html(200, pages::SIGN_IN),
        path if path.starts_with("/signin/") => login::page(request, region),
        _ => not_found(),
    }
}

fn apps_host(request: &Request, region: &Region) -> Answer {
    if let Some(answer) = widget::of_apps(request, region) {
        return answer;
    }
    match request.path.as_str() {
        "/crm/index.html" => Answer::html(200, pages::CRM_INDEX),
        "/crm/index.js" | "/crm/authWindow.js" => Answer::script(""),
        "/crm/authWindow.html" if region.domain() == REGION_WITH_BROKEN_PAGE => {
            Answer::html(503, pages::error("503 Service Unavailable"))
        }
        "/crm/authWindow.html" => Answer::html(200, pages::CRM_AUTH_WINDOW),
        _ => not_found(),
    }
}

fn api_host(request: &Request) -> Answer {
    // Everything there needs a token, and a check has none.
    if request.path.starts_with("/api/") {
        let text =
            r#"{"message":"Invalid login credentials.","code":"bad.credentials","status":401}"#;
        return Answer::json(401, text);
    }
    not_found()
}

fn not_found() -> Answer {
    Answer::html(404, pages::error("404 Not Found"))
}
