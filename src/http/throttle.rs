//! What hosts are spared.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until, timeout_at};

/// Requests under way at one host at the most: as many as a browser would have.
const IN_FLIGHT: usize = 8;
/// How long a host is left alone that asked for no more requests and did not say how long: longer than a run.
const BACK_OFF: Duration = Duration::from_secs(60);
/// How long at the most, whatever it says: a list of clients must come to its end.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(600);

/// How the hosts are treated that runs ask, one after the other or side by side.
#[derive(Default)]
pub struct HostThrottle {
    hosts: RefCell<HashMap<String, Rc<Host>>>,
}

/// How one of them is treated.
pub(crate) struct Host {
    permits: Semaphore,
    paused_until: Cell<Option<Instant>>,
    backed_off_until: Cell<Option<Instant>>,
}

impl HostThrottle {
    /// Whether a host is left alone.
    pub fn is_backed_off(&self, name: &str) -> bool {
        self.host(name).is_backed_off()
    }

    /// Waits while a host is left alone.
    pub async fn wait(&self, name: &str) {
        let until = self.host(name).backed_off_until.get();
        if let Some(until) = until {
            sleep_until(until).await;
        }
    }

    pub(crate) fn host(&self, name: &str) -> Rc<Host> {
        let mut hosts = self.hosts.borrow_mut();
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Rc::new(Host {
                permits: Semaphore::new(IN_FLIGHT),
                paused_until: Cell::new(None),
                backed_off_until: Cell::new(None),
            })
        });
        Rc::clone(host)
    }
}

impl Host {
    /// Waits for its turn and while the host pauses; `None` if it does not come before the deadline.
    pub(crate) async fn turn(&self, deadline: Instant) -> Option<SemaphorePermit<'_>> {
        let turn = async {
            let turn = self.permits.acquire().await;
            // Who waits may be told to wait longer by an answer that comes meanwhile.
            while let Some(until) = self
                .paused_until
                .get()
                .filter(|until| Instant::now() < *until)
            {
                sleep_until(until).await;
            }
            turn
        };
        let turn = timeout_at(deadline, turn).await.ok()?;
        turn.ok().filter(|_| Instant::now() < deadline)
    }

    /// Asks nothing more of the host for so long: it named this time, and it is for everybody.
    pub(crate) fn pause(&self, pause: Duration) {
        let until = Some(Instant::now() + pause);
        self.paused_until.set(until.max(self.paused_until.get()));
    }

    /// Leaves the host alone: it asked for no more requests, perhaps for this time.
    pub(crate) fn back_off(&self, asked: Option<Duration>) {
        let pause = (asked.unwrap_or_default()).clamp(BACK_OFF, LONGEST_BACK_OFF);
        let until = Some(Instant::now() + pause);
        self.backed_off_until
            .set(until.max(self.backed_off_until.get()));
    }

    /// Whether it is left alone.
    pub(crate) fn is_backed_off(&self) -> bool {
        let until = self.backed_off_until.get();
        until.is_some_and(|until| Instant::now() < until)
    }
}

#[cfg(test)]
mod tests {
    use super::{BACK_OFF, HostThrottle, LONGEST_BACK_OFF};
    use std::time::Duration;
    use tokio::time::{Instant, advance};

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asked_for_peace_has_it_for_a_while() {
        let throttle = HostThrottle::default();
        let start = Instant::now();
        throttle.wait("host").await;
        assert_eq!(Instant::now(), start, "nobody asked for anything");
        throttle.host("host").back_off(None);
        assert!(throttle.host("host").is_backed_off());
        assert!(!throttle.host("other").is_backed_off());
        advance(BACK_OFF / 2).await;
        assert!(throttle.host("host").is_backed_off());
        throttle.wait("host").await;
        assert_eq!(Instant::now() - start, BACK_OFF);
        assert!(!throttle.host("host").is_backed_off());
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_names_a_longer_time_has_it_within_reason() {
        let five = Duration::from_secs(300);
        for (asked, kept) in [
            (Duration::ZERO, BACK_OFF),
            (five, five),
            (Duration::MAX, LONGEST_BACK_OFF),
        ] {
            let (throttle, start) = (HostThrottle::default(), Instant::now());
            throttle.host("host").back_off(Some(asked));
            // Another answer that names no time makes it no shorter.
            throttle.host("host").back_off(None);
            throttle.wait("host").await;
            assert_eq!(start.elapsed(), kept);
        }
    }
}
