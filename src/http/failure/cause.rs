//! The causes that reports name, each with a few words and what to do about it.

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
    /// No connection to the proxy, or it makes no tunnel.
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
            Self::Proxy => "no way through the proxy",
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
            Self::NotAsked => "not everything could be asked",
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
