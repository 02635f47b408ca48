//! What is wrong with a TLS connection, and its words.

use super::Advice;
use std::fmt;

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
    UnknownIssuer(
        /// Who has, as the certificate says.
        String,
    ),
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
    /// Anything else.
    Other {
        /// What it is, as a clause.
        what: &'static str,
        /// The library's words.
        detail: String,
    },
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
    pub(super) fn advice(&self) -> Option<Advice> {
        match self {
            Self::Expired(_) | Self::NotYetValid(_) => Some(Advice::Clock),
            Self::WrongHost { .. } | Self::SelfSigned(_) => Some(Advice::OtherServer),
            Self::NotTls(_) => Some(Advice::NoTls),
            Self::OldProtocol | Self::Refused(_) => Some(Advice::OtherTls),
            Self::UnknownIssuer(_) => Some(Advice::Inspection),
            Self::NoRoots => Some(Advice::NoRoots),
            Self::Revoked | Self::Other { .. } => None,
        }
    }

    /// What a library said, for those who look further than at the sentence.
    pub(super) fn detail(&self) -> Option<&str> {
        match self {
            Self::Other { detail, .. } => Some(detail),
            _ => None,
        }
    }
}

impl fmt::Display for TlsFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired(None) => {
                f.write_str("its certificate has expired, or this computer's clock is ahead")
            }
            Self::Expired(Some(Dates { limit, today })) => write!(
                f,
                "its certificate expired on {limit}, or this computer's clock is ahead: it says {today}"
            ),
            Self::NotYetValid(None) => {
                f.write_str("its certificate is not valid yet, or this computer's clock is behind")
            }
            Self::NotYetValid(Some(Dates { limit, today })) => write!(
                f,
                "its certificate is not valid before {limit}, or this computer's clock is behind: it says {today}"
            ),
            Self::WrongHost { names } if names.is_empty() => {
                f.write_str("its certificate is for another host")
            }
            Self::WrongHost { names } => {
                write!(
                    f,
                    "its certificate is for another host: {}",
                    names.join(", ")
                )
            }
            Self::UnknownIssuer(issuer) => write!(
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
                write!(
                    f,
                    "what answered on that port speaks HTTP without TLS: {said}"
                )
            }
            Self::NotTls(said) => {
                write!(
                    f,
                    "what answered on that port does not speak TLS, but says: {said}"
                )
            }
            Self::Refused(alert) => write!(f, "it refused the TLS handshake ({alert})"),
            Self::OldProtocol => {
                f.write_str("it offers no TLS version this tool speaks (1.2 or 1.3)")
            }
            Self::NoRoots => f.write_str("this computer has no trusted root certificates"),
            Self::Other { what, .. } => f.write_str(what),
        }
    }
}
