//! The connections to each host: one where it speaks HTTP/2, else one for each request.

use super::in_time;
use super::sender::{Sender, Shared};
use crate::http::Failure;
use crate::http::dial::{Dialer, Stage};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The connections that are open, by host.
pub(super) struct Pool {
    dialer: Rc<Dialer>,
    hosts: RefCell<HashMap<String, Rc<Host>>>,
}

/// What is known of one host.
struct Host {
    line: Mutex<Line>,
    stage: Stage,
}

/// The way to a host, found out by the first request while the others wait.
enum Line {
    Untried,
    Shared(Rc<Shared>),
    OneEach,
    /// Those who were waiting when it failed fail with it, instead of trying one after the other.
    Failed(Instant, Failure),
}

impl Pool {
    /// Connects to nobody yet.
    pub(super) fn new(dialer: Rc<Dialer>) -> Self {
        Self {
            dialer,
            hosts: RefCell::default(),
        }
    }

    /// A connection to host `name`, or to where the rules send it, that can carry a request.
    pub(super) async fn sender(&self, name: &str, by: Instant) -> Result<Sender, Failure> {
        let host = self.host(name);
        let asked_at = Instant::now();
        let line = async { Ok(host.line.lock().await) };
        let mut line = in_time(by, || host.stage.get(), line).await?;
        match &*line {
            Line::Shared(shared) if shared.is_usable() => {
                return Ok(Sender::Http2(Rc::clone(shared)));
            }
            Line::Failed(at, failure) if *at >= asked_at => return Err(failure.clone()),
            Line::OneEach => {
                drop(line);
                return self.open(name, &Stage::default(), by).await;
            }
            Line::Untried | Line::Shared(_) | Line::Failed(..) => {}
        }
        let opened = self.open(name, &host.stage, by).await;
        *line = match &opened {
            Ok(Sender::Http2(shared)) => Line::Shared(Rc::clone(shared)),
            Ok(Sender::Http1(_)) => Line::OneEach,
            Err(failure) => Line::Failed(Instant::now(), failure.clone()),
        };
        opened
    }

    async fn open(&self, name: &str, stage: &Stage, by: Instant) -> Result<Sender, Failure> {
        let opening = async {
            let connection = self.dialer.dial(name, stage).await?;
            Sender::over(connection, name).await
        };
        in_time(by, || stage.get(), opening).await
    }

    fn host(&self, name: &str) -> Rc<Host> {
        let mut hosts = self.hosts.borrow_mut();
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Rc::new(Host {
                line: Mutex::new(Line::Untried),
                stage: Stage::default(),
            })
        });
        Rc::clone(host)
    }
}
