//! What hosts are spared.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};

/// Requests under way at one host at the most: as many as a browser would have.
const IN_FLIGHT: usize = 8;

/// How a run treats the hosts it asks.
#[derive(Default)]
pub(super) struct Courtesy {
    hosts: RefCell<HashMap<String, Rc<Host>>>,
}

/// How it treats one of them.
pub(super) struct Host {
    permits: Semaphore,
    left: Cell<bool>,
}

impl Courtesy {
    pub(super) fn host(&self, name: &str) -> Rc<Host> {
        let mut hosts = self.hosts.borrow_mut();
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Rc::new(Host {
                permits: Semaphore::new(IN_FLIGHT),
                left: Cell::new(false),
            })
        });
        Rc::clone(host)
    }
}

impl Host {
    /// Waits for its turn; `None` if it does not come before the deadline.
    pub(super) async fn turn(&self, deadline: Instant) -> Option<SemaphorePermit<'_>> {
        let turn = timeout_at(deadline, self.permits.acquire()).await.ok()?;
        turn.ok().filter(|_| Instant::now() < deadline)
    }

    /// Leaves the host alone from now on: it asked for no more requests.
    pub(super) fn leave(&self) {
        self.left.set(true);
    }

    /// Whether it is left alone.
    pub(super) fn is_left(&self) -> bool {
        self.left.get()
    }
}
