//! What is written down of a visit. A page decides how much there is, so that all of it has a limit.

use crate::browser::page_text::{states_oauth_error, text};
use crate::probe::{BrowsingContext, PageEvent, Resource, Visit, What};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

/// Events that one like them is compared with.
const RECENT: usize = 8;
/// Events that no finding rests on, such as lines of the console. A page makes as many as it likes of them, so that they
/// must leave room.
const MOST_HARMLESS: usize = 150;

/// Bytes of the id of a session or frame at the most; browsers use 32.
pub(super) const LONGEST_ID: usize = 100;

/// The hash of an id or address, which may be of any length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id(u64);

impl Id {
    pub(super) fn of(text: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// A map with a limit. What does not fit is not kept. Its values must have a limit of their own.
#[derive(Debug)]
pub(super) struct Bounded<V> {
    limit: usize,
    entries: HashMap<Id, V>,
}

impl<V> Bounded<V> {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            entries: HashMap::new(),
        }
    }

    /// The entry, which is made if there is room.
    pub(super) fn entry(&mut self, id: Id, new: impl FnOnce() -> V) -> Option<&mut V> {
        let has_room = self.entries.len() < self.limit || self.entries.contains_key(&id);
        has_room.then(|| self.entries.entry(id).or_insert_with(new))
    }

    pub(super) fn insert(&mut self, id: Id, value: V) {
        if self.entries.len() < self.limit || self.entries.contains_key(&id) {
            self.entries.insert(id, value);
        }
    }

    /// Whether something may not have been kept.
    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= self.limit
    }

    pub(super) fn get(&self, id: Id) -> Option<&V> {
        self.entries.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: Id) -> Option<&mut V> {
        self.entries.get_mut(&id)
    }

    pub(super) fn remove(&mut self, id: Id) -> Option<V> {
        self.entries.remove(&id)
    }

    pub(super) fn retain(&mut self, is_kept: impl Fn(&V) -> bool) {
        self.entries.retain(|_, value| is_kept(value));
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.values()
    }
}

#[derive(Debug)]
pub(super) struct Journal {
    pub(super) places: Vec<BrowsingContext>,
    /// The ids of their frames.
    ids: Vec<String>,
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
            ids: Vec::new(),
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
        if self.joins(place, &what) {
            return;
        }
        let event = PageEvent { at_ms, place, what };
        // A page that repeats itself says no more by it.
        let is_news = !matches!(
            event.what,
            What::Console { .. }
                | What::Moved { .. }
                | What::Dialog { .. }
                | What::Exception { .. }
                | What::Answered { .. }
                | What::Failed { .. }
                | What::Withheld { .. }
                | What::WindowAsked { .. }
        );
        let mut recent = self.events.iter().rev().take(RECENT);
        if !is_news && recent.any(|one| one.place == event.place && one.what == event.what) {
            return;
        }
        if !is_harmless(&event.what) {
            self.insert(self.events.len(), event);
        } else if self.takes_harmless() {
            self.harmless += 1;
            self.insert(self.events.len(), event);
        }
    }

    /// Whether one more event is kept that no finding rests on; if not, it counts as dropped.
    pub(super) fn takes_harmless(&mut self) -> bool {
        let has_room = self.harmless < MOST_HARMLESS && self.events.len() < Visit::MOST_EVENTS;
        self.harmless_dropped += usize::from(!has_room);
        has_room
    }

    /// Writes down a click, which is heard of after what followed from it.
    pub(super) fn clicked(&mut self, (at_ms, index): (u64, usize), place: usize, words: &str) {
        let what = What::Clicked { words: text(words) };
        self.insert(index, PageEvent { at_ms, place, what });
    }

    /// Tells more of an event that is written down; whether it is.
    pub(super) fn amend(&mut self, event: &PageEvent, what: &What) -> bool {
        let mut events = self.events.iter_mut().rev();
        let written = events.find(|written| *written == event);
        written
            .map(|written| written.what.clone_from(what))
            .is_some()
    }

    /// Something did not happen after all.
    pub(super) fn retract(&mut self, is_it: impl Fn(&PageEvent) -> bool) {
        self.events.retain(|event| !is_it(event));
    }

    fn insert(&mut self, index: usize, event: PageEvent) {
        if self.events.len() < Visit::MOST_EVENTS {
            self.events.insert(index.min(self.events.len()), event);
        } else {
            self.dropped += 1;
        }
    }

    /// The browser tells of one thing that it blocked as a failed request, which knows its kind, and as an issue, which
    /// knows the rule, and may leave out the end of an address. Whether it was told already, and is now told whole.
    fn joins(&mut self, new_place: usize, new: &What) -> bool {
        let What::Blocked {
            by: new_by,
            resource: new_resource,
            url: new_url,
            rule: new_rule,
        } = new
        else {
            return false;
        };
        self.events.iter_mut().rev().any(|event| {
            let What::Blocked {
                by,
                resource,
                url,
                rule,
            } = &mut event.what
            else {
                return false;
            };
            let is_same = by == new_by
                && !url.is_empty()
                && !new_url.is_empty()
                && (url.starts_with(new_url.as_str()) || new_url.starts_with(url.as_str()))
                && (*resource == Resource::Other || *new_resource == Resource::Other);
            if is_same {
                if *new_resource != Resource::Other {
                    (*resource, event.place) = (*new_resource, new_place);
                }
                for (old, new) in [(url, new_url), (rule, new_rule)] {
                    if new.len() > old.len() {
                        old.clone_from(new);
                    }
                }
            }
            is_same
        })
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
        self.ids.push(frame.chars().take(LONGEST_ID).collect());
        self.frames.insert(Id::of(frame), place);
        Some(place)
    }

    /// The place of a frame that is known.
    pub(super) fn frame(&self, frame: &str) -> Option<usize> {
        self.frames.get(Id::of(frame)).copied()
    }

    /// How many frames and windows came before this one from where it comes.
    pub(super) fn elder(&self, place: usize) -> usize {
        let parent = self.places.get(place).and_then(|place| place.parent);
        let before = self.places.iter().take(place);
        before.filter(|one| one.parent == parent).count()
    }

    /// Whether it is a frame that nobody can see, or stands in one.
    pub(super) fn is_hidden(&self, place: usize) -> bool {
        let mut frames = self.frames_around(place);
        frames.any(|(place, _)| self.places.get(place).is_some_and(|place| place.is_hidden))
    }

    /// A frame and those around it, to the window in which they stand.
    pub(super) fn frames_around(&self, place: usize) -> impl Iterator<Item = (usize, String)> {
        let parent = |place: &usize| self.places.get(*place)?.parent;
        let places = std::iter::successors(Some(place), parent);
        let frames = places.take_while(|place| !self.is_window(*place));
        frames.filter_map(|place| Some((place, self.ids.get(place)?.clone())))
    }

    pub(super) fn hide(&mut self, place: usize, is_hidden: bool) {
        if let Some(place) = self.places.get_mut(place) {
            place.is_hidden = is_hidden;
        }
    }

    /// Whether this tool kept something from it.
    pub(super) fn is_withheld_from(&self, place: usize) -> bool {
        let mut events = self.events.iter().filter(|event| event.place == place);
        events.any(|event| matches!(event.what, What::Withheld { .. }))
    }

    pub(super) fn is_window(&self, place: usize) -> bool {
        self.places.get(place).is_some_and(|place| place.is_window)
    }
}

/// Whether no finding rests on it.
pub(super) fn is_harmless(what: &What) -> bool {
    match what {
        What::Console { level, text } => !states_oauth_error(text, level.is_problem()),
        What::Moved { url } => !url.contains("error"),
        What::Dialog { .. } => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounded, Id};

    #[test]
    fn what_does_not_fit_is_not_kept() {
        let mut bounded = Bounded::new(2);
        for (key, value) in [("a", 1), ("b", 2), ("c", 3), ("b", 4)] {
            bounded.insert(Id::of(key), value);
        }
        assert_eq!(bounded.entry(Id::of("d"), || 5), None);
        assert_eq!(bounded.entry(Id::of("a"), || 6), Some(&mut 1));
        let kept = ["a", "b", "c", "d"].map(|key| bounded.get(Id::of(key)).copied());
        assert_eq!(kept, [Some(1), Some(4), None, None]);
        bounded.remove(Id::of("a"));
        assert_eq!(bounded.entry(Id::of("d"), || 5), Some(&mut 5));
    }
}
