//! Requests, what became of them, and what the browser did not allow.

use super::Observer;
use super::journal::{Bounded, Id};
use crate::browser::connection::{flag_at, name, number_at, text_at, value_at};
use crate::browser::page_text::{address, text};
use crate::probe::{Blocker, NOT_COME, Resource, What};
use serde_json::Value;

/// Requests that are remembered at the same time.
const MAX_REQUESTS: usize = 1000;
/// How often an address is asked for before that is a poll, which leads nowhere.
const POLL: usize = 3;
/// Milliseconds after which a request is late: nothing else waits for it. One for data is taken for one that stays open
/// until there is news.
pub(super) const LATE: u64 = 5000;

/// A request of a page.
#[derive(Debug)]
struct Request {
    place: usize,
    session: Id,
    frame: Id,
    loader: Id,
    resource: Resource,
    /// Without secrets, and cut.
    url: String,
    /// Whether a visit may contact its host.
    is_permitted: bool,
    /// Whether it may lead to a sign-in: a document or a script.
    may_lead_to_login: bool,
    is_poll: bool,
    since: u64,
    /// What its answer says of frames.
    frame_rule: Option<(Blocker, String)>,
}

/// The requests under way, by session and id, and the statuses of documents, by their loader, which has the id of their
/// request. A frame that moves to another process is asked for in one session and answered in another.
#[derive(Debug)]
pub(super) struct Requests {
    pending: Bounded<Request>,
    statuses: Bounded<u16>,
    /// How often an address was asked for, without its parameters.
    asked: Bounded<usize>,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            pending: Bounded::new(MAX_REQUESTS),
            statuses: Bounded::new(MAX_REQUESTS),
            asked: Bounded::new(MAX_REQUESTS),
        }
    }
}

impl Request {
    fn is_late(&self, now: u64) -> bool {
        now.saturating_sub(self.since) >= LATE
    }
}

impl Requests {
    /// The status of the document of a loader.
    pub(super) fn status(&self, loader: &str) -> Option<u16> {
        self.statuses.get(Id::of(loader)).copied()
    }

    /// Whether the request that ended may lead to a sign-in.
    pub(super) fn end(&mut self, session: &str, id: &str) -> bool {
        let request = self.pending.remove(Id::of((session, id)));
        request.is_some_and(|request| request.may_lead_to_login)
    }

    pub(super) fn end_session(&mut self, session: &str) {
        let session = Id::of(session);
        self.pending.retain(|request| request.session != session);
    }

    /// A frame has another document: nobody tells any more how the requests of the one before it ended.
    pub(super) fn end_frame(&mut self, frame: &str, loader: &str) {
        let (frame, loader) = (Id::of(frame), Id::of(loader));
        self.pending
            .retain(|request| request.frame != frame || request.loader == loader);
    }

    /// Whether there is something that may come soon and lead to a sign-in.
    pub(super) fn awaits_login(&self, now: u64) -> bool {
        let mut pending = self.pending.values();
        pending.any(|request| request.may_lead_to_login && !request.is_late(now))
    }

    /// Whether something that may lead to a sign-in is still to come.
    pub(super) fn may_yet_lead_to_login(&self) -> bool {
        self.pending
            .values()
            .any(|request| request.may_lead_to_login)
    }

    /// Whether there is data that may come soon.
    pub(super) fn any_data(&self, now: u64) -> bool {
        let mut pending = self.pending.values();
        pending.any(|request| {
            request.resource == Resource::Data && !request.is_poll && !request.is_late(now)
        })
    }

    /// What the page cannot do without and did not come, as failures.
    pub(super) fn failures(&self, now: u64) -> Vec<(usize, What)> {
        let mut late: Vec<_> = (self.pending.values())
            .filter(|request| {
                request.may_lead_to_login && request.is_permitted && request.is_late(now)
            })
            .map(|request| {
                let failed = What::Failed {
                    resource: request.resource,
                    url: request.url.clone(),
                    error: NOT_COME.to_owned(),
                };
                (request.place, failed)
            })
            .collect();
        late.sort_by_key(|(place, _)| *place);
        late
    }

    /// Whether this is one more time of many that an address is asked for.
    pub(super) fn counts_as_poll(&mut self, url: &str) -> bool {
        let plain = url.split(['?', '#']).next().unwrap_or_default();
        let times = self.asked.entry(Id::of(plain), || 0);
        times.is_none_or(|times| {
            *times += 1;
            *times > POLL
        })
    }
}

impl Observer {
    pub(super) fn requested(&mut self, session: &str, params: &Value) {
        let url = text_at(params, "/request/url");
        let place = self.place_of_frame(session, text_at(params, "/frameId"));
        let kind = text_at(params, "/type");
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
            && let Some(status) = number_at(params, "/redirectResponse/status")
        {
            let from = text_at(params, "/redirectResponse/url");
            let redirected = What::Redirected {
                url: address(from),
                status: u16::try_from(status).unwrap_or_default(),
                to: address(&format!("{url}{}", text_at(params, "/request/urlFragment"))),
            };
            self.note(place, redirected);
            // Sent back at once. Who asks without a person (OpenID Connect Core 3.1.2.1) may do so for ever.
            let is_back = self.hosts.is_login(from) && !self.hosts.is_login(url);
            if is_back && !from.contains("prompt=none") {
                self.came_to_login(place);
            }
        }
        if !(url.starts_with("http:") || url.starts_with("https:")) {
            return;
        }
        let is_document = matches!(resource, Resource::Document | Resource::Frame);
        let is_poll = !is_document && self.requests.counts_as_poll(url);
        let may_lead_to_login =
            (is_document || resource == Resource::Script) && !is_poll && !self.is_restless(place);
        if may_lead_to_login {
            self.active();
        } else if resource == Resource::Data && !is_poll {
            self.data_at = self.now;
        }
        let request = Request {
            place,
            session: Id::of(session),
            frame: Id::of(text_at(params, "/frameId")),
            loader: Id::of(text_at(params, "/loaderId")),
            resource,
            url: address(url),
            is_permitted: self.hosts.permits_url(url),
            may_lead_to_login,
            is_poll,
            since: self.now,
            frame_rule: None,
        };
        let id = Id::of((session, text_at(params, "/requestId")));
        self.requests.pending.insert(id, request);
    }

    pub(super) fn answered(&mut self, session: &str, params: &Value) {
        let id = text_at(params, "/requestId");
        let status =
            number_at(params, "/response/status").and_then(|status| status.try_into().ok());
        let status = status.unwrap_or_default();
        if text_at(params, "/type") == "Document" {
            self.requests.statuses.insert(Id::of(id), status);
        }
        let Some(request) = self.requests.pending.get_mut(Id::of((session, id))) else {
            return;
        };
        request.frame_rule = rule_on_frames(value_at(params, "/response/headers"));
        let (place, resource) = (request.place, request.resource);
        // What only decorates a page stops nobody.
        if status >= 400 && resource != Resource::Other {
            let url = request.url.clone();
            let answered = What::Answered {
                resource,
                url,
                status,
            };
            self.note(place, answered);
        }
    }

    /// A script that was late may lead to a sign-in now.
    pub(super) fn finished(&mut self, session: &str, params: &Value) {
        if self.requests.end(session, text_at(params, "/requestId")) {
            self.active();
        }
    }

    pub(super) fn failed(&mut self, session: &str, params: &Value) {
        let id = Id::of((session, text_at(params, "/requestId")));
        let Some(request) = self.requests.pending.remove(id) else {
            return;
        };
        if request.may_lead_to_login {
            self.active();
        }
        let error = text_at(params, "/errorText");
        let rule = rule_of_failure(&request, params);
        let (resource, url) = (request.resource, request.url);
        let what = if let Some((by, rule)) = rule {
            What::Blocked {
                by,
                resource,
                url,
                rule,
            }
        } else if flag_at(params, "/canceled") || error == "net::ERR_ABORTED" {
            return;
        } else if !request.is_permitted {
            let is_login = resource == Resource::Frame && url.starts_with("https://login.");
            if resource == Resource::Document || is_login {
                self.at_login.insert(request.place, false);
            }
            What::Withheld { resource, url }
        } else {
            let error = name(error);
            What::Failed {
                resource,
                url,
                error,
            }
        };
        self.note(request.place, what);
    }

    /// What an issue says was blocked, which does not know the kind of thing.
    pub(super) fn issue(&mut self, session: &str, details: &Value) {
        let policy = value_at(details, "/contentSecurityPolicyIssueDetails");
        let mixed = value_at(details, "/mixedContentIssueDetails");
        let directive = text_at(policy, "/violatedDirective");
        let (by, url) = if policy.is_object() && !flag_at(policy, "/isReportOnly") {
            let is_of_frames = directive.starts_with("frame-ancestors");
            let by = if is_of_frames {
                Blocker::FrameAncestors
            } else {
                Blocker::Csp
            };
            (by, text_at(policy, "/blockedURL"))
        } else if text_at(mixed, "/resolutionStatus") == "MixedContentBlocked" {
            (Blocker::MixedContent, text_at(mixed, "/insecureURL"))
        } else {
            return;
        };
        let blocked = What::Blocked {
            by,
            resource: Resource::Other,
            url: address(url),
            rule: text(directive),
        };
        self.note(self.place_of(session), blocked);
    }
}

/// What a document says of the frames it may stand in. A Content Security Policy overrides the older header.
fn rule_on_frames(headers: &Value) -> Option<(Blocker, String)> {
    let header = |name: &str| {
        let mut fields = headers.as_object()?.iter();
        let (_, value) = fields.find(|(field, _)| field.eq_ignore_ascii_case(name))?;
        value.as_str()
    };
    let ancestors = header("content-security-policy").and_then(|policies| {
        let mut directives = policies.split([';', ',', '\n']).map(str::trim);
        directives.find(|directive| {
            let name = directive.split_whitespace().next().unwrap_or_default();
            name.eq_ignore_ascii_case("frame-ancestors")
        })
    });
    let options = || header("x-frame-options").map(|value| format!("X-Frame-Options: {value}"));
    match ancestors {
        Some(directive) => Some((Blocker::FrameAncestors, text(directive))),
        None => Some((Blocker::FrameOptions, text(&options()?))),
    }
}

/// The rule by which a request failed, if it was one.
fn rule_of_failure(request: &Request, params: &Value) -> Option<(Blocker, String)> {
    let cors = text_at(params, "/corsErrorStatus/corsError");
    if !cors.is_empty() {
        return Some((Blocker::Cors, name(cors)));
    }
    let is_frame = request.resource == Resource::Frame;
    let is_refused = text_at(params, "/errorText") == "net::ERR_BLOCKED_BY_RESPONSE";
    // Only of a script is it known that a page misses it.
    if text_at(params, "/errorText") == "net::ERR_BLOCKED_BY_ORB"
        && request.resource == Resource::Script
    {
        return Some((Blocker::MimeType, String::new()));
    }
    match text_at(params, "/blockedReason") {
        "csp" if is_frame && request.frame_rule.is_some() => request.frame_rule.clone(),
        "csp" => Some((Blocker::Csp, String::new())),
        "mixed-content" => Some((Blocker::MixedContent, String::new())),
        "" | "inspector" | "other" if is_frame && is_refused => {
            let rule = request.frame_rule.clone();
            rule.or(Some((Blocker::FrameOptions, String::new())))
        }
        "" | "inspector" => None,
        reason => Some((Blocker::Other, name(reason))),
    }
}
