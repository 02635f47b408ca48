use crate::classify::{Answer, Basis, Says};
use crate::probe::Cause;

/// Where a client lives, as far as the regions say.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    /// What each region says, in the order of the table.
    pub answers: Vec<Answer>,
}

/// What the search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Exactly one region knows the client.
    Found,
    /// Every region was asked, and none accepts the client.
    NotFound,
    /// It is open: several regions seem to know the client, or none does and not every one said so.
    Unverifiable,
}

impl Status {
    /// The name used in reports.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::NotFound => "not_found",
            Self::Unverifiable => "unverifiable",
        }
    }

    /// The exit status that says so.
    #[must_use]
    pub(crate) fn exit_status(self) -> u8 {
        match self {
            Self::Found => 0,
            Self::NotFound => 1,
            Self::Unverifiable => 3,
        }
    }
}

impl Location {
    /// What the search came to. That one region knows the client settles it, whatever became of the others: a
    /// client lives in one region only.
    #[must_use]
    pub(crate) fn status(&self) -> Status {
        match self.found().len() {
            1 => Status::Found,
            0 if self.open().is_empty() => Status::NotFound,
            _ => Status::Unverifiable,
        }
    }

    /// The regions that know the client, and how that was told.
    #[must_use]
    pub(crate) fn found(&self) -> Vec<(&Answer, Basis)> {
        let answers = self.answers.iter();
        answers
            .filter_map(|answer| match answer.says {
                Says::Knows(basis) => Some((answer, basis)),
                _ => None,
            })
            .collect()
    }

    /// The regions that did not say whether they know the client, and why.
    #[must_use]
    pub(crate) fn open(&self) -> Vec<(&Answer, Cause)> {
        let answers = self.answers.iter();
        answers
            .filter_map(|answer| Some((answer, open(answer.says)?)))
            .collect()
    }

    /// How many regions refuse the client.
    #[must_use]
    pub(crate) fn refusing(&self) -> usize {
        self.answers.len() - self.found().len() - self.open().len()
    }
}

/// Why it is open whether a region knows the client, if it is. Without a region that is known to tell right from
/// wrong to compare with, a refusal for an unknown reason may be one of everybody.
pub(crate) fn open(says: Says) -> Option<Cause> {
    match says {
        Says::Refuses { known: false } => Some(Cause::Unrecognized),
        _ => says.open(),
    }
}
