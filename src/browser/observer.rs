//! What the protocol's events mean for a visit. Pure: events in, orders out, so that all of it can be tested without a
//! browser.

mod blocked;
mod journal;
mod network;
mod pages;
mod read;
mod requests;
mod spoken;
#[cfg(test)]
mod tests;

use self::blocked::Rules;
use self::journal::Journal;
use self::read::{part, word};
use self::requests::Requests;
use crate::probe::{PageHosts, Timing, Visit, VisitEnd, What, address, text};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// The function by which pages report windows; it stands in [`OPENED`] too.
const BINDING: &str = "mirabridgeOauthWindow";
const OPENED: &str = include_str!("observer/opened.js");
const CLICK: &str = include_str!("observer/click.js");
/// The title and the text of a document. It is answered when the page's scripts are no longer busy.
const LOOK: &str = "new Promise((done) => setTimeout(() => done([document.title, document.body ? document.body.innerText.slice(0, 4000) : '']), 0))";

/// An order to the browser.
#[derive(Debug)]
pub(super) struct Command {
    /// The session; empty for the browser itself.
    pub(super) session: String,
    pub(super) method: &'static str,
    pub(super) params: Value,
    /// What to do with the reply.
    pub(super) then: Then,
}

/// What the reply to an order is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing.
    Ignore,
    /// A session must have all of its setup before its page goes on.
    Setup,
    /// The page was opened, or not.
    Opened,
    /// What a place shows.
    Look,
    /// Whether something was clicked.
    Click,
}

/// A page or frame that is listened to.
#[derive(Debug)]
struct Session {
    place: usize,
    /// Orders of the setup without a reply yet; the page waits for them.
    unset: usize,
    /// The place is a window, and this is the session by which it is known.
    is_window: bool,
}

/// What is known of a visit so far.
#[derive(Debug)]
pub(super) struct Observer {
    url: String,
    hosts: PageHosts,
    journal: Journal,
    sessions: HashMap<String, Session>,
    loading: HashSet<String>,
    requests: Requests,
    rules: Rules,
    /// How often each document was loaded, by its address without query and fragment.
    documents: HashMap<String, usize>,
    /// Counts what may lead to more.
    activity: u64,
    looking: usize,
    clicking: usize,
    /// When something was to be clicked, and after how many events.
    click: Option<(u64, usize)>,
    opened: bool,
    loaded_at: Option<u64>,
    looped: bool,
    not_opened: Option<String>,
}

impl Observer {
    pub(super) fn new(url: &str, hosts: PageHosts) -> Self {
        Self {
            url: url.to_owned(),
            hosts,
            journal: Journal::default(),
            sessions: HashMap::new(),
            loading: HashSet::new(),
            requests: Requests::default(),
            rules: Rules::default(),
            documents: HashMap::new(),
            activity: 0,
            looking: 0,
            clicking: 0,
            click: None,
            opened: false,
            loaded_at: None,
            looped: false,
            not_opened: None,
        }
    }

    /// The orders to begin with.
    pub(super) fn begin() -> Vec<Command> {
        vec![
            ignored(
                "",
                "Browser.setDownloadBehavior",
                json!({"behavior": "deny"}),
            ),
            ignored("", "Target.setAutoAttach", auto_attach()),
            ignored("", "Target.createTarget", json!({"url": "about:blank"})),
        ]
    }

    /// Whether something is under way that is going to end by itself.
    pub(super) fn is_busy(&self, now: u64) -> bool {
        !self.opened
            || !self.loading.is_empty()
            || self.requests.are_under_way(now)
            || self.sessions.values().any(|session| session.unset > 0)
    }

    /// A number that grows with everything that may lead to more.
    pub(super) fn activity(&self) -> u64 {
        self.activity
    }

    /// Whether one document was loaded again and again.
    pub(super) fn is_loop(&self) -> bool {
        self.looped
    }

    /// Why the page could not be opened at all.
    pub(super) fn not_opened(&self) -> Option<&str> {
        self.not_opened.as_deref()
    }

    /// Whether there are looks or clicks without an answer.
    pub(super) fn is_waiting(&self) -> bool {
        self.looking + self.clicking > 0
    }

    /// Orders to look at every place. The answers come when no script is busy.
    pub(super) fn look(&mut self) -> Vec<Command> {
        let orders: Vec<_> = self.evaluate(LOOK, Then::Look, false);
        self.looking = orders.len();
        orders
    }

    /// Orders to click what a person would click to sign in, unless that was done or a window is open.
    pub(super) fn click(&mut self, now: u64) -> Vec<Command> {
        let windows = self
            .journal
            .places
            .iter()
            .filter(|place| place.is_window)
            .count();
        if self.click.is_some() || windows > 1 {
            return Vec::new();
        }
        self.click = Some((now, self.journal.events.len()));
        let orders = self.evaluate(CLICK, Then::Click, true);
        self.clicking = orders.len();
        orders
    }

    /// Orders for a picture of each window, in the order of their places.
    pub(super) fn pictures(&self) -> Vec<Command> {
        let mut windows: Vec<_> = self
            .sessions
            .iter()
            .filter(|(_, session)| session.is_window)
            .collect();
        windows.sort_by_key(|(_, session)| session.place);
        windows
            .into_iter()
            .map(|(id, _)| ignored(id, "Page.captureScreenshot", json!({"format": "png"})))
            .collect()
    }

    /// What happened.
    pub(super) fn finish(self, browser: &str, end: VisitEnd, start_ms: u64, now: u64) -> Visit {
        Visit {
            browser: text(browser),
            places: self.journal.places,
            events: self.journal.events,
            dropped: self.journal.dropped,
            unreached: Vec::new(),
            end,
            timing: Timing {
                start_ms,
                load_ms: self.loaded_at,
                settle_ms: now.saturating_sub(self.loaded_at.unwrap_or_default()),
            },
        }
    }

    /// Takes note of a reply.
    pub(super) fn reply(
        &mut self,
        session: &str,
        then: Then,
        result: Result<&Value, &str>,
    ) -> Vec<Command> {
        match then {
            Then::Ignore => {}
            Then::Setup => return self.set_up(session),
            Then::Opened => {
                self.opened = true;
                // A page that could not be loaded is an event of the network; this is an address that is none.
                if let Err(error) = result {
                    self.not_opened = Some(error.to_owned());
                }
            }
            Then::Look => {
                self.looking = self.looking.saturating_sub(1);
                match result {
                    Ok(value) => self.see(session, value),
                    // It went on to another document in the meantime.
                    Err(_) => self.activity += 1,
                }
            }
            Then::Click => {
                self.clicking = self.clicking.saturating_sub(1);
                let words = result.map_or("", |value| word(value, "/result/value"));
                if !words.is_empty() {
                    self.activity += 1;
                    let click = self.click.unwrap_or_default();
                    self.journal.clicked(click, self.place_of(session), words);
                }
            }
        }
        Vec::new()
    }

    /// Takes note of an event.
    pub(super) fn event(
        &mut self,
        session: &str,
        method: &str,
        params: &Value,
        now: u64,
    ) -> Vec<Command> {
        match method {
            "Target.attachedToTarget" => return self.attached(params, now),
            "Target.detachedFromTarget" => self.detached(params, now),
            "Page.frameAttached" => self.frame_attached(session, params),
            "Page.frameDetached" => self.frame_detached(params),
            "Page.frameStartedLoading" => {
                self.activity += 1;
                self.loading.insert(word(params, "/frameId").to_owned());
            }
            "Page.frameStoppedLoading" => {
                self.loading.remove(word(params, "/frameId"));
            }
            "Page.frameNavigated" => self.navigated(session, part(params, "/frame"), now),
            "Page.navigatedWithinDocument" => {
                let place = self.place_of_frame(session, word(params, "/frameId"));
                let url = address(word(params, "/url"));
                self.journal.note(now, place, What::Moved { url });
            }
            "Page.lifecycleEvent" => self.lifecycle(session, params, now),
            "Page.javascriptDialogOpening" => return self.dialog(session, params, now),
            "Network.requestWillBeSent" => self.requested(session, params, now),
            "Network.responseReceived" => self.answered(session, params, now),
            "Network.loadingFinished" => self.requests.end(session, word(params, "/requestId")),
            "Network.loadingFailed" => self.failed(session, params, now),
            "Runtime.consoleAPICalled" => self.console(session, params, now),
            "Runtime.exceptionThrown" => self.exception(session, params, now),
            "Runtime.bindingCalled" => self.window_asked(session, params, now),
            "Audits.issueAdded" => self.issue(session, part(params, "/issue/details"), now),
            "Inspector.targetCrashed" => {
                let place = self.place_of(session);
                self.journal.note(now, place, What::Crashed);
            }
            _ => {}
        }
        Vec::new()
    }

    fn place_of_frame(&self, session: &str, frame: &str) -> usize {
        let place = self.journal.frame(frame);
        place.unwrap_or_else(|| self.place_of(session))
    }

    fn place_of(&self, session: &str) -> usize {
        self.sessions
            .get(session)
            .map_or(0, |session| session.place)
    }

    /// What a place shows. A frame in the process of its window is part of it.
    fn see(&mut self, session: &str, value: &Value) {
        let index = self.place_of(session);
        if let Some(place) = self.journal.places.get_mut(index) {
            place.title = text(word(value, "/result/value/0"));
            place.text = text(word(value, "/result/value/1"));
        }
    }

    fn evaluate(&self, script: &str, then: Then, as_user: bool) -> Vec<Command> {
        let mut sessions: Vec<_> = self.sessions.iter().collect();
        sessions.sort_by_key(|(_, session)| session.place);
        let params = json!({
            "expression": script,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": as_user,
        });
        sessions
            .into_iter()
            .map(|(id, _)| order(id, "Runtime.evaluate", params.clone(), then))
            .collect()
    }
}

fn auto_attach() -> Value {
    json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true})
}

fn setup(session: &str) -> Vec<Command> {
    let orders = [
        ("Page.enable", json!({})),
        ("Page.setLifecycleEventsEnabled", json!({"enabled": true})),
        ("Runtime.enable", json!({})),
        ("Network.enable", json!({})),
        ("Audits.enable", json!({})),
        ("Runtime.addBinding", json!({"name": BINDING})),
        (
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": OPENED, "runImmediately": true}),
        ),
        ("Target.setAutoAttach", auto_attach()),
    ];
    orders
        .into_iter()
        .map(|(method, params)| order(session, method, params, Then::Setup))
        .collect()
}

fn order(session: &str, method: &'static str, params: Value, then: Then) -> Command {
    Command {
        session: session.to_owned(),
        method,
        params,
        then,
    }
}

fn ignored(session: &str, method: &'static str, params: Value) -> Command {
    order(session, method, params, Then::Ignore)
}
