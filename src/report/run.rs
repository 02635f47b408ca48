use crate::probe::{Evidence, SIMULATOR_HEADER};
use std::time::SystemTime;

/// Where the evidence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The service itself.
    Live,
    /// The built-in simulator.
    Simulated,
    /// A recording.
    Replay,
    /// A copy of what is registered; nobody was asked.
    Input,
}

impl Source {
    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Simulated => "simulated",
            Self::Replay => "replay",
            Self::Input => "input",
        }
    }
}

/// What was asked and what came back: when, by which way, and from whom.
#[derive(Debug)]
pub struct Run {
    /// Where the evidence comes from.
    pub source: Source,
    /// Whether the simulator answered, now or then. It names itself in every answer; one such answer taints a report.
    pub simulated: bool,
    /// When the run began.
    pub taken_at: SystemTime,
    /// What was set that changes where requests go or whom they trust.
    pub overrides: Vec<String>,
    /// Whether the run was interrupted.
    pub interrupted: bool,
    /// What was asked, and what came back.
    pub evidence: Evidence,
}

impl Run {
    /// A run that asked.
    #[must_use]
    pub fn new(evidence: Evidence, taken_at: SystemTime, overrides: Vec<String>) -> Self {
        let simulated = is_simulated(&evidence);
        Self {
            source: if simulated {
                Source::Simulated
            } else {
                Source::Live
            },
            simulated,
            taken_at,
            overrides,
            interrupted: false,
            evidence,
        }
    }

    /// A run that read and asked nobody.
    #[must_use]
    pub fn of_input(taken_at: SystemTime) -> Self {
        Self {
            source: Source::Input,
            ..Self::new(Evidence::default(), taken_at, Vec::new())
        }
    }
}

fn is_simulated(evidence: &Evidence) -> bool {
    let mut exchanges = evidence.exchanges().iter();
    exchanges.any(|exchange| {
        let reply = exchange.observation.as_ref();
        reply.is_ok_and(|reply| reply.has(SIMULATOR_HEADER))
    })
}
