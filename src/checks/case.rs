use super::Outcome;
use crate::browser::PageAnalysis;
use crate::classify::{Answers, AuthorizeRequests};
use crate::genesys::Target;
use crate::probe::{Cause, Evidence, Failure};

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
        }
    }

    /// The login host of the region that is checked.
    #[must_use]
    pub fn login_host(&self) -> String {
        self.target.region().login_host()
    }

    pub(super) fn requests(&self) -> AuthorizeRequests<'a> {
        AuthorizeRequests::of(self.target)
    }

    /// The outcome by what Genesys Cloud answered; that it was not asked, if it was not.
    pub(super) fn judged(&self, judge: impl FnOnce(&Answers) -> Outcome) -> Outcome {
        match &self.answers {
            Some(answers) => judge(answers),
            None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
        }
    }
}
