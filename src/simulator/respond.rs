//! The answer to any request: a pure function, so that all of it can be tested without a network.

use super::client::{RequestVerdict, ScriptedReply};
use super::request::{AuthorizeRequest, Request};
use super::response::{LOGIN_SCRIPT, Response, app_page};
use super::scenario::{HEALTHY, LoginPage, Simulation};
use super::{platform_api, widget_pages};
use crate::genesys::{PHONE_HOST, Region};

pub(crate) fn respond(simulation: &Simulation, request: &Request) -> Response {
    let is_posted = request.path == "/oauth/token" || request.path.ends_with("/usage/query");
    let method = if is_posted { "POST" } else { "GET" };
    if request.method != method {
        return Response::bare(405).with("allow", method);
    }
    match VirtualHost::named(&request.host) {
        Some(VirtualHost::Login(region)) => login_host(simulation, request, region),
        Some(VirtualHost::Apps) => apps_host(simulation, request),
        Some(VirtualHost::Api(region)) => platform_api::respond(simulation, request, region),
        Some(VirtualHost::Phone) => phone_host(simulation, request),
        None => Response::bare(421),
    }
}

fn login_host(simulation: &Simulation, request: &Request, region: &'static Region) -> Response {
    match request.path.as_str() {
        "/oauth/authorize" => authorize(simulation, &AuthorizeRequest::new(request, region)),
        "/oauth/token" => platform_api::exchange(&simulation.organizations, request),
        "/" | "/signin" => login_page(simulation, request, region),
        "/static/login.js" => Response::script(LOGIN_SCRIPT),
        _ => Response::not_found(),
    }
}

fn authorize(simulation: &Simulation, request: &AuthorizeRequest) -> Response {
    let role = simulation.client(&request.client_id);
    let verdict = if role.is_client {
        role.scenario.client.examine(request)
    } else {
        RequestVerdict::UnknownClient
    };
    let host = request.region.login_host();
    let response = match role.scenario.profile.reply_to(verdict) {
        ScriptedReply::Login => {
            let rid = request.ids.rid(&request.client_id);
            let cookie = format!(
                "ININ-LOGIN={}; Path=/; Secure; HttpOnly; SameSite=None",
                request.ids.token()
            );
            Response::redirect(format!("https://{host}/?rid={rid}#/authenticate"))
                .with("set-cookie", cookie)
        }
        ScriptedReply::ErrorKey(key) => {
            Response::redirect(format!("https://{host}/#/error?errorKey={key}"))
        }
        ScriptedReply::Bounce(parameters) => match request.way_back(parameters) {
            Some(address) => Response::redirect(address),
            None => Response::bare(400),
        },
        ScriptedReply::Custom(reply) => return reply(request),
    };
    response.with("inin-correlation-id", request.ids.uuid())
}

fn login_page(simulation: &Simulation, request: &Request, region: &'static Region) -> Response {
    let rid = request.parameter("rid").unwrap_or_default();
    let scenario = simulation.of_rid(&rid).unwrap_or(&HEALTHY);
    match scenario.login_page {
        LoginPage::Shown => widget_pages::login(scenario, region),
        LoginPage::Circle => {
            let other = if request.path == "/" { "/signin" } else { "/" };
            let host = region.login_host();
            Response::redirect(format!("https://{host}{other}?rid={rid}"))
        }
        LoginPage::Elsewhere => {
            Response::redirect("https://idp.acme.example/saml2/sso?SAMLRequest=fZFBS8NAEIX")
        }
    }
}

fn apps_host(simulation: &Simulation, request: &Request) -> Response {
    if let Some(response) = widget_pages::of_apps(simulation, request) {
        return response;
    }
    match request.path.as_str() {
        "/crm/index.html" => app("Genesys Cloud Embeddable Framework", "index.js"),
        "/crm/authWindow.html" => app("Authentication", "authWindow.js"),
        "/crm/index.js" | "/crm/authWindow.js" => Response::script(""),
        _ => Response::not_found(),
    }
}

fn phone_host(simulation: &Simulation, request: &Request) -> Response {
    match request.path.as_str() {
        "/" => return app("MiraBridge Phone", "/phone.js"),
        path if path.starts_with("/widget/") => return widget_pages::of_phone(simulation, request),
        _ => {}
    }
    let deployment = (request.path.strip_prefix("/api/v1/deployment/"))
        .and_then(|rest| rest.strip_suffix("/init"));
    match deployment {
        Some(_) => init_page(simulation, request),
        None => Response::not_found(),
    }
}

fn init_page(simulation: &Simulation, request: &Request) -> Response {
    let parameter = |name| request.parameter(name).unwrap_or_default();
    let domain = parameter("region");
    let role = simulation.client(&parameter("clientId"));
    match Region::listed(&domain) {
        Some(region) if role.is_client => widget_pages::page(&role.scenario, region),
        _ => None,
    }
    .unwrap_or_else(|| Response::json(404, r#"{"message":"no such deployment"}"#))
}

fn app(title: &str, script: &str) -> Response {
    Response::html(200, app_page(title, script))
}

/// A host that is simulated.
#[derive(Debug, Clone, Copy)]
pub(crate) enum VirtualHost {
    Login(&'static Region),
    Apps,
    Api(&'static Region),
    Phone,
}

impl VirtualHost {
    pub(crate) fn named(host: &str) -> Option<Self> {
        if host == PHONE_HOST {
            return Some(Self::Phone);
        }
        Region::all().iter().find_map(|region| {
            if region.login_host() == host {
                Some(Self::Login(region))
            } else if region.apps_host() == host {
                Some(Self::Apps)
            } else {
                (region.api_host() == host).then_some(Self::Api(region))
            }
        })
    }

    /// The names of all.
    pub(crate) fn names() -> Vec<String> {
        Region::all()
            .iter()
            .flat_map(|region| [region.login_host(), region.apps_host(), region.api_host()])
            .chain([PHONE_HOST.to_owned()])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::VirtualHost;

    #[test]
    fn every_name_is_a_host_and_a_lookalike_is_none() {
        let names = VirtualHost::names();
        assert!(names.iter().all(|name| VirtualHost::named(name).is_some()));
        assert!(VirtualHost::named("login.mypurecloud.de.evil.example").is_none());
    }
}
