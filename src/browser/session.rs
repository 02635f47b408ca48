use super::conversation::Conversation;
use super::launch::Browser;
use super::wire::{Call, Said, Wire};
use crate::probe::{Failure, Relay, Visit, VisitEnd};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::ControlFlow::{Break, Continue};
use std::path::Path;
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

/// Why a visit that was interrupted before it began was none.
pub(crate) const INTERRUPTED: &str = "the run was interrupted";

/// What to visit, and how.
#[derive(Debug)]
pub(crate) struct Order<'a> {
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

impl Order<'_> {
    /// When a page must have come to rest that is watched since `began`.
    fn over(&self, began: Instant) -> Instant {
        if !self.pictures {
            return self.deadline;
        }
        let left = self.deadline.duration_since(began);
        self.deadline - FOR_PICTURES.min(left / 4)
    }
}

/// A picture of a window, as PNG; none if there was not one in time.
pub(crate) type Picture = Option<Vec<u8>>;

/// Opens a page and writes down what it does, until it is quiet, loops, or the time is over. The browser is gone when
/// this is done.
///
/// # Errors
/// Where the browser did not start, or died before it opened anything.
pub(crate) async fn visit(
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
        let began = Instant::now();
        let (conversation, begin) = Conversation::begin(order.url, relay.hosts().clone());
        let visiting = Visiting {
            wire,
            conversation,
            product,
            start_ms: millis(began - started),
            began,
        };
        let listening = async {
            browser.listen().await;
            // The wire tells of the end, too, and the visit says what that means.
            std::future::pending::<Infallible>().await
        };
        tokio::select! {
            done = visiting.run(&order, begin, &mut interrupt) => done,
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
    conversation: Conversation,
    /// The browser's name and version.
    product: String,
    /// How long it took until it took orders, and since when it has.
    start_ms: u64,
    began: Instant,
}

/// The browser's name and version: the first thing that it is asked.
async fn product(wire: &mut Wire) -> Result<String, Failure> {
    let asked = Call {
        id: Call::VERSION,
        session: String::new(),
        method: "Browser.getVersion",
        params: json!({}),
    };
    let version = reply(wire, &asked).await?.unwrap_or_default();
    let product = version.get("product").and_then(Value::as_str);
    Ok(product.unwrap_or_default().to_owned())
}

/// The reply to an order; what else the browser says until then is lost.
async fn reply(wire: &mut Wire, call: &Call) -> Result<Result<Value, String>, Failure> {
    wire.send(call).await?;
    loop {
        if let Said::Reply { id, result } = wire.next().await?
            && id == call.id
        {
            return Ok(result);
        }
    }
}

async fn picture(wire: &mut Wire, call: &Call) -> Picture {
    let result = reply(wire, call).await.ok()?.ok()?;
    STANDARD.decode(result.get("data")?.as_str()?).ok()
}

impl Visiting {
    async fn run(
        mut self,
        order: &Order<'_>,
        begin: Vec<Call>,
        interrupt: impl Future<Output = ()>,
    ) -> Result<(Visit, Vec<Picture>), Failure> {
        let over = order.over(self.began);
        let end = tokio::select! {
            end = self.watch(begin) => end,
            () = tokio::time::sleep_until(over) => Ok(VisitEnd::Deadline),
            () = interrupt => Ok(VisitEnd::Interrupted),
        };
        let now = self.now();
        // What happened before the browser died still happened.
        let end = end.unwrap_or(VisitEnd::Died);
        if let Some(error) = self.conversation.not_opened() {
            return Err(Failure::Browser {
                detail: format!("cannot open the page: {error}"),
            });
        }
        let mut pictures = Vec::new();
        if order.pictures {
            for call in self.conversation.pictures() {
                let by = order.deadline.min(Instant::now() + PICTURE);
                let taken = tokio::time::timeout_at(by, picture(&mut self.wire, &call)).await;
                pictures.push(taken.ok().flatten());
            }
        }
        let visit = self
            .conversation
            .finish(&self.product, end, self.start_ms, now);
        Ok((visit, pictures))
    }

    /// Listens until the page is quiet or loops.
    async fn watch(&mut self, begin: Vec<Call>) -> Result<VisitEnd, Failure> {
        self.send(begin).await?;
        let mut tick = tokio::time::interval(TICK);
        loop {
            let said = tokio::select! {
                said = self.wire.next() => Some(said?),
                _ = tick.tick() => None,
            };
            match self.conversation.step(said, self.now()) {
                Continue(calls) => self.send(calls).await?,
                Break(end) => return Ok(end),
            }
        }
    }

    async fn send(&mut self, calls: Vec<Call>) -> Result<(), Failure> {
        for call in &calls {
            self.wire.send(call).await?;
        }
        Ok(())
    }

    fn now(&self) -> u64 {
        millis(self.began.elapsed())
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
