//! The HTTP client of one host: its requests, the one connection that they share, and their answers up to their bounds.

mod error;

use super::dial::{Dialer, HTTP, HTTP_1, Stage};
use super::failure::{Failure, find};
use error::{When, explain, no_connection};
use h2::Reason;
use http::HeaderMap;
use hyper_util::client::legacy::connect::Connection;
use reqwest::{Client, Request, Response};
use std::cell::Cell;
use std::future::ready;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::{Mutex, Notify};
use tokio::time::{Instant, sleep_until, timeout_at};
use tower::util::MapFutureLayer;

/// Bytes of header that are read at the most. Genesys Cloud's answers have about two thousand.
const LARGEST_HEADER: u32 = 64 * 1024;
/// Times that one request is sent at the most while the server says that it did not look at it. Eight requests are in
/// flight to a host: where a server closes a connection after each answer, the last one is looked at the eighth time,
/// or later, as some find only when they send that their connection is closed.
const MOST_UNSEEN: u32 = 16;

/// An HTTP answer, whatever its status.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// The client of one host.
pub(super) struct HostClient {
    host: String,
    dialer: Rc<Dialer>,
    state: Mutex<State>,
    /// What the first request waits for while it has no connection.
    stage: Stage,
    speaks_http2: Cell<bool>,
}

/// Whether the host can be reached, found out by the first request while the others wait.
enum State {
    Unknown,
    Reached(Rc<Client>),
    /// Those who were waiting when it failed fail with it, instead of trying one after the other.
    Failed(Instant, Failure),
}

/// A request that is under way.
type Sending = Pin<Box<dyn Future<Output = reqwest::Result<Response>>>>;

/// Why a request has no answer.
enum Unanswered {
    /// It was not looked at, and may so be sent again without harm: the server closed the connection in order
    /// (RFC 9113, 6.8), or it was closed before the request was sent.
    Unseen(Failure),
    /// The server did not look at it, and says nothing of its connection (RFC 9113, 8.7).
    Refused(Failure),
    Failed(Failure),
}

impl From<Failure> for Unanswered {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl HostClient {
    /// Connects to nobody yet.
    pub(super) fn new(host: &str, dialer: Rc<Dialer>) -> Self {
        Self {
            host: host.to_owned(),
            dialer,
            state: Mutex::new(State::Unknown),
            stage: Stage::default(),
            speaks_http2: Cell::new(true),
        }
    }

    /// The answer to a request, which is over by then, with a body of `most` bytes at the most.
    pub(super) async fn ask(
        &self,
        request: &Request,
        most: usize,
        by: Instant,
    ) -> Result<Answer, Failure> {
        let (mut unseen, mut was_refused) = (0, false);
        let mut told = None;
        loop {
            let failure = match self.ask_once(request, most, by).await {
                Ok(answer) => return Ok(answer),
                Err(Unanswered::Failed(failure)) => return Err(failure),
                // To ask at once is no help a second time; the pause of a retry may be one.
                Err(Unanswered::Refused(failure)) if was_refused => return Err(failure),
                Err(Unanswered::Refused(failure)) => {
                    was_refused = true;
                    failure
                }
                Err(Unanswered::Unseen(failure)) => failure,
            };
            // Who finds only when it sends that the connection is over does not hear why.
            if matches!(failure, Failure::Ended { .. }) {
                told = Some(failure.clone());
            }
            unseen += 1;
            if unseen == MOST_UNSEEN {
                return Err(told.unwrap_or(failure));
            }
        }
    }

    async fn ask_once(
        &self,
        request: &Request,
        most: usize,
        by: Instant,
    ) -> Result<Answer, Unanswered> {
        let since = Instant::now();
        let Ok(mut state) = timeout_at(by, self.state.lock()).await else {
            return Err(self.not_connected().into());
        };
        let (client, sending) = match &*state {
            State::Reached(client) => (Rc::clone(client), send(client, request)),
            State::Failed(at, failure) if *at >= since => return Err(failure.clone().into()),
            State::Unknown | State::Failed(..) => match self.connect(request, by).await {
                Ok((client, sending)) => {
                    let client = Rc::new(client);
                    *state = State::Reached(Rc::clone(&client));
                    (client, sending)
                }
                Err(failure) => {
                    *state = State::Failed(Instant::now(), failure.clone());
                    return Err(failure.into());
                }
            },
        };
        drop(state);
        let answer = self.answer(sending, most, by).await;
        if let Err(Unanswered::Unseen(_) | Unanswered::Failed(Failure::Timeout { .. })) = &answer {
            self.leave(&client);
        }
        answer
    }

    /// Sends the first request, and waits until there is a connection for it.
    ///
    /// The client tells neither what it waits for nor what it met: a proxy that refuses, a port without TLS. So where it
    /// makes no connection, one more is made step by step, and the step that fails is told. Where nothing happens, that
    /// begins when half of the time is over, to know at its end what was waited for: without the handshake, which comes
    /// last, and which a busy computer would have to make twice.
    async fn connect(&self, request: &Request, by: Instant) -> Result<(Client, Sending), Failure> {
        let now = Instant::now();
        let half = now + by.saturating_duration_since(now) / 2;
        loop {
            let connected = Arc::new(Notify::new());
            let client = self.client(Arc::clone(&connected))?;
            let mut sending = send(&client, request);
            let error = tokio::select! {
                // The client's own bound on connecting ends in the same moment, and is no reason to try once more.
                biased;
                () = sleep_until(by) => return Err(self.not_connected()),
                () = connected.notified() => return Ok((client, sending)),
                sent = &mut sending => match sent {
                    Ok(response) => return Ok((client, Box::pin(ready(Ok(response))))),
                    Err(error) => error,
                },
                Err(failure) = async {
                    sleep_until(half).await;
                    self.dialer.stream(&self.host, &self.stage).await
                } => return Err(failure),
            };
            if find::<NotHttp2>(&error).is_some() && self.speaks_http2.replace(false) {
                continue;
            }
            let walk = self.dialer.dial(&self.host, &self.stage);
            return Err(match timeout_at(by, walk).await {
                Ok(Err(failure)) => failure,
                Ok(Ok(_)) => no_connection(&self.host, &error),
                Err(_) => self.not_connected(),
            });
        }
    }

    /// A client with no connection yet, which tells when it has one.
    ///
    /// While HTTP/2 is expected, it is the only version: then, and only then, the library makes one connection for all
    /// who ask at once. A host that does not speak it is told by the handshake, and each of its requests has a
    /// connection of its own.
    fn client(&self, connected: Arc<Notify>) -> Result<Client, Failure> {
        let http2 = self.speaks_http2.get();
        let protocols = if http2 { HTTP } else { HTTP_1 };
        let builder = self.dialer.client(&self.host, protocols)?;
        let builder = builder.connector_layer(MapFutureLayer::new(move |connecting| {
            watched(connecting, http2, Arc::clone(&connected))
        }));
        let builder = if http2 {
            builder
                .http2_prior_knowledge()
                .http2_max_header_list_size(2 * LARGEST_HEADER)
        } else {
            builder.http1_only().pool_max_idle_per_host(0)
        };
        builder.build().map_err(|_| Failure::NotAsked {
            why: "no client could be made for it",
        })
    }

    /// That the time ran out before there was a connection.
    fn not_connected(&self) -> Failure {
        Failure::Timeout {
            waiting_for: self.stage.get(),
        }
    }

    async fn answer(
        &self,
        sending: Sending,
        most: usize,
        by: Instant,
    ) -> Result<Answer, Unanswered> {
        let late = |waiting_for| move |_| Failure::Timeout { waiting_for };
        let sent = timeout_at(by, sending).await;
        let sent = sent.map_err(late("the header of the answer"))?;
        let response = sent.map_err(|error| unanswered(&self.host, &error))?;
        let read = timeout_at(by, read(response, &self.host, most)).await;
        Ok(read.map_err(late("the body of the answer"))??)
    }

    /// Sends nothing more over the connections of a client: they are over, or a request waited in vain. Nothing tells a
    /// slow answer from a connection that is dead without having been closed, so those that are under way stay on it.
    fn leave(&self, client: &Rc<Client>) {
        // Who holds the lock looks for another way already.
        if let Ok(mut state) = self.state.try_lock()
            && matches!(&*state, State::Reached(current) if Rc::ptr_eq(current, client))
        {
            *state = State::Unknown;
        }
    }
}

/// That a host does not speak HTTP/2.
#[derive(Debug, thiserror::Error)]
#[error("the host does not speak HTTP/2")]
struct NotHttp2;

fn send(client: &Client, request: &Request) -> Sending {
    let request = request.try_clone().expect("its body is no stream");
    Box::pin(client.execute(request))
}

/// A connection that speaks HTTP/2 where that is expected. Whoever waits for it hears of it.
async fn watched<C: Connection + Send + 'static>(
    connecting: impl Future<Output = Result<C, BoxError>> + Send + 'static,
    http2: bool,
    connected: Arc<Notify>,
) -> Result<C, BoxError> {
    let connection = super::dial::on_fitting_thread(connecting).await?;
    if http2 && !connection.connected().is_negotiated_h2() {
        return Err(Box::new(NotHttp2));
    }
    connected.notify_one();
    Ok(connection)
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

fn unanswered(host: &str, error: &reqwest::Error) -> Unanswered {
    let failure = explain(error, host, When::BeforeAnswer);
    let is_unsent = find::<hyper::Error>(error).is_some_and(hyper::Error::is_canceled);
    let said = find::<h2::Error>(error).filter(|said| said.is_remote());
    match said.map(|said| (said.reason(), said.is_go_away())) {
        _ if error.is_connect() || is_unsent => Unanswered::Unseen(failure),
        Some((Some(Reason::NO_ERROR), true)) => Unanswered::Unseen(failure),
        Some((Some(Reason::REFUSED_STREAM), false)) => Unanswered::Refused(failure),
        _ => Unanswered::Failed(failure),
    }
}

/// Reads an answer, up to its bounds.
async fn read(mut response: Response, host: &str, most: usize) -> Result<Answer, Failure> {
    let headers = response.headers().clone();
    // The library bounds its buffers, which may hold more than that, and calls it a broken answer in HTTP/2.
    let fields = headers.iter();
    let header: usize = fields
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if header > LARGEST_HEADER as usize {
        return Err(Failure::TooLarge { part: "header" });
    }
    let mut body = Vec::new();
    while let Some(data) = response
        .chunk()
        .await
        .map_err(|error| explain(&error, host, When::WithinAnswer))?
    {
        if body.len() + data.len() > most {
            return Err(Failure::TooLarge { part: "body" });
        }
        body.extend_from_slice(&data);
    }
    Ok(Answer {
        status: response.status().as_u16(),
        headers,
        body,
    })
}
