//! Windows, frames and their documents.

use super::json::word;
use super::{Click, Command, Observer, Session, Then, ignored, order, setup};
use crate::browser::What;
use crate::browser::bounded::Id;
use crate::browser::page_text::{address, text};
use serde_json::{Value, json};

/// How often one document is loaded before that is a loop.
const LOOP: usize = 5;
/// Bytes of a session's id at the most; browsers use 32.
const LONGEST_ID: usize = 100;

impl Observer {
    /// A page or frame that waits for our setup.
    pub(super) fn attached(&mut self, params: &Value, now: u64) -> Vec<Command> {
        self.activity += 1;
        let session = word(params, "/sessionId");
        let id = word(params, "/targetInfo/targetId");
        let go_on = || {
            vec![ignored(
                session,
                "Runtime.runIfWaitingForDebugger",
                json!({}),
            )]
        };
        let kind = word(params, "/targetInfo/type");
        let is_window = kind == "page";
        if !(is_window || kind == "iframe")
            || session.len() > LONGEST_ID
            || self.sessions.get(Id::of(session)).is_some()
        {
            return go_on();
        }
        let is_new = self.journal.frame(id).is_none();
        // A window is attached to by the browser's session and again by its opener's.
        if is_window && !is_new {
            return go_on();
        }
        if is_window
            && !self.journal.places.is_empty()
            && let Err(orders) = self.judge_window(id, now)
        {
            return orders;
        }
        let opener = [
            "/targetInfo/openerFrameId",
            "/targetInfo/openerId",
            "/targetInfo/parentFrameId",
        ]
        .iter()
        .find_map(|name| self.journal.frame(word(params, name)));
        let parent = opener.or((!self.journal.places.is_empty()).then_some(0));
        let Some(place) = self.journal.add_place(id, is_window, parent) else {
            return go_on();
        };
        if is_window && place != 0 {
            self.journal.note(now, place, What::WindowOpened);
        }
        let orders = setup(session);
        let unset = orders.len();
        let room = self.sessions.entry(Id::of(session), || Session {
            id: session.to_owned(),
            place,
            unset,
            is_resumed: false,
            is_window,
            is_looked_at: false,
        });
        if room.is_none() {
            return go_on();
        }
        orders
    }

    /// When the whole setup of a session stands, its page may go on; the first one is given its address. A window without
    /// an opener has no document that could answer before it goes on: there, the browser's own reply is enough.
    pub(super) fn set_up(&mut self, id: &str, is_last: bool) -> Vec<Command> {
        let Some(session) = self.sessions.get_mut(Id::of(id)) else {
            return Vec::new();
        };
        session.unset = session.unset.saturating_sub(1);
        let is_opened = session.is_window && session.place != 0;
        let is_ready = session.unset == 0 || (is_last && is_opened);
        if session.is_resumed || !is_ready {
            return Vec::new();
        }
        session.is_resumed = true;
        self.activity += 1;
        let mut orders = vec![ignored(id, "Runtime.runIfWaitingForDebugger", json!({}))];
        if session.place == 0 && session.is_window {
            let params = json!({"url": self.url});
            orders.push(order(id, "Page.navigate", params, Then::Opened));
        }
        orders
    }

    pub(super) fn detached(&mut self, params: &Value, now: u64) {
        let id = word(params, "/sessionId");
        self.requests.end_session(id);
        // It may have clicked before it ended.
        if matches!(&self.click, Click::Asked { session, .. } if session == id) {
            self.click = Click::Over;
        }
        if let Some(session) = self.sessions.remove(Id::of(id)) {
            self.activity += 1;
            if session.is_window {
                self.journal.note(now, session.place, What::WindowClosed);
            }
        }
    }

    pub(super) fn frame_attached(&mut self, session: &str, params: &Value) {
        self.activity += 1;
        let parent = self.place_of_frame(session, word(params, "/parentFrameId"));
        self.journal
            .add_place(word(params, "/frameId"), false, Some(parent));
    }

    pub(super) fn frame_detached(&mut self, params: &Value) {
        self.activity += 1;
        let frame = word(params, "/frameId");
        self.loading.remove(Id::of(frame));
        // A frame that moves to another process is told about from there.
        self.requests.end_frame(frame, "");
    }

    pub(super) fn navigated(&mut self, session: &str, frame: &Value, now: u64) {
        self.activity += 1;
        let (id, loader) = (word(frame, "/id"), word(frame, "/loaderId"));
        self.requests.end_frame(id, loader);
        let url = word(frame, "/url");
        let is_document = url.starts_with("https:") || url.starts_with("http:");
        if !is_document || !word(frame, "/unreachableUrl").is_empty() {
            return;
        }
        let whole = format!("{url}{}", word(frame, "/urlFragment"));
        let place = self.place_of_frame(session, id);
        let status = self.requests.status(loader);
        self.journal.note(
            now,
            place,
            What::Loaded {
                url: address(&whole),
                status,
            },
        );
        let plain = url.split(['?', '#']).next().unwrap_or_default();
        if let Some(times) = self.documents.entry(Id::of(plain), || 0) {
            *times += 1;
            self.looped |= *times >= LOOP;
        }
    }

    pub(super) fn lifecycle(&mut self, session: &str, params: &Value, now: u64) {
        if word(params, "/name") != "load" {
            return;
        }
        self.requests.take(session, word(params, "/loaderId"));
        let is_first = self.journal.frame(word(params, "/frameId")) == Some(0);
        if self.opened && is_first && self.loaded_at.is_none() {
            self.loaded_at = Some(now);
        }
    }

    pub(super) fn dialog(&mut self, session: &str, params: &Value, now: u64) -> Vec<Command> {
        self.activity += 1;
        let place = self.place_of(session);
        let shown = text(word(params, "/message"));
        self.journal.note(now, place, What::Dialog { text: shown });
        let accept = word(params, "/type") == "beforeunload";
        let answer = json!({"accept": accept});
        vec![ignored(session, "Page.handleJavaScriptDialog", answer)]
    }
}
