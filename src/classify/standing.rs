use super::reaction::Reaction;
use crate::probe::Cause;

/// What a judgement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A known answer of Genesys Cloud.
    Signature,
    /// A different treatment of the real request and a control.
    Contrast,
    /// A redirect back to the requested redirect URI.
    Redirect,
    /// That there was, or was no, answer.
    Transport,
    /// What a browser did.
    Browser,
    /// What was typed.
    Input,
    /// Today's date.
    Date,
}

impl Basis {
    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Contrast => "contrast",
            Self::Redirect => "redirect",
            Self::Transport => "transport",
            Self::Browser => "browser",
            Self::Input => "input",
            Self::Date => "date",
        }
    }
}

/// How one real request stands, seen together with the controls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Accepted, as far as the controls allow to rely on it.
    Accepted(Basis),
    /// Sent back to the redirect URI with an error about the grant or the scope: the server knows client and URI.
    Bounced {
        /// The error code.
        code: String,
        /// The error as the server stated it.
        quote: String,
    },
    /// Refused in so many words.
    Refused {
        /// The error as the server stated it.
        quote: String,
    },
    /// Nothing can be concluded.
    NoVerdict(Cause),
}

impl Standing {
    /// How an answer stands by itself; acceptance by contrast is for [`super::Home`] to grant.
    pub(super) fn alone(reaction: &Reaction) -> Self {
        match reaction {
            Reaction::Accepted(_) => Self::Accepted(Basis::Signature),
            Reaction::Returned => Self::Accepted(Basis::Redirect),
            Reaction::Forwarded | Reaction::SignInPage => Self::NoVerdict(Cause::Indistinct),
            Reaction::Bounced { code, quote } => match code.as_str() {
                "unauthorized_client" | "unsupported_response_type" | "invalid_scope" => {
                    Self::Bounced {
                        code: code.clone(),
                        quote: quote.clone(),
                    }
                }
                "server_error" | "temporarily_unavailable" => Self::NoVerdict(Cause::ServerError),
                _ => Self::NoVerdict(Cause::Unrecognized),
            },
            Reaction::Refused(refusal) => Self::Refused {
                quote: refusal.quote.clone(),
            },
            Reaction::Unexplained { cause } | Reaction::NoVerdict { cause, .. } => {
                Self::NoVerdict(*cause)
            }
        }
    }

    /// Whether the server showed that it knows client and URI.
    #[must_use]
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Accepted(_) | Self::Bounced { .. })
    }

    /// What a known standing rests on.
    #[must_use]
    pub fn basis(&self) -> Option<Basis> {
        match self {
            Self::Accepted(basis) => Some(*basis),
            Self::Bounced { .. } => Some(Basis::Redirect),
            _ => None,
        }
    }
}
