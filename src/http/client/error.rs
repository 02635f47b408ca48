//! What an error of the HTTP library means for whoever waits for the answer.

use crate::http::{Cause, Failure};
use h2::Reason;
use std::error::Error;
use std::io;

/// When a request that has a connection failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    BeforeAnswer,
    WithinAnswer,
}

impl When {
    /// In words that follow "was cut".
    fn words(self) -> &'static str {
        match self {
            Self::BeforeAnswer => "before the answer",
            Self::WithinAnswer => "in the middle of the answer",
        }
    }
}

/// What an error of the HTTP library means where there was a connection.
pub(super) fn explain(error: &reqwest::Error, host: &str, when: When) -> Failure {
    let mut source = error.source();
    let mut detail = error.to_string();
    let mut is_cut = false;
    while let Some(inner) = source {
        if let Some(error) = inner.downcast_ref::<hyper::Error>() {
            if error.is_parse_too_large() {
                return Failure::TooLarge { part: "header" };
            }
            is_cut |= error.is_incomplete_message() || error.is_canceled() || error.is_closed();
        }
        if let Some(error) = inner.downcast_ref::<h2::Error>()
            && let Some(code) = error.reason().filter(|_| error.is_remote())
        {
            return ended(host, code, error.is_go_away());
        }
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            if io.kind() == io::ErrorKind::UnexpectedEof && when == When::WithinAnswer {
                return Failure::Protocol {
                    what: "it ends before it is complete",
                    detail: Some(io.to_string()),
                };
            }
            if !is_about_content(io.kind()) {
                return Failure::cut(host, when.words(), io);
            }
        }
        detail = inner.to_string();
        source = inner.source();
    }
    if is_cut {
        return Failure::cut(host, when.words(), &io::ErrorKind::UnexpectedEof.into());
    }
    Failure::Protocol {
        what: if when == When::WithinAnswer {
            "its body is not valid HTTP"
        } else {
            "its header is not valid HTTP"
        },
        detail: Some(detail),
    }
}

/// What an error of the HTTP library means where there was no connection, although another one could be made.
pub(super) fn no_connection(host: &str, error: &reqwest::Error) -> Failure {
    let mut innermost: &dyn Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    Failure::Connect {
        address: format!("{host}:443"),
        detail: innermost.to_string(),
    }
}

/// What it means that the other side ended a request of HTTP/2, or the connection: the codes of RFC 9113, 7.
fn ended(host: &str, code: Reason, connection: bool) -> Failure {
    let (what, frame) = if connection {
        ("connection", "GOAWAY")
    } else {
        ("request", "RST_STREAM")
    };
    Failure::Ended {
        host: host.to_owned(),
        cause: match code {
            Reason::ENHANCE_YOUR_CALM => Cause::RateLimited,
            Reason::PROTOCOL_ERROR
            | Reason::FLOW_CONTROL_ERROR
            | Reason::SETTINGS_TIMEOUT
            | Reason::STREAM_CLOSED
            | Reason::FRAME_SIZE_ERROR
            | Reason::COMPRESSION_ERROR
            | Reason::INADEQUATE_SECURITY
            | Reason::HTTP_1_1_REQUIRED => Cause::Protocol,
            _ => Cause::ServerError,
        },
        detail: format!("ended the {what} (HTTP/2 {frame}, {code:?})"),
    }
}

/// Whether an error tells that the answer is broken, rather than that the connection is.
fn is_about_content(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput};
    matches!(kind, InvalidData | InvalidInput)
}

#[cfg(test)]
mod tests {
    use super::ended;
    use crate::http::Cause;
    use h2::Reason;

    #[test]
    fn who_ends_a_request_says_whose_matter_it_is() {
        for (code, connection, cause, told) in [
            (
                Reason::REFUSED_STREAM,
                false,
                Cause::ServerError,
                "a.example ended the request (HTTP/2 RST_STREAM, REFUSED_STREAM)",
            ),
            (
                Reason::CANCEL,
                false,
                Cause::ServerError,
                "a.example ended the request (HTTP/2 RST_STREAM, CANCEL)",
            ),
            (
                Reason::INTERNAL_ERROR,
                true,
                Cause::ServerError,
                "a.example ended the connection (HTTP/2 GOAWAY, INTERNAL_ERROR)",
            ),
            (
                Reason::HTTP_1_1_REQUIRED,
                false,
                Cause::Protocol,
                "a.example ended the request (HTTP/2 RST_STREAM, HTTP_1_1_REQUIRED)",
            ),
            (
                Reason::PROTOCOL_ERROR,
                true,
                Cause::Protocol,
                "a.example ended the connection (HTTP/2 GOAWAY, PROTOCOL_ERROR)",
            ),
            (
                Reason::ENHANCE_YOUR_CALM,
                true,
                Cause::RateLimited,
                "a.example ended the connection (HTTP/2 GOAWAY, ENHANCE_YOUR_CALM)",
            ),
        ] {
            let failure = ended("a.example", code, connection);
            assert_eq!(
                (failure.cause(), failure.to_string().as_str()),
                (cause, told)
            );
        }
    }
}
