use super::document::{Evidence, Tool};
use crate::report::Run;
use crate::text::timestamp;

/// This tool.
pub(in crate::report) const TOOL: Tool = Tool {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
};

impl<'a> Evidence<'a> {
    /// Where the evidence of a run comes from.
    pub(in crate::report) fn of(run: &'a Run) -> Self {
        Self {
            source: run.source.name(),
            taken_at: timestamp(run.taken_at),
            overrides: &run.overrides,
            interrupted: run.interrupted.is_some(),
        }
    }
}
