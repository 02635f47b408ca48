//! Which check says what is wrong, or open: the tables from a situation, and from what a page shows, to its check.

use super::browser::{
    console_oauth_errors, content_blocked, frame_refused, login_loop, page_errors, popup_blocked,
};
use super::{
    grant_not_allowed, invalid_client, invalid_redirect, invalid_scope, region_mismatch,
    unreachable,
};
use crate::browser::{PageAnalysis, Sign};
use crate::classify::{Answers, Situation};
use crate::finding::{Outcome, Rule};

impl Situation {
    /// Whether an id that nobody knows explains it.
    pub(crate) fn may_be_unknown(&self) -> bool {
        matches!(self, Self::UnknownClient | Self::UnknownClientOrUris)
    }

    /// The check whose outcome says what is wrong or open in this situation; `None` where each stands for itself.
    pub(crate) fn explained_by(&self) -> Option<&'static Rule> {
        Some(match self {
            Self::Known => return None,
            Self::Silent(_) => &unreachable::RULE,
            Self::Elsewhere(_) | Self::Everywhere(_) => &region_mismatch::RULE,
            Self::OtherGrant(_) | Self::GrantRefused { .. } => &grant_not_allowed::RULE,
            Self::UrisRefused | Self::NearMiss => &invalid_redirect::RULE,
            Self::AcceptsAnybody
            | Self::RefusedLater { .. }
            | Self::UnknownClient
            | Self::UnknownClientOrUris
            | Self::UnknownRefusal { .. }
            | Self::PartlyRefused(_)
            | Self::Alike
            | Self::ControlSilent(_)
            | Self::Unread(_) => &invalid_client::RULE,
        })
    }
}

impl Answers {
    /// The same, and where the client is known, the check that says why a request was sent back.
    pub(crate) fn explained_by(&self) -> Option<&'static Rule> {
        self.situation.explained_by().or_else(|| {
            let is_scope = |code: &str| code == "invalid_scope";
            if self.home.bounced(|code| !is_scope(code)).is_some() {
                Some(&grant_not_allowed::RULE)
            } else {
                self.home.bounced(is_scope).map(|_| &invalid_scope::RULE)
            }
        })
    }

    /// The outcome of a check that has nothing of its own to say in this situation.
    pub(super) fn skipped(&self) -> Outcome {
        let rule = self.explained_by().unwrap_or(&invalid_client::RULE);
        Outcome::depends_on(rule)
    }
}

impl PageAnalysis<'_> {
    /// The check whose outcome says why the page came no further, if one does.
    pub(super) fn explained_by(&self) -> Option<&'static Rule> {
        let is_faulty = self.has(Sign::Missing) || self.has(Sign::Exception) || !self.is_whole();
        if !self.loop_events.is_empty() {
            Some(&login_loop::RULE)
        } else if self.has(Sign::ContentBlocked) {
            Some(&content_blocked::RULE)
        } else if self.has(Sign::FrameRefused) {
            Some(&frame_refused::RULE)
        } else if self.is_popup_blocked() {
            Some(&popup_blocked::RULE)
        } else if self.has(Sign::OauthError) {
            Some(&console_oauth_errors::RULE)
        } else {
            (is_faulty || !self.is_complete()).then_some(&page_errors::RULE)
        }
    }

    /// The check whose outcome says why a script failed, if the failure is not a fault of the page's own.
    pub(super) fn exception_explained_by(&self, at: usize) -> Option<&'static Rule> {
        if self.all(Sign::OauthError).contains(&at) {
            Some(&console_oauth_errors::RULE)
        } else if self.has(Sign::ContentBlocked) {
            Some(&content_blocked::RULE)
        } else {
            // Where a click opened one, nothing else tells of the script.
            self.is_popup_blocked().then_some(&popup_blocked::RULE)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, answer, genesys};

    #[test]
    fn what_a_request_was_sent_back_with_says_which_check_explains_it() {
        for (error, check) in [
            ("invalid_scope", "> invalid-scope"),
            ("unauthorized_client", "> grant-not-allowed"),
        ] {
            let server = FakeServer::with(|asked| {
                if asked.is_for_us() && asked.names_documented() {
                    let back = format!("{}#error={error}", asked.redirect_uri());
                    answer(302, &back, "")
                } else {
                    genesys(asked)
                }
            });
            assert_eq!(server.ends("authentication-loop"), check);
        }
    }
}
