use super::registered::{Registered, registered};
use super::{grant_not_allowed, invalid_redirect, unreachable};
use crate::browser::{Asked, PageAnalysis};
use crate::classify::{
    Answers, AuthorizeRequests, ClassifiedReply, LoginEnd, Situation, UriVerdict,
};
use crate::finding::{Outcome, Rule, Status};
use crate::genesys::Target;
use crate::platform_api::Read;
use crate::probe::{Cause, Evidence, Failure, Probe, Purpose};

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
        let requests = self.requests();
        let real = requests.each(Purpose::RedirectUri, self.target.grant());
        let replies = self.answers.iter().flat_map(|answers| &answers.home.real);
        let meant = real.zip(replies).filter(|(_, reply)| is_meant(reply));
        meant.map(|(probe, _)| probe).collect()
    }

    /// The step behind an accepted request that was sent back with such an error.
    pub(super) fn sent_back_at(&self, is_meant: impl Fn(&str) -> bool) -> Option<Probe> {
        let login = self.answers.as_ref()?.login.as_ref()?;
        let is_meant = matches!(&login.end, LoginEnd::Bounced { code, .. } if is_meant(code));
        login.steps.last().filter(|_| is_meant).cloned()
    }

    /// The outcome by what Genesys Cloud answered; that it was not asked, if it was not.
    pub(super) fn judged(&self, judge: impl FnOnce(&Answers) -> Outcome) -> Outcome {
        match &self.answers {
            Some(answers) => judge(answers),
            None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
        }
    }
}
