//! A visit from the start of the browser to its end: the only part that waits.

use super::args::BrowserPlan;
use super::connection::{Command, Connection, Message};
use super::launch::Browser;
use super::observer::Observer;
use super::relay::{PageHosts, Relay};
use crate::genesys::Target;
use crate::http::{Failure, Network};
use crate::probe::{Visit, VisitEnd, Visited};
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
const READY: &str = "the browser, which has started, to take commands";

/// A picture of a window, as PNG; none if there was not one in time.
pub(crate) type Picture = Option<Vec<u8>>;

/// Why there was no visit, where somebody ended the run before it.
const INTERRUPTED: Failure = Failure::NotAsked {
    why: "the run was interrupted",
};

/// What came of a visit.
pub(crate) struct Looked {
    pub(crate) visited: Visited,
    pub(crate) pictures: Vec<Picture>,
}

impl Looked {
    /// The run was interrupted before the visit.
    pub(crate) fn interrupted(target: &Target) -> Self {
        Self::of(target, Err(INTERRUPTED))
    }

    fn of(target: &Target, seen: Result<(Visit, Vec<Picture>), Failure>) -> Self {
        let (observation, pictures) = match seen {
            Ok((visit, pictures)) => (Ok(visit), pictures),
            Err(failure) => (Err(failure), Vec::new()),
        };
        let url = target.init_url();
        Self {
            visited: Visited { url, observation },
            pictures,
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
        let seen = self.look(target, network, deadline, interrupt).await;
        Looked::of(target, seen)
    }

    async fn look(
        &self,
        target: &Target,
        network: &Network,
        deadline: Instant,
        interrupt: impl Future<Output = ()>,
    ) -> Result<(Visit, Vec<Picture>), Failure> {
        let in_time = || {
            let why = "the deadline came first";
            let is_in_time = Instant::now() < deadline;
            is_in_time.then_some(()).ok_or(Failure::NotAsked { why })
        };
        in_time()?;
        let hosts = self.hosts(target);
        let relay = Relay::bind(network, hosts.clone()).await;
        let relay = relay.map_err(|error| Failure::Browser {
            detail: format!("has no way to the network: cannot listen on loopback: {error}"),
        })?;
        let keys = network.trusted_keys(&hosts.known(target), deadline).await;
        in_time()?;
        let run = Run {
            url: target.init_url(),
            hosts,
            deadline,
            wants_pictures: self.screenshot.is_some(),
            started: Instant::now(),
        };
        let mut browser = Browser::spawn(&self.program, relay.address(), &keys)?;
        let ended = tokio::select! {
            ended = run.visit(&mut browser, interrupt) => ended,
            never = relay.serve() => match never {},
        };
        browser.close().await;
        let (mut visit, pictures) = ended?;
        visit.unreached = relay.unreached();
        Ok((visit, pictures))
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
    ) -> Result<(Visit, Vec<Picture>), Failure> {
        tokio::pin!(interrupt);
        let waiting_for = Cell::new(START);
        let starting = async {
            let address = browser.address().await?;
            waiting_for.set(READY);
            let mut connection = Connection::open(&address).await?;
            let product = product(&mut connection).await?;
            Ok((connection, product))
        };
        let (mut connection, product) = tokio::select! {
            ready = starting => ready?,
            () = tokio::time::sleep_until(self.deadline) => {
                let waiting_for = waiting_for.get();
                return Err(Failure::Timeout { waiting_for });
            }
            () = &mut interrupt => return Err(INTERRUPTED),
        };
        let began = Instant::now();
        let start_ms = millis(began - self.started);
        let (mut observer, begin) = Observer::begin(&self.url, self.hosts.clone());
        let watching = async {
            let end = tokio::select! {
                end = watch(&mut connection, &mut observer, begin, began) => end,
                () = tokio::time::sleep_until(self.over(began)) => Ok(VisitEnd::Deadline),
                () = &mut interrupt => Ok(VisitEnd::Interrupted),
            };
            // What happened before the browser died still happened.
            let end = end.unwrap_or(VisitEnd::Died);
            let now = millis(began.elapsed());
            if let Some(error) = observer.not_opened() {
                let detail = format!("cannot open the page: {error}");
                return Err(Failure::Browser { detail });
            }
            let pictures = self.pictures(&mut connection, &mut observer).await;
            Ok((observer.finish(&product, end, start_ms, now), pictures))
        };
        // It would wait for a full pipe. The connection tells of its end, too, and the visit says what that means.
        let draining = async {
            browser.drain().await;
            std::future::pending::<Infallible>().await
        };
        tokio::select! {
            done = watching => done,
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

    async fn pictures(&self, connection: &mut Connection, observer: &mut Observer) -> Vec<Picture> {
        let mut pictures = Vec::new();
        if self.wants_pictures {
            for command in observer.pictures() {
                let by = self.deadline.min(Instant::now() + PICTURE);
                let taken = tokio::time::timeout_at(by, picture(connection, &command)).await;
                pictures.push(taken.ok().flatten());
            }
        }
        pictures
    }
}

/// Listens until the page is quiet or loops.
async fn watch(
    connection: &mut Connection,
    observer: &mut Observer,
    begin: Vec<Command>,
    began: Instant,
) -> Result<VisitEnd, Failure> {
    let mut commands = begin;
    let mut tick = tokio::time::interval(TICK);
    loop {
        for command in &commands {
            connection.send(command).await?;
        }
        let message = tokio::select! {
            message = connection.next() => Some(message?),
            _ = tick.tick() => None,
        };
        match observer.step(message, millis(began.elapsed())) {
            Continue(more) => commands = more,
            Break(end) => return Ok(end),
        }
    }
}

/// The browser's name and version: the first thing that it is asked.
async fn product(connection: &mut Connection) -> Result<String, Failure> {
    let command = Command {
        id: Command::VERSION,
        session: String::new(),
        method: "Browser.getVersion",
        params: json!({}),
    };
    let version = reply(connection, &command).await?.unwrap_or_default();
    let product = version.get("product").and_then(Value::as_str);
    Ok(product.unwrap_or_default().to_owned())
}

async fn picture(connection: &mut Connection, command: &Command) -> Picture {
    let result = reply(connection, command).await.ok()?.ok()?;
    STANDARD.decode(result.get("data")?.as_str()?).ok()
}

/// The reply to a command; what else the browser says until then is lost.
async fn reply(
    connection: &mut Connection,
    command: &Command,
) -> Result<Result<Value, String>, Failure> {
    connection.send(command).await?;
    loop {
        if let Message::Reply { id, result } = connection.next().await?
            && id == command.id
        {
            return Ok(result);
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
