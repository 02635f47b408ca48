use super::kind::Kind;
use super::oauth_error::Stated;
use super::signatures::{self, Meaning, Shape, Signature};
use crate::probe::Cause;

/// An explicit refusal.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The row that knows it as speaking of the client or its redirect URI.
    pub known: Option<&'static Signature>,
    /// The error as the server stated it.
    pub quote: String,
}

/// What one answer to an authorization request means, taken by itself.
#[derive(Clone, Debug)]
pub enum Reaction {
    /// A known sign of acceptance.
    Accepted(&'static Signature),
    /// Sent on towards a page of the same region, without any error: acceptance, if the controls fared differently.
    Forwarded,
    /// A page on which a person signs in or consents: acceptance, if the controls fared differently.
    SignInPage,
    /// Sent back to the requested redirect URI with a code or a token.
    Returned,
    /// Sent back to the requested redirect URI with an error.
    Bounced {
        /// The error code.
        code: String,
        /// The error as the server stated it.
        quote: String,
    },
    /// Refused in so many words.
    Refused(Refusal),
    /// An error without a reason. Says something only where both controls fare alike.
    Unexplained {
        /// What it is by itself.
        cause: Cause,
    },
    /// Nothing can be concluded.
    NoVerdict {
        /// Why not.
        cause: Cause,
        /// A host outside the region that the answer points to.
        foreign: Option<String>,
    },
}

/// An answer, read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it means by itself.
    pub reaction: Reaction,
    /// Its fingerprint; `None` where there was no HTTP answer.
    pub kind: Option<Kind>,
    /// Its HTTP status; 0 where there was no HTTP answer.
    pub status: u16,
    /// Whether it looks like the way to a login: a password field, or an address that says so.
    pub looks_like_login: bool,
}

impl Reading {
    /// Why nothing can be concluded from this answer by itself, if nothing can.
    #[must_use]
    pub fn no_verdict(&self) -> Option<Cause> {
        match &self.reaction {
            Reaction::NoVerdict { cause, .. } | Reaction::Unexplained { cause } => Some(*cause),
            _ => None,
        }
    }

    /// Whether the answer is an explicit refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.reaction {
            Reaction::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The host outside the region that the answer points to, if it does.
    #[must_use]
    pub fn foreign(&self) -> Option<&str> {
        match &self.reaction {
            Reaction::NoVerdict { foreign, .. } => foreign.as_deref(),
            _ => None,
        }
    }

    /// Whether two answers are of the same kind and status.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_like(other) && self.status == other.status
    }

    /// Whether two answers are of the same kind. Those that are no answers are alike to nothing.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.kind.is_some() && self.kind == other.kind
    }
}

pub(super) fn no_answer(cause: Cause) -> Reading {
    let reaction = Reaction::NoVerdict {
        cause,
        foreign: None,
    };
    Reading {
        reaction,
        kind: None,
        status: 0,
        looks_like_login: false,
    }
}

/// What an explicit error means: trouble of the service's own, or a refusal.
pub(super) fn refused(shape: &Shape<'_>, stated: &Stated) -> Reaction {
    if stated.is_server_trouble() {
        return Reaction::NoVerdict {
            cause: Cause::ServerError,
            foreign: None,
        };
    }
    if stated.asks_patience() {
        return Reaction::NoVerdict {
            cause: Cause::RateLimited,
            foreign: None,
        };
    }
    let known = signatures::known(shape).filter(|row| row.meaning == Meaning::Refused);
    Reaction::Refused(Refusal {
        known,
        quote: stated.quote(),
    })
}
