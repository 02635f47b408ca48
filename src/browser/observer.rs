//! What the protocol's events mean for a visit. Pure: events in, orders out, so that all of it can be tested without a
//! browser.

mod blocked;
mod console;
mod journal;
mod json;
mod network;
mod pages;
mod requests;
#[cfg(test)]
mod tests;
mod windows;

use self::blocked::Rules;
use self::journal::Journal;
use self::json::part;
pub(super) use self::json::word;
use self::requests::Requests;
use self::windows::Windows;
use crate::browser::bounded::{Bounded, Id};
use crate::browser::event::What;
use crate::browser::page_hosts::PageHosts;
use crate::browser::page_text::{address, text};
use crate::browser::visit::{Timing, Visit, VisitEnd};
use serde_json::{Value, json};

/// The function by which pages report windows; it stands in [`OPENED`] too.
const BINDING: &str = "mirabridgeOauthWindow";
const OPENED: &str = include_str!("observer/opened.js");
/// Frames that are loading, documents that are counted, and pictures that are taken, at the most.
const MOST_LOADING: usize = 1000;
const MOST_DOCUMENTS: usize = 1000;
const MOST_PICTURES: usize = 8;
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
    /// The same, and it is the last order of the setup.
    SetupEnd,
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
    id: String,
    place: usize,
    /// Orders of the setup without a reply yet; the page waits for them.
    unset: usize,
    is_resumed: bool,
    /// The place is a window, and this is the session by which it is known.
    is_window: bool,
    /// A look at it has no answer yet.
    is_looked_at: bool,
}

/// The one click of a visit. Sessions are asked one after the other, so that no two of them click.
#[derive(Debug)]
enum Click {
    NotTried,
    /// One session is asked to click, and these are next if it has nothing to click.
    Asked {
        session: String,
        next: Vec<String>,
        /// When the click was wanted, and after how many events.
        from: (u64, usize),
    },
    Over,
}

/// What is known of a visit so far.
#[derive(Debug)]
pub(super) struct Observer {
    url: String,
    hosts: PageHosts,
    journal: Journal,
    sessions: Bounded<Session>,
    loading: Bounded<()>,
    requests: Requests,
    rules: Rules,
    windows: Windows,
    /// How often each document was loaded, by its address without query and fragment.
    documents: Bounded<usize>,
    /// Counts what may lead to more.
    activity: u64,
    click: Click,
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
            sessions: Bounded::new(Visit::MOST_PLACES),
            loading: Bounded::new(MOST_LOADING),
            requests: Requests::default(),
            rules: Rules::default(),
            windows: Windows::default(),
            documents: Bounded::new(MOST_DOCUMENTS),
            activity: 0,
            click: Click::NotTried,
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
        matches!(self.click, Click::Asked { .. })
            || self.sessions.values().any(|session| session.is_looked_at)
    }

    /// Orders to look at every place. The answers come when no script is busy.
    pub(super) fn look(&mut self) -> Vec<Command> {
        let ids = self.session_ids();
        for id in &ids {
            if let Some(session) = self.sessions.get_mut(Id::of(id)) {
                session.is_looked_at = true;
            }
        }
        let look = |id: &String| evaluate(id, LOOK, Then::Look, false);
        ids.iter().map(look).collect()
    }

    /// Orders to click what a person would click to sign in, unless that was done or a window is open.
    pub(super) fn click(&mut self, now: u64) -> Vec<Command> {
        let windows = self
            .journal
            .places
            .iter()
            .filter(|place| place.is_window)
            .count();
        if !matches!(self.click, Click::NotTried) || windows > 1 {
            return Vec::new();
        }
        let mut ids = self.session_ids();
        ids.reverse();
        self.click_next(ids, (now, self.journal.events.len()))
    }

    /// An order to click in the last of these sessions.
    fn click_next(&mut self, mut next: Vec<String>, from: (u64, usize)) -> Vec<Command> {
        let Some(session) = next.pop() else {
            self.click = Click::Over;
            return Vec::new();
        };
        let orders = vec![evaluate(&session, CLICK, Then::Click, true)];
        self.click = Click::Asked {
            session,
            next,
            from,
        };
        orders
    }

    /// A session answers whether it clicked. Where it gives no words but an error, it may have: that was the one click.
    fn clicked(&mut self, session: &str, result: Result<&Value, &str>) -> Vec<Command> {
        let Click::Asked { next, from, .. } = std::mem::replace(&mut self.click, Click::Over)
        else {
            return Vec::new();
        };
        match result.map(|value| {
            (
                word(value, "/result/value"),
                part(value, "/exceptionDetails"),
            )
        }) {
            Ok(("", Value::Null)) => return self.click_next(next, from),
            Ok((words, Value::Null)) => {
                self.journal.clicked(from, self.place_of(session), words);
            }
            _ => {}
        }
        self.activity += 1;
        Vec::new()
    }

    /// Orders for a picture of each window, in the order of their places.
    pub(super) fn pictures(&self) -> Vec<Command> {
        let windows = self.in_order().into_iter();
        windows
            .filter(|session| session.is_window)
            .take(MOST_PICTURES)
            .map(|session| {
                ignored(
                    &session.id,
                    "Page.captureScreenshot",
                    json!({"format": "png"}),
                )
            })
            .collect()
    }

    /// What happened.
    pub(super) fn finish(self, browser: &str, end: VisitEnd, start_ms: u64, now: u64) -> Visit {
        Visit {
            browser: text(browser),
            places: self.journal.places,
            events: self.journal.events,
            dropped: self.journal.dropped,
            harmless_dropped: self.journal.harmless_dropped,
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
            Then::Setup => return self.set_up(session, false),
            Then::SetupEnd => return self.set_up(session, true),
            Then::Opened => {
                self.opened = true;
                // A page that could not be loaded is an event of the network; this is an address that is none.
                if let Err(error) = result {
                    self.not_opened = Some(text(error));
                }
            }
            Then::Look => {
                if let Some(session) = self.sessions.get_mut(Id::of(session)) {
                    session.is_looked_at = false;
                }
                match result {
                    Ok(value) => self.see(session, value),
                    // It went on to another document in the meantime.
                    Err(_) => self.activity += 1,
                }
            }
            Then::Click => return self.clicked(session, result),
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
                self.loading.insert(Id::of(word(params, "/frameId")), ());
            }
            "Page.frameStoppedLoading" => {
                self.loading.remove(Id::of(word(params, "/frameId")));
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
            "Network.loadingFinished" => {
                self.requests.take(session, word(params, "/requestId"));
            }
            "Network.loadingFailed" => self.failed(session, params, now),
            "Runtime.consoleAPICalled" => self.console(session, params, now),
            "Runtime.exceptionThrown" => self.exception(session, params, now),
            "Runtime.bindingCalled" => self.window_withheld(session, params, now),
            "Page.windowOpen" => return self.window_opens(session, params, now),
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
            .get(Id::of(session))
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

    /// The sessions in the order of their places.
    fn in_order(&self) -> Vec<&Session> {
        let mut sessions: Vec<_> = self.sessions.values().collect();
        sessions.sort_by_key(|session| session.place);
        sessions
    }

    fn session_ids(&self) -> Vec<String> {
        let sessions = self.in_order().into_iter();
        sessions.map(|session| session.id.clone()).collect()
    }
}

fn evaluate(session: &str, script: &str, then: Then, as_user: bool) -> Command {
    let params = json!({
        "expression": script,
        "awaitPromise": true,
        "returnByValue": true,
        "userGesture": as_user,
    });
    order(session, "Runtime.evaluate", params, then)
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
    ];
    let end = order(
        session,
        "Target.setAutoAttach",
        auto_attach(),
        Then::SetupEnd,
    );
    orders
        .into_iter()
        .map(|(method, params)| order(session, method, params, Then::Setup))
        .chain([end])
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
