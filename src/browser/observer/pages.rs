//! Windows, frames and their documents.
//!
//! Whether a click or key led to a window is what the browser says of it (`Page.windowOpen`). One without is closed at
//! once, as browsers of users would not have opened it.

use super::journal::{Bounded, Id, LONGEST_ID};
use super::look::Click;
use super::{Observer, Then};
use crate::browser::connection::{flag_at, text_at};
use crate::browser::page_text::{address, text};
use crate::probe::{PageEvent, Resource, What};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// The function by which pages report windows; it stands in [`OPENED`] too.
const BINDING: &str = "mirabridgeOauthWindow";
const OPENED: &str = include_str!("opened.js");
/// How often one window or frame comes to the login before that is a loop.
const LOOP: usize = 5;
/// Milliseconds within which the browser tells of a window and of what opened it, in whichever order.
const TOGETHER: u64 = 1000;
/// Windows that wait for the other half of what is told of them.
const MOST_WAITING: usize = 20;
const MOST_CLOSED: usize = 1000;

/// A page or frame that is listened to.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) place: usize,
    /// Commands of the setup without a reply yet; the page waits for them.
    pub(super) unset: usize,
    is_resumed: bool,
    /// The place is a window, and this is the session by which it is known.
    pub(super) is_window: bool,
    /// Whether it shows something to click.
    pub(super) has_button: bool,
}

#[derive(Debug)]
pub(super) struct Windows {
    /// What opened the windows that are told of next: when that was, and whether it was a click or key.
    asked: VecDeque<(u64, bool)>,
    /// Targets of windows of which that is not told yet.
    unjudged: VecDeque<String>,
    closed: Bounded<()>,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            asked: VecDeque::new(),
            unjudged: VecDeque::new(),
            closed: Bounded::new(MOST_CLOSED),
        }
    }
}

pub(super) fn auto_attach() -> Value {
    json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true})
}

impl Observer {
    fn resume(&mut self, session: &str) {
        self.command(session, "Runtime.runIfWaitingForDebugger", json!({}));
    }

    /// A page or frame that waits for our setup.
    pub(super) fn attached(&mut self, parent: &str, params: &Value) {
        let session = text_at(params, "/sessionId");
        let id = text_at(params, "/targetInfo/targetId");
        let is_window = text_at(params, "/targetInfo/type") == "page";
        let is_followed = is_window || text_at(params, "/targetInfo/type") == "iframe";
        if text_at(params, "/targetInfo/type").ends_with("worker") {
            // Its script has come, which only its own session says. It writes to the same console.
            self.requests.end(parent, id);
            if session.len() <= LONGEST_ID {
                self.workers.insert(Id::of(session), self.place_of(parent));
                self.command(session, "Runtime.enable", json!({}));
            }
        }
        // A window is attached to by the browser's session and again by its opener's.
        if !is_followed
            || session.len() > LONGEST_ID
            || self.sessions.get(Id::of(session)).is_some()
            || (is_window && self.journal.frame(id).is_some())
        {
            return self.resume(session);
        }
        let is_first = self.journal.places.is_empty();
        if is_window && !is_first && !self.lets_stay(id) {
            return;
        }
        let opener = ["openerFrameId", "openerId", "parentFrameId"]
            .iter()
            .find_map(|name| {
                self.journal
                    .frame(text_at(params, &format!("/targetInfo/{name}")))
            });
        let parent = opener.or((!is_first).then_some(0));
        let Some(place) = self.journal.add_place(id, is_window, parent) else {
            return self.resume(session);
        };
        self.active_in(place);
        if is_window && place != 0 {
            self.note(place, What::WindowOpened);
        }
        let room = self.sessions.entry(Id::of(session), || Session {
            id: session.to_owned(),
            place,
            unset: 0,
            is_resumed: false,
            is_window,
            has_button: false,
        });
        if room.is_none() {
            return self.resume(session);
        }
        let opened = json!({"source": OPENED, "runImmediately": true});
        let commands = [
            ("Page.enable", json!({})),
            ("Page.setLifecycleEventsEnabled", json!({"enabled": true})),
            ("Runtime.enable", json!({})),
            ("Log.enable", json!({})),
            ("Network.enable", json!({})),
            ("Audits.enable", json!({})),
            ("Runtime.addBinding", json!({"name": BINDING})),
            ("Page.addScriptToEvaluateOnNewDocument", opened),
        ];
        if let Some(session) = self.sessions.get_mut(Id::of(session)) {
            session.unset = commands.len() + 1;
        }
        for (method, params) in commands {
            self.command_then(session, method, params, Then::Setup);
        }
        self.command_then(
            session,
            "Target.setAutoAttach",
            auto_attach(),
            Then::SetupEnd,
        );
    }

    /// When the whole setup of a session stands, its page may go on; the first one is given its address. A window without
    /// an opener has no document that could answer before it goes on: there, the browser's own reply is enough.
    pub(super) fn set_up(&mut self, id: &str, is_last: bool) {
        let Some(session) = self.sessions.get_mut(Id::of(id)) else {
            return;
        };
        session.unset = session.unset.saturating_sub(1);
        let is_first = session.is_window && session.place == 0;
        let is_opened = session.is_window && !is_first;
        let is_ready = session.unset == 0 || (is_last && is_opened);
        if session.is_resumed || !is_ready {
            return;
        }
        session.is_resumed = true;
        let place = session.place;
        self.active_in(place);
        self.resume(id);
        if is_first {
            let url = json!({"url": self.url});
            self.command_then(id, "Page.navigate", url, Then::Opened);
        }
    }

    pub(super) fn detached(&mut self, id: &str) {
        self.unanswered.retain(|(session, _)| session != id);
        self.requests.end_session(id);
        // It may have clicked before it ended.
        if matches!(&self.click, Click::Asked { session, .. } if session == id) {
            self.click = Click::Over;
        }
        if let Some(session) = self.sessions.remove(Id::of(id)) {
            self.active_in(session.place);
            if session.is_window {
                self.at_login.remove(&session.place);
                self.note(session.place, What::WindowClosed);
            }
        }
    }

    pub(super) fn frame_attached(&mut self, session: &str, params: &Value) {
        let parent = self.place_of_frame(session, text_at(params, "/parentFrameId"));
        let frame = self
            .journal
            .add_place(text_at(params, "/frameId"), false, Some(parent));
        self.active_in(frame.unwrap_or(parent));
    }

    pub(super) fn frame_loads(&mut self, session: &str, frame: &str) {
        if !self.is_restless(self.place_of_frame(session, frame)) {
            self.loading.insert(Id::of(frame), self.now);
        }
    }

    pub(super) fn frame_detached(&mut self, frame: &str, reason: &str) {
        let place = self.journal.frame(frame).unwrap_or_default();
        self.active_in(place);
        // Else it moves to another process.
        if reason == "remove" && self.at_login.remove(&place).is_some() {
            self.note(place, What::WindowClosed);
        }
        self.loading.remove(Id::of(frame));
        self.requests.end_frame(frame, "");
    }

    pub(super) fn navigated(&mut self, session: &str, frame: &Value) {
        let (id, loader) = (text_at(frame, "/id"), text_at(frame, "/loaderId"));
        let place = self.place_of_frame(session, id);
        self.active_in(place);
        self.requests.end_frame(id, loader);
        if let Some(documents) = self.documents.entry(Id::of(place), || 0) {
            *documents += 1;
        }
        let url = text_at(frame, "/url");
        let is_document = url.starts_with("https:") || url.starts_with("http:");
        if !is_document || !text_at(frame, "/unreachableUrl").is_empty() {
            return;
        }
        let status = self.requests.status(loader);
        let whole = address(&format!("{url}{}", text_at(frame, "/urlFragment")));
        self.note(place, What::Loaded { url: whole, status });
        self.is_shown |= place == 0 && status.is_none_or(|status| status < 400);
        if self.hosts.is_login(url) {
            self.at_login.insert(place, false);
            self.came_to_login(place);
        } else {
            self.at_login.remove(&place);
        }
    }

    /// A window or frame that keeps coming back through the login is in a loop.
    pub(super) fn came_to_login(&mut self, place: usize) {
        if let Some(times) = self.logins.entry(Id::of(place), || 0) {
            *times += 1;
            self.looped |= *times >= LOOP;
        }
    }

    pub(super) fn lifecycle(&mut self, session: &str, params: &Value) {
        if text_at(params, "/name") != "load" {
            return;
        }
        self.requests.end(session, text_at(params, "/loaderId"));
        let is_first = self.journal.frame(text_at(params, "/frameId")) == Some(0);
        if self.opened && is_first {
            self.loaded_at.get_or_insert(self.now);
        }
    }

    /// A box is answered as a person would: a page may do nothing before that, and as often as it likes, so that it is no
    /// step towards a sign-in.
    pub(super) fn dialog(&mut self, session: &str, params: &Value) {
        let shown = text(text_at(params, "/message"));
        self.note(self.place_of(session), What::Dialog { text: shown });
        let answer = json!({"accept": text_at(params, "/type") != "prompt"});
        self.command(session, "Page.handleJavaScriptDialog", answer);
    }

    /// A file that would be kept is not loaded.
    pub(super) fn download(&mut self, params: &Value) {
        let place = self.journal.frame(text_at(params, "/frameId"));
        let download = What::Withheld {
            resource: Resource::Other,
            url: address(text_at(params, "/url")),
        };
        self.note(place.unwrap_or_default(), download);
    }

    /// Whether a new window stays. One that no click led to is closed.
    fn lets_stay(&mut self, target: &str) -> bool {
        if self.windows.closed.get(Id::of(target)).is_some() {
            return false;
        }
        let (asked, now) = (&mut self.windows.asked, self.now);
        asked.retain(|(at, _)| now.saturating_sub(*at) <= TOGETHER);
        match asked.pop_front() {
            Some((_, false)) => {
                self.close(target);
                return false;
            }
            None if self.windows.unjudged.len() < MOST_WAITING => {
                self.windows.unjudged.push_back(target.to_owned());
            }
            Some((_, true)) | None => {}
        }
        true
    }

    fn close(&mut self, target: &str) {
        self.windows.closed.insert(Id::of(target), ());
        self.command("", "Target.closeTarget", json!({"targetId": target}));
    }

    /// A window is going to open, however the page asked for it.
    pub(super) fn window_opens(&mut self, session: &str, params: &Value) {
        let by_gesture = flag_at(params, "/userGesture");
        self.window_asked(session, text_at(params, "/url"), by_gesture, by_gesture);
        match self.windows.unjudged.pop_front() {
            None if self.windows.asked.len() < MOST_WAITING => {
                self.windows.asked.push_back((self.now, by_gesture));
            }
            Some(target) if !by_gesture => {
                if let Some(place) = self.journal.frame(&target) {
                    let is_it = |event: &PageEvent| {
                        event.place == place && event.what == What::WindowOpened
                    };
                    self.journal.retract(is_it);
                }
                self.close(&target);
            }
            _ => {}
        }
    }

    /// What a page reports of a window that it did not get. Any script could call it, so nothing of it is trusted.
    pub(super) fn window_withheld(&mut self, session: &str, params: &Value) {
        let report = serde_json::from_str::<(String, bool)>(text_at(params, "/payload"));
        if let (BINDING, Ok((url, by_gesture))) = (text_at(params, "/name"), report) {
            self.window_asked(session, &url, by_gesture, false);
        }
    }

    fn window_asked(&mut self, session: &str, url: &str, by_gesture: bool, opened: bool) {
        if !self.requests.counts_as_poll(url) {
            self.active();
        }
        let asked = What::WindowAsked {
            url: address(url),
            by_gesture,
            opened,
        };
        self.note(self.place_of(session), asked);
    }
}
