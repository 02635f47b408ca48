//! Windows that pages open. Whether a click or key led to one is what the browser says of it (`Page.windowOpen`). One
//! without is closed at once, as browsers of users would not have opened it.

use super::json::{flag, word};
use super::{BINDING, Command, Observer, ignored};
use crate::browser::What;
use crate::browser::bounded::{Bounded, Id};
use crate::browser::page_text::address;
use serde_json::{Value, json};
use std::collections::VecDeque;

/// Milliseconds within which the browser tells of a window and of what opened it, in whichever order.
const TOGETHER: u64 = 1000;
/// Windows that wait for the other half of what is told of them.
const MOST_WAITING: usize = 20;
const MOST_CLOSED: usize = 1000;

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

impl Observer {
    /// Whether a new window stays; if not, an order that closes it.
    pub(super) fn judge_window(&mut self, target: &str, now: u64) -> Result<(), Vec<Command>> {
        if self.windows.closed.get(Id::of(target)).is_some() {
            return Err(Vec::new());
        }
        let asked = &mut self.windows.asked;
        asked.retain(|(at, _)| now.saturating_sub(*at) <= TOGETHER);
        match asked.pop_front() {
            Some((_, false)) => Err(self.close(target)),
            Some((_, true)) => Ok(()),
            None => {
                if self.windows.unjudged.len() < MOST_WAITING {
                    self.windows.unjudged.push_back(target.to_owned());
                }
                Ok(())
            }
        }
    }

    fn close(&mut self, target: &str) -> Vec<Command> {
        self.windows.closed.insert(Id::of(target), ());
        let params = json!({"targetId": target});
        vec![ignored("", "Target.closeTarget", params)]
    }

    /// A window is going to open, however the page asked for it.
    pub(super) fn window_opens(&mut self, session: &str, params: &Value, now: u64) -> Vec<Command> {
        self.activity += 1;
        let by_gesture = flag(params, "/userGesture");
        let what = What::WindowAsked {
            url: address(word(params, "/url")),
            by_gesture,
            opened: by_gesture,
        };
        let place = self.place_of(session);
        self.journal.note(now, place, what);
        match self.windows.unjudged.pop_front() {
            None if self.windows.asked.len() < MOST_WAITING => {
                self.windows.asked.push_back((now, by_gesture));
            }
            Some(target) if !by_gesture => {
                if let Some(place) = self.journal.frame(&target) {
                    self.journal.retract_window(place);
                }
                return self.close(&target);
            }
            _ => {}
        }
        Vec::new()
    }

    /// What a page reports of a window that it did not get. Any script could call it, so nothing of it is trusted.
    pub(super) fn window_withheld(&mut self, session: &str, params: &Value, now: u64) {
        if word(params, "/name") != BINDING {
            return;
        }
        let report: Result<(String, bool), _> = serde_json::from_str(word(params, "/payload"));
        if let Ok((url, by_gesture)) = report {
            self.activity += 1;
            let what = What::WindowAsked {
                url: address(&url),
                by_gesture,
                opened: false,
            };
            let place = self.place_of(session);
            self.journal.note(now, place, what);
        }
    }
}
