use crate::browser::PageAnalysis;
use crate::classify::Decision;
use crate::genesys::Target;
use crate::probe::{Evidence, Failure};

/// What a check is shown: the target, the evidence so far, and what it says as a whole.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What is checked.
    pub target: &'a Target,
    /// What was asked, and what came back.
    pub evidence: &'a Evidence,
    /// What the answers mean together; `None` before the first round.
    pub decision: Option<Decision>,
    /// What a browser saw, or why it saw nothing; `None` where none was to look.
    pub(crate) page: Option<Result<PageAnalysis<'a>, &'a Failure>>,
}

impl<'a> Case<'a> {
    /// The case of `target` with this evidence.
    #[must_use]
    pub fn new(target: &'a Target, evidence: &'a Evidence) -> Self {
        Self {
            target,
            evidence,
            decision: Decision::of(target, evidence),
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
}
