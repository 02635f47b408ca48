//! The causes that reports name, each with a few words and what to do about it, and advice that goes further.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// Why something could not be verified. The names are part of the JSON report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ValueEnum)]
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
    /// The Platform API does not take the token.
    Unauthorized,
    /// The token may not do this.
    Forbidden,
    /// The browser did not start, or died.
    Browser,
    /// The request was not sent.
    NotAsked,
}

impl Cause {
    /// Its name in reports, a few words for a person, and what a person can do about it.
    fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Dns => (
                "dns",
                "its name does not resolve",
                "Check that this computer is online and that its DNS server knows the name; in a company network, the proxy may have to be named with --proxy or HTTPS_PROXY.",
            ),
            Self::Connect => (
                "connect",
                "no connection",
                "Check the network and the firewall: port 443 of that host must be reachable; in a company network, the proxy may have to be named with --proxy or HTTPS_PROXY.",
            ),
            Self::Tls => (
                "tls",
                "no trusted TLS connection",
                "If your network inspects TLS, export its root certificate and pass it with --ca-cert FILE; check this computer's clock, too.",
            ),
            Self::Timeout => (
                "timeout",
                "no answer in time",
                "Try again, with a longer --timeout and --deadline if the network is slow.",
            ),
            Self::Proxy => (
                "proxy",
                "no way through the proxy",
                "Ask your network team which proxy to use, whether it needs a login, and whether it allows this host: --proxy http://user:password@host:port, or HTTPS_PROXY.",
            ),
            Self::CaptivePortal => (
                "captive_portal",
                "a captive portal answers",
                "Open a browser, sign in to the network's own page, and try again.",
            ),
            Self::RateLimited => (
                "rate_limited",
                "too many requests",
                "Wait a few minutes and try again.",
            ),
            Self::ServerError => (
                "server_error",
                "a fault of the service",
                "Look at https://status.mypurecloud.com and try again later.",
            ),
            Self::Blocked => (
                "blocked",
                "a firewall answers",
                "Try again from a network where agents can sign in, or ask your network team to allow the host: a firewall or filter answered instead of Genesys Cloud.",
            ),
            Self::RedirectLoop => (
                "redirect_loop",
                "too many redirects",
                "Try the sign-in in a browser with a fresh profile.",
            ),
            Self::TooLarge => (
                "too_large",
                "the answer is too large",
                "Something between this computer and Genesys Cloud sends broken answers: try again from another network.",
            ),
            Self::Protocol => (
                "protocol",
                "the answer is broken",
                "Something between this computer and Genesys Cloud sends broken answers: try again from another network.",
            ),
            Self::Indistinct => (
                "indistinct",
                "right and wrong look alike",
                "Only a sign-in can tell: open the debug init URL in a browser and sign in as an agent would.",
            ),
            Self::Unrecognized => (
                "unrecognized",
                "an unknown answer",
                "This tool cannot read that answer. Try the sign-in in a browser, and send the output of this command with -v to support.",
            ),
            Self::Unauthorized => (
                "unauthorized",
                "the token is not accepted",
                "Get a new token for this organization, in the region that is named here, and try again.",
            ),
            Self::Forbidden => (
                "forbidden",
                "the token lacks a permission",
                "Give the role of the token's user or client the permission that is named, and try again.",
            ),
            Self::Browser => (
                "browser",
                "the browser failed",
                "Try again. If the browser fails again, update it, or name another one with --browser-path.",
            ),
            Self::NotAsked => (
                "not_asked",
                "not everything could be asked",
                "Try again, with a longer --deadline if the time ran out.",
            ),
        }
    }

    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.told().0
    }

    /// The cause with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::value_variants().iter().copied();
        all.find(|cause| cause.name() == name)
    }

    /// A few words for a person.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.told().1
    }

    /// What a person can do about it, as a sentence.
    #[must_use]
    pub fn advice(self) -> &'static str {
        self.told().2
    }
}

/// What a failure calls for, where that is more than its cause says. The names are part of recordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// A certificate that is out of date, or not valid yet.
    Clock,
    /// A certificate for another host, or a self-signed one.
    OtherServer,
    /// No TLS at all.
    NoTls,
    /// TLS, but no version or cipher in common.
    OtherTls,
    /// A certificate of an authority that is not trusted.
    Inspection,
    /// No authority is trusted.
    NoRoots,
    /// Nothing answers when a connection is made.
    NoConnection,
    /// No connection to the proxy.
    ProxyUnreachable,
    /// A proxy that does not speak TLS, although its address says `https://`.
    ProxyWithoutTls,
    /// A proxy that offers no login but NTLM, Negotiate and the like.
    ProxyLogin,
}

impl Advice {
    /// What a person can do about it, in a sentence or two.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Clock => {
                "Look at this computer's clock and set it right if it is wrong. If it is right, whoever answers there shows an old certificate: most likely a router or a proxy of your network."
            }
            Self::OtherServer => {
                "Open that host in a browser on this computer and see who answers: a captive portal wants a sign-in; a router or proxy is a matter for your network team."
            }
            Self::NoTls => {
                "Open a browser and sign in to the network's own page, if it shows one. In a company network, the proxy may have to be named with --proxy or HTTPS_PROXY."
            }
            Self::OtherTls => {
                "Genesys Cloud speaks TLS 1.2 and newer, so most likely something in between answers: ask your network team which proxy or firewall ends TLS here."
            }
            Self::Inspection => {
                "If your network inspects TLS, export its root certificate and pass it with --ca-cert FILE."
            }
            Self::NoRoots => {
                "Pass them with --ca-cert FILE; on Linux, the package ca-certificates brings them."
            }
            Self::NoConnection => {
                "Most likely a proxy is needed here or a firewall drops the connection. In a company network, name the proxy with --proxy or HTTPS_PROXY; else ask for port 443 of that host to be opened. On a slow network, try a longer --timeout and --deadline."
            }
            Self::ProxyUnreachable => {
                "Check the host and the port in --proxy or HTTPS_PROXY, and that this computer is in the network of that proxy (office or VPN). Where no proxy is needed, unset HTTPS_PROXY."
            }
            Self::ProxyWithoutTls => {
                "Write http:// instead of https:// before the address of the proxy, in --proxy or HTTPS_PROXY: it says how the proxy is spoken to, not what is asked through it."
            }
            Self::ProxyLogin => {
                "Run a local helper that signs in to the proxy, such as px or cntlm, and name that: --proxy http://127.0.0.1:3128. Or ask your network team for a way without that login."
            }
        }
    }
}
