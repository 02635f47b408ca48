use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

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

/// A map with a limit: a page decides how much there is to keep. What does not fit is not kept. Its values must have a
/// limit of their own.
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

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
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
