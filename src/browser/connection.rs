//! The DevTools protocol over a WebSocket on loopback: commands, their answers, and events.

use super::page_text::text;
use crate::probe::Failure;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};

/// Bytes of a message that are read at the most: a picture of a long page.
const LARGEST: usize = 64 * 1024 * 1024;

/// The DevTools protocol, as plain JSON: browsers update themselves, and new fields must not matter.
pub(super) struct Connection {
    socket: WebSocketStream<TcpStream>,
}

/// A command to the browser, under its number.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) id: u64,
    /// The session; empty for the browser itself.
    pub(super) session: String,
    pub(super) method: &'static str,
    pub(super) params: Value,
}

impl Command {
    /// The number of the first command, which asks for the browser's version.
    pub(super) const VERSION: u64 = 1;
}

/// What the browser says.
#[derive(Debug)]
pub(super) enum Message {
    /// The answer to a command.
    Reply {
        /// The number of the command.
        id: u64,
        /// The result, or why there is none.
        result: Result<Value, String>,
    },
    /// Something happened.
    Event {
        /// The session it happened in; empty for the browser itself.
        session: String,
        method: String,
        params: Value,
    },
}

impl Connection {
    pub(super) async fn open((host, path): &(String, String)) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host)
            .await
            .map_err(|error| broken(&error.to_string()))?;
        let _ = stream.set_nodelay(true);
        let config = WebSocketConfig::default()
            .max_message_size(Some(LARGEST))
            .max_frame_size(Some(LARGEST));
        let (socket, _) = tokio_tungstenite::client_async_with_config(
            format!("ws://{host}{path}"),
            stream,
            Some(config),
        )
        .await
        .map_err(|error| explain(&error))?;
        Ok(Self { socket })
    }

    /// Sends a command.
    pub(super) async fn send(&mut self, command: &Command) -> Result<(), Failure> {
        let mut frame =
            json!({ "id": command.id, "method": command.method, "params": command.params });
        if !command.session.is_empty()
            && let Some(frame) = frame.as_object_mut()
        {
            frame.insert("sessionId".to_owned(), command.session.as_str().into());
        }
        let sent = self.socket.send(Frame::text(frame.to_string())).await;
        sent.map_err(|error| explain(&error))
    }

    /// What the browser says next. May be dropped and called again: nothing is lost.
    pub(super) async fn next(&mut self) -> Result<Message, Failure> {
        loop {
            match self.socket.next().await {
                Some(Ok(Frame::Text(message))) => return parse(&message).map_err(broken),
                Some(Ok(Frame::Close(_))) | None => return Err(broken("it ended")),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(explain(&error)),
            }
        }
    }
}

/// A message of the browser's.
pub(super) fn parse(message: &str) -> Result<Message, &'static str> {
    let mut said: Value = serde_json::from_str(message).map_err(|_| "what it says is no JSON")?;
    let take = |said: &mut Value, at| said.pointer_mut(at).map_or(Value::Null, Value::take);
    if let Some(id) = number_at(&said, "/id") {
        let result = match text_at(&said, "/error/message") {
            "" => Ok(take(&mut said, "/result")),
            error => Err(text(error)),
        };
        return Ok(Message::Reply { id, result });
    }
    Ok(Message::Event {
        session: text_at(&said, "/sessionId").to_owned(),
        method: text_at(&said, "/method").to_owned(),
        params: take(&mut said, "/params"),
    })
}

/// The part at a JSON pointer.
pub(super) fn value_at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// The text there.
pub(super) fn text_at<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value_at(value, pointer).as_str().unwrap_or_default()
}

/// The number there.
pub(super) fn number_at(value: &Value, pointer: &str) -> Option<u64> {
    value_at(value, pointer).as_u64()
}

/// Whether it is true.
pub(super) fn flag_at(value: &Value, pointer: &str) -> bool {
    value_at(value, pointer).as_bool().unwrap_or_default()
}

/// A name that the browser itself gives to something, such as `net::ERR_FAILED`.
pub(super) fn name(text: &str) -> String {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':');
    text.chars().filter(is_part).take(80).collect()
}

fn explain(error: &Error) -> Failure {
    broken(&error.to_string())
}

fn broken(detail: &str) -> Failure {
    Failure::Browser {
        detail: format!("no longer answers: {}", text(detail)),
    }
}
