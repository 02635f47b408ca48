//! Why a request brought no answer: what it is, the cause that reports name, its words and what to do about it.

mod cause;
mod tls;

pub use cause::{Advice, Cause};
pub(super) use tls::Dates;
pub use tls::TlsFailure;

use std::error::Error;
use std::{fmt, io};

/// What a connection that is not made in time waited for.
pub(super) const CONNECTING: &str = "a connection";
pub(super) const CONNECTING_TO_PROXY: &str = "a connection to the proxy";

/// Why a request brought no answer. Library errors are turned into this where they arise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The name did not resolve.
    Dns {
        /// The name.
        host: String,
        /// The resolver's words.
        detail: String,
    },
    /// No connection.
    Connect {
        /// Host and port.
        address: String,
        /// The system's words.
        detail: String,
    },
    /// A connection that was cut.
    Cut {
        /// Host and port.
        address: String,
        /// When that was, in words that follow "was cut".
        when: &'static str,
        /// How that was.
        detail: String,
    },
    /// No trustworthy TLS connection.
    Tls {
        /// The host.
        host: String,
        /// What is wrong.
        problem: TlsFailure,
    },
    /// No answer in time.
    Timeout {
        /// What was being waited for.
        waiting_for: &'static str,
    },
    /// The proxy was unreachable, refused, or wants a login.
    Proxy {
        /// The proxy, without its credentials.
        proxy: String,
        /// What it did.
        detail: String,
        /// What it calls for, where that is more than its cause says.
        advice: Option<Advice>,
    },
    /// The answer was too large.
    TooLarge {
        /// Which part of it.
        part: &'static str,
    },
    /// The answer was no HTTP, or broke off.
    Protocol {
        /// What is wrong with it, in words that follow "the answer is broken".
        what: &'static str,
        /// The library's words, where there are any.
        detail: Option<String>,
    },
    /// The host ended the request, or the connection, and said so in the words of HTTP/2.
    Ended {
        /// The host.
        host: String,
        /// What that means.
        cause: Cause,
        /// What it did, in words that follow its name.
        detail: String,
    },
    /// The host asked for no more requests, so that this one was not sent.
    RateLimited,
    /// The browser did not start, or died.
    Browser {
        /// What it did.
        detail: String,
    },
    /// A failure of an earlier run, read from a recording.
    Recorded {
        /// Its cause.
        cause: Cause,
        /// Its words.
        message: String,
        /// The library's words, where there were any.
        detail: Option<String>,
        /// What it calls for, where that is more than its cause says.
        advice: Option<Advice>,
    },
    /// The request was not sent, or its answer not waited for.
    NotAsked {
        /// Why not, as a clause.
        why: &'static str,
    },
}

impl Failure {
    /// A connection to port 443 of `host` that was cut.
    pub(super) fn cut(host: &str, when: &'static str, error: &io::Error) -> Self {
        // Which of the two it was depends on who looks first: a system tells of a reset once, and to whoever comes
        // later, the connection is just closed.
        let closed = matches!(
            error.kind(),
            io::ErrorKind::UnexpectedEof
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
        );
        Self::Cut {
            address: format!("{host}:443"),
            when,
            detail: if closed {
                "the other side closed or reset it".to_owned()
            } else {
                error.to_string()
            },
        }
    }

    /// The cause, as reports name it.
    #[must_use]
    pub fn cause(&self) -> Cause {
        match self {
            Self::Dns { .. } => Cause::Dns,
            Self::Connect { .. } | Self::Cut { .. } => Cause::Connect,
            Self::Tls { .. } => Cause::Tls,
            Self::Timeout { .. } => Cause::Timeout,
            Self::Proxy { .. } => Cause::Proxy,
            Self::TooLarge { .. } => Cause::TooLarge,
            Self::Protocol { .. } => Cause::Protocol,
            Self::RateLimited => Cause::RateLimited,
            Self::Browser { .. } => Cause::Browser,
            Self::Ended { cause, .. } | Self::Recorded { cause, .. } => *cause,
            Self::NotAsked { .. } => Cause::NotAsked,
        }
    }

    /// Whether another attempt may go better.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Ended { cause, .. } => *cause != Cause::RateLimited,
            _ => matches!(
                self.cause(),
                Cause::Dns | Cause::Connect | Cause::Timeout | Cause::Protocol
            ),
        }
    }

    /// What it calls for, where that is more than its cause says.
    #[must_use]
    pub fn special_advice(&self) -> Option<Advice> {
        match self {
            Self::Tls { problem, .. } => problem.advice(),
            Self::Timeout { waiting_for } if *waiting_for == CONNECTING => {
                Some(Advice::NoConnection)
            }
            Self::Timeout { waiting_for } if *waiting_for == CONNECTING_TO_PROXY => {
                Some(Advice::ProxyUnreachable)
            }
            Self::Proxy { advice, .. } | Self::Recorded { advice, .. } => *advice,
            _ => None,
        }
    }

    /// What a library said, for those who look further than at the sentence: not escaped.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Protocol { detail, .. } | Self::Recorded { detail, .. } => detail.as_deref(),
            Self::Tls { problem, .. } => problem.detail(),
            _ => None,
        }
    }

    /// What a person can do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        let of_cause = || self.cause().advice();
        self.special_advice().map_or_else(of_cause, Advice::words)
    }
}

/// A clause, to stand behind "From here, " or a colon.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns { host, detail } => write!(f, "the name {host} does not resolve: {detail}"),
            Self::Connect { address, detail } => {
                write!(f, "there is no connection to {address}: {detail}")
            }
            Self::Cut {
                address,
                when,
                detail,
            } => write!(f, "the connection to {address} was cut {when}: {detail}"),
            Self::Tls { host, problem } => {
                write!(f, "there is no secure connection to {host}: {problem}")
            }
            Self::Timeout { waiting_for } => {
                write!(f, "the time ran out while waiting for {waiting_for}")
            }
            Self::Proxy { proxy, detail, .. } => write!(f, "the proxy {proxy} {detail}"),
            Self::TooLarge { part } => write!(f, "the {part} of the answer is too large"),
            Self::Protocol { what, .. } => write!(f, "the answer is broken: {what}"),
            Self::Ended { host, detail, .. } => write!(f, "{host} {detail}"),
            Self::RateLimited => {
                f.write_str("the host asked for no more requests, so that this one was not sent")
            }
            Self::Browser { detail } => write!(f, "the browser {detail}"),
            Self::Recorded { message, .. } => f.write_str(message),
            Self::NotAsked { why } => f.write_str(why),
        }
    }
}

impl Error for Failure {}

/// The first error of type `T` in the chain below `error`.
pub(super) fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}
