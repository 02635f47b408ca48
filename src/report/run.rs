use crate::probe::{Evidence, SIMULATOR_HEADER};
use serde::Serialize;
use std::time::SystemTime;

/// Where the evidence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Genesys Cloud and MiraBridge themselves answered.
    Live,
    /// The built-in simulator answered.
    Simulated,
    /// It was read from a recording.
    Replay,
    /// What is registered was given to read, and nobody was asked.
    Input,
}

/// What ends a run before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT, as Ctrl-C sends it.
    Interrupt,
    /// SIGTERM, as `timeout`, GitLab, Jenkins and Kubernetes send it.
    Terminate,
}

impl Signal {
    /// The exit status of a run that it ended: 128 and its number, as shells count.
    #[must_use]
    pub fn exit_status(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

/// What was asked and what came back: when, by which way, and from whom.
#[derive(Debug)]
pub struct Run {
    pub source: Source,
    /// Whether the simulator answered, now or then. It names itself in every answer; one such answer taints a report.
    pub simulated: bool,
    /// When it began.
    pub taken_at: SystemTime,
    /// What was set that changes where requests go or whom they trust.
    pub overrides: Vec<String>,
    pub interrupted: Option<Signal>,
    pub evidence: Evidence,
}

impl Run {
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
            interrupted: None,
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

#[cfg(test)]
mod tests {
    use super::{Run, Source};
    use crate::probe::{Evidence, Exchange, Probe, Purpose, Reply, SIMULATOR_HEADER};
    use std::time::{Duration, SystemTime};

    #[test]
    fn one_answer_of_the_simulator_tells_where_the_evidence_comes_from() {
        let mut evidence = Evidence::default();
        let taken_at = SystemTime::UNIX_EPOCH;
        for (url, header, source) in [
            ("https://a.example/", "server", Source::Live),
            ("https://b.example/", SIMULATOR_HEADER, Source::Simulated),
            ("https://c.example/", "server", Source::Simulated),
        ] {
            evidence.push(Exchange {
                round: 1,
                probe: Probe::new(Purpose::RedirectPage, url),
                observation: Ok(Reply {
                    headers: vec![(header.to_owned(), "1".to_owned())],
                    ..Reply::default()
                }),
                elapsed: Duration::ZERO,
            });
            let run = Run::new(evidence.clone(), taken_at, Vec::new());
            assert_eq!(run.source, source);
            assert_eq!(run.simulated, source == Source::Simulated);
        }
        let run = Run::of_input(taken_at);
        assert_eq!((run.source, run.simulated), (Source::Input, false));
    }
}
