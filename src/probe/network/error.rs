//! What an error of the HTTP library means for whoever waits for the answer.

use crate::probe::Failure;
use std::io;

/// When a connection is cut, in words that follow "was cut".
pub(super) const BEFORE: &str = "before the answer";
pub(super) const WITHIN: &str = "in the middle of the answer";

/// What an error of the HTTP library means.
pub(super) fn explain(error: &hyper::Error, host: &str, when: &'static str) -> Failure {
    if error.is_parse_too_large() {
        return Failure::TooLarge { part: "header" };
    }
    let mut source = std::error::Error::source(error);
    let mut detail = error.to_string();
    while let Some(inner) = source {
        if let Some(error) = inner.downcast_ref::<h2::Error>()
            && let Some(code) = error.reason().filter(|_| error.is_remote())
        {
            return ended(host, when, code, error.is_go_away());
        }
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            if io.kind() == io::ErrorKind::UnexpectedEof && when == WITHIN {
                // Each library has words of its own for this, and none are for our readers.
                let detail = "it ends before it is complete".to_owned();
                return Failure::Protocol { detail };
            }
            if !speaks_of_the_answer(io.kind()) {
                return Failure::cut(host, when, io);
            }
        }
        detail = inner.to_string();
        source = inner.source();
    }
    if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        return Failure::cut(host, when, &io::ErrorKind::UnexpectedEof.into());
    }
    if error.is_parse() {
        detail = format!("it is not valid HTTP ({detail})");
    }
    Failure::Protocol { detail }
}

/// What it means that the other side ended a request of HTTP/2, or the connection.
fn ended(host: &str, when: &'static str, code: h2::Reason, connection: bool) -> Failure {
    if code == h2::Reason::ENHANCE_YOUR_CALM {
        let frame = if connection { "GOAWAY" } else { "RST_STREAM" };
        Failure::AskedTooMuch {
            host: host.to_owned(),
            detail: format!("HTTP/2 {frame}, {code:?}"),
        }
    } else if connection {
        let detail = format!("the other side ended it (HTTP/2 GOAWAY, {code:?})");
        Failure::cut(host, when, &io::Error::other(detail))
    } else {
        let detail = format!("the other side gave it up (HTTP/2 RST_STREAM, {code:?})");
        Failure::Protocol { detail }
    }
}

/// Whether an error tells that the answer is broken, rather than that the connection is.
fn speaks_of_the_answer(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput};
    matches!(kind, InvalidData | InvalidInput)
}
