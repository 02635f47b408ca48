use super::launch::Browser;
use super::observer::{Command, Observer, Then};
use super::wire::{Said, Wire};
use crate::probe::{Failure, Relay, Visit, VisitEnd};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;

/// How long nothing may happen before a page counts as quiet.
const SETTLE: Duration = Duration::from_millis(500);
/// How often it is looked whether a page is quiet.
const TICK: Duration = Duration::from_millis(25);
/// How long a picture may take, if the deadline leaves as much.
const PICTURE: Duration = Duration::from_secs(5);

/// What there is to wait for before a page can be opened.
const START: &str = "the browser to start";
const READY: &str = "the browser, which has started, to take orders";

/// Why a visit that was interrupted before it began was none.
pub const INTERRUPTED: &str = "the run was interrupted";

/// What to visit, and how.
#[derive(Debug)]
pub struct Order<'a> {
    /// The browser's program.
    pub program: &'a Path,
    /// The address to open.
    pub url: &'a str,
    /// Keys of certificates to trust, besides those that the browser trusts.
    pub keys: BTreeSet<String>,
    /// When the visit must be over, with its pictures.
    pub deadline: Instant,
    /// Whether to take pictures.
    pub pictures: bool,
}

/// A picture of a window, as PNG; none if there was not one in time.
pub type Picture = Option<Vec<u8>>;

/// Opens a page and writes down what it does, until it is quiet, loops, or the time is over. The browser is gone when
/// this is done.
///
/// # Errors
/// Where the browser did not start, or died before it opened anything.
pub async fn visit(
    order: Order<'_>,
    relay: &Relay,
    interrupt: impl Future<Output = ()>,
) -> Result<(Visit, Vec<Picture>), Failure> {
    let started = Instant::now();
    let mut browser = Browser::spawn(order.program, relay.address(), &order.keys)?;
    let deadline = order.deadline;
    tokio::pin!(interrupt);
    let visited = async {
        let waiting_for = Cell::new(START);
        let starting = async {
            let address = browser.address().await?;
            waiting_for.set(READY);
            let mut wire = Wire::connect(&address).await?;
            let product = product(&mut wire).await?;
            Ok((wire, product))
        };
        let (wire, product) = tokio::select! {
            ready = starting => ready?,
            () = tokio::time::sleep_until(deadline) => {
                return Err(Failure::Timeout { waiting_for: waiting_for.get() });
            }
            () = &mut interrupt => return Err(Failure::NotAsked { why: INTERRUPTED }),
        };
        let visiting = Visiting {
            wire,
            observer: Observer::new(order.url, relay.hosts().clone()),
            orders: HashMap::new(),
            started,
            began: Instant::now(),
        };
        let listening = async {
            browser.listen().await;
            // The wire tells of the end, too, and the visit says what that means.
            std::future::pending::<Infallible>().await
        };
        tokio::select! {
            done = visiting.run(&order, &product, &mut interrupt) => done,
            never = listening => match never {},
        }
    };
    let visited = tokio::select! {
        visited = visited => visited,
        never = relay.serve() => match never {},
    };
    browser.close().await;
    let (mut visit, pictures) = visited?;
    visit.unreached = relay.unreached();
    Ok((visit, pictures))
}

/// A visit under way.
struct Visiting {
    wire: Wire,
    observer: Observer,
    /// The orders without a reply yet.
    orders: HashMap<u64, (String, Then)>,
    /// When the browser was started, and when it took orders.
    started: Instant,
    began: Instant,
}

/// The browser's name and version: the first thing that it is asked.
async fn product(wire: &mut Wire) -> Result<String, Failure> {
    let asked = wire.send("", "Browser.getVersion", &json!({})).await?;
    loop {
        if let Said::Reply { id, result } = wire.next().await?
            && id == asked
        {
            let version = result.unwrap_or_default();
            let product = version.get("product").and_then(Value::as_str);
            return Ok(product.unwrap_or_default().to_owned());
        }
    }
}

impl Visiting {
    async fn run(
        mut self,
        order: &Order<'_>,
        product: &str,
        interrupt: impl Future<Output = ()>,
    ) -> Result<(Visit, Vec<Picture>), Failure> {
        let start_ms = millis(self.began - self.started);
        let end = tokio::select! {
            end = self.watch() => end,
            () = tokio::time::sleep_until(order.deadline) => Ok(VisitEnd::Deadline),
            () = interrupt => Ok(VisitEnd::Interrupted),
        };
        let now = self.now();
        // What happened before the browser died still happened.
        let end = end.unwrap_or(VisitEnd::Died);
        if let Some(error) = self.observer.not_opened() {
            return Err(Failure::Browser {
                detail: format!("cannot open the page: {error}"),
            });
        }
        let mut pictures = Vec::new();
        if order.pictures {
            for session in self.observer.windows() {
                let by = order.deadline.min(Instant::now() + PICTURE);
                let taken = tokio::time::timeout_at(by, self.picture(&session)).await;
                pictures.push(taken.ok().flatten());
            }
        }
        Ok((self.observer.finish(product, end, start_ms, now), pictures))
    }

    /// Listens until the page is quiet or loops.
    async fn watch(&mut self) -> Result<VisitEnd, Failure> {
        self.send(Observer::begin()).await?;
        let mut tick = tokio::time::interval(TICK);
        let mut quiet = Quiet {
            since: Instant::now(),
            activity: 0,
            looked: false,
        };
        loop {
            tokio::select! {
                said = self.wire.next() => self.hear(said?).await?,
                _ = tick.tick() => {}
            }
            if self.observer.is_loop() {
                return Ok(VisitEnd::Loop);
            }
            if self.observer.not_opened().is_some() {
                return Ok(VisitEnd::Quiet);
            }
            let busy = self.observer.is_busy(self.now());
            if busy || self.observer.activity() != quiet.activity {
                quiet = Quiet {
                    since: Instant::now(),
                    activity: self.observer.activity(),
                    looked: false,
                };
            } else if self.observer.is_waiting() || quiet.since.elapsed() < SETTLE {
                // Not yet.
            } else if quiet.looked {
                let now = self.now();
                let orders = self.observer.click(now);
                if orders.is_empty() {
                    return Ok(VisitEnd::Quiet);
                }
                self.send(orders).await?;
            } else {
                quiet.looked = true;
                let orders = self.observer.look();
                self.send(orders).await?;
            }
        }
    }

    async fn hear(&mut self, said: Said) -> Result<(), Failure> {
        let now = self.now();
        let orders = match said {
            Said::Event {
                session,
                method,
                params,
            } => self.observer.event(&session, &method, &params, now),
            Said::Reply { id, result } => match self.orders.remove(&id) {
                Some((session, then)) => {
                    let result = result.as_ref().map_err(String::as_str);
                    self.observer.reply(&session, then, result)
                }
                None => Vec::new(),
            },
        };
        self.send(orders).await
    }

    async fn send(&mut self, orders: Vec<Command>) -> Result<(), Failure> {
        for order in orders {
            let Command {
                session,
                method,
                params,
                then,
            } = order;
            let id = self.wire.send(&session, method, &params).await?;
            self.orders.insert(id, (session, then));
        }
        Ok(())
    }

    async fn picture(&mut self, session: &str) -> Picture {
        let params = json!({"format": "png"});
        let sent = self
            .wire
            .send(session, "Page.captureScreenshot", &params)
            .await;
        let asked = sent.ok()?;
        loop {
            match self.wire.next().await.ok()? {
                Said::Reply { id, result } if id == asked => {
                    let result = result.ok()?;
                    return STANDARD.decode(result.get("data")?.as_str()?).ok();
                }
                _ => {}
            }
        }
    }

    fn now(&self) -> u64 {
        millis(self.began.elapsed())
    }
}

/// Since when nothing has happened.
struct Quiet {
    since: Instant,
    activity: u64,
    looked: bool,
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
