//! A visit from the start of the browser to its end: the only part that waits.

use super::args::BrowserPlan;
use super::connection::{Call, Connection, Message};
use super::devtools::DevToolsSession;
use super::launch::Browser;
use super::page_hosts::PageHosts;
use super::relay::Relay;
use super::visit::{Visit, VisitEnd, Visited};
use crate::genesys::Target;
use crate::http::{Failure, Network};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::cell::Cell;
use std::convert::Infallible;
use std::ops::ControlFlow::{Break, Continue};
use std::time::Duration;
use tokio::time::Instant;

/// How often it is looked whether a page is quiet.
const TICK: Duration = Duration::from_millis(25);
/// How long a picture may take, if the deadline leaves as much.
const PICTURE: Duration = Duration::from_secs(5);
/// What is kept of a long deadline for pictures of a page that never comes to rest.
const FOR_PICTURES: Duration = Duration::from_secs(2);

/// What there is to wait for before a page can be opened.
const START: &str = "the browser to start";
const READY: &str = "the browser, which has started, to take orders";

/// A picture of a window, as PNG; none if there was not one in time.
pub(crate) type Picture = Option<Vec<u8>>;

/// What came of a visit.
pub(crate) struct Looked {
    pub(crate) visited: Visited,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) is_interrupted: bool,
}

impl Looked {
    /// The run was interrupted before the visit.
    pub(crate) fn interrupted(target: &Target) -> Self {
        let why = "the run was interrupted";
        let is_interrupted = true;
        Self {
            is_interrupted,
            ..Self::not_made(target, Failure::NotAsked { why })
        }
    }

    fn not_made(target: &Target, failure: Failure) -> Self {
        Self {
            visited: Visited::not_made(target, failure),
            pictures: Vec::new(),
            is_interrupted: false,
        }
    }
}

impl BrowserPlan {
    /// Opens the page and writes down what it does, until it is quiet, loops, or the time is over. The browser is gone
    /// when this is done.
    pub(crate) async fn visit(
        &self,
        target: &Target,
        network: &Network,
        deadline: Instant,
        interrupt: impl Future<Output = ()>,
    ) -> Looked {
        let late = || {
            let why = "the deadline came first";
            Looked::not_made(target, Failure::NotAsked { why })
        };
        if Instant::now() >= deadline {
            return late();
        }
        let hosts = self.hosts(target);
        let known = hosts.known(target);
        let relay = match Relay::bind(network, hosts.clone()).await {
            Ok(relay) => relay,
            Err(error) => {
                let detail =
                    format!("has no way to the network: cannot listen on loopback: {error}");
                return Looked::not_made(target, Failure::Browser { detail });
            }
        };
        let keys = network.trusted_keys(&known, deadline).await;
        if Instant::now() >= deadline {
            return late();
        }
        let started = Instant::now();
        let mut browser = match Browser::spawn(&self.program, relay.address(), &keys) {
            Ok(browser) => browser,
            Err(failure) => return Looked::not_made(target, failure),
        };
        let run = Run {
            url: target.init_url(),
            hosts,
            deadline,
            wants_pictures: self.screenshot.is_some(),
            started,
        };
        let ended = tokio::select! {
            ended = run.visit(&mut browser, interrupt) => ended,
            never = relay.serve() => match never {},
        };
        browser.close().await;
        match ended {
            Err(Ended::Interrupted) => Looked::interrupted(target),
            Err(Ended::Failed(failure)) => Looked::not_made(target, failure),
            Ok((mut visit, pictures)) => {
                visit.unreached = relay.unreached();
                Looked {
                    is_interrupted: visit.end == VisitEnd::Interrupted,
                    pictures,
                    visited: Visited {
                        url: run.url,
                        observation: Ok(visit),
                    },
                }
            }
        }
    }
}

/// Why a visit did not begin.
enum Ended {
    Interrupted,
    Failed(Failure),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

struct Run {
    url: String,
    hosts: PageHosts,
    deadline: Instant,
    wants_pictures: bool,
    started: Instant,
}

impl Run {
    async fn visit(
        &self,
        browser: &mut Browser,
        interrupt: impl Future<Output = ()>,
    ) -> Result<(Visit, Vec<Picture>), Ended> {
        tokio::pin!(interrupt);
        let waiting_for = Cell::new(START);
        let starting = async {
            let address = browser.address().await?;
            waiting_for.set(READY);
            let mut connection = Connection::open(&address).await?;
            let product = product(&mut connection).await?;
            Ok::<_, Failure>((connection, product))
        };
        let (connection, product) = tokio::select! {
            ready = starting => ready?,
            () = tokio::time::sleep_until(self.deadline) => {
                let waiting_for = waiting_for.get();
                return Err(Failure::Timeout { waiting_for }.into());
            }
            () = &mut interrupt => return Err(Ended::Interrupted),
        };
        let began = Instant::now();
        let (session, begin) = DevToolsSession::begin(&self.url, self.hosts.clone());
        let page = Page {
            connection,
            session,
            began,
        };
        let draining = async {
            browser.drain().await;
            // The connection tells of the end, too, and the visit says what that means.
            std::future::pending::<Infallible>().await
        };
        tokio::select! {
            done = page.run(self, begin, &product, interrupt) => Ok(done?),
            never = draining => match never {},
        }
    }

    /// When a page must have come to rest that is watched since `began`.
    fn over(&self, began: Instant) -> Instant {
        if !self.wants_pictures {
            return self.deadline;
        }
        let left = self.deadline.duration_since(began);
        self.deadline - FOR_PICTURES.min(left / 4)
    }
}

/// A page that is listened to.
struct Page {
    connection: Connection,
    session: DevToolsSession,
    began: Instant,
}

impl Page {
    async fn run(
        mut self,
        run: &Run,
        begin: Vec<Call>,
        product: &str,
        interrupt: impl Future<Output = ()>,
    ) -> Result<(Visit, Vec<Picture>), Failure> {
        let over = run.over(self.began);
        let end = tokio::select! {
            end = self.watch(begin) => end,
            () = tokio::time::sleep_until(over) => Ok(VisitEnd::Deadline),
            () = interrupt => Ok(VisitEnd::Interrupted),
        };
        let now = self.now();
        // What happened before the browser died still happened.
        let end = end.unwrap_or(VisitEnd::Died);
        if let Some(error) = self.session.not_opened() {
            let detail = format!("cannot open the page: {error}");
            return Err(Failure::Browser { detail });
        }
        let mut pictures = Vec::new();
        if run.wants_pictures {
            for call in self.session.pictures() {
                let by = run.deadline.min(Instant::now() + PICTURE);
                let taken = tokio::time::timeout_at(by, picture(&mut self.connection, &call)).await;
                pictures.push(taken.ok().flatten());
            }
        }
        let start_ms = millis(self.began - run.started);
        let visit = self.session.finish(product, end, start_ms, now);
        Ok((visit, pictures))
    }

    /// Listens until the page is quiet or loops.
    async fn watch(&mut self, begin: Vec<Call>) -> Result<VisitEnd, Failure> {
        self.send(begin).await?;
        let mut tick = tokio::time::interval(TICK);
        loop {
            let message = tokio::select! {
                message = self.connection.next() => Some(message?),
                _ = tick.tick() => None,
            };
            match self.session.step(message, self.now()) {
                Continue(calls) => self.send(calls).await?,
                Break(end) => return Ok(end),
            }
        }
    }

    async fn send(&mut self, calls: Vec<Call>) -> Result<(), Failure> {
        for call in &calls {
            self.connection.send(call).await?;
        }
        Ok(())
    }

    fn now(&self) -> u64 {
        millis(self.began.elapsed())
    }
}

/// The browser's name and version: the first thing that it is asked.
async fn product(connection: &mut Connection) -> Result<String, Failure> {
    let call = Call {
        id: Call::VERSION,
        session: String::new(),
        method: "Browser.getVersion",
        params: json!({}),
    };
    let version = reply(connection, &call).await?.unwrap_or_default();
    let product = version.get("product").and_then(Value::as_str);
    Ok(product.unwrap_or_default().to_owned())
}

async fn picture(connection: &mut Connection, call: &Call) -> Picture {
    let result = reply(connection, call).await.ok()?.ok()?;
    STANDARD.decode(result.get("data")?.as_str()?).ok()
}

/// The reply to a call; what else the browser says until then is lost.
async fn reply(connection: &mut Connection, call: &Call) -> Result<Result<Value, String>, Failure> {
    connection.send(call).await?;
    loop {
        if let Message::Reply { id, result } = connection.next().await?
            && id == call.id
        {
            return Ok(result);
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
