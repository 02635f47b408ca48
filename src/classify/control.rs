use super::reaction::{Reaction, Reading};
use crate::probe::Cause;

/// How a control fared. Nothing passes on the strength of a control that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Refused, as it must be.
    Refused,
    /// Treated as if it were real.
    Passed {
        /// Whether the server redirected to the control's own redirect URI.
        redirected: bool,
    },
    /// No answer that says anything.
    Unanswered(Cause),
}

impl Control {
    /// How X and Y fared, given the real requests' answers.
    pub(super) fn pair(x: &Reading, y: &Reading, real: &[Reading]) -> (Self, Self) {
        // An error without a reason says nothing alone. Both controls, wrong in different ways, getting the
        // same one is a refusal of what is wrong, as long as a real request fares differently.
        let both_unexplained = is_unexplained(x) && is_unexplained(y) && x.is_same(y);
        let fared = |control: &Reading| {
            if both_unexplained {
                Self::Refused
            } else {
                Self::alone(control)
            }
        };
        let fared_x = match &x.reaction {
            // An error about the client, sent to a registered URI, refuses it, unless the real client got the same.
            Reaction::Bounced { code, .. }
                if matches!(code.as_str(), "invalid_client" | "unauthorized_client")
                    && !real.iter().any(|reading| reading.is_like(x)) =>
            {
                Self::Refused
            }
            _ => fared(x),
        };
        (fared_x, fared(y))
    }

    /// How a control fared by its own answer.
    pub(super) fn alone(reading: &Reading) -> Self {
        match &reading.reaction {
            Reaction::Refused(_) => Self::Refused,
            Reaction::Bounced { .. } | Reaction::Returned => Self::Passed { redirected: true },
            Reaction::Accepted(_) | Reaction::Forwarded | Reaction::SignInPage => {
                Self::Passed { redirected: false }
            }
            Reaction::Unexplained { cause } | Reaction::NoVerdict { cause, .. } => {
                Self::Unanswered(*cause)
            }
        }
    }
}

fn is_unexplained(reading: &Reading) -> bool {
    matches!(reading.reaction, Reaction::Unexplained { .. })
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, answer, genesys};

    #[test]
    fn an_error_about_the_client_refuses_it_wherever_it_is_sent() {
        let bounced = |everybody: bool| {
            FakeServer::with(move |asked| {
                let is_meant = asked.is_authorization() && (everybody || !asked.is_for_us());
                let back = format!("{}#error=unauthorized_client", asked.redirect_uri());
                if is_meant && asked.names_documented() {
                    answer(302, &back, "")
                } else {
                    genesys(asked)
                }
            })
        };
        assert_eq!(
            bounced(false).tells("invalid-client"),
            "pass: login.mypurecloud.de knows the client id, and refuses one that cannot exist."
        );
        // What everybody gets says nothing about anybody.
        let told = bounced(true).tells("invalid-client");
        assert!(told.starts_with("unverifiable indistinct: "), "{told}");
    }
}
