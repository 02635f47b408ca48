use super::Trouble;
use std::{fmt, io};

/// Why something could not be verified. The names are part of the JSON report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The name did not resolve.
    Dns,
    /// No connection, or it was cut.
    Connect,
    /// No TLS connection that can be trusted.
    Tls,
    /// No answer in time.
    Timeout,
    /// A proxy stood in the way.
    Proxy,
    /// A captive portal answered instead.
    CaptivePortal,
    /// The service asked to be left alone for a while.
    RateLimited,
    /// The service had a fault of its own.
    ServerError,
    /// A firewall or bot filter answered instead.
    Blocked,
    /// Redirects came to no end.
    RedirectLoop,
    /// The answer was larger than anything sensible.
    TooLarge,
    /// The answer was no HTTP.
    Protocol,
    /// The service treats right and wrong alike.
    Indistinct,
    /// An answer that nobody knows how to read.
    Unrecognized,
    /// The browser did not start, or died.
    Browser,
    /// The request was not sent.
    NotAsked,
}

impl Cause {
    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Proxy => "proxy",
            Self::CaptivePortal => "captive_portal",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::Blocked => "blocked",
            Self::RedirectLoop => "redirect_loop",
            Self::TooLarge => "too_large",
            Self::Protocol => "protocol",
            Self::Indistinct => "indistinct",
            Self::Unrecognized => "unrecognized",
            Self::Browser => "browser",
            Self::NotAsked => "not_asked",
        }
    }

    /// All causes.
    const ALL: &[Self] = &[
        Self::Dns,
        Self::Connect,
        Self::Tls,
        Self::Timeout,
        Self::Proxy,
        Self::CaptivePortal,
        Self::RateLimited,
        Self::ServerError,
        Self::Blocked,
        Self::RedirectLoop,
        Self::TooLarge,
        Self::Protocol,
        Self::Indistinct,
        Self::Unrecognized,
        Self::Browser,
        Self::NotAsked,
    ];

    /// The cause with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cause| cause.name() == name)
    }

    /// A few words for a person.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Dns => "its name does not resolve",
            Self::Connect => "no connection",
            Self::Tls => "no trusted TLS connection",
            Self::Timeout => "no answer in time",
            Self::Proxy => "a proxy is in the way",
            Self::CaptivePortal => "a captive portal answers",
            Self::RateLimited => "too many requests",
            Self::ServerError => "a fault of the service",
            Self::Blocked => "a firewall answers",
            Self::RedirectLoop => "too many redirects",
            Self::TooLarge => "the answer is too large",
            Self::Protocol => "the answer is broken",
            Self::Indistinct => "right and wrong look alike",
            Self::Unrecognized => "an unknown answer",
            Self::Browser => "the browser failed",
            Self::NotAsked => "it was not asked",
        }
    }

    /// What a person can do about it, as a sentence.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Dns => {
                "Check that this computer is online and that its DNS server knows the name; in a company network, the proxy may have to be named with --proxy or HTTPS_PROXY."
            }
            Self::Connect => {
                "Check the network and the firewall: port 443 of that host must be reachable; in a company network, the proxy may have to be named with --proxy or HTTPS_PROXY."
            }
            Self::Tls => {
                "If your network inspects TLS, export its root certificate and pass it with --ca-cert FILE; check this computer's clock, too."
            }
            Self::Timeout => {
                "Try again, with a longer --timeout and --deadline if the network is slow."
            }
            Self::Proxy => {
                "Ask your network team which proxy to use, whether it needs a login, and whether it allows this host: --proxy http://user:password@host:port, or HTTPS_PROXY."
            }
            Self::CaptivePortal => {
                "Open a browser, sign in to the network's own page, and try again."
            }
            Self::RateLimited => "Wait a few minutes and try again.",
            Self::ServerError => "Look at https://status.mypurecloud.com and try again later.",
            Self::Blocked => {
                "Try again from a network where agents can sign in, or ask your network team to allow the host: a firewall or filter answered instead of Genesys Cloud."
            }
            Self::RedirectLoop => "Try the sign-in in a browser with a fresh profile.",
            Self::TooLarge | Self::Protocol => {
                "Something between this computer and Genesys Cloud sends broken answers: try again from another network."
            }
            Self::Indistinct => {
                "Only a sign-in can tell: open the debug init URL in a browser and sign in as an agent would."
            }
            Self::Unrecognized => {
                "This tool cannot read that answer. Try the sign-in in a browser, and send the output of this command with -v to support."
            }
            Self::Browser => {
                "Try again. If the browser fails again, update it, or name another one with --browser-path."
            }
            Self::NotAsked => "Try again, with a longer --deadline if the time ran out.",
        }
    }
}

/// What is wrong with a TLS connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsFailure {
    /// The certificate's time is over.
    Expired(
        /// Since when, where the certificate says so.
        Option<Dates>,
    ),
    /// The certificate's time has not come.
    NotYetValid(
        /// From when on it will be, where the certificate says so.
        Option<Dates>,
    ),
    /// The certificate is for other names.
    WrongHost {
        /// The names it is for, as far as they can be read.
        names: Vec<String>,
    },
    /// Nobody this computer trusts has signed it.
    UnknownIssuer {
        /// Who has, as the certificate says.
        issuer: String,
        /// The maker of an inspecting proxy or virus scanner, where the issuer's name gives it away.
        inspector: Option<&'static str>,
    },
    /// It was signed by nobody but itself.
    SelfSigned(
        /// Whose it is, as it says.
        String,
    ),
    /// The certificate was revoked.
    Revoked,
    /// What answered does not speak TLS.
    NotTls(
        /// What it said instead, as far as it is text: not escaped, and empty where it said nothing.
        String,
    ),
    /// No protocol version in common.
    OldProtocol,
    /// The other side refused the handshake.
    Refused(
        /// Its alert.
        String,
    ),
    /// This computer trusts no certificate authority at all.
    NoRoots,
    /// Anything else, in the library's words.
    Other(String),
}

/// A date in a certificate, and that of this computer's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dates {
    /// That in the certificate.
    pub limit: String,
    /// That of the clock.
    pub today: String,
}

impl TlsFailure {
    /// What it calls for, where that is known.
    fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Expired(_) | Self::NotYetValid(_) => Some(Trouble::Clock),
            Self::WrongHost { .. } | Self::SelfSigned(_) => Some(Trouble::Stranger),
            Self::NotTls(_) => Some(Trouble::NoTls),
            Self::OldProtocol | Self::Refused(_) => Some(Trouble::OtherTls),
            Self::UnknownIssuer { .. } => Some(Trouble::Inspection),
            Self::NoRoots => Some(Trouble::NoRoots),
            Self::Revoked | Self::Other(_) => None,
        }
    }
}

impl fmt::Display for TlsFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired(None) => f.write_str(
                "its certificate has expired, or this computer's clock is ahead",
            ),
            Self::Expired(Some(Dates { limit, today })) => write!(
                f,
                "its certificate expired on {limit}, or this computer's clock is ahead: it says {today}"
            ),
            Self::NotYetValid(None) => f.write_str(
                "its certificate is not valid yet, or this computer's clock is behind",
            ),
            Self::NotYetValid(Some(Dates { limit, today })) => write!(
                f,
                "its certificate is not valid before {limit}, or this computer's clock is behind: it says {today}"
            ),
            Self::WrongHost { names } if names.is_empty() => {
                f.write_str("its certificate is for another host")
            }
            Self::WrongHost { names } => {
                write!(f, "its certificate is for another host: {}", names.join(", "))
            }
            Self::UnknownIssuer {
                issuer,
                inspector: Some(maker),
            } => write!(
                f,
                "its certificate was made by \"{issuer}\": {maker} inspects TLS in this network, and this computer does not trust it"
            ),
            Self::UnknownIssuer {
                issuer,
                inspector: None,
            } => write!(
                f,
                "its certificate was issued by \"{issuer}\", which this computer does not trust; most likely a proxy or virus scanner inspects TLS here"
            ),
            Self::SelfSigned(name) => write!(
                f,
                "its certificate is self-signed, by \"{name}\"; most likely a router, a proxy or a captive portal answers here"
            ),
            Self::Revoked => f.write_str("its certificate was revoked"),
            Self::NotTls(said) if said.is_empty() => {
                f.write_str("what answered on that port does not speak TLS")
            }
            Self::NotTls(said) if said.starts_with("HTTP/") => {
                write!(f, "what answered on that port speaks HTTP without TLS: {said}")
            }
            Self::NotTls(said) => {
                write!(f, "what answered on that port does not speak TLS, but says: {said}")
            }
            Self::Refused(alert) => write!(f, "it refused the TLS handshake ({alert})"),
            Self::OldProtocol => f.write_str("it offers no TLS version this tool speaks (1.2 or 1.3)"),
            Self::NoRoots => f.write_str(
                "this computer has no trusted root certificates; install its ca-certificates package or pass --ca-cert FILE",
            ),
            Self::Other(detail) => f.write_str(detail),
        }
    }
}

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
    },
    /// Again and again a connection that was closed before anybody looked at the request, which was sent anew each
    /// time: to repeat it once more is no help.
    Unseen(
        /// What the last one ended with.
        Box<Self>,
    ),
    /// The answer was too large.
    TooLarge {
        /// Which part of it.
        part: &'static str,
    },
    /// The answer was no HTTP, or broke off.
    Protocol {
        /// The library's words.
        detail: String,
    },
    /// The host asked for no more requests, so that this one was not sent.
    RateLimited,
    /// The host ended the request, or its connection, because it is asked too much.
    AskedTooMuch {
        /// The host.
        host: String,
        /// How it said so.
        detail: String,
    },
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
        /// What it calls for, where that is more than its cause says.
        trouble: Option<Trouble>,
    },
    /// The request was not sent, or its answer not waited for.
    NotAsked {
        /// Why not, in words that stand alone.
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
            Self::Unseen(last) => last.cause(),
            Self::TooLarge { .. } => Cause::TooLarge,
            Self::Protocol { .. } => Cause::Protocol,
            Self::RateLimited | Self::AskedTooMuch { .. } => Cause::RateLimited,
            Self::Browser { .. } => Cause::Browser,
            Self::Recorded { cause, .. } => *cause,
            Self::NotAsked { .. } => Cause::NotAsked,
        }
    }

    /// Whether another attempt may go better.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Dns { .. }
                | Self::Connect { .. }
                | Self::Cut { .. }
                | Self::Timeout { .. }
                | Self::Protocol { .. }
        )
    }

    /// What it calls for, where that is more than its cause says.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Tls { problem, .. } => problem.trouble(),
            Self::Recorded { trouble, .. } => *trouble,
            Self::Unseen(last) => last.trouble(),
            _ => None,
        }
    }

    /// What a person can do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        let of_cause = || self.cause().advice();
        self.trouble().map_or_else(of_cause, Trouble::advice)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns { host, detail } => write!(f, "the name {host} does not resolve: {detail}"),
            Self::Connect { address, detail } => write!(f, "no connection to {address}: {detail}"),
            Self::Cut {
                address,
                when,
                detail,
            } => write!(f, "the connection to {address} was cut {when}: {detail}"),
            Self::Tls { host, problem } => write!(f, "no secure connection to {host}: {problem}"),
            Self::Timeout { waiting_for } => {
                write!(f, "no answer in time, waiting for {waiting_for}")
            }
            Self::Proxy { proxy, detail } => write!(f, "the proxy {proxy} {detail}"),
            Self::Unseen(last) => last.fmt(f),
            Self::TooLarge { part } => write!(f, "the {part} of the answer is too large"),
            Self::Protocol { detail } => write!(f, "the answer is broken: {detail}"),
            Self::RateLimited => f.write_str("not sent: this host asked for no more requests"),
            Self::AskedTooMuch { host, detail } => {
                write!(f, "{host} asks for fewer requests ({detail})")
            }
            Self::Browser { detail } => write!(f, "the browser {detail}"),
            Self::Recorded { message, .. } => f.write_str(message),
            Self::NotAsked { why } => f.write_str(why),
        }
    }
}

impl std::error::Error for Failure {}
