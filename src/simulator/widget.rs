//! MiraBridge Phone as a browser meets it: a page with a loader, which frames the client of Genesys Cloud; a button
//! there opens a window of its own for the login. Which of this goes wrong is chosen by the client id, which every
//! address carries along.

use super::request::Request;
use super::response::{Response, app_page, app_page_with};
use super::scenario::{Kind, Scenario, Simulation, Widget};
use crate::genesys::Region;

const LOADER: &str = include_str!("widget/loader.js");
const INDEX: &str = include_str!("widget/index.js");

/// What MiraBridge's host answers below `/widget/`.
pub(crate) fn of_phone(simulation: &Simulation, request: &Request) -> Response {
    let Some((scenario, region)) = whose(simulation, request) else {
        return Response::not_found();
    };
    match (request.path.as_str(), scenario.widget) {
        ("/widget/loader.js", Widget::NoLoader) => Response::not_found(),
        ("/widget/loader.js", widget) => {
            let last = match widget {
                Widget::Throws => "undefined.session;".to_owned(),
                Widget::Hangs => "script('/widget/never.js?clientId={CLIENT}');".to_owned(),
                Widget::Cors => {
                    "fetch('https://api.{REGION}/api/v2/tokens/me').then(frame, () => {});"
                        .to_owned()
                }
                Widget::Script(address) => format!("script({address:?});"),
                Widget::Written { page, .. } => page.to_owned(),
                _ => "frame();".to_owned(),
            };
            script(&(LOADER.to_owned() + &last), &scenario, region)
        }
        _ => Response::withheld(),
    }
}

/// The page at the debug init URL of a client that is known.
pub(crate) fn page(scenario: &Scenario, region: &Region) -> Response {
    let script = "/widget/loader.js?region={REGION}&clientId={CLIENT}";
    let page = app_page("MiraBridge Phone", &filled(script, scenario, region));
    let page = Response::html(200, page);
    match scenario.widget {
        Widget::Policy(policy) => page.with("content-security-policy", policy),
        _ => page,
    }
}

/// What the host of the applications answers to a widget; none where nobody says whose it is.
pub(crate) fn of_apps(
    simulation: &Simulation,
    request: &Request,
    region: &Region,
) -> Option<Response> {
    let (scenario, _) = whose(simulation, request)?;
    let host = region.login_host();
    Some(match request.path.as_str() {
        "/crm/index.html" => {
            let address = filled("index.js?clientId={CLIENT}", &scenario, region);
            let page = Response::html(200, app_page("Genesys Cloud", &address));
            match scenario.widget {
                Widget::Unframed(name, value) => page.with(name, value),
                _ => page,
            }
        }
        "/crm/index.js" => {
            let last = match scenario.widget {
                Widget::InFrame => "location.replace(authorize('index.html'));".to_owned(),
                Widget::Unasked => "signIn();".to_owned(),
                Widget::OauthError(words) => format!("console.error({words:?});"),
                Widget::Written { frame, .. } => frame.to_owned(),
                _ => "button();".to_owned(),
            };
            script(&(INDEX.to_owned() + &last), &scenario, region)
        }
        "/crm/authWindow.html" => {
            let address = filled("authWindow.js?clientId={CLIENT}", &scenario, region);
            Response::html(200, app_page("Genesys Cloud", &address))
        }
        "/crm/authWindow.js" => {
            let last = match scenario.widget {
                Widget::NoRequest => format!("location.replace('https://{host}/');"),
                Widget::Written { window, .. } => window.to_owned(),
                _ => "location.replace(authorize('authWindow.html'));".to_owned(),
            };
            script(&(INDEX.to_owned() + &last), &scenario, region)
        }
        _ => return None,
    })
}

/// The login page of a client, which shows a form, or leads back.
pub(crate) fn login(scenario: &Scenario, region: &Region) -> Response {
    let back = "location.replace('https://apps.{REGION}/crm/authWindow.html?clientId={CLIENT}');";
    let page = match scenario.widget {
        Widget::Loop => app_page_with("Genesys Cloud", &filled(back, scenario, region)),
        Widget::Written { login, .. } if !login.is_empty() => {
            app_page_with("Genesys Cloud", &filled(login, scenario, region))
        }
        _ => app_page("Genesys Cloud", "/static/login.js"),
    };
    Response::html(200, page).with("cache-control", "no-store")
}

/// The scenario and the region of the client that a request names.
fn whose(simulation: &Simulation, request: &Request) -> Option<(Scenario, &'static Region)> {
    let found = simulation.client(&request.parameter("clientId")?);
    let mut regions = Region::all().iter();
    let region = regions.find(|region| region.domain() == found.scenario.region)?;
    (found.kind == Kind::Client).then_some((found.scenario, region))
}

fn script(text: &str, scenario: &Scenario, region: &Region) -> Response {
    Response::script(filled(text, scenario, region))
}

fn filled(text: &str, scenario: &Scenario, region: &Region) -> String {
    text.replace("{REGION}", region.domain())
        .replace("{CLIENT}", scenario.client_id)
}
