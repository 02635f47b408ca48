//! What windows and frames show to somebody who looks at them, and the one click of a visit.

use super::journal::Id;
use super::{Observer, Then, Tried};
use crate::browser::connection::{flag_at, number_at, text_at, value_at};
use crate::browser::page_text::text;
use serde_json::{Value, json};

const LOOK: &str = include_str!("look.js");

/// The one click of a visit. Only a session that shows something to click is asked for it: a page that was asked counts
/// as one that somebody clicked in, and may open windows.
#[derive(Debug)]
pub(super) enum Click {
    NotTried,
    Asked {
        session: String,
        /// When the click was wanted, and after how many events.
        from: (u64, usize),
    },
    Over,
}

impl Observer {
    /// The session to click in, if there was no click yet, and neither a window nor a login page that one would have led
    /// to.
    pub(super) fn clickable(&self) -> Option<String> {
        let windows = self.journal.places.iter().filter(|place| place.is_window);
        let may_click =
            matches!(self.click, Click::NotTried) && !self.is_at_login() && windows.count() <= 1;
        let sessions = self.session_ids(|session| session.has_button);
        sessions.into_iter().next().filter(|_| may_click)
    }

    /// Clicks what a person would click to sign in.
    pub(super) fn click(&mut self, session: String) {
        self.tried = Tried::Click;
        self.evaluate(&session, &format!("{LOOK}(true)"), Then::Click);
        let from = (self.now, self.journal.events.len());
        self.click = Click::Asked { session, from };
    }

    /// A session answers whether it clicked. Where it gives no words but an error, it may have: that was the one click.
    pub(super) fn clicked(&mut self, session: &str, result: Result<&Value, &str>) {
        let click = std::mem::replace(&mut self.click, Click::Over);
        let Click::Asked { from, .. } = click else {
            return;
        };
        self.active();
        if let Ok(value) = result
            && value_at(value, "/exceptionDetails").is_null()
        {
            match text_at(value, "/result/value") {
                "" => self.click = Click::NotTried,
                words => self.journal.clicked(from, self.place_of(session), words),
            }
        }
    }

    /// Looks at every place. The answers come when no script is busy.
    pub(super) fn look(&mut self) {
        self.tried = Tried::Look;
        let look = format!("{LOOK}(false)");
        for id in self.session_ids(|_| true) {
            self.evaluate(&id, &look, Then::Look(self.place_of(&id)));
        }
        // A frame of the site in which it stands has no session of its own.
        for (place, session, context) in self.frames_within() {
            self.evaluate_in(&session, Some(context), &look, Then::Look(place));
        }
        self.measure();
    }

    /// The context in which the scripts of a frame run.
    pub(super) fn context_created(&mut self, context: &Value) {
        if let Some(number) = number_at(context, "/id")
            && flag_at(context, "/auxData/isDefault")
        {
            let frame = Id::of(text_at(context, "/auxData/frameId"));
            self.contexts.insert(frame, number);
        }
    }

    /// The frames with a login page that have no session of their own, with that of what they stand in.
    fn frames_within(&self) -> Vec<(usize, String, u64)> {
        let frames = self.at_login.keys().filter_map(|place| {
            let (_, frame) = self.journal.frames_around(*place).next()?;
            let mut sessions = self.sessions.values();
            let is_within = sessions.all(|session| session.place != *place);
            let context = self.contexts.get(Id::of(frame.as_str()))?;
            is_within.then_some((*place, self.session_around(*place)?, *context))
        });
        frames.collect()
    }

    /// What a place shows.
    pub(super) fn looked(&mut self, session: &str, place: usize, result: Result<&Value, &str>) {
        let is_whole = self.place_of(session) == place;
        let shown = |index| {
            text_at(
                result.unwrap_or(&Value::Null),
                &format!("/result/value/{index}"),
            )
        };
        if let Some(session) = self.sessions.get_mut(Id::of(session))
            && is_whole
        {
            session.has_button = !shown(2).is_empty();
        }
        if let Some(is_bare) = self.at_login.get_mut(&place)
            && result.is_ok()
        {
            *is_bare = shown(3) != "usable" && !self.journal.is_withheld_from(place);
        }
        match self
            .journal
            .places
            .get_mut(place)
            .filter(|_| result.is_ok())
        {
            // A frame in the process of its window is part of it.
            Some(place) => {
                place.title = text(shown(0));
                place.text = text(shown(1));
            }
            // It went on to another document in the meantime.
            None if is_whole => self.active(),
            None => {}
        }
    }

    /// Asks whether the frames are seen that show a login page: the page around one may show it later.
    fn measure(&mut self) {
        let places = self
            .at_login
            .keys()
            .map(|place| self.journal.frames_around(*place));
        for (place, frame) in places.flatten().collect::<Vec<_>>() {
            if let Some(session) = self.session_around(place) {
                let params = json!({"frameId": frame});
                self.command_then(&session, "DOM.getFrameOwner", params, Then::Owner(place));
            }
        }
    }

    /// The session of what a frame stands in; none for a window.
    fn session_around(&self, mut place: usize) -> Option<String> {
        while !self.journal.is_window(place) {
            place = self.journal.places.get(place)?.parent?;
            let mut sessions = self.sessions.values();
            if let Some(session) = sessions.find(|session| session.place == place) {
                return Some(session.id.clone());
            }
        }
        None
    }

    /// The element of a frame, if it is still there: first its number, then the element itself.
    pub(super) fn owner(&mut self, session: &str, place: usize, owner: Option<&Value>) {
        let Some(owner) = owner else {
            return;
        };
        let element = json!({"objectId": text_at(owner, "/object/objectId")});
        if text_at(&element, "/objectId").is_empty() {
            let params = json!({"backendNodeId": value_at(owner, "/backendNodeId")});
            return self.command_then(session, "DOM.resolveNode", params, Then::Owner(place));
        }
        let params = json!({
            "objectId": value_at(&element, "/objectId"),
            "functionDeclaration": LOOK,
            "arguments": [{"value": false}, element],
            "returnByValue": true,
        });
        self.command_then(session, "Runtime.callFunctionOn", params, Then::Seen(place));
    }

    pub(super) fn seen(&mut self, place: usize, seen: Option<&Value>) {
        let is_seen = seen.is_some_and(|seen| flag_at(seen, "/result/value"));
        self.journal.hide(place, !is_seen);
    }
}
