//! MiraBridge Phone: its page and its widget.

use super::answer::Answer;
use super::pages;
use super::request::Request;
use super::{scenario, widget};
use crate::genesys::Region;

/// What the host of the phone answers.
pub(crate) fn answer(request: &Request) -> Answer {
    match request.path.as_str() {
        "/" => return Answer::html(200, pages::PHONE),
        path if path.starts_with("/widget/") => return widget::of_phone(request),
        _ => {}
    }
    let deployment = (request.path.strip_prefix("/api/v1/deployment/"))
        .and_then(|rest| rest.strip_suffix("/init"))
        .filter(|deployment| !deployment.is_empty() && !deployment.contains('/'));
    match deployment {
        Some(_) => init(request),
        None => Answer::html(404, pages::error("404 Not Found")),
    }
}

fn init(request: &Request) -> Answer {
    let parameter = |name| request.parameter(name).unwrap_or_default();
    let region = parameter("region");
    let found = scenario::of_client(&parameter("clientId"));
    let client_known = found.known && !found.client_control && found.scenario.loads_widget;
    let mut regions = Region::all().iter();
    match regions.find(|known| known.domain() == region) {
        Some(region) if client_known => widget::page(found.scenario, region),
        _ => Answer::json(404, r#"{"message":"no such deployment"}"#),
    }
}
