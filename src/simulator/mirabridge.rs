//! MiraBridge Phone: its page and the loader of its widget.

use super::answer::Answer;
use super::pages;
use super::request::Request;
use super::scenario;
use crate::setup::Region;

/// What the host of the phone answers.
pub(crate) fn answer(request: &Request) -> Answer {
    if request.path == "/" {
        return Answer::html(200, pages::PHONE);
    }
    let deployment = (request.path.strip_prefix("/api/v1/deployment/"))
        .and_then(|rest| rest.strip_suffix("/init"))
        .filter(|deployment| !deployment.is_empty() && !deployment.contains('/'));
    match deployment {
        Some(deployment) => init(deployment, request),
        None => Answer::html(404, pages::error("404 Not Found")),
    }
}

fn init(deployment: &str, request: &Request) -> Answer {
    let parameter = |name| request.parameter(name).unwrap_or_default();
    let region = parameter("region");
    let found = scenario::of_client(&parameter("clientId"));
    let client_known = found.known && !found.client_control && found.scenario.loads_widget;
    let region_known = Region::all().iter().any(|known| known.domain() == region);
    if !client_known || !region_known {
        return Answer::json(404, r#"{"message":"no such deployment"}"#);
    }
    let client = found.scenario.client_id;
    Answer::script(format!(
        "/* MiraBridge Phone, simulated: deployment {deployment:?} */\n\
         (function(){{window.mirabridge={{region:{region:?},clientId:{client:?}}};}})();\n"
    ))
}
