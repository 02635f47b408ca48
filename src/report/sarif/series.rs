//! Many reports as one run.

use super::document::{
    AutomationDetails, Invocation, Message, Notification, Run, RunProperties, Tool,
};
use super::{document, result, rules};
use crate::checks::Verdict;
use crate::report::{Report, ReportStream, Totals, careful};
use crate::text::{escape, timestamp};
use std::time::SystemTime;

/// Where the results go in an empty run. What looks like it in a text has its quotes escaped.
const RESULTS: &str = "\"results\": [";

/// The run around the results, and its results one after the other.
#[derive(Default)]
pub(in crate::report) struct Series {
    any: bool,
    started: Option<SystemTime>,
}

impl ReportStream for Series {
    fn begin(&mut self, totals: &Totals) -> String {
        let (before, _) = self.around(totals);
        before
    }

    fn report(&mut self, report: &Report) -> String {
        self.started.get_or_insert(report.run.taken_at);
        let mut text = String::new();
        for finding in result::results(report) {
            text.push_str(if self.any { ",\n" } else { "\n" });
            text.push_str(careful::to_json(&finding).trim_end());
            self.any = true;
        }
        text
    }

    fn end(&mut self, totals: &Totals) -> String {
        let (_, behind) = self.around(totals);
        behind
    }
}

impl Series {
    /// What stands before the results and behind them.
    fn around(&self, totals: &Totals) -> (String, String) {
        let text = document(self.run(totals));
        let at = text
            .find(RESULTS)
            .map_or(text.len(), |at| at + RESULTS.len());
        let (before, behind) = text.split_at(at);
        (before.to_owned(), behind.to_owned())
    }

    fn run(&self, totals: &Totals) -> Run {
        let words = escape(&totals.words());
        let started = self.started.unwrap_or(SystemTime::UNIX_EPOCH);
        let open = totals.with(Verdict::Unverifiable) + totals.unreadable;
        let is_open = totals.unchecked.is_some() || open > 0;
        let why = [
            Some(words.clone()),
            totals.missing().map(|why| escape(&why)),
        ];
        let why: Vec<_> = why.into_iter().flatten().collect();
        Run {
            tool: Tool {
                driver: rules::driver(),
            },
            automation_details: AutomationDetails {
                id: category(totals),
            },
            column_kind: "unicodeCodePoints",
            results: Vec::new(),
            invocations: [Invocation {
                execution_successful: !is_open,
                exit_code: totals.exit_status,
                start_time_utc: timestamp(started),
                tool_execution_notifications: is_open
                    .then(|| Notification {
                        level: "error",
                        message: Message {
                            text: format!("Not everything could be verified: {}", why.join(" ")),
                        },
                    })
                    .into_iter()
                    .collect(),
            }],
            properties: RunProperties {
                verdict: totals.verdict().name(),
                headline: words,
                source: if totals.simulated {
                    "simulated"
                } else {
                    "live"
                },
                simulated: totals.simulated,
                overrides: Vec::new(),
            },
        }
    }
}

/// Tells the alerts of one part of a list from those of another: a file of the same category would close them.
fn category(totals: &Totals) -> String {
    let name = env!("CARGO_PKG_NAME");
    match totals.part {
        Some(part) => format!("{name}/targets/{}-of-{}/", part.number, part.of),
        None => format!("{name}/targets/"),
    }
}
