//! What many reports come to.

use super::summary::{is_of_the_date, rank, word};
use super::{Report, headline};
use crate::finding::{Status, Verdict};
use crate::text::{counted, cut};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// Targets that are named again at the end, at the most. Who needs more has the reports above, or another format.
const NAMED: usize = 20;
/// Characters of a headline there.
const HEADLINE: usize = 200;
const VERDICTS: [(Verdict, &str); 4] = [
    (Verdict::Fail, "failed"),
    (Verdict::Unverifiable, "unclear"),
    (Verdict::Warn, "passed with warnings"),
    (Verdict::Pass, "passed"),
];

/// What many reports come to. It does not grow with their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    counts: HashMap<Verdict, usize>,
    /// Rows that could not be read, so that there is no client to speak of.
    pub unreadable: usize,
    /// Which part of a list this is, if it is not all of it.
    pub part: Option<Part>,
    pub requests: usize,
    /// Whether the simulator answered any.
    pub simulated: bool,
    /// What was set that changes where requests go or whom they trust.
    pub overrides: Vec<String>,
    /// The gravest exit status: 1 before 3 before 0; that of the signal for an interrupted run.
    pub exit_status: u8,
    /// What was not checked any more, if it was not all.
    pub unchecked: Option<Unchecked>,
    /// The first targets with something to do.
    pub(super) not_right: Vec<NotRight>,
    /// How many more there are.
    more: usize,
    /// What was found.
    kinds: Vec<Kind>,
}

/// What was found at several clients.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kind {
    id: &'static str,
    status: Status,
    is_of_the_date: bool,
    clients: usize,
}

/// A target with something to do; foreign text, not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotRight {
    pub(super) status: Status,
    /// Its verdict in a word.
    pub(super) word: &'static str,
    pub(super) label: String,
    pub(super) headline: String,
}

impl Totals {
    /// Nothing yet, of a part of a list or of all of it.
    #[must_use]
    pub fn of(part: Option<Part>) -> Self {
        Self {
            part,
            ..Self::default()
        }
    }

    pub fn add(&mut self, report: &Report) {
        if report.subject.region.is_none() {
            self.unreadable += 1;
            // No option makes a client right that was not checked.
            self.raise(3);
        } else {
            *self.counts.entry(report.verdict).or_default() += 1;
        }
        self.requests += report.run.evidence.exchanges().len();
        if self.overrides.is_empty() {
            self.overrides.clone_from(&report.run.overrides);
        }
        self.simulated |= report.run.simulated;
        self.raise(report.exit_status);
        if !report.is_well() {
            self.add_not_right(report);
        }
        if report.subject.region.is_some() {
            self.add_kinds(report);
        }
    }

    fn add_kinds(&mut self, report: &Report) {
        let mut found: Vec<_> = report
            .findings()
            .map(|(rule, outcome)| (rule.id, outcome.status, is_of_the_date(outcome)))
            .collect();
        // A client counts once, however many of its redirect URIs are wrong.
        found.dedup();
        for (id, status, is_of_the_date) in found {
            let mut kinds = self.kinds.iter_mut();
            match kinds.find(|kind| (kind.id, kind.status) == (id, status)) {
                Some(kind) => kind.clients += 1,
                None => self.kinds.push(Kind {
                    id,
                    status,
                    is_of_the_date,
                    clients: 1,
                }),
            }
        }
    }

    /// How many clients have which finding, the gravest and most frequent first, in words.
    pub(super) fn kinds(&self) -> Vec<(Status, String)> {
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|kind| {
            let often = std::cmp::Reverse(kind.clients);
            (kind.is_of_the_date, rank(kind.status), often)
        });
        let words = kinds.into_iter().map(|kind| {
            let clients = counted(kind.clients, "client");
            (kind.status, format!("{clients}: {}", kind.id))
        });
        words.collect()
    }

    fn add_not_right(&mut self, report: &Report) {
        if self.not_right.len() == NAMED {
            self.more += 1;
            return;
        }
        let (status, word) = word(report);
        self.not_right.push(NotRight {
            status,
            word,
            label: report.subject.label(),
            headline: cut(&headline(report), HEADLINE),
        });
    }

    /// Makes it this exit status, unless it is a graver one.
    pub fn raise(&mut self, exit_status: u8) {
        let gravity = |status: u8| match status {
            0 => 0,
            3 => 1,
            1 => 2,
            _ => 3,
        };
        if gravity(exit_status) > gravity(self.exit_status) {
            self.exit_status = exit_status;
        }
    }

    #[must_use]
    pub fn with(&self, verdict: Verdict) -> usize {
        self.counts.get(&verdict).copied().unwrap_or_default()
    }

    /// How many clients were checked.
    #[must_use]
    pub fn targets(&self) -> usize {
        self.counts.values().sum()
    }

    /// The gravest verdict. Of nothing, nothing was shown.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let is_there = |verdict| match verdict {
            Verdict::Unverifiable => self.with(verdict) + self.unreadable > 0,
            _ => self.with(verdict) > 0,
        };
        let gravest = VERDICTS.into_iter().find(|(verdict, _)| is_there(*verdict));
        gravest.map_or(Verdict::Unverifiable, |(verdict, _)| verdict)
    }

    /// The sums in a line, with what they cost and the exit status.
    pub(super) fn words(&self) -> String {
        format!(
            "{}; {}; exit status {}",
            self.sums(),
            counted(self.requests, "request"),
            self.exit_status
        )
    }

    pub(super) fn sums(&self) -> String {
        let counts = VERDICTS
            .into_iter()
            .map(|(verdict, word)| (self.with(verdict), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"));
        let counts: Vec<_> = counts.collect();
        let part = self.part.map(|part| format!("part {part}: "));
        let targets = match self.targets() {
            0 => "no client".to_owned(),
            several => counted(several, "client") + ": ",
        };
        let unreadable = match self.unreadable {
            0 => String::new(),
            several => format!("; {} could not be read", counted(several, "row")),
        };
        format!(
            "{}{targets}{}{unreadable}",
            part.unwrap_or_default(),
            counts.join(", ")
        )
    }

    /// How many are not named, in words.
    pub(super) fn more(&self) -> Option<String> {
        (self.more > 0).then(|| format!("and {} more", self.more))
    }

    /// What was not checked, as a sentence, if that is so.
    pub(super) fn missing(&self) -> Option<String> {
        self.unchecked.as_ref().map(Unchecked::sentence)
    }
}

/// Targets without a report.
// As a list is told in its order, they are its last ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unchecked {
    /// Why they were not checked.
    pub why: &'static str,
    /// How many there are.
    pub targets: usize,
    /// The line of the first.
    pub first_line: u64,
    /// The line of the last.
    pub last_line: u64,
}

impl Unchecked {
    /// The targets on these lines; none if there are none.
    #[must_use]
    pub fn new(why: &'static str, mut lines: impl Iterator<Item = u64>) -> Option<Self> {
        let first_line = lines.next()?;
        let none = Self {
            why,
            targets: 1,
            first_line,
            last_line: first_line,
        };
        Some(lines.fold(none, |before, line| Self {
            targets: before.targets + 1,
            last_line: line,
            ..before
        }))
    }

    #[must_use]
    pub fn sentence(&self) -> String {
        let Self {
            why,
            targets,
            first_line,
            last_line,
        } = self;
        if *targets == 1 {
            format!("{why}: 1 row was not checked, line {first_line}.")
        } else {
            format!("{why}: {targets} rows were not checked, lines {first_line} to {last_line}.")
        }
    }
}

/// A part of a list: every row whose number, counted from 1, leaves the same rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Part {
    /// Which, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

impl Part {
    /// Whether it has the row with this number, from 0.
    #[must_use]
    pub fn has(self, row: usize) -> bool {
        row % self.of == self.number - 1
    }
}

impl FromStr for Part {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            let (number, of) = (number.parse().ok()?, of.parse().ok()?);
            (1..=of).contains(&number).then_some(Self { number, of })
        });
        parsed.ok_or("it has the form K/N, such as 1/4, with K from 1 to N")
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Totals, Unchecked};
    use crate::finding::{FailOn, Verdict};
    use crate::report::testing::{failed, hostile_report, open, report, right};

    #[test]
    fn of_nothing_nothing_was_shown() {
        let part = Some(Part { number: 2, of: 3 });
        let mut totals = Totals::of(part);
        assert_eq!(totals.verdict(), Verdict::Unverifiable);
        assert_eq!(
            totals.words(),
            "part 2 of 3: no client; 0 requests; exit status 0"
        );
        totals.add(&report([right()], FailOn::default()));
        assert_eq!(totals.verdict(), Verdict::Pass);
        totals.add(&report([right(), open()], FailOn::default()));
        assert_eq!(totals.verdict(), Verdict::Unverifiable);
        totals.add(&report([failed()], FailOn::default()));
        assert_eq!(totals.verdict(), Verdict::Fail);
        assert_eq!(
            totals.words(),
            "part 2 of 3: 3 clients: 1 failed, 1 unclear, 1 passed; 0 requests; exit status 1"
        );
    }

    #[test]
    fn one_simulated_answer_taints_the_sums_and_every_request_counts() {
        let mut totals = Totals::default();
        totals.add(&hostile_report());
        totals.add(&hostile_report());
        totals.add(&report([right()], FailOn::default()));
        assert!(totals.simulated);
        assert_eq!(totals.requests, 2);
        assert!(totals.missing().is_none());
    }

    #[test]
    fn rows_that_could_not_be_read_are_no_clients_and_no_pass() {
        let mut unreadable = report([open()], FailOn::Fail);
        unreadable.subject.region = None;
        assert_eq!(unreadable.exit_status, 0);
        let mut totals = Totals::default();
        totals.add(&report([right()], FailOn::Fail));
        totals.add(&unreadable);
        assert_eq!(totals.verdict(), Verdict::Unverifiable);
        assert_eq!(
            totals.words(),
            "1 client: 1 passed; 1 row could not be read; 0 requests; exit status 3"
        );
        totals.add(&unreadable);
        totals.add(&report([failed()], FailOn::Fail));
        assert_eq!(totals.verdict(), Verdict::Fail);
        assert_eq!(
            totals.words(),
            "2 clients: 1 failed, 1 passed; 2 rows could not be read; 0 requests; exit status 1"
        );
    }

    #[test]
    fn the_gravest_exit_status_counts() {
        for (statuses, gravest) in [
            (&[][..], 0),
            (&[0, 3, 0], 3),
            (&[3, 1, 3], 1),
            (&[1, 130, 1, 0], 130),
        ] {
            let mut totals = Totals::default();
            for status in statuses {
                totals.raise(*status);
            }
            assert_eq!(totals.exit_status, gravest, "{statuses:?}");
        }
    }

    #[test]
    fn the_first_that_are_not_right_are_named_and_the_rest_is_counted() {
        let mut totals = Totals::default();
        let report = hostile_report();
        for _ in 0..25 {
            totals.add(&report);
        }
        assert_eq!(totals.not_right.len(), 20);
        assert_eq!(totals.more().as_deref(), Some("and 5 more"));
        assert_eq!(totals.targets(), 25);
        let kinds: Vec<_> = totals.kinds().into_iter().map(|(_, words)| words).collect();
        assert_eq!(
            kinds,
            [
                "25 clients: invalid-redirect",
                "25 clients: open-redirect",
                "25 clients: init-page"
            ]
        );
    }

    #[test]
    fn says_how_many_and_where() {
        let told = |lines: &[u64]| {
            let unchecked = Unchecked::new("Interrupted", lines.iter().copied());
            unchecked.map(|unchecked| unchecked.sentence())
        };
        assert_eq!(told(&[]), None);
        assert_eq!(
            told(&[7]).as_deref(),
            Some("Interrupted: 1 row was not checked, line 7.")
        );
        assert_eq!(
            told(&[7, 9, 12]).as_deref(),
            Some("Interrupted: 3 rows were not checked, lines 7 to 12.")
        );
    }

    #[test]
    fn the_parts_of_a_list_are_all_of_it_and_share_nothing() {
        for of in 1..6 {
            for row in 0..20 {
                let holders = (1..=of).filter(|&number| Part { number, of }.has(row));
                assert_eq!(holders.count(), 1);
            }
        }
    }

    #[test]
    fn is_read_from_two_numbers() {
        assert_eq!("2/3".parse(), Ok(Part { number: 2, of: 3 }));
        for wrong in ["0/3", "4/3", "1/0", "0/0", "1", "a/b", "-1/2", "1/2/3", ""] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
    }
}
