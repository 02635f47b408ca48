use crate::probe::Resource;
use std::collections::HashMap;

/// Requests that are remembered at the same time.
const MOST: usize = 2000;
/// Milliseconds after which a request for data is taken for one that stays open until there is news.
const LONG_POLL: u64 = 5000;

/// A request of a page.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) place: usize,
    pub(super) frame: String,
    pub(super) loader: String,
    pub(super) resource: Resource,
    pub(super) url: String,
    pub(super) since: u64,
}

/// The requests under way, by session and id, and the statuses of documents, by their loader.
#[derive(Debug, Default)]
pub(super) struct Requests {
    open: HashMap<(String, String), Request>,
    statuses: HashMap<String, u16>,
}

impl Requests {
    pub(super) fn begin(&mut self, session: &str, id: &str, request: Request) {
        if self.open.len() < MOST {
            self.open.insert(key(session, id), request);
        }
    }

    /// The request that got an answer.
    pub(super) fn answered(&mut self, session: &str, id: &str, status: u16) -> Option<&Request> {
        // The document of a frame that moves to another process is asked for in one session and answered in another.
        if self.statuses.len() < MOST {
            self.statuses.insert(id.to_owned(), status);
        }
        self.open.get(&key(session, id))
    }

    /// The status of the document of a loader, whose request has the same id.
    pub(super) fn status(&self, loader: &str) -> Option<u16> {
        self.statuses.get(loader).copied()
    }

    pub(super) fn take(&mut self, session: &str, id: &str) -> Option<Request> {
        self.open.remove(&key(session, id))
    }

    pub(super) fn end(&mut self, session: &str, id: &str) {
        self.open.remove(&key(session, id));
    }

    pub(super) fn end_session(&mut self, session: &str) {
        self.open.retain(|(owner, _), _| owner != session);
    }

    /// A frame has another document: nobody tells any more how the requests of the one before it ended.
    pub(super) fn end_frame(&mut self, frame: &str, loader: &str) {
        self.open
            .retain(|_, request| request.frame != frame || request.loader == loader);
    }

    pub(super) fn are_under_way(&self, now: u64) -> bool {
        self.open.values().any(|request| {
            request.resource != Resource::Data || now.saturating_sub(request.since) < LONG_POLL
        })
    }
}

fn key(session: &str, id: &str) -> (String, String) {
    (session.to_owned(), id.to_owned())
}
