use crate::checks::Status;
use crate::report::cut::cut;
use crate::report::{Report, headline, summary};

/// Targets that are named at the most. Who needs more has the reports above, or another format.
const MOST: usize = 20;
/// Characters of a headline.
const HEADLINE: usize = 200;

/// The targets that are not right, the first of them with what there is to say again at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct NotRight {
    /// The first of them.
    pub(in crate::report) named: Vec<Named>,
    /// How many more there are.
    pub(in crate::report) more: usize,
}

/// A target that is not right; foreign text, not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Named {
    /// The status whose sign goes with it.
    pub(in crate::report) status: Status,
    /// Its verdict in a word.
    pub(in crate::report) word: &'static str,
    /// Which target.
    pub(in crate::report) label: String,
    /// What is to be done.
    pub(in crate::report) headline: String,
}

impl NotRight {
    pub(super) fn add(&mut self, report: &Report) {
        if self.named.len() == MOST {
            self.more += 1;
            return;
        }
        let (status, word) = summary::word(report);
        self.named.push(Named {
            status,
            word,
            label: report.subject.label(),
            headline: cut(&headline(report), HEADLINE),
        });
    }

    /// How many are not named, in words.
    pub(in crate::report) fn more(&self) -> Option<String> {
        (self.more > 0).then(|| format!("and {} more", self.more))
    }
}
