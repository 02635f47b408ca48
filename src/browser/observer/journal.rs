use super::blocked;
use crate::browser::bounded::{Bounded, Id};
use crate::browser::page_text::text;
use crate::browser::{BrowsingContext, PageEvent, Visit, What};

/// Events that one like them is compared with.
const RECENT: usize = 8;
/// Events that no finding rests on, such as lines of the console. A page makes as many as it likes of them, so that they
/// must leave room.
const MOST_HARMLESS: usize = 150;

/// What is written down of a visit, bounded.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) places: Vec<BrowsingContext>,
    pub(super) events: Vec<PageEvent>,
    pub(super) dropped: usize,
    harmless: usize,
    pub(super) harmless_dropped: usize,
    /// The place of each frame. The main frame of a window has the id of its target.
    frames: Bounded<usize>,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            events: Vec::new(),
            dropped: 0,
            harmless: 0,
            harmless_dropped: 0,
            frames: Bounded::new(Visit::MOST_PLACES),
        }
    }
}

impl Journal {
    /// Writes down an event.
    pub(super) fn note(&mut self, at_ms: u64, place: usize, what: What) {
        if matches!(what, What::Blocked { .. }) && self.joined(place, &what) {
            return;
        }
        let event = PageEvent { at_ms, place, what };
        // A page that repeats itself says no more by it.
        let is_news = !matches!(
            event.what,
            What::Console { .. }
                | What::Moved { .. }
                | What::Exception { .. }
                | What::Answered { .. }
                | What::Failed { .. }
                | What::Withheld { .. }
        );
        let mut recent = self.events.iter().rev().take(RECENT);
        if !is_news && recent.any(|one| one.place == event.place && one.what == event.what) {
            return;
        }
        if !event.what.is_harmless() {
            self.insert(self.events.len(), event);
        } else if self.has_room_for_harmless() {
            self.harmless += 1;
            self.insert(self.events.len(), event);
        }
    }

    /// Whether one more event is kept that no finding rests on; if not, it counts as dropped.
    pub(super) fn has_room_for_harmless(&mut self) -> bool {
        let has_room = self.harmless < MOST_HARMLESS && self.events.len() < Visit::MOST_EVENTS;
        self.harmless_dropped += usize::from(!has_room);
        has_room
    }

    /// Writes down a click, which is heard of after what followed from it.
    pub(super) fn clicked(&mut self, (at_ms, index): (u64, usize), place: usize, words: &str) {
        let what = What::Clicked { words: text(words) };
        self.insert(index, PageEvent { at_ms, place, what });
    }

    /// A window did not open after all.
    pub(super) fn retract_window(&mut self, place: usize) {
        self.events
            .retain(|event| event.place != place || event.what != What::WindowOpened);
    }

    fn insert(&mut self, index: usize, event: PageEvent) {
        if self.events.len() < Visit::MOST_EVENTS {
            self.events.insert(index.min(self.events.len()), event);
        } else {
            self.dropped += 1;
        }
    }

    /// The browser tells of one thing that it blocked as a failed request and as an issue; each knows something of its
    /// own.
    fn joined(&mut self, place: usize, what: &What) -> bool {
        for event in self.events.iter_mut().rev() {
            if let Some(joined) = blocked::join(&event.what, what) {
                if !blocked::is_issue(what) {
                    event.place = place;
                }
                event.what = joined;
                return true;
            }
        }
        false
    }

    /// The place of a frame or window; a new one, if there is still room.
    pub(super) fn add_place(
        &mut self,
        frame: &str,
        is_window: bool,
        parent: Option<usize>,
    ) -> Option<usize> {
        if let Some(place) = self.frame(frame) {
            return Some(place);
        }
        if self.places.len() >= Visit::MOST_PLACES {
            self.dropped += 1;
            return None;
        }
        let place = self.places.len();
        self.places.push(BrowsingContext {
            is_window,
            parent,
            ..BrowsingContext::default()
        });
        self.frames.insert(Id::of(frame), place);
        Some(place)
    }

    /// The place of a frame that is known.
    pub(super) fn frame(&self, frame: &str) -> Option<usize> {
        self.frames.get(Id::of(frame)).copied()
    }

    pub(super) fn is_window(&self, place: usize) -> bool {
        self.places.get(place).is_some_and(|place| place.is_window)
    }
}
