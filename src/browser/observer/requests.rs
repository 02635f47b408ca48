use crate::browser::Resource;
use crate::browser::bounded::{Bounded, Id};

/// Requests that are remembered at the same time.
const MOST: usize = 1000;
/// Milliseconds after which a request for data is taken for one that stays open until there is news.
const LONG_POLL: u64 = 5000;

/// A request of a page.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) place: usize,
    pub(super) session: Id,
    pub(super) frame: Id,
    pub(super) loader: Id,
    pub(super) resource: Resource,
    /// Without secrets, and cut.
    pub(super) url: String,
    /// Whether a visit may contact its host.
    pub(super) is_permitted: bool,
    pub(super) since: u64,
}

/// The requests under way, by session and id, and the statuses of documents, by their loader.
#[derive(Debug)]
pub(super) struct Requests {
    open: Bounded<Request>,
    statuses: Bounded<u16>,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            open: Bounded::new(MOST),
            statuses: Bounded::new(MOST),
        }
    }
}

impl Requests {
    pub(super) fn begin(&mut self, session: &str, id: &str, request: Request) {
        self.open.insert(Id::of((session, id)), request);
    }

    /// The request that got an answer.
    pub(super) fn answered(&mut self, session: &str, id: &str) -> Option<&Request> {
        self.open.get(Id::of((session, id)))
    }

    /// Remembers the status of a document. That of a frame that moves to another process is asked for in one session
    /// and answered in another.
    pub(super) fn document(&mut self, id: &str, status: u16) {
        self.statuses.insert(Id::of(id), status);
    }

    /// The status of the document of a loader, whose request has the same id.
    pub(super) fn status(&self, loader: &str) -> Option<u16> {
        self.statuses.get(Id::of(loader)).copied()
    }

    pub(super) fn take(&mut self, session: &str, id: &str) -> Option<Request> {
        self.open.remove(Id::of((session, id)))
    }

    pub(super) fn end_session(&mut self, session: &str) {
        let session = Id::of(session);
        self.open.retain(|request| request.session != session);
    }

    /// A frame has another document: nobody tells any more how the requests of the one before it ended.
    pub(super) fn end_frame(&mut self, frame: &str, loader: &str) {
        let (frame, loader) = (Id::of(frame), Id::of(loader));
        self.open
            .retain(|request| request.frame != frame || request.loader == loader);
    }

    pub(super) fn are_under_way(&self, now: u64) -> bool {
        self.open.values().any(|request| {
            request.resource != Resource::Data || now.saturating_sub(request.since) < LONG_POLL
        })
    }
}
