//! MiraBridge Phone as a browser meets it: a page with a loader, which frames the client of Genesys Cloud; a button
//! there opens a window of its own for the login. Which of this goes wrong is chosen by the client id, which every
//! address carries along.

use super::answer::{Answer, Delivery};
use super::pages;
use super::request::Request;
use super::scenario::{self, Scenario};
use crate::genesys::Region;

const LOADER: &str = include_str!("widget/loader.js");
const INDEX: &str = include_str!("widget/index.js");

/// What a page does in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Widget {
    /// What is documented: a frame, a button in it, and a window of its own for the login.
    Documented,
    /// The login takes place in the frame.
    InFrame,
    /// The frame opens the window by itself, which browsers block.
    Unasked,
    /// The loader has a fault.
    Throws,
    /// The loader is not there.
    NoLoader,
    /// The loader waits for a script that never comes.
    Hangs,
    /// The window leads to the login page without an authorization request.
    NoRequest,
    /// The frame writes an OAuth error to the console.
    OauthError(&'static str),
    /// The login page leads back to the window, and that to the login page.
    Loop,
    /// The frame comes with this header, and the browser refuses it.
    Unframed(&'static str, &'static str),
    /// The page comes with this policy, and the browser refuses the loader.
    Policy(&'static str),
    /// The loader asks for data of another origin, which does not permit it.
    Cors,
    /// The loader loads a script from this address.
    Script(&'static str),
}

/// What MiraBridge's host answers below `/widget/`.
pub(crate) fn of_phone(request: &Request) -> Answer {
    let Some((scenario, region)) = whose(request) else {
        return missing();
    };
    match (request.path.as_str(), scenario.widget) {
        ("/widget/loader.js", Widget::NoLoader) => missing(),
        ("/widget/loader.js", widget) => {
            let last = match widget {
                Widget::Throws => "undefined.session;".to_owned(),
                Widget::Hangs => "script('/widget/never.js?clientId={CLIENT}');".to_owned(),
                Widget::Cors => {
                    "fetch('https://api.{REGION}/api/v2/tokens/me').then(frame, () => {});"
                        .to_owned()
                }
                Widget::Script(address) => format!("script({address:?});"),
                _ => "frame();".to_owned(),
            };
            script(&(LOADER.to_owned() + &last), scenario, region)
        }
        _ => Answer::unsaid(Delivery::Never),
    }
}

/// The page at the debug init URL of a client that is known.
pub(crate) fn page(scenario: &Scenario, region: &Region) -> Answer {
    let page = pages::widget(&filled(
        "/widget/loader.js?region={REGION}&clientId={CLIENT}",
        scenario,
        region,
    ));
    let page = Answer::html(200, page);
    match scenario.widget {
        Widget::Policy(policy) => page.with("content-security-policy", policy),
        _ => page,
    }
}

/// What the host of the applications answers to a widget; none where nobody says whose it is.
pub(crate) fn of_apps(request: &Request, region: &Region) -> Option<Answer> {
    let (scenario, _) = whose(request)?;
    let host = region.login_host();
    Some(match request.path.as_str() {
        "/crm/index.html" => {
            let address = filled("index.js?clientId={CLIENT}", scenario, region);
            let page = Answer::html(200, pages::crm(&address));
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
                _ => "button();".to_owned(),
            };
            script(&(INDEX.to_owned() + &last), scenario, region)
        }
        "/crm/authWindow.html" => {
            let address = filled("authWindow.js?clientId={CLIENT}", scenario, region);
            Answer::html(200, pages::crm(&address))
        }
        "/crm/authWindow.js" => {
            let last = match scenario.widget {
                Widget::NoRequest => format!("location.replace('https://{host}/');"),
                _ => "location.replace(authorize('authWindow.html'));".to_owned(),
            };
            script(&(INDEX.to_owned() + &last), scenario, region)
        }
        _ => return None,
    })
}

/// The login page of a client, which shows a form, or leads back.
pub(crate) fn login(scenario: &Scenario, region: &Region) -> Answer {
    let back = "location.replace('https://apps.{REGION}/crm/authWindow.html?clientId={CLIENT}');";
    let page = match scenario.widget {
        Widget::Loop => pages::login_app(&filled(back, scenario, region)),
        _ => pages::LOGIN_APP.to_owned(),
    };
    Answer::html(200, page).with("cache-control", "no-store")
}

/// The scenario and the region of the client that a request names.
fn whose(request: &Request) -> Option<(&'static Scenario, &'static Region)> {
    let found = scenario::of_client(&request.parameter("clientId")?);
    let mut regions = Region::all().iter();
    let region = regions.find(|region| region.domain() == found.scenario.region)?;
    (found.known && !found.client_control).then_some((found.scenario, region))
}

fn script(text: &str, scenario: &Scenario, region: &Region) -> Answer {
    Answer::script(filled(text, scenario, region))
}

fn filled(text: &str, scenario: &Scenario, region: &Region) -> String {
    text.replace("{REGION}", region.domain())
        .replace("{CLIENT}", scenario.client_id)
}

fn missing() -> Answer {
    Answer::html(404, pages::error("404 Not Found"))
}
