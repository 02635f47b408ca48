use super::classified_reply::Classification;
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

/// The verdict on a redirect URI, by its reply and those to the controls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UriVerdict {
    /// Accepted, as far as the controls allow to rely on it.
    Accepted(Basis),
    /// Sent back to the redirect URI with an error about the grant or the scope: the server knows client and URI.
    Bounced { code: String, quote: String },
    /// Refused in so many words.
    Refused {
        quote: String,
        /// Whether it is known to be for the client or the redirect URI.
        is_known: bool,
    },
    /// Refused for something else, such as the grant, and not by a redirect: the URI may be right.
    RefusedOtherwise { quote: String },
    /// Nothing can be concluded.
    Unclear(Cause),
}

impl UriVerdict {
    /// The verdict by the reply alone; acceptance by contrast is for [`super::RegionReplies`] to grant.
    pub(super) fn alone(classification: &Classification) -> Self {
        match classification {
            Classification::Accepted(row) if row.confidence.is_ground() => {
                Self::Accepted(Basis::Signature)
            }
            Classification::Returned => Self::Accepted(Basis::Redirect),
            Classification::Accepted(_)
            | Classification::Forwarded
            | Classification::SignInPage => Self::Unclear(Cause::Indistinct),
            Classification::Bounced { code, quote } => Self::bounced(code, quote),
            Classification::Refused(refusal) if refusal.may_blame() => Self::Refused {
                quote: refusal.quote.clone(),
                is_known: refusal.is_known(),
            },
            Classification::Refused(refusal) => Self::RefusedOtherwise {
                quote: refusal.quote.clone(),
            },
            Classification::Unexplained { cause } | Classification::NoVerdict { cause, .. } => {
                Self::Unclear(*cause)
            }
        }
    }

    /// What an error says that was sent to the redirect URI.
    pub(super) fn bounced(code: &str, quote: &str) -> Self {
        match code {
            "unauthorized_client" | "unsupported_response_type" | "invalid_scope" => {
                Self::Bounced {
                    code: code.to_owned(),
                    quote: quote.to_owned(),
                }
            }
            "server_error" | "temporarily_unavailable" => Self::Unclear(Cause::ServerError),
            _ => Self::Unclear(Cause::Unrecognized),
        }
    }

    /// Whether the server showed that it knows client and URI.
    #[must_use]
    pub fn shows_client(&self) -> bool {
        matches!(self, Self::Accepted(_) | Self::Bounced { .. })
    }

    /// What that rests on.
    #[must_use]
    pub fn basis(&self) -> Option<Basis> {
        match self {
            Self::Accepted(basis) => Some(*basis),
            Self::Bounced { .. } => Some(Basis::Redirect),
            _ => None,
        }
    }
}
