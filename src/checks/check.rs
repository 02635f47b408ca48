use super::outcome::{Outcome, Status};
use super::rule::Rule;
use super::{
    grant_not_allowed, invalid_client, invalid_redirect, invalid_scope, region_mismatch,
    unreachable,
};
use crate::audit::{Read, Registered, registered};
use crate::browser::{Asked, PageAnalysis};
use crate::classify::{Answers, AuthorizeRequests, ClassifiedReply, Situation, UriVerdict};
use crate::genesys::Target;
use crate::probe::{Cause, Evidence, Failure, Probe, Purpose};

/// One defect that is looked for. Checks ask and judge; they never send.
///
/// `Judge` is the function that says what the evidence shows, one outcome a subject: of a [`Case`] for what was asked,
/// of a registered client for what is registered.
#[derive(Debug)]
pub struct Check<Judge> {
    pub rule: &'static Rule,
    pub judge: Judge,
    probes: fn(&Case<'_>) -> Vec<Probe>,
    later: fn(&Target) -> Vec<Later>,
    pub needs_browser: bool,
}

/// A check of what Genesys Cloud answers, or of what a browser sees.
pub(crate) type LiveCheck = Check<fn(&Case<'_>) -> Vec<Outcome>>;

impl<Judge: Copy> Check<Judge> {
    pub(crate) const fn new(rule: &'static Rule, judge: Judge) -> Self {
        Self {
            rule,
            judge,
            probes: |_| Vec::new(),
            later: |_| Vec::new(),
            needs_browser: false,
        }
    }

    /// What it would like to know, given what is known.
    pub(crate) const fn asking(self, probes: fn(&Case<'_>) -> Vec<Probe>) -> Self {
        Self { probes, ..self }
    }

    /// What it may ask after the first round, for `--dry-run`.
    pub(crate) const fn announcing(self, later: fn(&Target) -> Vec<Later>) -> Self {
        Self { later, ..self }
    }

    /// It judges what a browser saw.
    pub(crate) const fn in_browser(self) -> Self {
        Self {
            needs_browser: true,
            ..self
        }
    }

    #[must_use]
    pub fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        (self.probes)(case)
    }

    #[must_use]
    pub fn later(&self, target: &Target) -> Vec<Later> {
        (self.later)(target)
    }
}

/// Requests of a later round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// On what condition they are sent.
    pub when: &'static str,
    pub what: String,
    pub at_most: usize,
}

/// Which checks are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// If not empty, these alone.
    pub only: Vec<&'static str>,
    /// Not these.
    pub skip: Vec<&'static str>,
}

impl Selection {
    /// Why a check is left out, if it is.
    #[must_use]
    pub fn leaves_out(&self, id: &str) -> Option<&'static str> {
        if self.skip.contains(&id) {
            Some("left out with --skip")
        } else if !self.only.is_empty() && !self.only.contains(&id) {
            Some("left out with --only")
        } else {
            None
        }
    }
}

/// What a check is shown: the target, the evidence so far, and what it says as a whole.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    pub target: &'a Target,
    /// What was asked, and what came back.
    pub evidence: &'a Evidence,
    /// What the answers mean together; `None` before the first round.
    pub answers: Option<Answers>,
    /// What a browser saw, or why it saw nothing; `None` where none was to look.
    pub(crate) page: Option<Result<PageAnalysis<'a>, &'a Failure>>,
    /// How the client is registered, or why that is not known; `None` where it was not asked for.
    pub(crate) registered: Option<Read<Registered>>,
}

impl<'a> Case<'a> {
    #[must_use]
    pub fn new(target: &'a Target, evidence: &'a Evidence) -> Self {
        Self {
            target,
            evidence,
            answers: Answers::of(target, evidence),
            page: evidence.visited().map(|visited| {
                let visit = visited.observation.as_ref();
                visit.map(|visit| PageAnalysis::of(target, visit))
            }),
            registered: registered(target, evidence),
        }
    }

    /// The login host of the region that is checked.
    #[must_use]
    pub fn login_host(&self) -> String {
        self.target.region().login_host()
    }

    /// What the widget asked for in the browser, as far as that was seen.
    pub(crate) fn asked(&self) -> Option<&Asked> {
        self.page.as_ref()?.as_ref().ok()?.asked.as_ref()
    }

    pub(super) fn requests(&self) -> AuthorizeRequests<'a> {
        AuthorizeRequests::of(self.target)
    }

    /// The check whose outcome says that this client is not accepted, or that nobody knows; none where it is, with any or
    /// with all of its redirect URIs and with what the widget sends.
    pub(crate) fn unaccepted_by(&self, with_any: bool) -> Option<&'static Rule> {
        let Some(answers) = &self.answers else {
            return Some(&unreachable::RULE);
        };
        let is_accepted = |verdict: &UriVerdict| matches!(verdict, UriVerdict::Accepted(_));
        if matches!(answers.situation, Situation::Known)
            && (with_any || answers.home.verdicts.iter().all(is_accepted))
        {
            let of_widget = [
                (&invalid_redirect::RULE, invalid_redirect::of_widget(self)),
                (&grant_not_allowed::RULE, grant_not_allowed::of_widget(self)),
            ];
            let mut refused = of_widget.into_iter().filter(|(_, outcome)| {
                outcome
                    .as_ref()
                    .is_some_and(|outcome| outcome.status == Status::Fail)
            });
            return refused.next().map(|(rule, _)| rule);
        }
        answers.explained_by().or(Some(&invalid_redirect::RULE))
    }

    /// The real requests whose reply is meant: what an outcome quotes belongs first into its evidence.
    pub(super) fn answered_with(&self, is_meant: impl Fn(&ClassifiedReply) -> bool) -> Vec<Probe> {
        let real = (self.requests()).each(Purpose::RedirectUri, self.target.grant());
        let replies = self.answers.iter().flat_map(|answers| &answers.home.real);
        let meant = real.zip(replies).filter(|(_, reply)| is_meant(reply));
        meant.map(|(probe, _)| probe).collect()
    }

    /// The outcome by what Genesys Cloud answered; that it was not asked, if it was not.
    pub(super) fn judged(&self, judge: impl FnOnce(&Answers) -> Outcome) -> Outcome {
        match &self.answers {
            Some(answers) => judge(answers),
            None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
        }
    }
}

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
            let has = |scope| {
                self.home
                    .bounced(|code| (code == "invalid_scope") == scope)
                    .is_some()
            };
            if has(false) {
                Some(&grant_not_allowed::RULE)
            } else {
                has(true).then_some(&invalid_scope::RULE)
            }
        })
    }

    /// The outcome of a check that has nothing of its own to say in this situation.
    pub(super) fn skipped(&self) -> Outcome {
        let rule = self.explained_by().unwrap_or(&invalid_client::RULE);
        Outcome::depends_on(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;

    #[test]
    fn what_is_left_out_says_why() {
        let of = |only: &[&'static str], skip: &[&'static str]| {
            let (only, skip) = (only.to_vec(), skip.to_vec());
            Selection { only, skip }.leaves_out("a")
        };
        assert_eq!(of(&[], &[]), None);
        assert_eq!(of(&["a"], &["b"]), None);
        assert_eq!(of(&["b"], &[]), Some("left out with --only"));
        assert_eq!(of(&[], &["a"]), Some("left out with --skip"));
        assert_eq!(of(&["a"], &["a"]), Some("left out with --skip"));
    }
}
