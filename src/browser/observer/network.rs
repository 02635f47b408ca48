//! Requests, and what became of them.

use super::Observer;
use super::json::{flag, name, number, part, word};
use super::requests::Request;
use crate::browser::bounded::Id;
use crate::browser::page_text::address;
use crate::browser::{PageHosts, Resource, What};
use serde_json::Value;

impl Observer {
    pub(super) fn requested(&mut self, session: &str, params: &Value, now: u64) {
        let url = word(params, "/request/url");
        let place = self.place_of_frame(session, word(params, "/frameId"));
        let kind = word(params, "/type");
        let resource = match kind {
            "Document" if self.journal.is_window(place) => Resource::Document,
            "Document" => Resource::Frame,
            "Script" => Resource::Script,
            "XHR" | "Fetch" => Resource::Data,
            // They stay open for as long as the page.
            "EventSource" | "WebSocket" | "Ping" => return,
            _ => Resource::Other,
        };
        if kind == "Document"
            && let Some(status) = number(params, "/redirectResponse/status")
        {
            let from = address(word(params, "/redirectResponse/url"));
            let to = address(&format!("{url}{}", word(params, "/request/urlFragment")));
            self.journal.note(
                now,
                place,
                What::Redirected {
                    url: from,
                    status: u16::try_from(status).unwrap_or_default(),
                    to,
                },
            );
        }
        if !(url.starts_with("http:") || url.starts_with("https:")) {
            return;
        }
        self.activity += 1;
        self.requests.begin(
            session,
            word(params, "/requestId"),
            Request {
                place,
                session: Id::of(session),
                frame: Id::of(word(params, "/frameId")),
                loader: Id::of(word(params, "/loaderId")),
                resource,
                url: address(url),
                is_permitted: permits(&self.hosts, url),
                since: now,
            },
        );
    }

    pub(super) fn answered(&mut self, session: &str, params: &Value, now: u64) {
        let id = word(params, "/requestId");
        let status = number(params, "/response/status")
            .and_then(|status| u16::try_from(status).ok())
            .unwrap_or_default();
        if word(params, "/type") == "Document" {
            self.requests.document(id, status);
        }
        let Some(request) = self.requests.answered(session, id) else {
            return;
        };
        let (resource, place, url) = (request.resource, request.place, request.url.clone());
        self.rules.learn(id, part(params, "/response/headers"));
        // What only decorates a page stops nobody.
        if status >= 400 && resource != Resource::Other {
            self.journal.note(
                now,
                place,
                What::Answered {
                    resource,
                    url,
                    status,
                },
            );
        }
    }

    pub(super) fn failed(&mut self, session: &str, params: &Value, now: u64) {
        let id = word(params, "/requestId");
        let Some(request) = self.requests.take(session, id) else {
            return;
        };
        self.activity += 1;
        let error = word(params, "/errorText");
        let (resource, url) = (request.resource, request.url);
        let what = if let Some((by, rule)) = self.rules.of_failure(id, resource, params) {
            What::Blocked {
                by,
                resource,
                url,
                rule,
            }
        } else if flag(params, "/canceled") || error == "net::ERR_ABORTED" {
            return;
        } else if !request.is_permitted {
            What::Withheld { resource, url }
        } else {
            let error = name(error);
            What::Failed {
                resource,
                url,
                error,
            }
        };
        self.journal.note(now, request.place, what);
    }
}

/// Whether a page may ask for this address.
fn permits(hosts: &PageHosts, url: &str) -> bool {
    let url = url::Url::parse(url).ok();
    url.is_some_and(|url| {
        url.scheme() == "https"
            && url.port_or_known_default() == Some(443)
            && url.host_str().is_some_and(|host| hosts.permits(host))
    })
}
