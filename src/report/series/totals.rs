use crate::judging::Verdict;
use crate::report::Report;

/// What many reports come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Reports with each verdict: pass, warn, fail, unverifiable.
    counts: [usize; 4],
    /// Requests that were sent for all of them.
    pub requests: usize,
    /// Whether the simulator answered any.
    pub simulated: bool,
    /// The gravest exit status: 1 before 3 before 0; 130 for an interrupted run.
    pub exit_status: u8,
    /// What was not checked any more, if it was not all.
    pub unchecked: Option<Unchecked>,
}

/// The rows that a run did not come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// Why not, as a sentence without its end.
    pub why: String,
    /// How many rows, as far as they could be counted.
    pub rows: usize,
    /// The lines of the first and the last of them.
    pub lines: Option<(u64, u64)>,
}

const VERDICTS: [(Verdict, &str); 4] = [
    (Verdict::Fail, "failed"),
    (Verdict::Unverifiable, "unverifiable"),
    (Verdict::Warn, "passed with warnings"),
    (Verdict::Pass, "passed"),
];

impl Totals {
    /// Takes a report into account.
    pub fn add(&mut self, report: &Report) {
        self.counts[slot(report.verdict)] += 1;
        self.requests += report.run.evidence.exchanges().len();
        self.simulated |= report.run.simulated;
        let gravity = |status: u8| match status {
            0 => 0,
            3 => 1,
            1 => 2,
            _ => 3,
        };
        if gravity(report.exit_status) > gravity(self.exit_status) {
            self.exit_status = report.exit_status;
        }
    }

    /// How many reports had this verdict.
    #[must_use]
    pub fn with(&self, verdict: Verdict) -> usize {
        self.counts[slot(verdict)]
    }

    /// How many reports there were.
    #[must_use]
    pub fn targets(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The gravest verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let gravest = VERDICTS
            .into_iter()
            .find(|(verdict, _)| self.with(*verdict) > 0);
        gravest.map_or(Verdict::Unverifiable, |(verdict, _)| verdict)
    }

    /// The sums in a line.
    pub(in crate::report) fn words(&self) -> String {
        let counts: Vec<_> = VERDICTS
            .into_iter()
            .map(|(verdict, word)| (self.with(verdict), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let targets = match self.targets() {
            0 => "no target".to_owned(),
            1 => "1 target: ".to_owned(),
            several => format!("{several} targets: "),
        };
        format!(
            "{targets}{}; {} requests; exit status {}",
            counts.join(", "),
            self.requests,
            self.exit_status
        )
    }

    /// What was not checked, as a sentence, if that is so.
    pub(in crate::report) fn missing(&self) -> Option<String> {
        let Unchecked { why, rows, lines } = self.unchecked.as_ref()?;
        Some(match lines {
            Some((first, last)) if first == last => {
                format!("{why}: 1 target was not checked, line {first}.")
            }
            Some((first, last)) => {
                format!("{why}: {rows} targets were not checked, lines {first} to {last}.")
            }
            None => format!("{why}."),
        })
    }
}

fn slot(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Pass => 0,
        Verdict::Warn => 1,
        Verdict::Fail => 2,
        Verdict::Unverifiable => 3,
    }
}
