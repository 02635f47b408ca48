//! MiraBridge Phone as a browser meets it: a page with a loader, which frames the client of Genesys Cloud; a button
//! there opens a window of its own for the login. Which of this goes wrong is chosen by the client id, which every
//! address carries along.

use super::request::Request;
use super::response::{Response, app_page, app_page_with};
use super::scenario::{Scenario, Simulation, Widget};
use crate::genesys::Region;

const LOADER: &str = include_str!("widget/loader.js");
const INDEX: &str = include_str!("widget/index.js");

/// What MiraBridge's host answers below `/widget/`.
pub(crate) fn of_phone(simulation: &Simulation, request: &Request) -> Response {
    match (request.path.as_str(), whose(simulation, request)) {
        ("/widget/loader.js", Some(found)) => found.script(LOADER, found.widget.page),
        ("/widget/never.js", _) => Response::withheld(),
        _ => Response::not_found(),
    }
}

/// The page at the debug init URL of a client that is known; none if it has no widget.
pub(crate) fn page(scenario: &Scenario, region: &'static Region) -> Option<Response> {
    let found = ClientWidget::of(scenario, region)?;
    let script = "/widget/loader.js?region={REGION}&clientId={CLIENT}";
    Some(found.page("MiraBridge Phone", script, found.widget.page_headers))
}

/// What the host of the applications answers to a widget; none where nobody says whose it is.
pub(crate) fn of_apps(simulation: &Simulation, request: &Request) -> Option<Response> {
    let found = whose(simulation, request)?;
    let page = |script, headers| found.page("Genesys Cloud", script, headers);
    Some(match request.path.as_str() {
        "/crm/index.html" => page("index.js?clientId={CLIENT}", found.widget.frame_headers),
        "/crm/index.js" => found.script(INDEX, found.widget.frame),
        "/crm/authWindow.html" => page("authWindow.js?clientId={CLIENT}", &[]),
        "/crm/authWindow.js" => found.script(INDEX, found.widget.window),
        _ => return None,
    })
}

/// The login page of a client.
pub(crate) fn login(scenario: &Scenario, region: &'static Region) -> Response {
    let found = ClientWidget::of(scenario, region).filter(|found| !found.widget.login.is_empty());
    let page = found.map_or_else(
        || app_page("Genesys Cloud", "/static/login.js"),
        |found| app_page_with("Genesys Cloud", &found.filled(found.widget.login)),
    );
    Response::html(200, page).with("cache-control", "no-store")
}

/// A client's widget in its region.
struct ClientWidget {
    widget: Widget,
    client_id: &'static str,
    region: &'static Region,
}

impl ClientWidget {
    fn of(scenario: &Scenario, region: &'static Region) -> Option<Self> {
        Some(Self {
            widget: scenario.widget?,
            client_id: scenario.client_id,
            region,
        })
    }

    fn page(
        &self,
        title: &str,
        script: &str,
        headers: &[(&'static str, &'static str)],
    ) -> Response {
        let page = Response::html(200, app_page(title, &self.filled(script)));
        let headers = headers.iter();
        headers.fold(page, |page, (name, value)| page.with(name, *value))
    }

    fn script(&self, first: &str, last: &str) -> Response {
        Response::script(self.filled(&(first.to_owned() + last)))
    }

    fn filled(&self, text: &str) -> String {
        text.replace("{REGION}", self.region.domain())
            .replace("{CLIENT}", self.client_id)
    }
}

/// The widget of the client that a request names.
fn whose(simulation: &Simulation, request: &Request) -> Option<ClientWidget> {
    let role = simulation.client(&request.parameter("clientId")?);
    let region = Region::listed(role.scenario.region)?;
    role.is_client
        .then(|| ClientWidget::of(&role.scenario, region))?
}
