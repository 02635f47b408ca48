use serde::{Deserialize, Serialize};

/// What a failure calls for, where that is more than its cause says. The names are part of recordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// A certificate that is out of date, or not valid yet.
    Clock,
    /// A certificate for another host, or a self-signed one.
    #[serde(rename = "stranger")]
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
